"""``meidang rename``: another id for a record; whoever names it follows."""

from __future__ import annotations

import argparse

from meidang.cli.agreeing import settle
from meidang.clock import today
from meidang.pipeline import check, require_archive
from meidang.pipeline.editing.plan import judged
from meidang.pipeline.editing.renaming import apart_from_names, renaming
from meidang.project import Project


def run(options: argparse.Namespace) -> int:
    """Plan, judge, show, write; 1 where it would not pass."""
    project = require_archive(Project(options.root.absolute()))
    now = today()
    before = check(project, today=now)
    plan, moves = renaming(project, before, options.record, options.new)
    found = apart_from_names(judged(project, plan, before, now), moves)
    return settle(project, plan, found, write=options.write)
