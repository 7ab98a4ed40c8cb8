"""How much a stranger's file may ask of us; enforced while reading, before anything grows."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds of one reading, far above any honest archive. An institution may set the archive's own two."""

    file_bytes: int = MIB
    depth: int = 20
    nodes: int = 50_000
    scalar: int = 30_000
    archive_bytes: int = 1024 * MIB
    files: int = 100_000
    attachment_bytes: int = 20 * MIB
    attachment_pixels: int = 60_000_000
    attachment_pages: int = 500


DEFAULT_LIMITS = Limits()
