"""Two committed versions of many records, read by the one reader and compared: bounded, newest first, never guessed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import IO, Final

from meidang.source.builder import Known
from meidang.source.commits import answering
from meidang.source.differing import Difference, difference
from meidang.source.limits import DEFAULT_LIMITS
from meidang.source.read import MARKDOWN, parse
from meidang.source.tree import Tree

#: Longer than any first line of ``git cat-file``.
_HEAD: Final = 200


class Uncompared(StrEnum):
    """Why it is not known which fields of a record changed; the value is what people read."""

    OLD = "较早的改动，没有逐项比较"
    UNREADABLE = "有一个版本读不出来，没有比较"
    MISSING = "仓库里缺少当时的内容，没有比较"


@dataclass(frozen=True, slots=True)
class Versions:
    """A record's file with its blobs before and after."""

    path: str
    old_blob: str
    new_blob: str

    @property
    def blobs(self) -> tuple[str, str]:
        """Both, the earlier first."""
        return self.old_blob, self.new_blob


@dataclass(frozen=True, slots=True)
class Room:
    """How much there is for all versions together: bytes ``read`` from Git, and bytes ``parsed`` of those."""

    read: int
    parsed: int


def compare(root: Path, wanted: Sequence[Versions], room: Room, seconds: float) -> list[Difference | Uncompared]:
    """The difference of each, in the order given, which should be newest first: what there is no room for is OLD.

    Raises NoCommits (SLOW) and OSError.
    """
    sizes = _sizes(root, dict.fromkeys(blob for one in wanted for blob in one.blobs), seconds)
    unfit = _unfit(wanted, sizes, room.read)
    fit = [one for one, why in zip(wanted, unfit, strict=True) if why is None]
    found = _differences(root, fit, sizes, room.parsed, seconds)
    return [why or next(found) for why in unfit]


def _unfit(wanted: Sequence[Versions], sizes: Mapping[str, int], most: int) -> list[Uncompared | None]:
    """Why a change cannot be compared; None for those that can."""
    known: set[str] = set()
    found: list[Uncompared | None] = []
    for one in wanted:
        if not all(blob in sizes for blob in one.blobs):
            found.append(Uncompared.MISSING)
        elif any(sizes[blob] > DEFAULT_LIMITS.file_bytes for blob in one.blobs):
            found.append(Uncompared.UNREADABLE)
        else:
            most -= sum(sizes[blob] for blob in one.blobs if blob not in known)
            known.update(one.blobs)
            found.append(None if most >= 0 else Uncompared.OLD)
    return found


def _sizes(root: Path, blobs: Iterable[str], seconds: float) -> Mapping[str, int]:
    """How long each is; those that the repository lacks are left out."""
    with answering(root, "cat-file", "--batch-check", "--buffer", lines=blobs, seconds=seconds) as git:
        heads = [line.split() for line in git.stdout or ()]
    return {head[0].decode(): int(head[2]) for head in heads if len(head) == 3 and head[1] == b"blob"}


def _differences(
    root: Path, wanted: Sequence[Versions], sizes: Mapping[str, int], most: int, seconds: float
) -> Iterator[Difference | Uncompared]:
    """Compared as Git answers: each version is asked for once and forgotten with its last use."""
    uses = Counter(blob for one in wanted for blob in one.blobs)
    reader = _Reader(most)
    held: dict[str, bytes | None] = {}
    with answering(root, "cat-file", "--batch", "--buffer", lines=dict(uses), seconds=seconds) as git:
        for one in wanted:
            for blob in one.blobs:
                if blob not in held:
                    held[blob] = _next(git.stdout, blob, sizes[blob])
            old, new = (held[blob] for blob in one.blobs)
            yield Uncompared.MISSING if old is None or new is None else reader.compared(one.path, old, new)
            for blob in one.blobs:
                uses[blob] -= 1
                if not uses[blob]:
                    held.pop(blob, None)


def _next(answers: IO[bytes] | None, blob: str, size: int) -> bytes | None:
    if answers is None or answers.readline(_HEAD).partition(b" ")[0].decode() != blob:
        return None
    return answers.read(size + 1)[:-1]


#: Where a key at the top begins: at the margin, but for comments, items, ends of lists and the marks of documents.
_KEYS: Final = re.compile(rb"^(?=[^\s#\-\]}.])", re.MULTILINE)


@dataclass(slots=True)
class _Reader:
    """Compares texts through the one reader while there is ``room``, in bytes."""

    room: int
    known: Known = field(default_factory=Known)

    def compared(self, path: str, old: bytes, new: bytes) -> Difference | Uncompared:
        """Why not the whole texts first: an edit leaves most of a record as it was, and reading is what costs."""
        trees = None if path.endswith(MARKDOWN) else self._trees(path, *_unlike(old, new))
        return self._differing(trees or self._trees(path, old, new))

    def _differing(self, trees: tuple[Tree, Tree] | None) -> Difference | Uncompared:
        if self.room < 0:
            return Uncompared.OLD
        return difference(*trees) if trees else Uncompared.UNREADABLE

    def _trees(self, path: str, *texts: bytes) -> tuple[Tree, Tree] | None:
        """Both texts; None where the reader refuses one, or there is no room for them."""
        self.room -= sum(map(len, texts))
        if self.room < 0:
            return None
        old, new = (parse(text, path, DEFAULT_LIMITS, self.known).source.data if text else {} for text in texts)
        return None if old is None or new is None else (old, new)


def _unlike(old: bytes, new: bytes) -> tuple[bytes, bytes]:
    """Two texts without the keys at the top that say the same in both, and without what stands before the first key."""
    parts, others = (_KEYS.split(text)[1:] for text in (old, new))
    same = set(parts) & set(others)
    before, after = (b"".join(part for part in each if part not in same) for each in (parts, others))
    return before, after
