"""Report -> workflow commands, which GitHub shows beside the changed lines of a pull request.

The runner (actions/runner, ActionCommand.cs) obeys a line whose first visible characters are ``::``, and ``##[``
anywhere; so every line here begins with a command or with a word of ours.
"""

from __future__ import annotations

from meidang.findings import Finding, Severity
from meidang.report.lines import LIMIT, one_line, summary, told
from meidang.report.report import Report

_COMMANDS = {
    Severity.ERROR: "error",
    Severity.VETO: "error",
    Severity.MAJOR: "error",
    Severity.MINOR: "warning",
    Severity.NOTICE: "notice",
}


def as_github(report: Report) -> str:
    """One command a finding, at most 200, then the summary as plain lines; ends with a newline."""
    lines = [_command(found, report.prefix) for found in report.ordered[:LIMIT]]
    if len(report.findings) > LIMIT:
        lines += [f"…以及另外 {len(report.findings) - LIMIT} 条"]
    return "\n".join([*lines, *summary(report), ""])


def _command(found: Finding, prefix: str) -> str:
    place = found.location
    properties = {
        "file": prefix + place.path,
        "line": str(place.line or ""),
        "col": str(place.column or ""),
        "title": f"{found.severity.label} {found.code}",
    }
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value)
    return f"::{_COMMANDS[found.severity]} {listed}::{_data(told(found))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(one_line(text)).replace(":", "%3A").replace(",", "%2C")
