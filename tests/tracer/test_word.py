"""The Word document: lists, a sheet for everything drawn, room to sign; sealed, valid, and safe against any text."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from lxml import etree

from documents.example import archive
from meidang.pipeline.verify import verify
from meidang.render.tracer.sample import sample
from meidang.render.tracer.word import tracer_document
from ooxml import unmerged_verdicts
from tracer.made import REVISION, drawn, edited, inspection, only

SEED = 20260630


@pytest.fixture(scope="module")
def made():
    return tracer_document(drawn(SEED))


@pytest.fixture(scope="module")
def word(made):
    return Document(io.BytesIO(made))


def rows(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def tables(word, *heads):
    """The tables that begin with these heads."""
    found = [rows(table) for table in word.tables]
    return [table for table in found if table and table[0][: len(heads)] == list(heads)]


def test_it_says_what_was_drawn_from_what_and_why(word):
    said = rows(word.tables[0])
    assert said[0][1] == str(SEED)
    assert said[0][3] == "2026年6月30日"
    assert said[1][1] == "全院"
    assert said[1][3] == REVISION
    people, techniques, cases = tables(word, "序号", "抽取对象")
    assert (len(people), len(techniques), len(cases)) == (9, 7, 9)
    assert people[1] == ["1", "罗敏（C01）", "消毒供应室　灭菌操作人员　护师", "证照临期或过期；医技、药剂和其他岗位"]
    assert "未能抽取：没有符合“入职不满 12 个月”的人员。" in [one.text for one in word.paragraphs]


def test_it_lists_what_to_bring_and_where_it_lies(word):
    ((heads, *pulls),) = tables(word, "序号", "材料")
    assert heads == ["序号", "材料", "编号", "存放处", "用于", "备齐"]
    assert ["个人技术档案：何砚", "CG-RY-D03", "网站：staff/D03.html", "人员 2；病例 6", "□"] in [
        row[1:] for row in pulls
    ]
    assert [int(row[0]) for row in pulls] == list(range(1, len(pulls) + 1))


def test_there_is_a_sheet_for_everything_with_boxes_and_room_to_sign(word):
    sheets = tables(word, "序号", "核查内容")
    assert len(sheets) == 22
    for heads, *checks, verdict, signed in sheets:
        assert heads == ["序号", "核查内容", "档案所载", "符合", "不符合", "不适用", "备注"]
        assert [row[3:6] for row in checks] == [["□"] * 3] * len(checks)
        assert all(row[1] and row[2] for row in checks)
        assert verdict[2].startswith("□ 符合")
        assert signed[2].startswith("检查人：")
    heads = [one.text for one in word.paragraphs if one.style.name == "Heading 1"]
    assert heads[2:24] == [
        f"三、核查表　{title} {number}"
        for title, count in (("人员", 8), ("技术项目", 6), ("病例", 8))
        for number in range(1, count + 1)
    ]


def test_its_edges_name_institution_seed_and_page(made):
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        header, footer = (package.read(f"word/{name}1.xml").decode() for name in ("header", "footer"))
    assert "岚江澄光医疗美容医院" in header
    assert f"种子 {SEED}　截至 2026-06-30" in header
    assert "NUMPAGES" in footer


def test_it_is_sealed_and_the_same_again(made):
    verdict = verify(made)
    assert verdict.is_sound
    assert (verdict.seal.facts.kind, verdict.seal.facts.id) == ("tracer", str(SEED))
    assert tracer_document(drawn(SEED)) == made


HOSTILE = "<w:p/>&{{ revision }}{% for %}\u2028</w:t>王"


def test_any_text_is_printed_as_written():
    of = inspection(edited("staff/C01", name=HOSTILE))
    word = Document(io.BytesIO(tracer_document(sample(of, SEED, REVISION))))
    people = tables(word, "序号", "抽取对象")[0]
    assert people[1][1] == f"{HOSTILE}（C01）"
    with zipfile.ZipFile(io.BytesIO(tracer_document(sample(of, SEED, REVISION)))) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(package.read(name))


def test_an_archive_without_cases_and_techniques_says_so():
    found = sample(inspection(only("institution", "staff", "department"), ()), SEED, REVISION)
    word = Document(io.BytesIO(tracer_document(found)))
    said = [one.text for one in word.paragraphs]
    assert "未能抽取：没有可抽的病例。" in said
    assert tables(word, "序号", "抽取对象")[2][1] == ["没有抽取"] * 4


def test_a_sample_of_nothing_is_a_document_too():
    found = sample(inspection(only("institution"), ()), SEED, REVISION)
    word = Document(io.BytesIO(tracer_document(found)))
    assert tables(word, "序号", "材料")[0][1] == ["没有要调阅的材料"] * 6
    assert tables(word, "序号", "核查内容") == []


def test_names_of_the_example_are_all_there(word):
    everything = "\n".join(cell for table in word.tables for row in rows(table) for cell in row)
    for key in ("technique/T05", "technique/T13", "staff/D08"):
        assert archive().items[key].label in everything


def test_word_opens_it(made):
    assert unmerged_verdicts({"tracer": made}) == {"tracer": []}
