"""``meidang renew``: a certificate or a privilege was renewed; dates, number and scan go into the record."""

from __future__ import annotations

import argparse
from typing import Final

from meidang.cli.agreeing import settle
from meidang.clock import today
from meidang.pipeline import check, require_archive
from meidang.pipeline.editing.plan import judged
from meidang.pipeline.editing.renewing import Renewal, renewal
from meidang.project import Project

#: The options that are fields of a credential or of a privilege.
_WORDS: Final = ("number", "obtained_on", "valid_to", "last_verified_on", "reassess_on", "granted_by")


def run(options: argparse.Namespace) -> int:
    """Plan, judge, show, write; 1 where it would not pass."""
    project = require_archive(Project(options.root.absolute()))
    now = today()
    before = check(project, today=now)
    words = {name: getattr(options, name) for name in _WORDS}
    asked = Renewal(options.holder, options.credential, words, options.scan, options.by or "")
    plan = renewal(project, before.archive, asked, before.as_of)
    return settle(project, plan, judged(project, plan, before, now), write=options.write)
