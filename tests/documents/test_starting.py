"""Starting templates: for every kind one that passes the check, is filled, and shows all there is."""

from __future__ import annotations

from functools import cache

import pytest

from documents.example import AS_OF, REVISION, SMALL, W, archive, paragraphs, part
from meidang.kinds import KINDS
from meidang.render.documents import check_templates, render_documents
from meidang.render.drawing.starting import starting_template
from meidang.render.views import GIVEN, is_by_year, names
from meidang.render.word.package import unpack
from meidang.render.word.properties import title_of

KINDS_WITH_TEMPLATES = [kind for kind in KINDS.values() if not kind.is_table]


@cache
def started(name: str) -> bytes:
    return starting_template(KINDS[name], f"我的{KINDS[name].title}")


@pytest.fixture(params=KINDS_WITH_TEMPLATES, ids=lambda kind: kind.name)
def kind(request):
    return request.param


def test_it_passes_the_check_and_carries_its_title(kind):
    assert check_templates({f"{kind.name}.x.docx": started(kind.name)}) == ()
    assert title_of(unpack(started(kind.name))) == f"我的{kind.title}"


def test_it_is_filled_for_the_records_that_there_are(kind):
    files = {f"{kind.name}.x.docx": started(kind.name)}
    made = list(render_documents(archive(SMALL), (), files, as_of=AS_OF, revision=REVISION))
    assert made
    for document in made:
        body = part(document.content)
        size, margins = body.find(f".//{W}pgSz"), body.find(f".//{W}pgMar")
        width = int(size.get(f"{W}w")) - int(margins.get(f"{W}left")) - int(margins.get(f"{W}right"))
        for table in body.iter(f"{W}tbl"):
            assert sum(int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")) <= width + 20
        assert [cell for cell in body.iter(f"{W}tc") if cell[-1].tag != f"{W}p"] == []
        steering = ("{%tr", "{%p", "{#", "{{ x.")
        assert not any(mark in text for text in paragraphs(document.content) for mark in steering)


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS_WITH_TEMPLATES if not is_by_year(kind)], ids=lambda kind: kind.name
)
def test_everything_that_a_record_has_is_there(kind):
    """A ledger's list has the columns that the page holds."""
    parts = ("word/document.xml", "word/header1.xml")
    text = "\n".join(line for name in parts for line in paragraphs(started(kind.name), name))
    known = {name: one for name, one in names(kind).items() if name not in ("findings", "kind", "archive_level", "id")}
    missing = [name for name, one in known.items() if name != GIVEN and name not in text]
    assert missing == []


def test_a_choice_from_a_list_that_is_there_is_named_and_not_printed():
    text = paragraphs(started("staff"))
    assert "{%tr for x in credentials %}" in text
    for name in ("credentials_and_missing", "authorised", "not_authorised"):
        assert not [one for one in text if one.endswith(f" in {name} %}}")]
        assert [one for one in text if one.startswith("{#p 还可以列出：") and name in one]


def test_an_empty_list_is_one_line():
    files = {"staff.x.docx": started("staff")}
    made = render_documents(archive(SMALL), (), files, as_of=AS_OF, revision=REVISION)
    document = next(one for one in made if not archive(SMALL).items[f"staff/{one.id}"].record.awards)
    text = paragraphs(document.content)
    at = next(at for at, one in enumerate(text) if one.endswith("、教学获奖"))
    assert text[at + 1] == "无"
    assert text[at + 2].endswith("、考核与奖惩")


def test_the_same_bytes_every_time(kind):
    assert starting_template(kind, f"我的{kind.title}") == started(kind.name)
