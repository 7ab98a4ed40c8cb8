"""Filling templates fast says exactly what docxtpl says, and tags can never cut Word's structure."""

from __future__ import annotations

import io
import random
import re
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import date
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import pytest
from docxtpl import DocxTemplate
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from lxml import etree

from meidang.pipeline import check
from meidang.project import Project
from meidang.render.documents import render_documents
from meidang.render.documents.jobs import jobs
from meidang.render.documents.templates import open_templates
from meidang.render.views import Desk
from meidang.render.word.balance import unbalanced
from meidang.render.word.blocks import MAIN
from meidang.render.word.compiled import SEALED, Compiled
from meidang.render.word.filters import FILTERS
from meidang.render.word.package import CONTENT_TYPES
from meidang.render.word.zipped import pack

CHECKOUT = Path(__file__).parents[2]
SMALL = CHECKOUT / "tests/site/small"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@cache
def small():
    day = date(2026, 6, 30)
    return check(Project(SMALL), as_of=day, today=day)


@cache
def files():
    return {path.name: path.read_bytes() for path in sorted((CHECKOUT / "templates").glob("*.docx"))}


@cache
def every_job():
    checked, opened = small(), open_templates(files())
    return tuple(jobs(Desk(checked.archive, checked.as_of, checked.findings), opened, "0123456789"))


def by_docxtpl(content, view, part=MAIN):
    """What plain docxtpl makes of a template, told to escape and given our filters."""
    environment = Environment(autoescape=True)
    environment.filters |= {name: one.function for name, one in FILTERS.items()}
    template = DocxTemplate(io.BytesIO(content))
    template.render({**view, **SEALED}, jinja_env=environment, autoescape=True)
    saved = io.BytesIO()
    template.save(saved)
    return canonical(ZipFile(saved).read(part))


def canonical(part):
    """A part with what Word refuses mended as we mend it, and the stamp, which docxtpl knows nothing of, taken out."""
    root = etree.fromstring(part)
    for table in list(root.iter(f"{W}tbl")):
        caption = table.find(f"{W}tblPr/{W}tblCaption")
        if caption is not None and caption.get(f"{W}val") == "校验码":
            for gap in (table.getprevious(), table.getnext(), table):
                gap.getparent().remove(gap)
        elif table.find(f"{W}tr") is None:
            table.getparent().remove(table)
    for cell in root.iter(f"{W}tc"):
        if len(cell) == 0 or cell[-1].tag != f"{W}p":
            cell.append(cell.makeelement(f"{W}p"))
    return etree.tostring(root, method="c14n", exclusive=True)


def without_stamp_paragraph(content):
    """A template without the paragraph that says where the stamp goes."""
    with ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    root = etree.fromstring(parts[MAIN])
    for paragraph in list(root.iter(f"{W}p")):
        if re.fullmatch(r"\{\{\s*stamp\s*\}\}", "".join(paragraph.itertext())):
            paragraph.getparent().remove(paragraph)
    return pack({**parts, MAIN: etree.tostring(root)})


@pytest.mark.parametrize("template", sorted(name for name in files() if name != "policies.reference.docx"))
def test_a_compiled_template_says_what_plain_docxtpl_says(template):
    content = without_stamp_paragraph(files()[template])
    compiled = next(one for one in open_templates({template: files()[template]}).templates).compiled
    for job in (job for job in every_job() if job.template == template):
        for part, xml in compiled.xml({**job.view, **SEALED}).items():
            assert canonical(xml.encode()) == by_docxtpl(content, job.view, part), (job.called, part)


HOSTILE = ("甲<乙 & 丙 > \"丁\" '戊'", "{{ name }} {% if x %}", "一\n二\t三", "  两边有空格  ", "]]>", "𠮷👩‍⚕️")


def test_hostile_values_come_out_as_plain_docxtpl_writes_them():
    job = next(job for job in every_job() if job.template == "staff.docx")
    for hostile in HOSTILE:
        view = {**job.view, "name": hostile, "label": hostile, "note": hostile}
        compiled = Compiled.of(open_templates({"staff.docx": files()["staff.docx"]}).templates[0].parts)
        ours = compiled.xml({**view, **SEALED})[MAIN]
        texts = ["".join(node.itertext()) for node in etree.fromstring(ours.encode()).iter(f"{W}p")]
        assert hostile.replace("\n", "").replace("\t", "") in texts


def test_one_template_filled_twice_gives_the_same_bytes_whatever_came_between():
    template = open_templates({"staff.docx": files()["staff.docx"]}).templates[0]
    some = [job for job in every_job() if job.template == "staff.docx"]
    once = [template.fill(job.view, job.properties, job.facts) for job in some]
    again = [template.fill(job.view, job.properties, job.facts) for job in reversed(some)]
    assert once == again[::-1]


def test_a_package_is_a_sound_zip_with_the_content_types_first_and_one_date():
    parts = {"word/文.xml": b"<a/>", CONTENT_TYPES: b"<t/>", "a.xml": b"", "b.bin": random.Random(1).randbytes(100_000)}
    with ZipFile(io.BytesIO(pack(parts))) as package:
        assert package.testzip() is None
        assert package.namelist() == [CONTENT_TYPES, "a.xml", "b.bin", "word/文.xml"]
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {name: package.read(name) for name in package.namelist()} == parts


# --- structure -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("<p>{% if a %}<r>x</r>{% endif %}</p>", None),
        ("<p><r>{% if a %}x</r><r>y{% endif %}</r></p>", None),
        ("<p>{% for a in b %}<r/>{% else %}<r>n</r>{% endfor %}</p>", None),
        ('<p><v val="{% if a %}x{% endif %}"/></p>', None),
        ("<p>{% if a < 2 %}x{% endif %}</p>", None),
        ("\n<p>\n{% if a %}<r>x{% endif %}</r></p>", 3),
        ("<p><r>{% if a %}</r>{% endif %}</p>", 1),
        ("<p>{% for a in b %}<r>{% else %}</r>{% endfor %}</p>", 1),
        ("<t><r>{% for a in b %}</r></t><t><s>{% endfor %}</s></t>", 1),
    ],
)
def test_a_block_must_close_what_it_opens(source, line):
    assert unbalanced(source) == line


@st.composite
def _sources(draw, depth=3):
    """Elements and blocks thrown together: sometimes sound, sometimes not."""
    kinds = ("text", "element", "if", "for", "else", "open", "close") if depth else ("text",)
    pieces = []
    for kind in draw(st.lists(st.sampled_from(kinds), max_size=4)):
        inner = draw(_sources(depth=depth - 1)) if kind not in ("text", "open", "close") else ""
        other = draw(_sources(depth=depth - 1)) if kind == "else" else ""
        pieces.append(
            {
                "text": "x",
                "element": f"<e>{inner}</e>",
                "if": f"{{% if c %}}{inner}{{% endif %}}",
                "for": f"{{% for a in d %}}{inner}{{% endfor %}}",
                "else": f"{{% if c %}}{inner}{{% else %}}{other}{{% endif %}}",
                "open": "<o>",
                "close": "</o>",
            }[kind]
        )
    return "".join(pieces)


@given(_sources(), st.booleans(), st.integers(0, 3))
def test_what_is_called_balanced_is_well_formed_for_any_data(source, condition, times):
    whole = f"<w>{source}</w>"
    if unbalanced(whole) is None:
        etree.fromstring(Environment(autoescape=True).from_string(whole).render(c=condition, d=range(times)))


# --- who fills -------------------------------------------------------------------------------------------------------


def _documents(executor=None):
    checked = small()
    made = render_documents(
        checked.archive, checked.findings, files(), as_of=checked.as_of, revision="0123456789", executor=executor
    )
    return [(one.kind, one.id, one.words, one.content) for one in made if one.kind != "policies"]


def test_any_executor_makes_the_same_documents_in_the_same_order():
    here = _documents()
    with ThreadPoolExecutor(2) as threads:
        assert _documents(threads) == here
    with ProcessPoolExecutor(2) as processes:
        assert _documents(processes) == here
