"""``meidang retire``: a person leaves, a technique stops, a device is scrapped; the record stays."""

from __future__ import annotations

import argparse

from meidang.cli.agreeing import settle
from meidang.clock import today
from meidang.pipeline import check, require_archive
from meidang.pipeline.editing.plan import judged
from meidang.pipeline.editing.retiring import Ending, ending
from meidang.project import Project


def run(options: argparse.Namespace) -> int:
    """Plan, judge, show, write; 1 where it would not pass."""
    project = require_archive(Project(options.root.absolute()))
    now = today()
    before = check(project, today=now)
    asked = Ending(options.record, options.on, options.reason or "", options.approved_by or "", options.by or "")
    plan = ending(project, before.archive, asked, before.as_of)
    return settle(project, plan, judged(project, plan, before, now), write=options.write)
