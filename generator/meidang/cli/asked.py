"""Which archive a command was asked about: that in the folder as it is, or as a commit has it (``--rev``)."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from meidang.clock import today
from meidang.pipeline import Checked, check, require_archive
from meidang.project import Project
from meidang.source.revision import read_revision


@dataclass(frozen=True, slots=True)
class Asked:
    """The project, what its revision is called, and the day on which it is judged if nobody names another."""

    project: Project
    revision: str
    as_of: date | None
    day: date

    def check(self, *, processes: int = 1) -> Checked:
        """The archive, judged."""
        return check(self.project, as_of=self.as_of, today=self.day, processes=processes)

    def remark(self, checked: Checked) -> str:
        """Whence the day of a past version is, where nobody named it; else empty."""
        if self.project.then is None or self.as_of:
            return ""
        if checked.archive.settings.as_of:
            return f"没有写 --as-of：按版本 {self.revision} 自己的设置，截至 {checked.as_of}。"
        return f"没有写 --as-of：按版本 {self.revision} 提交的那一天（上海时间），截至 {checked.as_of}。"


@contextmanager
def asked(options: argparse.Namespace) -> Iterator[Asked]:
    """What ``--root``, ``--rev`` and ``--as-of`` ask for. Raises UsageError, of which NoPast is one."""
    if options.rev is None:
        project = require_archive(Project(options.root.absolute()))
        yield Asked(project, read_revision(project.root), options.as_of, today())
        return
    from meidang.pipeline.revisions import committed  # today's archive needs none of it

    with committed(options.root.absolute(), options.rev) as then:
        yield Asked(then.project, then.revision, options.as_of, then.day)
