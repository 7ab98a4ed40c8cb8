"""``meidang check``: say everything that is wrong; write nothing."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from meidang.cli.asked import asked
from meidang.findings import Explanation, Finding, Severity
from meidang.outputs.single import write_one
from meidang.pipeline.foreseen import foreseen
from meidang.project import Project
from meidang.report import FORMATS, Report

#: Formats that tell what a code means, and which codes found nothing.
_EXPLAINED: Final = frozenset({"sarif", "junit"})


def run(options: argparse.Namespace) -> int:
    """Check the archive that is asked about, print the report and write those that were asked for beside it.

    1 when something reaches ``--fail-on``.
    """
    with asked(options) as of:
        checked = of.check(processes=os.cpu_count() or 1)
        ahead = foreseen(checked, of.day)
        checked = ahead.checked if ahead else checked
        findings = (*checked.findings, *_unfit(of.project))
        report = Report(findings, checked.as_of, checked.files, checked.records, of.revision)
        report = replace(report, days_ahead=ahead.days, not_yet_due=len(ahead.apart)) if ahead else report
        remark = of.remark(checked)
    report = replace(report, rules=_rules({options.format, *(one.format for one in options.report)}))
    for one in options.report:
        write_one(one.file, FORMATS[one.format](report).encode(), within=options.root)
    sys.stdout.write(FORMATS[options.format](report))
    if remark:
        # Why not always beside the report: what a program reads may hold no sentence of ours.
        print(remark, file=sys.stdout if options.format == "text" else sys.stderr)
    return int(fails(report, options.fail_on))


def _rules(formats: Iterable[str]) -> Mapping[str, Explanation]:
    if _EXPLAINED.isdisjoint(formats):
        return {}
    from meidang.pipeline.explanations import explanations  # brings Word's library with it

    return explanations()


def _unfit(project: Project) -> tuple[Finding, ...]:
    """What is wrong with the institution's own templates and schemas; without them nobody waits for Word's library."""
    if not (project.has_own_templates or project.schemas.is_dir()):
        return ()
    from meidang.pipeline.build import unfit

    return unfit(project)


def fails(report: Report, threshold: str) -> bool:
    """Whether a finding weighs as much as ``threshold`` (a severity's English name) or more; ``never`` is never."""
    if threshold == "never":
        return False
    return any(finding.severity >= Severity[threshold.upper()] for finding in report.findings)
