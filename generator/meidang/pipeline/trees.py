"""Records as trees in two versions, and where in the later one stands what stood in the earlier."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path as Folder
from typing import Any, Final

from meidang.archive.index import Path
from meidang.source.opening import FILE, FOLDER, ROOT, opened, read_at_most
from meidang.source.read import parse
from meidang.source.tree import Tree, Value, likeness

#: More than any record that is read.
_MOST: Final = 2 * 2**20
#: Two items with less in common are not the same one, edited.
_ALIKE: Final = 0.5


@dataclass(slots=True)
class Trees:
    """The records of two folders: as we printed them, and as they are now; read when first asked for."""

    base_root: Folder
    root: Folder
    texts: dict[str, str] = field(default_factory=dict)
    _read: dict[tuple[Folder, str], Tree | None] = field(default_factory=dict)

    def base(self, path: str) -> Tree | None:
        """A record as we printed it; None where there was none."""
        return self._tree(self.base_root, path)

    def now(self, path: str) -> Tree | None:
        """A record as it is now; its text is kept in ``texts``."""
        return self._tree(self.root, path)

    def _tree(self, root: Folder, path: str) -> Tree | None:
        if (root, path) not in self._read:
            try:
                text = text_of(root, path)
            except (OSError, UnicodeDecodeError):
                self._read[root, path] = None
                return None
            if root == self.root:
                self.texts[path] = text
            self._read[root, path] = parse(text, path).source.data
        return self._read[root, path]


def text_of(root: Folder, path: str) -> str:
    """A record's text, line ends and all; no link is followed on the way. Raises OSError, UnicodeDecodeError."""
    return bytes_of(root, path, _MOST).decode()


def bytes_of(root: Folder, path: str, most: int) -> bytes:
    """What a file holds, up to ``most`` bytes; no link is followed on the way. Raises OSError."""
    *way, name = path.split("/")

    def read(steps: list[str], parent: int) -> bytes:
        if steps:
            with opened(steps[0], FOLDER, parent) as descriptor:
                return read(steps[1:], descriptor)
        with opened(name, FILE, parent) as descriptor:
            return read_at_most(descriptor, most)

    with opened(str(root), ROOT) as descriptor:
        return read(way, descriptor)


def at(tree: Value, way: Path) -> Any:
    """What stands at a path; None where nothing does."""
    for step in way:
        if isinstance(tree, dict) and isinstance(step, str):
            tree = tree.get(step)
        elif isinstance(tree, list) and isinstance(step, int) and 0 <= step < len(tree):
            tree = tree[step]
        else:
            return None
    return tree


def moved(base: Value, now: Value, way: Path) -> Path | None:
    """The path in ``now`` of what stands at ``way`` in ``base``; None where the item of a list is gone."""
    found: list[str | int] = []
    for number, step in enumerate(way):
        if isinstance(step, int):
            place = _moved_item(base, now, step)
            if place is None:
                return None
            found.append(place)
            base, now = at(base, (step,)), at(now, (place,))
        else:
            found.append(step)
            base, now = at(base, (step,)), at(now, (step,))
            if now is None and any(isinstance(one, int) for one in way[number + 1 :]):
                return None
    return tuple(found)


def _moved_item(base: Value, now: Value, index: int) -> int | None:
    if not isinstance(base, list) or not isinstance(now, list) or index >= len(base):
        return None
    item = base[index]
    if index < len(now) and now[index] == item:
        return index
    same = [place for place, one in enumerate(now) if one == item]
    if len(same) == 1:
        return same[0]
    shares = sorted(((likeness(item, one), place) for place, one in enumerate(now)), reverse=True)[:2]
    if shares and shares[0][0] > _ALIKE and (len(shares) == 1 or shares[1][0] < shares[0][0]):
        return shares[0][1]
    return None
