"""What the tests of ``meidang init`` share: a new archive, its README's examples, its workflows."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from meidang.cli import main
from tools import require_tool

NAME = "星河医疗美容门诊部"
FLAGS = (
    *("--name", NAME, "--short-name", "星河", "--type", "医疗美容门诊部", "--grade", "一级"),
    *("--departments", "美容外科、药剂科", "--inspection", "2027-03-01", "--yes"),
)
WORKFLOWS = (
    *(".github/workflows/check.yml", ".github/workflows/comment.yml", ".github/workflows/build.yml"),
    *(".gitea/workflows/check.yml", ".gitea/workflows/build.yml"),
)
GITLAB = ".gitlab-ci.yml"


def begin(folder: Path, *flags: str) -> Path:
    """A new institution's folder, with the files of all platforms."""
    assert main(["init", str(folder), *(flags or (*FLAGS, "--ci", "all"))]) == 0
    return folder


def git(folder: Path, *arguments: str) -> str:
    """Git in that folder, as somebody."""
    who = ("-c", "user.name=甲", "-c", "user.email=a@example.invalid", "-c", "commit.gpgsign=false")
    command = [require_tool("git"), *who, "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def committed(folder: Path, message: str = "建立档案") -> Path:
    """The folder with everything committed."""
    git(folder, "add", "-A")
    git(folder, "commit", "--quiet", "-m", message)
    return folder


def filled_in(folder: Path) -> Path:
    """The folder after somebody has done what the README shows: its blocks copied, or put at a file's end, and tidied."""
    text = (folder / "README.md").read_text(encoding="utf-8")
    found = re.findall(r"^`(archive/\S+\.yaml)`( 的末尾)?：\n\n```yaml\n(.*?)```", text, re.DOTALL | re.MULTILINE)
    assert len(found) == 4
    for path, at_the_end, block in found:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        before = file.read_text(encoding="utf-8") if at_the_end else ""
        file.write_text(before + block, encoding="utf-8")
    assert main(["fmt", "--root", str(folder)]) == 0
    return folder


def jobs(folder: Path, path: str) -> dict[str, dict]:
    """The jobs of a workflow."""
    return yaml.safe_load((folder / path).read_text(encoding="utf-8"))["jobs"]


def steps(folder: Path, path: str) -> Iterator[dict]:
    """The steps of all jobs of a workflow."""
    for job in jobs(folder, path).values():
        yield from job["steps"]


@pytest.fixture(scope="session")
def fresh(tmp_path_factory):
    """A new archive as it is; not to be changed."""
    return begin(tmp_path_factory.mktemp("fresh") / "档案")


def copied(folder: Path, target: Path) -> Path:
    """A copy that may be changed."""
    shutil.copytree(folder, target, symlinks=True)
    return target
