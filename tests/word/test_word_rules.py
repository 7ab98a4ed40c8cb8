"""Every document is one that Word opens without a word of complaint, and that looks and reads alike everywhere."""

from __future__ import annotations

import re

import pytest

from documents.example import CHECKOUT, SMALL, W, documents, line, part, repacked, saying, templates
from ooxml import unmerged_verdicts, verdicts
from tools import require_tool
from word.hostile import HOSTILE, filled
from word.rules import faults


def every() -> dict[str, bytes]:
    """Every document that is made or shipped, by a name."""
    made = {
        f"{place}: {document.kind}/{document.id} {document.template}": document.content
        for place, root in (("example", CHECKOUT), ("small", SMALL))
        for document in documents(root)
    }
    return {**made, **{f"templates/{name}": content for name, content in templates().items()}}


def test_the_open_xml_sdk_finds_nothing():
    require_tool("ooxml-validate")
    hostile = {f"hostile {number} {name}": one for number in (0, 3, 9) for name, one in filled(HOSTILE[number]).items()}
    found = verdicts({**every(), **hostile})
    assert {name: wrong[:3] for name, wrong in found.items() if wrong} == {}
    assert len(found) > 300


def test_no_rule_of_ours_is_broken():
    broken = {name: faults(content, is_template=name.startswith("templates/")) for name, content in every().items()}
    assert {name: wrong[:3] for name, wrong in broken.items() if wrong} == {}


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_no_rule_of_ours_is_broken_by_hostile_words(number):
    broken = {name: faults(content, is_template=True) for name, content in filled(HOSTILE[number]).items()}
    assert {name: wrong[:3] for name, wrong in broken.items() if wrong} == {}


# --- the watchmen are watched ------------------------------------------------------------------------------------------


def changed(old: str, new: str, name: str = "word/document.xml") -> bytes:
    """The first shipped dossier with one thing changed."""

    def change(parts):
        text = parts[name].decode()
        assert old in text, old
        return {**parts, name: text.replace(old, new, 1).encode()}

    return repacked(next(one.content for one in documents(SMALL) if one.template == "staff.docx"), change)


ROW = '<w:tr><w:tc><w:tcPr><w:tcW w:w="1" w:type="dxa"/></w:tcPr></w:tc></w:tr>'
BROKEN = {
    "cell": ("</w:tr></w:tbl>", f"</w:tr>{ROW}</w:tbl>", "does not end in a paragraph"),
    "columns": ("</w:tr></w:tbl>", f"</w:tr>{ROW}</w:tbl>", "a row of 1 columns"),
    "order of a run": ("<w:r>", "<w:r><w:rPr><w:sz w:val='20'/><w:b/></w:rPr>", "rPr holds"),
    "order of a paragraph": ("<w:p>", "<w:p><w:pPr><w:jc w:val='left'/><w:keepNext/></w:pPr></w:p><w:p>", "pPr holds"),
    "caption": ("<w:tblCaption ", "<w:tblDescription ", "without a caption"),
    "header": ("<w:tblHeader/>", "", "is not marked as one"),
    "style": ('w:val="TableText"', 'w:val="Missing"', "Missing"),
    "line": ("<w:p>", "<w:p><w:pPr><w:spacing w:line='240' w:lineRule='auto'/></w:pPr></w:p><w:p>", "auto height"),
    "blanks": ("<w:p>", "<w:p><w:r><w:t> x</w:t></w:r></w:p><w:p>", "blanks that Word drops"),
    "relation": (
        '<w:headerReference w:type="default" r:id="rId3"/>',
        '<w:headerReference w:type="default" r:id="rId33"/>',
        "no rId33",
    ),
    "end": ("<w:sectPr>", "<w:tbl><w:tblPr/></w:tbl><w:sectPr>", "does not end in a paragraph"),
}
ELSEWHERE = {
    "updateFields": ("word/settings.xml", "<w:compat>", "<w:updateFields/><w:compat>", "updateFields"),
    "mode": ("word/settings.xml", 'w:val="15"', 'w:val="12"', "compatibility mode"),
    "language": ("word/styles.xml", 'w:eastAsia="zh-CN"', 'w:eastAsia="en-US"', "not zh-CN"),
    "title": ("docProps/core.xml", "<dc:title>", "<dc:title>{{", "title"),
    "theme": ("word/styles.xml", "<w:rFonts ", '<w:rFonts w:eastAsiaTheme="minorEastAsia" ', "theme"),
    "link": ("word/_rels/document.xml.rels", "</Relationships>", '<Relationship Id="rId9" Type="x/attachedTemplate" Target="http://x" TargetMode="External"/></Relationships>', "leads outside"),
    "id": ("word/_rels/document.xml.rels", 'Id="rId2"', 'Id="rId1"', "2 times"),
}  # fmt: skip


@pytest.mark.parametrize("case", [*BROKEN, *ELSEWHERE])
def test_our_rules_find_what_is_broken(case):
    if case in BROKEN:
        old, new, expected = BROKEN[case]
        name = "word/document.xml"
    else:
        name, old, new, expected = ELSEWHERE[case]
    if case == "style":
        with pytest.raises(KeyError, match=expected):
            faults(changed(old, new, name))
        return
    assert expected in "\n".join(faults(changed(old, new, name)))


def test_the_open_xml_sdk_finds_what_is_broken_in_one_document_of_many():
    whole = {document.id: document.content for document in documents(SMALL) if document.template == "staff.docx"}
    row = ROW.replace("<w:tcW ", '<w:vAlign w:val="top"/><w:tcW ').replace("</w:tc>", "<w:p/></w:tc>")
    broken = {key: changed(*BROKEN[key][:2]) for key in ("order of a run", "order of a paragraph")}
    broken["row"] = changed("</w:tr></w:tbl><w:p", f"</w:tr>{row}</w:tbl><w:p")
    assert all(unmerged_verdicts(broken).values())
    assert any(verdicts({**whole, "row": broken["row"]}).values())


# --- words --------------------------------------------------------------------------------------------------------------

TAGS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
#: Latin letters that people in a hospital write.
KNOWN = {"PDCA", "ICD", "CM", "Aldrete", "PACU", "QI", "ASA", "ECMO", "VAS", "SOP", "Word", "ml", "mg", "min"}


def test_templates_hold_no_english_words():
    found = {
        name: words
        for name, content in templates().items()
        if (words := set(re.findall(r"[A-Za-z]{2,}", TAGS.sub("", _static(content)))) - KNOWN)
    }
    assert found == {}


def _static(content: bytes) -> str:
    names = ("word/document.xml", "word/header1.xml", "word/footer1.xml")
    texts = ["".join(one.itertext(f"{W}t")) for name in names for one in part(content, name).iter(f"{W}p")]
    captions = [one.get(f"{W}val") for one in part(content).iter(f"{W}tblCaption")]
    return "\n".join([*texts, *captions])


#: What a program says where it has nothing to say, and names of fields and codes.
LEFT_OVER = re.compile(r"\b(None|True|False|true|false|null|nan|NaN|undefined|[a-z]+_[a-z_]+)\b|\{\{|\{%")


#: Documents that tell the archive's keepers what to write, and where.
FOR_KEEPERS = ("standard.docx", "compliance_report.docx")


def test_no_document_shows_what_a_program_would_say():
    found = {
        (document.kind, document.id): words[:3]
        for document in documents(CHECKOUT)
        if document.template not in FOR_KEEPERS
        and (words := [one[0] for one in LEFT_OVER.finditer(_static(document.content))])
    }
    assert found == {}


def test_a_paragraph_at_the_end_of_a_template_is_no_fault():
    assert faults(saying(line("甲")), is_template=True) == []
