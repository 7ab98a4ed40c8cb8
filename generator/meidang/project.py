"""Where an institution's files lie: one folder with ``archive/`` in it, and the outputs beside it.

Paths only; nothing here opens a file. Templates, site sources and the like come from the institution's own folder where
it has them, else from those installed with the program.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

#: A wheel carries ``templates/`` and ``site/`` in ``meidang/_shipped/``; a checkout has them at its top level.
_SHIPPED = Path(__file__).parent / "_shipped"
_CHECKOUT = Path(__file__).parents[2]
#: The folder of the hand-written pages and of what the site loads.
SITE: Final = "site"


@dataclass(frozen=True, slots=True)
class Then:
    """Of a past version: the folder whose Git has it, and its commit by the whole hash."""

    repository: Path
    commit: str


@dataclass(frozen=True, slots=True)
class Project:
    """The folder that ``--root`` names. ``output``: the folder of all outputs, if it is not ``build`` there.

    ``then``: that this is a past version, written into a folder of its own for a while.
    """

    root: Path
    output: Path | None = None
    then: Then | None = None

    @property
    def archive(self) -> Path:
        """The records."""
        return self.root / "archive"

    @property
    def schemas(self) -> Path:
        """The exported JSON Schemas."""
        return self.root / "schemas"

    @property
    def build(self) -> Path:
        """Every output; never read as input."""
        return self.output or self.root / "build"

    @property
    def templates(self) -> Path:
        """The Word templates: the institution's own folder, else the shipped one."""
        return self._own_or_shipped("templates")

    @property
    def has_own_templates(self) -> bool:
        """Whether the institution keeps templates of its own."""
        return (self.root / "templates").is_dir()

    @property
    def site(self) -> Path:
        """Hand-written pages, styles and vendored assets of the site (MkDocs's ``docs_dir``)."""
        return self._own_or_shipped(SITE)

    def _own_or_shipped(self, name: str) -> Path:
        own = self.root / name
        return own if own.is_dir() else shipped(name)


def shipped(name: str) -> Path:
    """A folder as it comes with the program."""
    installed = _SHIPPED / name
    return installed if installed.is_dir() else _CHECKOUT / name
