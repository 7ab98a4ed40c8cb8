"""The archive as a commit has it: a project of its own, whose outputs lie apart from today's."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from meidang.project import SITE, Project, Then, shipped
from meidang.source.git import PARTS
from meidang.source.past import past

#: Below the institution's own ``build``: a folder for each revision that somebody built.
PAST: Final = "past"
#: The styles and scripts of the site's own, which belong to the program rather than to a revision.
_ASSETS: Final = "assets"


@dataclass(frozen=True, slots=True)
class Committed:
    """A past archive with its short hash. ``day``: the commit's, in Shanghai; it is judged on it if on no other."""

    project: Project
    revision: str
    day: date


@contextmanager
def committed(root: Path, revision: str) -> Iterator[Committed]:
    """The archive below ``root`` as of a revision; its outputs go to ``build/past/<revision>``.

    Templates and hand-written pages are the institution's of that time, else the shipped ones. Raises NoPast (a
    UsageError), which says what is missing: a shallow clone is never taken for the whole history.
    """
    with past(root, revision, (*PARTS, SITE)) as then:
        if (then.root / SITE).is_dir():
            _take_assets(then.root / SITE / _ASSETS)
        output = Project(root).build / PAST / then.revision
        yield Committed(Project(then.root, output, Then(root, then.commit)), then.revision, then.day)


def _take_assets(folder: Path) -> None:
    """Put the program's styles and scripts in place of those of that time, which do not know today's pages.

    What the institution added stays.
    """
    given = shipped(SITE) / _ASSETS
    for file in sorted(given.rglob("*")):
        place = folder / file.relative_to(given)
        if file.is_file():
            place.parent.mkdir(parents=True, exist_ok=True)
            place.unlink(missing_ok=True)
            shutil.copyfile(file, place)
