"""``meidang renew``: a certificate was renewed; its dates, its number and its scan go into the record."""

from __future__ import annotations

import argparse

from meidang.cli.agreeing import settle
from meidang.clock import today
from meidang.pipeline import check, require_archive
from meidang.pipeline.editing.plan import judged
from meidang.pipeline.editing.renewing import Renewal, renewal
from meidang.project import Project


def run(options: argparse.Namespace) -> int:
    """Plan, judge, show, write; 1 where it would not pass."""
    project = require_archive(Project(options.root.absolute()))
    now = today()
    before = check(project, today=now)
    asked = Renewal(
        options.holder,
        options.credential,
        options.valid_to,
        options.obtained_on,
        options.number,
        options.last_verified_on,
        options.scan,
        options.by or "",
    )
    plan = renewal(project, before.archive, asked, before.as_of)
    return settle(project, plan, judged(project, plan, before, now), write=options.write)
