"""Text, Markdown, JSON and the Word register: complete, safe whatever a record holds, and silent about what is private."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from zipfile import ZipFile

import pytest
from docx import Document
from markdown_it import MarkdownIt

from meidang.cli import main
from meidang.pipeline.verify import verify, verify_with
from meidang.project import Project
from meidang.render.change_register import change_register
from meidang.render.change_register.rows import rows
from meidang.report.consequences import CONSEQUENCE_FORMATS
from meidang.report.consequences_as_markdown import MARKER, MOST, data
from meidang.report.fields import width
from ooxml import verdicts

D01 = "staff/D01.yaml"
#: Old and new private values, and a number in a note.
PRIVATE = {
    "national_id: 110105198804121238": "national_id: 110105198804121246",
    "phone: '13800138001'": "phone: '13900139002'",
    "home_address: 虚构市虚构区虚构路 7 号 2 单元": "home_address: 别处路 9 号",
    "birth_ym: 1988-04": "birth_ym: 1989-11",
    "note: 急事打 138 0013 8001": "note: 急事打 137 0013 7003",
}
SENTINELS = (
    *("110105198804121238", "110105198804121246", "13800138001", "13900139002", "138 0013 8001", "137 0013 7003"),
    *("虚构路", "别处路", "1988-04", "1989-11"),
)
HOSTILE = (
    "<img src=x onerror=alert(1)> @alice #12 !3 $4 &5 [x](http://evil.example) ![y](//e) `c` **粗** | ~~删~~ "
    "https://evil.example www.evil.example a@evil.example </details> <!-- x --> :smile: GH-12 ##[error]x ::error::x"
)


@pytest.fixture
def private(versions):
    for old, new in PRIVATE.items():
        versions.edit(D01, old, new)
    return versions.told()


def _words(content: bytes) -> str:
    with ZipFile(io.BytesIO(content)) as package:
        return "\n".join(package.read(name).decode(errors="replace") for name in package.namelist())


def test_private_values_are_in_no_format(private):
    made = {name: format_(private) for name, format_ in CONSEQUENCE_FORMATS.items()}
    made["word"] = _words(change_register(private))
    for name, text in made.items():
        assert "身份证号" in text, name
        assert not [one for one in SENTINELS if one in text], name


def test_hostile_words_are_only_words_in_markdown(versions):
    versions.edit(D01, "name: 何砚", f"name: '{HOSTILE}'")
    text = CONSEQUENCE_FORMATS["md"](versions.told())
    assert text.startswith(f"{MARKER}\n")
    html = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(text)
    tags = set(re.findall(r"</?([a-zA-Z][a-zA-Z0-9]*)", html))
    assert tags <= {"h2", "h3", "p", "ul", "li", "strong", "details", "summary"}
    assert html.count("<details>") == html.count("</details>")
    assert html.count("<!--") == 1
    # As text, all of it is still there to be read.
    assert "evil.example" in html


@pytest.mark.parametrize("lure", ["@alice", "#12", "!12", "~bug", "%3", "a@b.example", "https://x", "www.x.example"])
def test_platforms_find_nothing_to_link_in_the_finished_page(lure):
    """Their filters look at decoded text, where a sign and what follows it must not touch."""
    decoded = re.sub(r"&#([0-9]+);", lambda match: chr(int(match[1])), data(lure))
    assert lure not in decoded
    assert decoded.replace("\u200b", "") == lure


def _case(number: int) -> str:
    what = "category: 手术类, technique_id: T01, anaesthesia_type: 局麻"
    return f"{{case_no: A-{number}, date: 2026-04-02, {what}, operator_id: N01}}"


def test_a_comment_is_read_in_a_minute_the_heaviest_first(versions):
    """Forty cases of somebody who may not operate: the rule once, what to do once, three of them, the rest folded."""
    entries = "".join(f"  - {_case(number)}\n" for number in range(40))
    versions.write("ledger/case/K01-2026-04.yaml", f"department_id: K01\nperiod: 2026-04\nentries:\n{entries}")
    text = CONSEQUENCE_FORMATS["md"](versions.told())
    shown, _, folded = text.partition("<details>")
    (head,) = [line for line in shown.splitlines() if "CAS003" in line]
    assert head.startswith("- **否决 CAS003** 40 条&#12288;→ 停止操作")
    assert shown.count("术者没有这项技术的授权") == 3
    assert folded.count("术者没有这项技术的授权") >= 37
    assert len(shown.splitlines()) < 60
    assert any(line.startswith("- 新增病例台账") for line in text.splitlines()[:8])
    assert text.rstrip().splitlines()[-1].startswith("比较的是 ")


def test_advice_in_a_comment_names_fields_by_their_labels(versions):
    versions.edit(D01, "hired_on: 2018-03-01", "hired_on: 2018-03-01\nleft_on: 2026-06-01")
    text = CONSEQUENCE_FORMATS["md"](versions.told())
    assert "→ 把这些授权的「有效期至」改成 2026-06-01" in text
    assert "valid&#95;to" not in text


def test_a_comment_ends_within_its_limit_and_says_what_was_left_out(versions):
    versions.edit(D01, "posts: [医师]", "posts: [医师, 主诊医师]")
    told = versions.told()
    (one,) = told.changes
    many = tuple(replace(one, key=f"staff/X{number}", name="长" * 30, fields=one.fields * 9) for number in range(400))
    told = replace(told, records=replace(told.records, changes=many))
    text = CONSEQUENCE_FORMATS["md"](told)
    assert len(text) <= MOST
    assert "评论放不下，略去了" in text
    assert text.count("<details>") == text.count("</details>")
    assert len(json.loads(CONSEQUENCE_FORMATS["json"](told))["records"]) == 400
    assert "…以及另外 200 条" in CONSEQUENCE_FORMATS["text"](told)


def test_text_fits_a_terminal_and_no_line_is_a_command(versions):
    versions.edit(D01, "name: 何砚", f"name: '{HOSTILE}'")
    versions.edit("technique/T01.yaml", "grade: 1", "grade: 2")
    lines = CONSEQUENCE_FORMATS["text"](versions.told()).splitlines()
    assert all(width(line) <= 80 for line in lines)
    assert not any(line.lstrip().startswith("::") or "##[" in line for line in lines)


def test_json_keeps_its_keys(versions):
    versions.edit(D01, "valid_to: 2026-08-20", "valid_to: 2031-08-20")
    document = json.loads(CONSEQUENCE_FORMATS["json"](versions.told()))
    assert list(document) == [
        *("schema_version", "base", "head", "as_of", "weighs", "summary", "unsure", "notes", "errors", "mended"),
        *("facts", "findings", "clauses", "standings", "records", "renumbered", "laid_out"),
        *("documents", "workbooks", "binder_parts", "binder_reordered", "templates", "attachments"),
    ]
    (record,) = document["records"]
    assert record["fields"][0] == {
        "sort": "changed",
        "label": "有效期至",
        "group": "证照与资质「主诊医师备案 示例-主诊-01」",
        "item": "",
        "before": "2026-08-20",
        "after": "2031-08-20",
        "detail": "",
        "hidden": False,
        "sentence": "证照与资质「主诊医师备案 示例-主诊-01」的「有效期至」2026-08-20 → 2031-08-20",
    }
    assert {one["id"] for one in document["facts"]} == {"renewed"}


def test_the_register_is_sound_sealed_and_filled_from_what_was_registered(versions):
    entry = "revisions:\n  - {change: 主诊备案延续, changed_on: 2026-06-15, due_on: 2026-06-20, done_on: 2026-06-18, owner_dept: 医务部, done_by: 甲某}\n"
    versions.edit(D01, "valid_to: 2026-08-20", "valid_to: 2031-08-20")
    versions.edit(D01, "participation:", f"{entry}participation:")
    versions.edit("technique/T01.yaml", "grade: 1", "grade: 2")
    content = change_register(versions.told())
    assert verdicts({"register": content}) == {"register": []}
    assert verify(content).is_sound
    known = verify_with(Project(versions.root), {"register": content})["register"]
    assert known.is_sound
    assert "meidang diff" in known.why or "未提交" in known.why
    rows = [[cell.text for cell in row.cells] for table in Document(io.BytesIO(content)).tables for row in table.rows]
    (mine,) = [row for row in rows if len(row) == 7 and row[1].endswith("D01")]
    assert mine[2].splitlines()[0] == "1. 主诊备案延续"
    assert "2026-08-20 → 2031-08-20" in mine[2]
    assert "变更登记" not in mine[2]
    assert mine[3:] == ["2026-06-15", "医务部", "甲某", "计划 2026-06-20\n登记 2026-06-18"]
    (other,) = [row for row in rows if len(row) == 7 and row[1].startswith("单项技术档案")]
    assert other[5:] == ["", ""]


def _content(versions, entry: str) -> str:
    """What the register says of a person whose licence was renewed, with an entry of that and another change."""
    renewed = "number: 示例-主诊-02, valid_to: 2031-08-20, scan: {file: attachments/D01/执业证书.pdf}"
    versions.edit(D01, "number: 示例-主诊-01, valid_to: 2026-08-20", renewed)
    versions.edit(D01, "sex: 男", "sex: 男\nposition: 院长\nupdated_on: 2026-06-15")
    versions.edit(D01, "participation:", f"revisions:\n  - {{change: {entry}, changed_on: 2026-06-15}}\nparticipation:")
    (row,) = rows(versions.told())
    return row.content


def test_the_register_says_once_what_was_registered(versions):
    said = _content(versions, "主诊医师备案延续，有效期至 2031-08-20")
    assert said == "1. 主诊医师备案延续，有效期至 2031-08-20\n2. 「职务」填写 院长"


def test_the_register_says_what_was_registered_otherwise_than_it_was_done(versions):
    said = _content(versions, "主诊医师备案延续，有效期至 2030-08-20")
    assert "2026-08-20 → 2031-08-20" in said


def test_the_command_writes_the_register_and_says_where(versions, tmp_path, capsys):
    versions.edit(D01, "valid_to: 2026-08-20", "valid_to: 2031-08-20")
    file = tmp_path / "出" / "变更登记.docx"
    arguments = ["diff", "main", "--root", str(versions.root), "--format", "json", "--word", str(file)]
    assert main(arguments) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["weighs"] is False
    assert str(file) in said.err
    assert Document(str(file)).paragraphs
    with pytest.raises(SystemExit):
        main([*arguments[:-1], str(tmp_path / "x.pdf")])
    assert main([*arguments[:-1], str(versions.path("x.docx"))]) == 2
