"""One file that the caller names: a report, a calendar. Old or new, never half; never among the records."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from meidang.errors import UsageError
from meidang.outputs.disk import sync

_MODE = 0o644


def write_one(target: Path, content: bytes, *, within: Path) -> None:
    """Write ``target`` with the folders on the way. ``within``: the institution's folder, whose records stay alone.

    Raises UsageError where the place will not do, OSError.
    """
    target = target.absolute()
    resolved = target.resolve()
    for name in ("archive", "templates", "schemas", ".git"):
        if resolved.is_relative_to((within / name).resolve()):
            raise UsageError(f"{target} 在 {name} 文件夹里，报告请写到别处，例如 build/")
    if target.is_symlink() or (target.exists() and not target.is_file()):
        raise UsageError(f"{target} 不是普通文件，报告请写到别处")
    target.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name[:40]}.", delete=False) as staged:
        place = Path(staged.name)
        try:
            staged.write(content)
            staged.flush()
            place.chmod(_MODE)
            sync(place)
            os.replace(place, target)
        except BaseException:
            place.unlink(missing_ok=True)
            raise
