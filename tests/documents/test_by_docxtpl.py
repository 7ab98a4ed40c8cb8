"""Templates that docxtpl fills itself: pictures and columns, with our sandbox, nothing lost, the same every time."""

from __future__ import annotations

import pytest
from jinja2 import StrictUndefined
from lxml import etree

from documents.example import AS_OF, PNG, REVISION, SMALL, W, archive, line, paragraphs, repacked, saying, templates
from meidang.render.documents import render_documents
from meidang.render.documents.templates import open_templates
from meidang.render.word import engine
from meidang.render.word.by_docxtpl import render_by_docxtpl
from meidang.render.word.package import unpack
from meidang.render.word.seal_part import read_seal

HOSTILE = "<A & {_{ x }_} {{ name }}> {%\n第二行\t制表"
VIEW = {
    "photo": {"file": "attachments/staff/D01.png"},
    "text": HOSTILE,
    "columns": [{"n": "甲"}, {"n": "乙"}, {"n": "丙"}],
    "institution_name": "院",
    "archive_no": "",
    "as_of": "2026-06-30",
    "revision": "r",
}
EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
DOC_PR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


def template(text: str) -> bytes:
    """A shipped template with this as its only text."""

    def change(parts):
        body = parts["word/document.xml"].decode()
        start, end = body.index("<w:body>") + len("<w:body>"), body.index("<w:sectPr")
        return {**parts, "word/document.xml": (body[:start] + text + body[end:]).encode()}

    return repacked(templates()["staff.docx"], change)


def rendered(text: str, pictures=None, **view):
    environment = engine._WORD
    return render_by_docxtpl(template(text), {**VIEW, **view}, pictures or {}, environment)


def document(parts) -> etree._Element:
    return etree.fromstring(parts["word/document.xml"])


def texts(parts) -> list[str]:
    marks = {f"{W}br": "\n", f"{W}tab": "\t"}
    return [
        "".join(marks.get(one.tag) or one.text or "" for one in paragraph.iter(f"{W}t", *marks))
        for paragraph in document(parts).iter(f"{W}p")
    ]


def test_a_picture_is_printed_at_its_width_with_words_for_those_who_do_not_see_it():
    parts = rendered(line("前{{ photo.file|picture(3.5) }}后"), {"attachments/staff/D01.png": PNG})
    root = document(parts)
    assert parts["word/media/image1.png"] == PNG
    assert [one.get("cx") for one in root.iter(EXTENT)] == [str(int(3.5 * 360_000))]
    assert [one.get("descr") for one in root.iter(DOC_PR)] == ["D01"]
    assert texts(parts) == ["前后"]


@pytest.mark.parametrize("photo", ["", "attachments/gone.png", None])
def test_a_picture_that_is_not_there_is_nothing(photo):
    parts = rendered(line("前{{ photo.file|picture(3.5) }}后"), {}, photo={"file": photo})
    assert texts(parts) == ["前后"]
    assert not list(document(parts).iter(DOC_PR))


def test_columns_are_repeated_and_the_grid_follows():
    cells = "".join(
        f"<w:tc>{line(text)}</w:tc>" for text in ("{%tc for x in columns %}", "{{ x.n }}", "{%tc endfor %}")
    )
    grid = '<w:tblGrid><w:gridCol w:w="3000"/></w:tblGrid>'
    parts = rendered(f"<w:tbl><w:tblPr/>{grid}<w:tr>{cells}</w:tr></w:tbl>{line('')}")
    assert texts(parts) == ["甲", "乙", "丙", ""]
    assert [one.get(f"{W}w") for one in document(parts).iter(f"{W}gridCol")] == ["1000"] * 3


def test_hostile_words_come_out_as_written():
    assert texts(rendered(line("{{ text }}"))) == [HOSTILE]


def test_the_same_every_time():
    def made():
        return rendered(line("{{ photo.file|picture(2) }}"), {"attachments/staff/D01.png": PNG})

    assert made() == made()


def test_the_sandbox_is_ours():
    with pytest.raises(Exception, match=r"calls are not allowed|is undefined"):
        rendered(line("{{ text.upper() }}"))
    assert engine._WORD.undefined is StrictUndefined


def test_tags_that_cut_the_structure_are_an_error_and_lose_nothing():
    with pytest.raises(etree.XMLSyntaxError):
        rendered(line("{% if archive_no %}甲") + line("{% endif %}乙").replace("<w:r>", "", 1).replace("</w:r>", "", 1))


PICTURES = "{% for x in attachments %}{{ x.file|picture(3.5) }}{% endfor %}"


@pytest.mark.parametrize("place", ["first", "nowhere"])
def test_the_stamp_goes_where_the_template_says_and_to_the_end_where_it_says_nothing(place):
    spread = "".join(f"<w:r><w:t>{text}</w:t></w:r>" for text in ("{{ st", "amp", " }}"))
    content = saying((f"<w:p>{spread}</w:p>" if place == "first" else "") + line("甲") + line(PICTURES))
    if place == "nowhere":
        content = repacked(content, without_stamp)
    made = render_documents(archive(SMALL), (), {"staff.docx": content}, as_of=AS_OF, revision=REVISION)
    document = next(iter(made)).content
    said = paragraphs(document)
    at = [number for number, text in enumerate(said) if text.startswith("校验码 ")]
    assert len(at) == 1
    assert (at[0] < said.index("甲")) == (place == "first")
    assert "{{" not in "".join(said)
    assert read_seal(unpack(document)).code == said[at[0]].removeprefix("校验码 ")


def without_stamp(parts):
    name = "word/document.xml"
    return {**parts, name: parts[name].replace(b"{{ stamp }}", b"")}


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        (line("{{ name }}"), False),
        (line("{% for x in attachments %}{{ x.file|picture(3.5) }}{% endfor %}"), True),
        (line("{% for x in attachments %}{{ x.file | picture(3.5) }}{% endfor %}"), True),
    ],
)
def test_only_templates_that_need_docxtpl_ask_for_it(text, needed):
    opened = open_templates({"staff.docx": saying(text)})
    assert [one.needs_docxtpl for one in opened.templates] == [needed]
