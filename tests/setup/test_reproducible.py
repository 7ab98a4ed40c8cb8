"""The same archive and day give the same bytes, wherever, whenever and however they are built."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from documents.example import CHECKOUT, SMALL
from tools import require_tool

pytestmark = pytest.mark.xdist_group("reproducible")

#: What differs between two machines: hash seed, zone, language, mask of new files, day (by the zone), name of the folder.
MACHINES = {
    "seed 0": {"PYTHONHASHSEED": "0", "TZ": "UTC", "LANG": "C.UTF-8", "umask": "022"},
    "seed 1": {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LANG": "C", "LC_ALL": "C", "umask": "077"},
    "random": {"PYTHONHASHSEED": "random", "TZ": "America/Adak", "LANG": "zh_CN.UTF-8", "umask": "000"},
}
NEEDED = "import docxtpl, jieba, lxml, mkdocs, pydantic, pypandoc, ruamel.yaml, xlsxwriter, zxingcpp"


def built(folder: Path, python: str, machine: dict[str, str]) -> dict[str, str]:
    """The digests of everything that a build in this folder wrote."""
    shutil.copytree(SMALL, folder, dirs_exist_ok=True)
    git = [require_tool("git"), "-C", str(folder), "-c", "user.name=甲", "-c", "user.email=a@example.invalid"]
    same = {"GIT_AUTHOR_DATE": "1700000000 +0000", "GIT_COMMITTER_DATE": "1700000000 +0000"}
    for command in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "-m", "一"]):
        subprocess.run([*git, *command], check=True, env=os.environ | same)
    environment = {name: value for name, value in machine.items() if name != "umask"}
    environment |= {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(CHECKOUT / "generator")}
    done = subprocess.run(
        [python, "-m", "meidang", "build", "docs", "--as-of", "2026-06-30", "--root", folder],
        env=environment,
        capture_output=True,
        check=False,
        umask=int(machine["umask"], 8),
        cwd=folder,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    files = sorted(path for path in (folder / "build/docs").rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    found = built(tmp_path_factory.mktemp("a"), sys.executable, MACHINES["seed 0"])
    assert len(found) > 80
    return found


def differing(one: dict[str, str], other: dict[str, str]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def other_pythons() -> list[str]:
    """Pythons of another version that have our libraries: named by MEIDANG_PYTHONS, or found on the path."""
    given = [place for place in os.environ.get("MEIDANG_PYTHONS", "").split(os.pathsep) if place]
    found = [place for minor in range(11, 16) if (place := shutil.which(f"python3.{minor}"))]
    return [place for place in given or found if given or _serves(place)]


def _serves(python: str) -> bool:
    asked = f"import sys; {NEEDED}; sys.exit(sys.version_info[:2] == {sys.version_info[:2]})"
    return subprocess.run([python, "-c", asked], capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("name", ["seed 1", "random"])
def test_another_machine_builds_the_same_bytes(first, tmp_path, name):
    folder = tmp_path / "很深 的" / "文件夹"
    assert differing(first, built(folder, sys.executable, MACHINES[name])) == []
    for number, python in enumerate(other_pythons()):
        assert differing(first, built(tmp_path / str(number), python, MACHINES[name])) == [], python
