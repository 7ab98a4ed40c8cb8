"""``meidang check``: say everything that is wrong; write nothing."""

from __future__ import annotations

import argparse
import os
import sys

from meidang.clock import today
from meidang.findings import Finding, Severity
from meidang.pipeline import check, require_archive
from meidang.project import Project
from meidang.report import FORMATS, Report
from meidang.source.revision import read_revision


def run(options: argparse.Namespace) -> int:
    """Check the archive below ``--root`` and print the report; 1 when something reaches ``--fail-on``."""
    project = require_archive(Project(options.root))
    checked = check(project, as_of=options.as_of, today=today(), processes=os.cpu_count() or 1)
    findings = (*checked.findings, *_unfit(project))
    report = Report(findings, checked.as_of, checked.files, checked.records, read_revision(project.root))
    sys.stdout.write(FORMATS[options.format](report))
    return int(fails(report, options.fail_on))


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
