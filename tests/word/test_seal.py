"""Seals: what they digest, that they survive a save, and that a stranger's seal is read with care."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256

import pytest
from lxml import etree

from documents.example import PNG, SMALL, W, documents
from meidang.render.word.compare import How, compare
from meidang.render.word.seal import SHORT_CODE, Content, Facts, seal_of, short_code, typed_code
from meidang.render.word.seal_part import NAMESPACE, Damaged, read_seal, seal_name, seal_xml
from meidang.render.word.sealing import PICTURE, Sealer, sealed
from meidang.render.word.stamp import end_of_text, qr_png, scanned_text, stamp_xml
from word.saved import WORD, as_word_saves, parts_of

FACTS = Facts("staff", "D01", "staff.docx", "个人技术档案", "2026-06-30", "0123456789", "晴川 & <医院>", "1.0")
STAFF = next(one for one in documents(SMALL) if one.kind == "staff")
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def plain(*paragraphs: str, **more: bytes) -> dict[str, bytes]:
    """The parts of a small document that nobody sealed."""
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>' for text in paragraphs)
    types = f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
    return {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"/>'.encode(),
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'.encode(),
        **more,
    }


def related(*pictures: str) -> bytes:
    inside = "".join(
        f'<Relationship Id="rId{at}" Type="{OFFICE}/relationships/image" Target="media/{name}"/>'
        for at, name in enumerate(pictures, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'.encode()


def code_of(parts) -> str:
    seal = read_seal(parts)
    assert seal is not None
    return seal.code


# --- digests ---------------------------------------------------------------------------------------------------------


def test_a_seal_says_what_it_was_given():
    parts = sealed(plain("甲", f"校验码 {SHORT_CODE}"), FACTS)
    seal = read_seal(parts)
    assert seal.facts == FACTS
    assert seal.stamp == sha256(parts[PICTURE]).hexdigest()
    assert f"校验码 {seal.code}" in parts["word/document.xml"].decode()
    assert compare(parts, seal).is_unchanged


def test_the_digest_is_of_facts_texts_and_pictures():
    content = Content.of({"正文": ["甲", "乙"], "页眉": ["丙"]}, ["aa"])
    digests = {
        seal_of(facts, one).digest
        for facts in (FACTS, replace(FACTS, revision="x"))
        for one in (
            content,
            Content.of({"正文": ["甲乙"], "页眉": ["丙"]}, ["aa"]),
            Content.of({"正文": ["乙", "甲"], "页眉": ["丙"]}, ["aa"]),
            Content.of({"正文": ["甲", "乙"], "页脚": ["丙"]}, ["aa"]),
            Content.of({"正文": ["甲", "乙"], "页眉": ["丙"]}, []),
        )
    }
    assert len(digests) == 10


def test_the_digest_is_what_it_was():
    """Documents of years ago must verify: this value may never change without a new namespace of seals."""
    content = Content.of({"正文": ["甲", "乙"], "页眉": ["丁", "丙", "丁"]}, ["bb", "aa", "bb"])
    seal = seal_of(FACTS, content)
    assert (seal.code, seal.blocks["正文"].hex()) == ("0909-HBK4-603P", "89827f9f")


def test_a_short_code_is_sixty_bits_of_the_digest():
    assert short_code("00" * 32) == "0000-0000-0000"
    assert short_code("ff" * 32) == "ZZZZ-ZZZZ-ZZZZ"
    assert short_code("0123456789abcdef" + "00" * 24) == "04HM-ASW9-NF6Y"


@pytest.mark.parametrize(
    "text", ["04HM-ASW9-NF6Y", "04hmasw9nf6y", " O4HM ASW9 NF6Y ", "o4hm—asw9－nf6y", "０４ＨＭ-ＡＳＷ９-ＮＦ６Ｙ"]
)
def test_a_code_is_read_as_people_type_it(text):
    assert typed_code(text) == "04HM-ASW9-NF6Y"


@pytest.mark.parametrize("text", ["", "04HM-ASW9", "04HM-ASW9-NF6U", "D01-张三.docx"])
def test_what_is_no_code(text):
    assert typed_code(text) is None


# --- in the package --------------------------------------------------------------------------------------------------


def test_word_shows_where_it_came_from():
    parts = parts_of(STAFF.content)
    custom = etree.fromstring(parts["docProps/custom.xml"])
    shown = {one.get("name"): one[0].text for one in custom}
    seal = read_seal(parts)
    assert shown == {
        "档案版本": "0123456789",
        "截至日期": "2026-06-30",
        "内容摘要 SHA-256": seal.digest,
        "校验码": seal.code,
    }


def test_an_authors_own_properties_and_parts_stay():
    own = (
        f'<op:Properties xmlns:op="{OFFICE}/custom-properties" xmlns:vt="{OFFICE}/docPropsVTypes">'
        '<op:property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="7" name="密级"><vt:lpwstr>内部</vt:lpwstr>'
        "</op:property></op:Properties>"
    )
    before = plain("甲", **{"docProps/custom.xml": own.encode(), "customXml/item1.xml": b"<cover/>"})
    parts = sealed(before, FACTS)
    assert parts["customXml/item1.xml"] == b"<cover/>"
    assert seal_name(parts) == "customXml/item2.xml"
    custom = etree.fromstring(parts["docProps/custom.xml"])
    assert [(one.get("name"), one.get("pid")) for one in custom] == [
        ("密级", "7"), ("档案版本", "8"), ("截至日期", "9"), ("内容摘要 SHA-256", "10"), ("校验码", "11"),
    ]  # fmt: skip


def test_every_part_that_a_seal_adds_is_declared_and_related():
    parts = parts_of(STAFF.content)
    types = parts["[Content_Types].xml"].decode()
    for name in ("customXml/itemProps1.xml", "docProps/custom.xml"):
        assert types.count(f'PartName="/{name}"') == 1
    targets = re.findall(
        r'Target="([^"]+)"', "".join(one.decode() for name, one in parts.items() if name.endswith(".rels"))
    )
    assert {"docProps/custom.xml", "../customXml/item1.xml", "media/meidang-code.png", "itemProps1.xml"} <= set(targets)


def test_the_fast_way_and_the_plain_way_agree():
    before = plain(
        "甲", f"码 {SHORT_CODE}", **{"word/media/a.png": PNG, "word/_rels/document.xml.rels": related("a.png")}
    )
    before["word/document.xml"] = before["word/document.xml"].replace(
        b"<w:body>", b'<w:body><w:p><w:x r="rId1"/></w:p>'
    )
    moving = {"word/document.xml": before["word/document.xml"].decode()}
    done = Sealer.of(before, moving).seal(moving, FACTS)
    assert done.seal == read_seal(sealed(before, FACTS))
    assert done.seal.pictures == (sha256(PNG).hexdigest(),)


def test_a_picture_that_a_condition_left_out_is_not_sealed():
    before = plain("甲", **{"word/media/a.png": PNG, "word/_rels/document.xml.rels": related("a.png")})
    moving = {"word/document.xml": before["word/document.xml"].decode()}
    assert Sealer.of(before, moving).seal(moving, FACTS).seal.pictures == ()


def test_every_document_carries_its_seal():
    codes = set()
    for document in documents(SMALL):
        parts = parts_of(document.content)
        seal = read_seal(parts)
        assert (seal.facts.kind, seal.facts.id, seal.facts.template) == (document.kind, document.id, document.template)
        assert compare(parts, seal).is_unchanged
        assert SHORT_CODE not in "".join(part.decode() for name, part in parts.items() if name.endswith(".xml"))
        assert seal.code in parts["word/document.xml"].decode()
        codes.add(seal.code)
    assert len(codes) == len(documents(SMALL))


def test_a_seal_survives_a_save_by_word():
    for seed in range(4):
        parts = parts_of(as_word_saves(STAFF.content, seed))
        assert compare(parts, read_seal(parts)).is_unchanged


# --- what was changed ------------------------------------------------------------------------------------------------


def changes(before: dict[str, bytes], *paragraphs: str) -> list[tuple[How, str, int | None]]:
    seal = read_seal(before)
    after = {**before, "word/document.xml": plain(*paragraphs)["word/document.xml"]}
    found = compare(after, seal)
    assert not found.is_unchanged
    return [(one.how, one.block.text if one.block else "", one.was) for one in found.changes]


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (("甲", "二", "丙", "丁"), [(How.EDITED, "二", 1)]),
        (("甲", "乙", "新", "丙", "丁"), [(How.ADDED, "新", None)]),
        (("甲", "丙", "丁"), [(How.REMOVED, "甲", 1)]),
        (("乙", "丙", "丁"), [(How.REMOVED, "", 0)]),
        (("甲", "乙", "丙"), [(How.REMOVED, "丙", 3)]),
        (("甲", "乙", "丙", "丁", "戊"), [(How.ADDED, "戊", None)]),
        (("一", "二", "丁"), [(How.EDITED, "一", 0), (How.EDITED, "二", 1), (How.REMOVED, "二", 2)]),
        ((), [(How.REMOVED, "", 0), (How.REMOVED, "", 1), (How.REMOVED, "", 2), (How.REMOVED, "", 3)]),
    ],
)
def test_changes_are_named(paragraphs, expected):
    assert changes(sealed(plain("甲", "乙", "丙", "丁"), FACTS), *paragraphs) == expected


def test_white_space_is_no_change():
    before = sealed(plain("甲 乙"), FACTS)
    after = {**before, "word/document.xml": plain("", " 甲　  乙 ", " ")["word/document.xml"]}
    assert compare(after, read_seal(before)).is_unchanged


def test_a_typed_code_is_a_change():
    before = sealed(plain(f"校验码 {SHORT_CODE}"), FACTS)
    assert changes(before, "校验码 ZZZZ-ZZZZ-ZZZZ") == [(How.EDITED, "校验码 ZZZZ-ZZZZ-ZZZZ", 0)]


def test_facts_cannot_be_changed_alone():
    before = sealed(plain("甲"), FACTS)
    after = {**before, "customXml/item1.xml": before["customXml/item1.xml"].replace(b"0123456789<", b"9876543210<")}
    found = compare(after, read_seal(after))
    assert (found.is_unchanged, found.changes) == (False, ())


def test_a_large_document_is_compared_in_a_moment():
    texts = [str(number % 50) for number in range(60_000)]
    before = sealed(plain(*texts), FACTS)
    texts[100], texts[50_000] = "甲", "乙"
    assert [text for _, text, _ in changes(before, *texts)] == ["甲", "乙"]


# --- a stranger's seal -----------------------------------------------------------------------------------------------

_GOOD = seal_xml(seal_of(FACTS, Content.of({"正文": ["甲"]}, ["ab" * 32]))).decode()


def reading(xml: str):
    return read_seal({"customXml/item1.xml": xml.encode()})


def test_the_seal_itself_reads_back():
    assert reading(_GOOD).facts == FACTS


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (r"</seal>", ""),
        (r"<seal ", "<!DOCTYPE seal><seal "),
        (r"<digest>.", "<digest>x"),
        (r"<digest>[0-9a-f]+</digest>", f"<digest>{'0' * 64}</digest>"),
        (r"<code>.*</code>", "<code>0000-0000-0000</code>"),
        (r"<kind>staff</kind>", ""),
        (r"<kind>staff</kind>", "<kind>a</kind><kind>b</kind>"),
        (r"<kind>staff", f"<kind>{'a' * 2_000}"),
        (r"<kind>staff", "<kind><b/>staff"),
        (r'part="正文"', 'part="别处"'),
        (r'(part="正文">)[^<]*', r"\1AAA"),
        (r'(part="正文">)[^<]*', r"\1%%%%"),
        (r"<pictures>.", "<pictures>x"),
        (r"<stamp></stamp>", "<stamp>x</stamp>"),
        (r"<seal (.*)</seal>", r"<x><seal \1</seal></x>"),
        (r"<digest>", "<a/>" * 40 + "<digest>"),
    ],
)
def test_a_damaged_seal_is_refused(old, new):
    damaged = re.sub(old, new, _GOOD, count=1, flags=re.DOTALL)
    assert damaged != _GOOD
    with pytest.raises(Damaged) as error:
        reading(damaged)
    assert str(error.value).startswith("校验信息")


def test_a_huge_seal_is_refused():
    with pytest.raises(Damaged, match="太大"):
        reading(_GOOD + " " * 9_000_000)


def test_an_entity_is_not_resolved(tmp_path):
    (tmp_path / "x").write_text("秘密", encoding="utf-8")
    hostile = f'<!DOCTYPE s [<!ENTITY x SYSTEM "{(tmp_path / "x").as_uri()}">]>' + re.sub("staff<", "&x;<", _GOOD[56:])
    with pytest.raises(Damaged):
        reading(hostile)


def test_parts_of_others_are_no_seal():
    assert read_seal({"customXml/item1.xml": b"<cover/>", "word/document.xml": NAMESPACE.encode()}) is None


# --- the picture -----------------------------------------------------------------------------------------------------


def test_the_picture_says_what_document_it_is():
    seal = seal_of(FACTS, Content.of({"正文": ["甲"]}, []))
    assert scanned_text(seal) == f"MEIDANG staff/D01 2026-06-30 0123456789 {seal.code}"
    assert decoded(qr_png(scanned_text(seal))) == scanned_text(seal)


@pytest.mark.parametrize("text", ["A", "MEIDANG staff/D01 2026-06-30 0123456789+改动 04HM-ASW9-NF6Y", "汉" * 200])
def test_any_text_is_read_back(text):
    assert decoded(qr_png(text)) == text


def decoded(png: bytes) -> str:
    import io

    import zxingcpp
    from PIL import Image

    with Image.open(io.BytesIO(png)) as image:
        assert image.mode == "1"
        (found,) = zxingcpp.read_barcodes(image.convert("L"))
    return found.text


def test_the_picture_is_the_same_everywhere():
    """Golden: documents made again on another machine must hold the same bytes."""
    digest = sha256(qr_png("MEIDANG staff/D01 2026-06-30 0123456789 04HM-ASW9-NF6Y")).hexdigest()
    assert digest == "9fbe17b26ae9cb6a1de906fe5bf8c261d03d8ca0ebc9d717149b1e14c2344211"


def test_the_stamp_takes_tags_and_is_well_formed():
    stamp = stamp_xml("rId9")
    assert "{{ revision }}" in stamp
    assert "{{ as_of }}" in stamp
    root = etree.fromstring(f'<w:body xmlns:w="{WORD}">{stamp_xml("rId9", revision="<&>", as_of="x")}</w:body>')
    assert [child.tag for child in root] == [f"{W}p", f"{W}tbl", f"{W}p"]
    assert {font.get(f"{W}eastAsia") for font in root.iter(f"{W}rFonts")} == {"宋体"}
    assert "档案版本 <&>" in "".join(root.itertext())


OLD = '<w:sectPr><w:sectPrChange w:id="1"><w:sectPr><w:cols/></w:sectPr></w:sectPrChange></w:sectPr>'
IN_A_PARAGRAPH = "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<w:p/>", ""),
        ("<w:p/>", "<w:sectPr/>"),
        ("<w:p/>", '<w:sectPr w:rsidR="1"><w:cols/></w:sectPr>'),
        ("<w:p/>", OLD),
        (IN_A_PARAGRAPH, ""),
        (IN_A_PARAGRAPH, OLD),
    ],
)
def test_the_text_ends_in_front_of_the_last_section(before, after):
    """Of a section that somebody changed with changes tracked, the old one stands inside the new one."""
    xml = f"<w:document><w:body>{before}{after}</w:body></w:document>"
    assert xml[end_of_text(xml) :] == f"{after}</w:body></w:document>"
