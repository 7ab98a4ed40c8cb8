"""A Word policy into the archive: converted in memory, judged as ``check`` would, then written whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp

from meidang.errors import UsageError
from meidang.findings import Finding
from meidang.kinds import ARCHIVE, KINDS
from meidang.load import load_archive
from meidang.project import Project
from meidang.render.policies.imported import Imported
from meidang.source.names import ATTACHMENTS, same_name_key
from meidang.source.opening import LINK
from meidang.source.read import parse

_POLICIES = KINDS["policies"]


def policy_path(policy_id: str) -> str:
    """Where a policy lies, relative to the project's root."""
    return _POLICIES.path(policy_id)


def pictures_folder(policy_id: str) -> str:
    """Where its pictures lie, relative to the project's root."""
    return f"{ARCHIVE}/{ATTACHMENTS}/policies/{policy_id}"


def refuse_taken(project: Project, policy_id: str) -> None:
    """Raises UsageError where a policy of that id, or its pictures, are there already, on any computer.

    Also where the folders to write into are none, or links: ``check`` would not read what lies behind one.
    """
    for path in (policy_path(policy_id), pictures_folder(policy_id)):
        folder, name = project.root / Path(path).parent, Path(path).name
        _refuse_astray(project.root, Path(path).parent)
        there = {same_name_key(one.name): one.name for one in folder.iterdir()} if folder.is_dir() else {}
        if found := there.get(same_name_key(name)):
            raise UsageError(f"{Path(path).parent.as_posix()} 里已经有 {found}，不会覆盖；用 --id 换一个编号")


def _refuse_astray(root: Path, folder: Path) -> None:
    for step in (*reversed(folder.parents[:-1]), folder):
        there = root / step
        if there.is_symlink() or (there.exists() and not there.is_dir()):
            raise UsageError(f"{step.as_posix()} 不是普通文件夹，而是文件或{LINK}，不会写到那里；换成普通文件夹")


def faults_in(policy_id: str, made: Imported) -> tuple[Finding, ...]:
    """What the reader and the model would say of the file itself."""
    path = policy_path(policy_id)
    reading = parse(made.text, path)
    if reading.findings:
        return reading.findings
    return tuple(one for one in load_archive([reading.source]).findings if one.location.path == path)


def write_policy(project: Project, policy_id: str, made: Imported) -> tuple[str, ...]:
    """Write pictures and policy, and return their paths. A failure leaves no file behind.

    Raises FileExistsError where somebody else was faster, and OSError as the disk gives it.
    """
    root, path, folder = project.root, policy_path(policy_id), pictures_folder(policy_id)
    for parent in {(root / path).parent, *([(root / folder).parent] if made.images else [])}:
        parent.mkdir(parents=True, exist_ok=True)
    staging = Path(mkdtemp(prefix=".meidang-", dir=root))
    try:
        _write(staging, {"policy": made.text.encode(), **{f"pictures/{n}": c for n, c in made.images.items()}})
        if made.images:
            (staging / "pictures").rename(root / folder)
        try:
            # Why a link and not a rename: a rename would overwrite.
            (root / path).hardlink_to(staging / "policy")
        except BaseException:
            if made.images:
                shutil.rmtree(root / folder)
            raise
    finally:
        shutil.rmtree(staging)
    return (path, *(f"{folder}/{name}" for name in sorted(made.images)))


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(exist_ok=True)
        with (folder / path).open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
