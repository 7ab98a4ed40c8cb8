"""What cannot be judged because a file is broken: the broken one may be the very one that seems to be missing."""

from __future__ import annotations

from meidang.archive.index import Archive
from meidang.archive.once import once
from meidang.kinds import KINDS


@once
def has_unread(archive: Archive, kind: str) -> bool:
    """Whether a file of that kind could not be read as a record."""
    return bool(archive.ids.get(kind, frozenset()) - {item.id for item in archive.of(KINDS[kind].model)})
