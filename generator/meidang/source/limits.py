"""How much a stranger's file may ask of us; enforced while reading, before anything grows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds of one reading. The defaults are far above any honest archive (``security.md``)."""

    file_bytes: int = 1024 * 1024
    depth: int = 20
    nodes: int = 20_000
    scalar: int = 30_000
    archive_bytes: int = 256 * 1024 * 1024
    files: int = 50_000


DEFAULT_LIMITS = Limits()
