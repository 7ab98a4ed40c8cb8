"""Bytes -> files: the only room that writes outputs. Between rendering and the disk; old or new, never half.

A folder of outputs is built beside its place, checked, forced to the disk and exchanged for the old one in one
step. ``write_outputs`` takes bytes; ``staged`` is for producers that write files themselves (MkDocs). Neither reads the
clock, and both set the same modes whatever the umask.
"""

from __future__ import annotations

import errno
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from meidang.outputs.disk import listing, write_file
from meidang.outputs.names import safe_file_name
from meidang.outputs.refusals import MARKER, OutputRefused, Paths
from meidang.outputs.staging import OutputsBusy, staged

__all__ = ["MARKER", "Output", "OutputRefused", "OutputsBusy", "safe_file_name", "staged", "write_outputs"]


@dataclass(frozen=True, slots=True)
class Output:
    """One file to write: ``path`` below the output folder with ``/``, and its bytes."""

    path: str
    content: bytes


def write_outputs(target: Path, outputs: Iterable[Output], *, private: bool = False, strict: bool = True) -> None:
    """Make ``target`` hold exactly ``outputs``; what it held before is gone, or on any failure untouched.

    ``outputs`` may be a generator: each file is written as it comes. ``private`` folders are for their owner only.
    Files in ``target`` that no build wrote refuse, and when ``strict`` those that were changed since.

    Raises ``OutputRefused`` for a folder or path that must not be written, ``OutputsBusy`` while another build runs,
    and ``OSError`` as the disk gives it (full, read-only).
    """
    with staged(target, private=private, strict=strict) as folder:
        paths, sizes = Paths(), dict[str, int]()
        for output in outputs:
            paths.add(output.path)
            write_file(folder, output.path, output.content)
            sizes[output.path] = len(output.content)
        _verify(folder, sizes)


def _verify(folder: Path, expected: dict[str, int]) -> None:
    """Count, names and sizes on the disk; a file system that swallows or renames files is an error, not an output."""
    if _composed(listing(folder)) != _composed(expected):
        raise OSError(errno.EIO, "写出的文件与应有的文件不一致，旧文件保持不变", str(folder))


def _composed(sizes: dict[str, int]) -> dict[str, int]:
    # Why: HFS+ stores names decomposed and gives them back so.
    return {unicodedata.normalize("NFC", path): size for path, size in sizes.items()}
