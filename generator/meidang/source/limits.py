"""How much a stranger's file may ask of us; enforced while reading, before anything grows."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds of one reading, far above any honest archive. The last two an institution may set otherwise."""

    file_bytes: int = MIB
    depth: int = 20
    nodes: int = 20_000
    scalar: int = 30_000
    archive_bytes: int = 1024 * MIB
    files: int = 100_000


DEFAULT_LIMITS = Limits()
