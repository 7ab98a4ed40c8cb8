"""Report -> JUnit XML, which GitLab, Jenkins and Forgejo's runners show as a list of tests.

A suite for each severity, the heaviest first. A finding is a test that failed (a data error: one in error; a notice:
one skipped, for a reminder must not turn a page red), called by its file and words, so that it keeps its name when
lines move. Each rule that found nothing is a test that passed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from meidang.findings import Finding, Severity
from meidang.report.lines import named, one_line, told
from meidang.report.report import Report

#: What XML 1.0 cannot hold, however it is escaped.
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ELEMENTS: Final = {Severity.ERROR: "error", Severity.NOTICE: "skipped"}


@dataclass(frozen=True, slots=True)
class _Case:
    """One test: ``element`` is empty where it passed."""

    name: str
    group: str
    element: str = ""
    kind: str = ""
    message: str = ""
    text: str = ""


def as_junit(report: Report) -> str:
    """All findings, and the rules that found nothing; UTF-8."""
    suites = [(severity.label, _failed(report, severity)) for severity in report.counts]
    suites = [(label, cases) for label, cases in suites if cases]
    every = [*suites, ("通过", _passed(report))]
    total = _counts([case for _, cases in every for case in cases])
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<testsuites name="meidang check"{total}>']
    for label, cases in every:
        lines += [f"  <testsuite name={_attribute(label)}{_counts(cases)}{_skipped(cases)}>"]
        lines += [line for case in cases for line in _written(case)]
        lines += ["  </testsuite>"]
    return "\n".join([*lines, "</testsuites>", ""])


def _failed(report: Report, severity: Severity) -> list[_Case]:
    element = _ELEMENTS.get(severity, "failure")
    mine = [found for found in report.ordered if found.severity is severity]
    # Why the fingerprint's end: viewers take two tests of one name for one, and compare them by name between branches.
    return [
        _Case(
            f"{report.prefix}{one.finding.location.path} {one.finding.message} #{one.fingerprint[:8]}",
            f"meidang.{one.finding.code}",
            element,
            one.finding.code,
            one.finding.message,
            _text(one.finding, report.prefix),
        )
        for one in named(mine)
    ]


def _text(found: Finding, prefix: str) -> str:
    """Each line begins with a word or a mark of ours: a report that is printed into a log holds no command either."""
    return f"位置 {one_line(f'{prefix}{found.location}')}\n问题 {told(found)}"


def _passed(report: Report) -> list[_Case]:
    """Rules without a finding; the reading itself where nothing else is left to say."""
    broken = {found.code for found in report.findings}
    cases = [
        _Case(f"{code} {one.title}", f"meidang.{code}") for code, one in report.rules.items() if code not in broken
    ]
    return cases or [_Case(f"读取档案 {report.files} 个文件", "meidang")]


def _counts(cases: Sequence[_Case]) -> str:
    failures = sum(case.element == "failure" for case in cases)
    errors = sum(case.element == "error" for case in cases)
    return f' tests="{len(cases)}" failures="{failures}" errors="{errors}"'


def _skipped(cases: Sequence[_Case]) -> str:
    return f' skipped="{sum(case.element == "skipped" for case in cases)}"'


def _written(case: _Case) -> Iterator[str]:
    head = f"    <testcase name={_attribute(case.name)} classname={_attribute(case.group)}"
    if not case.element:
        yield f"{head}/>"
        return
    yield f"{head}>"
    said = f" message={_attribute(case.message)} type={_attribute(case.kind)}"
    about = "" if case.element == "skipped" else said
    yield f"      <{case.element}{about}>{escape(_clean(case.text))}</{case.element}>"
    yield "    </testcase>"


def _attribute(text: str) -> str:
    return quoteattr(_clean(one_line(text)))


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text).replace("##[", "## [")
