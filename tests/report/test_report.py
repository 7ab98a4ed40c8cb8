"""The three formats of a report: what people read, what programs read, what GitHub obeys."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meidang.findings import Finding, Location, Severity
from meidang.report import FORMATS, Report
from meidang.report.lines import summary

EXPIRED = Finding(
    code="CRD001",
    severity=Severity.VETO,
    message="张三的医师执业证书已于 2026-04-30 过期",
    location=Location("staff/D01.yaml", 12, 5),
    fix="办理延续注册后更新 valid_to",
    clause="(八)6",
    record="staff/D01",
    due=date(2026, 12, 1),
)
NO_PHOTO = Finding("STF009", Severity.MINOR, "没有照片", Location("staff/D01.yaml"))
OVERDUE = Finding("DTY002", Severity.MAJOR, "院感会议逾期", Location("ledgers/会议.yaml", 3, 1), fix="补记会议")
REPORT = Report((NO_PHOTO, OVERDUE, EXPIRED), date(2026, 11, 20), 7, {"人员": 5, "科室": 2}, "3b4088a", "archive/")

TEXT = """\
【否决】1 条
archive/staff/D01.yaml:12:5  [CRD001] 张三的医师执业证书已于 2026-04-30 过期
    → 办理延续注册后更新 valid_to
    依据 (八)6；期限 2026-12-01

【重要】1 条
archive/ledgers/会议.yaml:3:1  [DTY002] 院感会议逾期
    → 补记会议

【一般】1 条
archive/staff/D01.yaml  [STF009] 没有照片

已检查 7 个文件（人员 5、科室 2），截至 2026-11-20，版本 3b4088a
共 3 条：否决 1，重要 1，一般 1。请先处理“否决”各条：有一条不改，评审即不能通过
"""

GITHUB = """\
::error file=archive/staff/D01.yaml,line=12,col=5,title=否决 CRD001::张三的医师执业证书已于 2026-04-30 过期%0A→ 办理延续注册后更新 valid_to%0A依据 (八)6%0A期限 2026-12-01
::error file=archive/ledgers/会议.yaml,line=3,col=1,title=重要 DTY002::院感会议逾期%0A→ 补记会议
::warning file=archive/staff/D01.yaml,title=一般 STF009::没有照片
已检查 7 个文件（人员 5、科室 2），截至 2026-11-20，版本 3b4088a
共 3 条：否决 1，重要 1，一般 1。请先处理“否决”各条：有一条不改，评审即不能通过
"""

HOSTILE = [
    "::error::x",
    "\n::error::x",
    "\r\n::set-output name=a::b",
    "%0A::error::x",
    "%250A",
    "##[add-mask]x",
    "##\u200b[add-mask]x",
    "##\ufe0f[add-mask]x",
    "\u200b::stop-commands::x",
    "\ufe0f::error::x",
    "\u2028::error::x",
    "\x85::error::x",
    "\v::error::x",
    "a,title=b",
    "a:b",
    "::",
    " \t::error::x",
    "\u3000::error::x",
    "\x1b[2J\x9b2J",
    "\u202e",
    "\udcff",
    "\0",
    "]x",
    "",
]
TEXTS = st.one_of(st.text(max_size=20), st.lists(st.sampled_from([*HOSTILE, "甲", " "]), max_size=3).map("".join))
FINDINGS = st.builds(
    Finding,
    code=TEXTS,
    severity=st.sampled_from(Severity),
    message=TEXTS,
    location=st.builds(Location, TEXTS, st.integers(0, 3), st.integers(0, 3)),
    fix=TEXTS,
    clause=TEXTS,
    record=TEXTS,
    due=st.one_of(st.none(), st.dates()),
)
REPORTS = st.builds(
    Report,
    findings=st.lists(FINDINGS, max_size=5).map(tuple),
    as_of=st.dates(),
    files=st.integers(0, 9),
    records=st.dictionaries(TEXTS, st.integers(0, 9), max_size=2),
    revision=TEXTS,
    prefix=st.sampled_from(["", "archive/"]),
)


def drawn(text: str) -> str:
    """``text`` without what .NET ignores when it compares: the widest reading of a command."""
    ignored = {"Cc", "Cf", "Cs", "Mn", "Me"}
    return "".join(
        char for char in text if unicodedata.category(char) not in ignored and char not in "\u3164\u115f\u1160"
    )


def commands(output: str) -> list[str]:
    """The lines that GitHub's runner obeys (actions/runner, ActionCommand.TryParseV2 and TryParse), read widely."""
    lines = [drawn(line).strip() for line in output.splitlines()]
    return [line for line in lines if line.startswith("::") or "##[" in line]


def properties(command: str) -> tuple[str, dict[str, str], str]:
    """One command as the runner takes it apart: name, properties, message."""
    head, _, message = command[2:].partition("::")
    name, _, listed = head.partition(" ")
    pairs = (pair.split("=", 1) for pair in listed.split(",") if pair)
    decode = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}
    found = {key: _replaced(value, decode) for key, value in pairs}
    return name, found, _replaced(message, {key: decode[key] for key in ("%0D", "%0A", "%25")})


def _replaced(text: str, pairs: dict[str, str]) -> str:
    for token, char in pairs.items():
        text = text.replace(token, char)
    return text


def test_of_dozens_of_kinds_of_ledger_the_last_lines_give_one_number():
    report = replace(REPORT, records={"人员": 5, "病例台账": 37, "术后随访台账": 41})
    assert summary(report)[0] == "已检查 7 个文件（人员 5、台账 78），截至 2026-11-20，版本 3b4088a"


def test_text_is_for_the_coordinator() -> None:
    assert FORMATS["text"](REPORT) == TEXT


def test_github_gets_a_command_a_finding() -> None:
    assert FORMATS["github"](REPORT) == GITHUB


def test_json_is_for_programs() -> None:
    document = json.loads(FORMATS["json"](REPORT))
    first, last = document["findings"][0], document["findings"][-1]
    assert list(document) == [
        "schema_version",
        "as_of",
        "revision",
        "days_ahead",
        "not_yet_due",
        "files",
        "records",
        "counts",
        "findings",
    ]
    assert {**document, "findings": 0} == {
        "schema_version": 1,
        "as_of": "2026-11-20",
        "revision": "3b4088a",
        "days_ahead": 0,
        "not_yet_due": 0,
        "files": 7,
        "records": {"人员": 5, "科室": 2},
        "counts": {"error": 0, "veto": 1, "major": 1, "minor": 1, "notice": 0},
        "findings": 0,
    }
    assert first == {
        "code": "CRD001",
        "severity": "veto",
        "severity_label": "否决",
        "message": "张三的医师执业证书已于 2026-04-30 过期",
        "fix": "办理延续注册后更新 valid_to",
        "clause": "(八)6",
        "record": "staff/D01",
        "path": "archive/staff/D01.yaml",
        "line": 12,
        "column": 5,
        "due": "2026-12-01",
    }
    assert (last["line"], last["column"], last["due"]) == (None, None, None)


def test_json_keeps_han_and_hides_nothing() -> None:
    shown = FORMATS["json"](replace(REPORT, findings=(replace(EXPIRED, message="双\u202e\x9b\udcff##[x]"),)))
    assert '"双\\u202e\\u009b\\udcff##\\u005bx]"' in shown


@pytest.mark.parametrize("name", FORMATS)
def test_the_order_of_finding_makes_no_difference(name: str) -> None:
    twin = replace(EXPIRED, fix="", due=None)
    one, other = (EXPIRED, OVERDUE, twin, NO_PHOTO), (twin, NO_PHOTO, EXPIRED, OVERDUE)
    assert FORMATS[name](replace(REPORT, findings=one)) == FORMATS[name](replace(REPORT, findings=other))


def test_at_most_200_findings_are_shown_and_the_rest_counted() -> None:
    many = (*(replace(NO_PHOTO, location=Location("staff/D01.yaml", n)) for n in range(1, 204)), EXPIRED)
    report = replace(REPORT, findings=many)
    text = FORMATS["text"](report)
    assert text.count("没有照片") == 199
    assert text.count("过期") == 1
    assert "【一般】203 条" in text
    assert "\n…以及另外 4 条\n" in text
    assert len(commands(FORMATS["github"](report))) == 200
    assert "\n…以及另外 4 条\n" in FORMATS["github"](report)
    assert len(json.loads(FORMATS["json"](report))["findings"]) == 204


@pytest.mark.parametrize(
    ("severity", "what_next"),
    [
        (None, "没有发现问题。可以生成档案"),
        (Severity.NOTICE, "共 1 条：提醒 1。可以生成档案；请按期限处理以上各条"),
        (Severity.MINOR, "共 1 条：一般 1。可以生成档案；请按期限处理以上各条"),
        (Severity.MAJOR, "共 1 条：重要 1。请在评审前处理“重要”各条"),
        (Severity.VETO, "共 1 条：否决 1。请先处理“否决”各条：有一条不改，评审即不能通过"),
        (
            Severity.ERROR,
            "共 1 条：数据错误 1。请先改正“数据错误”再检查一次；改正之前不能生成文档，其他问题也可能尚未查全",
        ),
    ],
)
@pytest.mark.parametrize("name", ["text", "github"])
def test_the_last_line_says_what_to_do_next(name: str, severity: Severity | None, what_next: str) -> None:
    findings = (replace(EXPIRED, severity=severity),) if severity else ()
    assert FORMATS[name](replace(REPORT, findings=findings)).splitlines()[-1] == what_next


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", FORMATS)
def test_hostile_words_in_every_field_make_no_command(name: str, text: str) -> None:
    found = replace(EXPIRED, code=text, message=text, location=Location(text, 1, 1), fix=text, clause=text, record=text)
    report = replace(REPORT, findings=(found,), records={text: 1}, revision=text, prefix="")
    wanted = 1 if name == "github" else 0
    assert len(commands(FORMATS[name](report))) == wanted


@given(REPORTS)
def test_no_data_makes_a_line_or_a_command_in_text(report: Report) -> None:
    text = FORMATS["text"](report)
    headings = len({found.severity for found in report.findings})
    extra = sum(bool(found.fix) + bool(found.clause or found.due) for found in report.findings)
    assert commands(text) == []
    assert len(text.splitlines()) == len(report.findings) + extra + 2 * headings + 2


@given(REPORTS)
def test_no_data_makes_a_line_or_a_command_in_json(report: Report) -> None:
    shown = FORMATS["json"](report)
    document = json.loads(shown)
    assert commands(shown) == []
    assert shown.splitlines() == shown.split("\n")[:-1]
    assert sorted(found["message"] for found in document["findings"]) == sorted(f.message for f in report.findings)
    assert shown.encode()


@given(REPORTS)
def test_no_data_makes_another_line_or_command_for_github(report: Report) -> None:
    shown = FORMATS["github"](report)
    lines = shown.splitlines()
    assert len(lines) == len(report.findings) + 2
    assert len(commands(shown)) == len(report.findings)
    for line, found in zip(lines, report.ordered, strict=False):
        name, listed, message = properties(line)
        assert name in {"error", "warning", "notice"}
        assert set(listed) <= {"file", "line", "col", "title"}
        assert listed["title"].startswith(found.severity.label)
        assert listed.get("line", "0") == str(found.location.line)
        parts = [found.message, found.fix, found.clause, found.due]
        assert len(message.split("\n")) == max(1, sum(map(bool, parts)))
        if found.message.isprintable() and found.message.isascii() and "##[" not in found.message:
            assert message.startswith(found.message)
