"""``meidang fmt``: records in the one layout, so that a change shows what changed and nothing else."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from meidang.cli.agreeing import difference, say
from meidang.pipeline import require_archive
from meidang.pipeline.formatting import Formatted, formatted_files, record_paths
from meidang.pipeline.rewriting import rewrite
from meidang.project import Project


def run(options: argparse.Namespace) -> int:
    """Lay the records out and write them; with ``--check`` only say which would change.

    1 where one could not be laid out, or with ``--check`` would change.
    """
    project = require_archive(Project(options.root.absolute()))
    found = formatted_files(project, _asked(project, options.files))
    for change in found.changes:
        say(difference(change, around=0))
    say(f"{path} 的写法比较特别，没有改动；请自己整理" for path in found.unfit)
    for one in found.unread:
        say([f"{one.location}　{one.message}；{one.fix}"])
    count = len(found.changes)
    if options.check:
        say([f"{count} 个文件要整理：运行 meidang fmt。" if count else _fine(found)])
        return int(bool(count or found.unread or found.unfit))
    rewrite(project.root, found.changes)
    say([f"整理了 {count} 个文件，内容没有变。" if count else _fine(found)])
    return int(bool(found.unread or found.unfit))


def _fine(found: Formatted) -> str:
    left = "；读不进来的没有改动" if found.unread else ""
    return f"{found.count} 个文件都不用整理{left}。"


def _asked(project: Project, files: Sequence[Path]) -> Sequence[str]:
    """The records among the files, or all; what is no record is passed over, as hooks name whatever changed."""
    return record_paths(project, [file.absolute() for file in files])
