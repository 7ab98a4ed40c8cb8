"""The archive as a commit has it: a project of its own, whose outputs lie apart from today's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from meidang.project import Project
from meidang.source.past import past

#: Below the institution's own ``build``: a folder for each revision that somebody built.
PAST: Final = "past"


@dataclass(frozen=True, slots=True)
class Committed:
    """A past archive with its short hash. ``day``: the commit's, in Shanghai; it is judged on it if on no other."""

    project: Project
    revision: str
    day: date


@contextmanager
def committed(root: Path, revision: str) -> Iterator[Committed]:
    """The archive below ``root`` as of a revision; its outputs go to ``build/past/<revision>/build``.

    Templates are the institution's of that time, else the shipped ones. Raises NoPast (a UsageError), which says what
    is missing: a shallow clone is never taken for the whole history.
    """
    with past(root, revision) as then:
        output = Project(root).build / PAST / then.revision
        yield Committed(Project(then.root, output), then.revision, then.day)
