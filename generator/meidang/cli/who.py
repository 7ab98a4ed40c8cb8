"""``meidang who``: who was authorised for a technique on a day, or what a person was authorised for."""

from __future__ import annotations

import argparse
import sys

from meidang.archive.named import person_named, technique_named
from meidang.cli.asked import Asked, asked
from meidang.errors import UsageError
from meidang.pipeline import read_archive
from meidang.pipeline.who import Answer, AtTheTime, ask, at_the_time
from meidang.report.who import as_json, as_text


def run(options: argparse.Namespace) -> int:
    """Print the answer; 1 when nobody was authorised, or the person for nothing."""
    if options.then and options.rev is not None:
        raise UsageError("--then 和 --rev 不能一起用：写了 --rev，回答的已经是那个版本的档案")
    options.as_of = None
    with asked(options) as of:
        read = read_archive(of.project)
        find = technique_named if options.technique else person_named
        about = find(read.archive, options.technique or options.person)
        now = ask(read.archive, about, options.on, of.revision, unread=bool(read.findings))
        then = _then(of, now, options)
        is_past = of.project.then is not None
    write = as_json if options.format == "json" else as_text
    sys.stdout.write(write(now, is_past=is_past, then=then))
    return int(not now.may)


def _then(of: Asked, now: Answer, options: argparse.Namespace) -> AtTheTime | None:
    """What the archive said at the time, unless it said the same and nobody asked. A past version is the answer."""
    if of.project.then:
        return None
    found = at_the_time(of.project.root, now)
    return found if options.then or not found.same else None
