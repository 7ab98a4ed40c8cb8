"""Report -> SARIF 2.1.0 (OASIS), which GitHub's code scanning and many editors read: results, the rules behind them.

A path is a URI relative to the repository, ``%SRCROOT%``. Columns count characters, not UTF-16 units: a name may hold a
character that takes two.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

from meidang import __version__
from meidang.findings import Explanation, Finding, Severity
from meidang.report.lines import Named, named, one_line, told, visible
from meidang.report.report import Report

_VERSION: Final = "2.1.0"
_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = {
    Severity.ERROR: "error",
    Severity.VETO: "error",
    Severity.MAJOR: "error",
    Severity.MINOR: "warning",
    Severity.NOTICE: "note",
}


def as_sarif(report: Report) -> str:
    """All findings as one run; rules are those that something was found of, explained where the report can."""
    ordered = report.ordered
    codes = sorted({found.code for found in ordered})
    rules = [_rule(code, report.rules.get(code), _heaviest(code, ordered)) for code in codes]
    places = {code: place for place, code in enumerate(codes)}
    run = {
        "tool": {"driver": {"name": "Meidang", "fullName": "美档 Meidang", "version": __version__, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "档案仓库的根目录"}}},
        "results": [_result(one, places[one.finding.code], report.prefix) for one in named(ordered)],
        "properties": {"asOf": report.as_of.isoformat(), "revision": report.revision},
    }
    document = {"$schema": _SCHEMA, "version": _VERSION, "runs": [run]}
    return visible(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"


def _heaviest(code: str, findings: Sequence[Finding]) -> Severity:
    return max(found.severity for found in findings if found.code == code)


def _rule(code: str, known: Explanation | None, severity: Severity) -> dict[str, object]:
    rule: dict[str, object] = {"id": code, "defaultConfiguration": {"level": _LEVELS[severity]}}
    if known is None:
        return rule
    basis = f"依据：{known.basis or known.clause}" if known.basis or known.clause else ""
    parts = [part for part in (known.why, basis) if part]
    shown = [
        f"**{title}**\n\n```yaml\n{text}\n```" for title, text in (("错误", known.bad), ("正确", known.good)) if text
    ]
    said = [f"{title}：{text}" for title, text in (("错误", known.bad), ("正确", known.good)) if text]
    return {
        **rule,
        "shortDescription": {"text": known.title},
        "fullDescription": {"text": known.why or known.title},
        "help": {"text": "\n".join([*parts, *said]), "markdown": "\n\n".join([*parts, *shown])},
        "properties": {"tags": [severity.label]},
    }


def _result(one: Named, rule: int, prefix: str) -> dict[str, object]:
    found = one.finding
    place = found.location
    # Why 1: code scanning shows nothing without a line; what concerns a whole file stands at its top.
    region = {"startLine": place.line or 1} | ({"startColumn": place.column} if place.line and place.column else {})
    artifact = {"uri": _uri(prefix + place.path), "uriBaseId": "%SRCROOT%"}
    due = {"due": found.due.isoformat()} if found.due else {}
    return {
        "ruleId": found.code,
        "ruleIndex": rule,
        "level": _LEVELS[found.severity],
        "message": {"text": told(found) or one_line(found.code) or found.severity.label},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        "partialFingerprints": {"meidangFinding/v1": one.fingerprint},
        "properties": {"severity": found.severity.label, "record": found.record, **due},
    }


def _uri(path: str) -> str:
    """A relative reference: whatever a file is called, its name is a path and no scheme, query or command."""
    return quote(path.encode("utf-8", "surrogatepass"), safe="/-._~")
