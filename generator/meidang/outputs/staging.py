"""A folder built beside its place and exchanged for the old one: lock, recover, build, settle, publish, remove.

The states that a dead build can leave, and what the next one makes of them (``recover``):

    .site.meidang-new  half built, or the old outputs after the exchange   -> removed
    .site.meidang-old  and no ``site``: died between two renames           -> put back
    .site.meidang-old  beside ``site``: died before removing it            -> removed
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from meidang.errors import UsageError
from meidang.outputs.disk import exchange, listing, make_folder, remove, settle, sync, write_file
from meidang.outputs.manifest import manifest, refuse_strangers
from meidang.outputs.refusals import MARKER, Paths, refuse_target


class OutputsBusy(UsageError):
    """Another build is writing the same folder."""


@contextmanager
def staged(target: Path, *, private: bool = False, strict: bool = True) -> Iterator[Path]:
    """Give an empty folder to write into; publish it as ``target`` on a clean exit, forget it on any other.

    What somebody put into ``target`` is never lost: it refuses, before any work and again before publishing. Without
    ``strict``, files that an earlier build wrote are overwritten even where they were changed since.

    Raises ``OutputRefused``, ``OutputsBusy``, and ``OSError`` as the disk gives it.
    """
    target = Path(os.path.abspath(target))
    refuse_target(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with _locked(target):
        try:
            # Why only now: a dead build's old outputs are back in place, and with them what was put there.
            recover(target)
            refuse_strangers(target, strict=strict)
            make_folder(_new(target))
            yield _new(target)
            _seal(_new(target), private=private)
            refuse_target(target)
            refuse_strangers(target, strict=strict)
            _publish(target)
            recover(target)
        except BaseException:
            with suppress(OSError):
                recover(target)
            raise


def recover(target: Path) -> None:
    """Make good what a dead build left beside ``target``; needs the lock."""
    if not os.path.lexists(target) and _old(target).is_dir() and not _old(target).is_symlink():
        os.rename(_old(target), target)
    remove(_new(target))
    remove(_old(target))


@contextmanager
def _locked(target: Path) -> Iterator[None]:
    # Why per target: the site's builder may write documents of its own; why kept: removing a lock file is a race.
    path = target.with_name(f".{target.name}.meidang-lock")
    descriptor = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OutputsBusy(f"另一个生成任务正在写入 {target}，请等它结束后再试") from None
        yield
    finally:
        os.close(descriptor)


def _seal(folder: Path, *, private: bool) -> None:
    """Check what was written, mark it as ours, fix the modes and force it to the disk."""
    paths, written = Paths(), sorted(listing(folder))
    for path in written:
        paths.add(path)
    write_file(folder, MARKER, manifest(folder, written))
    settle(folder, private=private)


def _publish(target: Path) -> None:
    """The one step in which the outputs change; afterwards the old ones lie beside, under either name."""
    if not os.path.lexists(target):
        os.rename(_new(target), target)
    elif not exchange(_new(target), target):
        os.rename(target, _old(target))
        os.rename(_new(target), target)
    sync(target.parent)


def _new(target: Path) -> Path:
    return target.with_name(f".{target.name}.meidang-new")


def _old(target: Path) -> Path:
    return target.with_name(f".{target.name}.meidang-old")
