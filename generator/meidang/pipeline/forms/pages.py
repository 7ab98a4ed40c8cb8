"""The built site as the browser gets it: old pages or new ones, never half, and none that a save has made untrue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from threading import Lock, Thread
from typing import Final
from urllib.parse import unquote, urlsplit

from meidang.pipeline.trees import bytes_of
from meidang.source.limits import MIB

_MOST: Final = 64 * MIB
#: Why a list of our own: the system's, and Python's, differ from machine to machine.
_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".yml": "text/yaml; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class File:
    """What goes to the browser."""

    content: bytes
    type: str


@dataclass(slots=True)
class Pages:
    """The site below ``folder``; ``build`` makes it anew, in one step, and says itself what it could not do."""

    folder: Path
    build: Callable[[], None]
    _building: Lock = field(default_factory=Lock)
    _counting: Lock = field(default_factory=Lock)
    _wanted: int = 0
    _built: int = 0

    def outdate(self) -> None:
        """What was saved is not on the pages yet; they are made at once, and whoever asks for one waits."""
        with self._counting:
            self._wanted += 1
        Thread(target=self.bring_up_to_date, daemon=True).start()

    @property
    def is_current(self) -> bool:
        """Whether nobody who asks for a page has to wait."""
        return self._built >= self._wanted

    def bring_up_to_date(self) -> None:
        """Return when the pages say what was saved."""
        with self._building:
            while self._built < self._wanted:
                wanted = self._wanted
                try:
                    self.build()
                finally:
                    self._built = wanted

    def file(self, address: str) -> File | None:
        """The file at an address, the index of a folder; None where there is none to show."""
        path = unquote(urlsplit(address).path, errors="strict").lstrip("/")
        path = f"{path}index.html" if not path or path.endswith("/") else path
        steps = path.split("/")
        if any(not step or step.startswith(".") or "\\" in step or not step.isprintable() for step in steps):
            return None
        self.bring_up_to_date()
        try:
            return File(
                bytes_of(self.folder, path, _MOST), _TYPES.get(PurePosixPath(path).suffix, "application/octet-stream")
            )
        except OSError:
            return None
