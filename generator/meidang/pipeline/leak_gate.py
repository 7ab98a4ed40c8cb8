"""The leak gate for an archive and an edition: what was written is searched for what the edition does not show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import meidang
from meidang.models.audience import Edition
from meidang.pipeline import Checked
from meidang.project import Project
from meidang.render.pages import Leak, leaks, private_values
from meidang.render.pages.editions.projection import shown_texts


def leaks_in(
    outputs: Iterable[tuple[str, bytes]], project: Project, checked: Checked, edition: Edition
) -> Sequence[Leak]:
    """What of the archive stands in outputs (path and content) though the edition does not show it."""
    return leaks(
        outputs,
        private_values(checked.archive, edition, checked.as_of),
        shown=lambda: shown_texts(checked.archive, edition, checked.as_of),
        own_words=lambda: "\n".join(_own_words(project)),
    )


#: Files that hold words of the site's own.
_WRITTEN: Final = frozenset({".py", ".html", ".md", ".css", ".js"})


def _own_words(project: Project) -> Iterator[str]:
    """What the site says by itself: the program's words, the theme's, and the institution's hand-written pages."""
    for folder in (Path(meidang.__file__).parent, project.site):
        for path in sorted(folder.rglob("*")):
            if path.suffix in _WRITTEN and path.is_file():
                yield path.read_text(encoding="utf-8", errors="replace")
