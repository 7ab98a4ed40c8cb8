"""What a document says, block by block: the same after an unedited save, and told by a scan as by a parser."""

from __future__ import annotations

import subprocess

import pytest

from documents.example import SMALL, documents
from meidang.render.word.blocks import BODY, FOOTER, HEADER, Block, blocks, regions, texts
from meidang.render.word.scan import is_plain
from tools import require_tool
from word.saved import WORD, as_word_saves, parts_of

_DOCUMENTS = documents(SMALL)
_NAMES = [f"{one.kind}-{one.id}-{one.template}" for one in _DOCUMENTS]
_SPACES = (
    f'xmlns:w="{WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:wps="urn:wps" xmlns:v="urn:v"'
)


def body(inside: str) -> str:
    return f'<?xml version="1.0"?>\n<w:document {_SPACES}><w:body>{inside}</w:body></w:document>'


def of(inside: str, **more: bytes) -> list[tuple[str, str]]:
    """Place and text of the blocks of a body."""
    found = blocks(
        {"word/document.xml": body(inside).encode(), **{f"word/{key}.xml": one for key, one in more.items()}}
    )
    return [(block.place, block.text) for block in found]


def t(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(inside: str) -> str:
    return f"<w:p>{inside}</w:p>"


def field(instruction: str, result: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    half = len(instruction) // 2
    pieces = "".join(
        f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in (instruction[:half], instruction[half:])
    )
    return mark("begin") + pieces + mark("separate") + result + mark("end")


#: XML inside a body, and what it says. Every case holds for the scan, where it dares, and for the parser.
CASES = {
    "a paragraph": (p(t("甲")), ["甲"]),
    "runs join": (p(t("甲") + t("乙")), ["甲乙"]),
    "blank paragraphs say nothing": (p("") + p(t("　 ")) + "<w:p/>" + p(t("甲")), ["甲"]),
    "white space is one blank": (p(t(" 甲  乙\u00a0丙　")), ["甲 乙 丙"]),
    "tabs and breaks": (p("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r>"), ["甲 乙 丙"]),
    "a page ends a text": (p(t("甲") + '<w:r><w:br w:type="page"/></w:r>' + t("乙")), ["甲", "乙"]),
    "tab stops are no tabs": (
        p('<w:pPr><w:tabs><w:tab w:val="left" w:pos="9"/></w:tabs></w:pPr>' + t("甲") + t("乙")),
        ["甲乙"],
    ),
    "entities": (p(t("甲&amp;乙&lt;w:t&gt;&#10;&quot;")), ['甲&乙<w:t> "']),
    "soft hyphens": (p(t("me\u00adi") + "<w:r><w:softHyphen/></w:r>" + t("dang")), ["meidang"]),
    "hard hyphens": (p(t("A") + "<w:r><w:noBreakHyphen/></w:r>" + t("1")), ["A\u20111"]),
    "symbols": (p('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + t("甲")), ["\uf0fe甲"]),
    "page numbers": (p(t("第 ") + f'<w:fldSimple w:instr=" PAGE ">{t("3")}</w:fldSimple>' + t(" 页")), ["第 页"]),
    "page numbers spelt out": (p(t("第 ") + field(" NUMPAGES ", t("30")) + t(" 页")), ["第 页"]),
    "an empty field": (p('<w:fldSimple w:instr="PAGE"/>' + t("甲")), ["甲"]),
    "other fields are text": (p(field(' HYPERLINK "x" ', t("甲")) + field("FORMTEXT", t("乙"))), ["甲乙"]),
    "a field in a field": (p(field(' IF 1 "', t("甲") + field("PAGE", t("3")) + t("乙")) + t("丙")), ["甲乙丙"]),
    "contents over many paragraphs": (
        p('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o </w:instrText></w:r>')
        + p('<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + t("一、总则"))
        + p(t("二、细则") + field("PAGEREF x", t("3")))
        + p('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
        + p(t("甲")),
        ["甲"],
    ),
    "an end without a beginning": (p('<w:r><w:fldChar w:fldCharType="end"/></w:r>' + t("甲")), ["甲"]),
    "deleted is gone, inserted is there": (
        p(f"<w:del><w:r><w:delText>甲</w:delText></w:r></w:del><w:ins>{t('乙')}</w:ins>"),
        ["乙"],
    ),
    "moved is where it is now": (
        p(f"<w:moveFrom>{t('甲')}</w:moveFrom>") + p(f"<w:moveTo>{t('甲')}</w:moveTo>"),
        ["甲"],
    ),
    "wrapped runs": (
        p(
            f"<w:smartTag>{t('甲')}</w:smartTag><w:hyperlink>{t('乙')}</w:hyperlink><w:sdt><w:sdtContent>{t('丙')}</w:sdtContent></w:sdt>"
        ),
        ["甲乙丙"],
    ),
    "a formula": (p(t("甲") + "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"), ["甲x"]),
    "a box": (
        p(t("甲") + f"<w:r><w:pict><v:x><w:txbxContent>{p(t('乙'))}</w:txbxContent></v:x></w:pict></w:r>"),
        ["甲", "乙"],
    ),
    "a box in two languages": (
        p(
            t("甲")
            + f"<w:r><mc:AlternateContent><mc:Choice><wps:x><w:txbxContent>{p(t('乙'))}</w:txbxContent></wps:x></mc:Choice>"
            + f"<mc:Fallback><w:pict><w:txbxContent>{p(t('乙'))}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        ),
        ["甲", "乙"],
    ),
    "a comment in the XML": (p("<!-- </w:t> -->" + t("甲")), ["甲"]),
}


@pytest.mark.parametrize("name", CASES)
def test_what_a_body_says(name):
    inside, expected = CASES[name]
    assert [text for _, text in of(inside)] == expected
    assert texts(body(inside)) == expected


def test_the_scan_takes_the_easy_ones_only():
    hard = {name for name, (inside, _) in CASES.items() if not is_plain(body(inside))}
    assert hard == {
        "a box", "a box in two languages", "a comment in the XML", "a formula", "hard hyphens", "moved is where it is now",
        "soft hyphens", "symbols",
    }  # fmt: skip


def test_another_prefix_is_not_scanned():
    xml = body(p(t("甲"))).replace("w:", "x:").replace("xmlns:w=", "xmlns:x=")
    assert not is_plain(xml)
    assert texts(xml) == ["甲"]


# --- places ----------------------------------------------------------------------------------------------------------

STYLES = f"""<w:styles xmlns:w="{WORD}">
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Ours"><w:name w:val="章"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Body"><w:name w:val="Body"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
</w:styles>""".encode()


def styled(style: str, text: str) -> str:
    return p(f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>{t(text)}')


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


def test_a_place_is_told_from_the_heading_above():
    inside = (
        p(t("甲"))
        + styled("2", "一、总则")
        + styled("Body", "乙")
        + p("")
        + p(t("丙"))
        + styled("Ours", "二、细则")
        + p(t("丁"))
    )
    assert of(inside, styles=STYLES) == [
        ("第 1 段", "甲"),
        ("标题", "一、总则"),
        ("“一、总则”下第 1 段", "乙"),
        ("“一、总则”下第 2 段", "丙"),
        ("标题", "二、细则"),
        ("“二、细则”下第 1 段", "丁"),
    ]


def test_cells_are_told_by_table_row_and_cell():
    nested = f"<w:tbl>{row(p(t('己')))}</w:tbl>"
    wrapped = f"<w:sdt><w:sdtContent>{row(p(t('丙')), p(t('丁')) + p(t('戊')) + nested)}</w:sdtContent></w:sdt>"
    inside = (
        styled("2", "一") + f"<w:tbl>{row(p(t('甲')), p(''))}{wrapped}</w:tbl>" + f"<w:tbl>{row(p(t('庚')))}</w:tbl>"
    )
    assert of(inside, styles=STYLES)[1:] == [
        ("“一”下第 1 个表格第 1 行第 1 格", "甲"),
        ("“一”下第 1 个表格第 2 行第 1 格", "丙"),
        ("“一”下第 1 个表格第 2 行第 2 格", "丁"),
        ("“一”下第 1 个表格第 2 行第 2 格第 2 段", "戊"),
        ("“一”下第 1 个表格第 2 行第 2 格里的表格第 1 行第 1 格", "己"),
        ("“一”下第 2 个表格第 1 行第 1 格", "庚"),
    ]


def test_headers_say_what_they_say_once():
    content = documents(SMALL)[0].content
    parts = parts_of(content)
    again = parts["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="x" Target="/word/header9.xml" Type="http://x/relationships/header"/></Relationships>',
    )
    doubled = {**parts, "word/header9.xml": parts["word/header1.xml"], "word/_rels/document.xml.rels": again}
    assert regions(doubled)[HEADER] == ["word/header1.xml", "word/header9.xml"]
    assert [block for block in blocks(doubled) if block.part == HEADER] == [
        block for block in blocks(parts) if block.part == HEADER
    ]


# --- the same after a save -------------------------------------------------------------------------------------------


def comparable(found: list[Block]) -> list[tuple[str, str, str]]:
    """Body with places; of headers and footers, which programs rename, what they say."""
    return [(block.part, block.place if block.part == BODY else "", block.text) for block in found]


@pytest.mark.parametrize("document", _DOCUMENTS, ids=_NAMES)
def test_a_scan_and_a_parser_agree(document):
    parts = parts_of(document.content)
    found = blocks(parts)
    for region, names in regions(parts).items():
        scanned = [text for name in names for text in texts(parts[name].decode())]
        expected = [block.text for block in found if block.part == region]
        assert (sorted(set(scanned)) if region in (HEADER, FOOTER) else scanned) == (
            sorted(expected) if region in (HEADER, FOOTER) else expected
        )


@pytest.mark.parametrize("document", _DOCUMENTS, ids=_NAMES)
def test_words_own_edits_change_no_block(document):
    for seed in range(2):
        saved = as_word_saves(document.content, seed)
        assert saved != document.content
        assert comparable(blocks(parts_of(saved))) == comparable(blocks(parts_of(document.content)))


@pytest.fixture(scope="module")
def resaved(tmp_path_factory):
    """Every document of the small archive, opened and saved by LibreOffice."""
    folder = tmp_path_factory.mktemp("resaved")
    for at, document in enumerate(_DOCUMENTS):
        (folder / f"{at}.docx").write_bytes(document.content)
    command = [require_tool("soffice"), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "docx", "--outdir", folder / "out", *sorted(folder.glob("*.docx"))]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return [(folder / "out" / f"{at}.docx").read_bytes() for at in range(len(_DOCUMENTS))]


@pytest.mark.office
def test_a_save_by_libreoffice_changes_no_block(resaved):
    for document, content in zip(_DOCUMENTS, resaved, strict=True):
        assert content != document.content
        assert comparable(blocks(parts_of(content))) == comparable(blocks(parts_of(document.content))), document.words
