r"""Report -> JSON for other programs. Stable: keys are added, never renamed, unless ``schema_version`` goes up.

    schema_version  1
    as_of           the day that all dates were compared with, YYYY-MM-DD
    revision        the archive's revision, "" when unknown
    days_ahead      how many days the day lies ahead of today, 0 for a day that has come
    not_yet_due     how much periodic work until that day was left out, because nobody could have done it yet
    files           how many files were read
    records         label of the kind -> how many records of it
    counts          severity id -> how many findings, every severity present, the heaviest first
    findings        all of them, the heaviest first, then by path, line, column, code, message:
      code            the rule, such as "CRD001"
      severity        "error" | "veto" | "major" | "minor" | "notice"
      severity_label  the same in Chinese
      message         one sentence in Chinese
      fix             the smallest fix, "" when there is none
      clause          the article of the standard, "" when there is none
      record          the record's key, such as "staff/D01", "" for a file that is no record
      path            the file, with "/", below the folder that the check ran in
      line, column    from 1, null when unknown
      due             the day by which it must be put right, YYYY-MM-DD or null

UTF-8, indented by two spaces, newline at the end. Han stays as it is; what nobody sees is written ``\uXXXX``.
"""

from __future__ import annotations

import json

from meidang.findings import Finding
from meidang.report.lines import visible
from meidang.report.report import Report


def as_json(report: Report) -> str:
    """All findings, nothing cut; keys as in the module's docstring."""
    document = {
        "schema_version": 1,
        "as_of": report.as_of.isoformat(),
        "revision": report.revision,
        "days_ahead": report.days_ahead,
        "not_yet_due": report.not_yet_due,
        "files": report.files,
        "records": dict(report.records),
        "counts": {severity.name.lower(): count for severity, count in report.counts.items()},
        "findings": [_finding(found, report.prefix) for found in report.ordered],
    }
    return visible(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"


def _finding(found: Finding, prefix: str) -> dict[str, str | int | None]:
    return {
        "code": found.code,
        "severity": found.severity.name.lower(),
        "severity_label": found.severity.label,
        "message": found.message,
        "fix": found.fix,
        "clause": found.clause,
        "record": found.record,
        "path": prefix + found.location.path,
        "line": found.location.line or None,
        "column": found.location.column or None,
        "due": found.due.isoformat() if found.due else None,
    }
