"""The shipped templates and what becomes of them: every record, the same bytes, correct for Word, words as written."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from documents.example import AS_OF, CHECKOUT, REVISION, W, archive, documents, paragraphs, part, templates
from meidang.archive import Archive, Item
from meidang.kinds import KINDS
from meidang.models.base import adapter, changed
from meidang.models.staff import Assessment, Staff
from meidang.models.technique import Technique
from meidang.render.documents import check_templates, render_documents
from meidang.render.escape import xml_text
from meidang.render.views import Desk, is_by_year, years
from meidang.source.tree import Source

CP = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
DCTERMS = "{http://purl.org/dc/terms/}"
EVERY = [pytest.param(one, id=f"{one.kind}/{one.id}/{one.template}") for one in documents()]


def drawn():
    """What ``make templates`` would write."""
    sys.path.insert(0, str(CHECKOUT / "templates"))
    try:
        spec = importlib.util.spec_from_file_location("make_templates", CHECKOUT / "templates" / "make.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.pop(0)
    return module.draw()


def one(kind: str, record, record_id: str = "X01"):
    """The dossier of a record that stands alone."""
    item = Item(KINDS[kind], record_id, record, Source("x"))
    files = {f"{kind}.docx": templates()[f"{kind}.docx"]}
    return list(render_documents(Archive({item.key: item}), (), files, as_of=AS_OF, revision=REVISION))


def person(**fields):
    """Values are taken as they are: the reader would refuse some of them."""
    return changed(adapter(Staff).validate_python({"name": "甲", "department_id": "k"}), fields)


# --- templates -------------------------------------------------------------------------------------------------------


def test_the_committed_templates_are_what_the_script_draws():
    assert drawn() == templates()


def test_every_kind_of_record_has_a_template():
    served = {name.split(".")[0] for name in templates()}
    assert served == {kind.name for kind in KINDS.values() if not kind.is_table}


def test_nothing_is_wrong_with_the_shipped_templates():
    assert check_templates(templates()) == ()


# --- what Word asks for ----------------------------------------------------------------------------------------------


def test_every_record_has_its_document_and_no_two_share_a_name():
    dossiers = [item for item in archive().items.values() if not (item.kind.is_table or is_by_year(item.kind))]
    desk = Desk(archive(), AS_OF)
    ledgers = {(kind.name, str(year)) for kind in filter(is_by_year, KINDS.values()) for year in years(desk, kind)}
    assert {(one.kind, one.id) for one in documents()} == {(item.kind.name, item.id) for item in dossiers} | ledgers
    assert max(Counter((one.kind, one.id, one.words) for one in documents()).values()) == 1


@pytest.mark.parametrize("document", EVERY)
def test_every_cell_ends_in_a_paragraph_and_no_tag_is_left(document):
    body = part(document.content)
    assert [cell for cell in body.iter(f"{W}tc") if cell[-1].tag != f"{W}p"] == []
    assert [table for table in body.iter(f"{W}tbl") if table.find(f"{W}tr") is None] == []
    for name in ("word/document.xml", "word/header1.xml", "word/footer1.xml"):
        assert not any("{{" in text or "{%" in text for text in paragraphs(document.content, name))


#: Tables whose rows may be taller than half a page.
_SPLIT = {"逐条自评"}


def _caption(table):
    return table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val")


@pytest.mark.parametrize("document", EVERY)
def test_tables_fit_the_page_and_rows_stay_whole(document):
    body = part(document.content)
    size, margins = body.find(f".//{W}pgSz"), body.find(f".//{W}pgMar")
    width = int(size.get(f"{W}w")) - int(margins.get(f"{W}left")) - int(margins.get(f"{W}right"))
    for table in body.iter(f"{W}tbl"):
        assert sum(int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")) <= width + 20
        split = [row for row in table.iter(f"{W}tr") if row.find(f"{W}trPr/{W}cantSplit") is None]
        assert not split or document.kind == "policies" or _caption(table) in _SPLIT
        headers = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in table.iter(f"{W}tr")]
        assert headers == sorted(headers, reverse=True)


@pytest.mark.parametrize("name", templates())
def test_every_list_repeats_its_header(name):
    for table in part(templates()[name]).iter(f"{W}tbl"):
        if "{%tr for" in "".join(table.itertext()):
            assert table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None


def test_typography_is_chinese():
    for content in templates().values():
        styles = part(content, "word/styles.xml")
        fonts = list(styles.iter(f"{W}rFonts"))
        assert {font.get(f"{W}eastAsia") for font in fonts} == {"宋体", "黑体"}
        assert not [name for font in fonts for name in font.attrib if "Theme" in name]
        assert [lang.get(f"{W}eastAsia") for lang in styles.iter(f"{W}lang")] == ["zh-CN"]


def test_portrait_pages_are_a4_with_the_margins_of_the_house():
    body = part(templates()["staff.docx"])
    size, margins = body.find(f".//{W}pgSz"), body.find(f".//{W}pgMar")
    assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("11906", "16838")
    sides = [round(int(margins.get(f"{W}{side}")) * 2.54 / 1440, 2) for side in ("top", "bottom", "left", "right")]
    assert sides == [2.54, 2.54, 3.18, 3.18]


def test_header_and_footer_say_whose_and_of_when():
    document = next(one for one in documents() if (one.kind, one.id) == ("staff", "D03"))
    (header,), (footer,) = (paragraphs(document.content, f"word/{edge}1.xml") for edge in ("header", "footer"))
    assert header == "岚江澄光医疗美容医院\t档案编号 CG-RY-D03　截至 2026-06-30"
    assert footer == f"个人技术档案\t第 1 页 共 1 页\t档案版本 {REVISION}"
    fields = [field.get(f"{W}instr") for field in part(document.content, "word/footer1.xml").iter(f"{W}fldSimple")]
    assert fields == [" PAGE ", " NUMPAGES "]


def test_core_properties_come_from_the_archive():
    document = next(one for one in documents() if one.kind == "restriction" and one.words[1].startswith("自身"))
    core = part(document.content, "docProps/core.xml")
    said = {element.tag.rpartition("}")[2]: element.text for element in core}
    assert said["title"] == "自身限制及解除审批表"
    assert said["creator"] == "岚江澄光医疗美容医院"
    assert said["created"] == said["modified"] == "2026-06-30T00:00:00Z"
    assert said["version"] == REVISION


# --- contents --------------------------------------------------------------------------------------------------------


def headings(document):
    style = f"{W}pPr/{W}pStyle"
    found = (one for one in part(document.content).iter(f"{W}p") if one.find(style) is not None)
    return ["".join(one.itertext()) for one in found if one.find(style).get(f"{W}val") == "Heading1"]


def test_a_personal_dossier_follows_the_form():
    document = next(one for one in documents() if (one.kind, one.id) == ("staff", "D01"))
    assert headings(document) == [
        "一、个人一般信息",
        "二、证照与资质授权",
        "三、技术权限内禁止、限制开展项目",
        "四、授权开展项目",
        "五、自身限制项目",
        "六、主要参与技术项目（年度例数）",
        "七、晋升晋级",
        "八、科研论文",
        "九、继教培训",
        "十、进修学习",
        "十一、教学获奖",
        "十二、考核与奖惩",
        "附件目录",
        "变更登记",
        "签署",
    ]


def test_an_empty_list_says_none():
    (document,) = one("staff", person())
    body = part(document.content)
    tables = [["".join(row.itertext()) for row in table.iter(f"{W}tr")] for table in body.iter(f"{W}tbl")]
    empty = [rows for rows in tables if rows[-1] == "无"]
    assert len(empty) >= 10
    assert all(len(rows) == 2 for rows in empty)


def test_many_privileges_are_all_printed():
    privileges = [{"privilege_type": "手术", "operation_name": f"第 {number} 种手术"} for number in range(60)]
    (document,) = one(
        "staff", adapter(Staff).validate_python({"name": "甲", "department_id": "k", "privileges": privileges})
    )
    assert {f"第 {number} 种手术" for number in range(60)} <= set(paragraphs(document.content))


def test_rates_are_printed_with_their_n_of_n():
    document = next(one for one in documents() if (one.kind, one.id) == ("technique", "T01"))
    said = paragraphs(document.content)
    assert {"99.02%", "606/612"} <= set(said)


# --- the same bytes --------------------------------------------------------------------------------------------------


def digest(found) -> str:
    return hashlib.sha256(b"".join(one.content for one in found)).hexdigest()


def test_rendering_twice_gives_the_same_bytes():
    again = documents.__wrapped__()
    assert digest(again) == digest(documents())


def test_another_process_another_hash_seed_the_same_bytes(tmp_path):
    script = "import documents.test_documents as t; print(t.digest(t.documents()))"
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "America/New_York", "LC_ALL": "C"}
        environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
        command = [sys.executable, "-c", script]
        done = subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True)
        assert done.stdout.strip() == digest(documents())


# --- words as written ------------------------------------------------------------------------------------------------

HOSTILE = "A<B & C> \"{{ name }}\" '{% if %}' {# #} {_{ ]]> <!-- &amp; &#10; 😀 𠮷 \x07\x00 \u2028 \ufffe"
TEXTS = st.text(max_size=40).filter(str.strip)


def printed(text: str) -> str:
    return xml_text(text).replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")


@settings(max_examples=30)
@given(name=TEXTS, note=TEXTS, result=TEXTS)
@example(name=HOSTILE, note=f"{HOSTILE}\n\n第二行\t制表\r\n第三行", result="长" * 5000)
@example(name="{%tr for x in y %}", note="{%p endif %}", result=" 前后有空格 ")
def test_hostile_words_come_out_as_written(name, note, result):
    blank = adapter(Assessment).validate_python({"kind": "奖励", "date": "2026-01-01", "result": "x"})
    row = changed(blank, {"result": result, "note": note})
    (document,) = one("staff", person(name=name, note=note, assessments=(row,)))
    said = paragraphs(document.content)
    assert printed(name) in said
    assert f"备注：{printed(note)}" in said
    assert printed(result) in said
    assert f"备注：{printed(note)}" in said


def test_hostile_words_stand_in_titles_and_headers_too():
    blank = adapter(Technique).validate_python({"standard_name": "某术", "grade": "1"})
    (document,) = one("technique", changed(blank, {"standard_name": HOSTILE, "archive_no": "<&>\n二"}))
    assert "档案编号 <&>\n二" in paragraphs(document.content, "word/header1.xml")[0]
    assert document.words == (HOSTILE, "单项技术档案")
