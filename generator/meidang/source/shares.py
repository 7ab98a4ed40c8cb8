"""A large reading shared among processes: each parses its share; plain data comes back through memory, never a disk.

Forked, because a new interpreter would import for longer than it reads. Data and shapes travel by ``marshal``, which
keeps texts that come again as one; findings, of which there are few, by ``pickle``.
"""

from __future__ import annotations

import marshal
import os
import pickle
from collections.abc import Callable, Iterator
from typing import BinaryIO, TypeAlias

from meidang.findings import Finding
from meidang.source.tree import Source

Shared: TypeAlias = "tuple[list[Source], list[Finding]]"
#: Sources in one piece of the way back: enough to share texts among, few enough to hold twice.
_CHUNK = 500


def read_in_shares(read: Callable[[int, int], Shared], shares: int) -> Shared:
    """What ``read(share, shares)`` gives for every share together, in no particular order."""
    if shares < 2 or not hasattr(os, "memfd_create"):
        return read(0, 1)
    children = [_Child(read, share, shares) for share in range(1, shares)]
    try:
        sources, findings = read(0, shares)
        for child in children:
            found = child.collect()
            sources += found[0]
            findings += found[1]
    finally:
        for child in children:
            child.end()
    return sources, findings


class _Child:
    """One process with its share."""

    def __init__(self, read: Callable[[int, int], Shared], share: int, shares: int) -> None:
        self._read, self._share = read, (share, shares)
        self._memory = os.fdopen(os.memfd_create("meidang-share"), "w+b")
        self._pid = os.fork()
        if self._pid == 0:
            self._work()

    def _work(self) -> None:
        """In the child: read, write, and leave without running anything that the parent will run."""
        code = 1
        try:
            _write(self._memory, self._read(*self._share))
            self._memory.flush()
            code = 0
        finally:
            os._exit(code)

    def collect(self) -> Shared:
        """Wait, and take over what the child read; do its work again where it could not."""
        _, status = os.waitpid(self._pid, 0)
        self._pid = 0
        if status != 0:
            return self._read(*self._share)
        self._memory.seek(0)
        findings = pickle.load(self._memory)  # noqa: S301 - written by ourselves, into memory that has no name
        return list(_read(self._memory)), findings

    def end(self) -> None:
        """Leave nothing behind, whatever happened."""
        if self._pid:
            os.waitpid(self._pid, 0)
        self._memory.close()


def _write(memory: BinaryIO, shared: Shared) -> None:
    sources, findings = shared
    pickle.dump(findings, memory)
    for start in range(0, len(sources), _CHUNK):
        marshal.dump([source.packed() for source in sources[start : start + _CHUNK]], memory)


def _read(memory: BinaryIO) -> Iterator[Source]:
    while memory.peek(1):  # type: ignore[attr-defined]
        for packed in marshal.load(memory):  # noqa: S302 - written by ourselves, into memory that has no name
            yield Source.unpacked(packed)
