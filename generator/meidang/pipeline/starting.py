"""A new institution's folder: made beside its place, checked, and moved there in one step, or not at all."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from meidang.errors import UsageError
from meidang.findings import Severity
from meidang.outputs.disk import settle
from meidang.pipeline import Checked, check
from meidang.project import Project
from meidang.render.starter import WHEELS, Answers, render_starter
from meidang.source.git import git_environment

_BRANCH: Final = "main"
_SECONDS: Final = 30
#: Data errors of an answer that are named.
_MOST: Final = 5


@dataclass(frozen=True, slots=True)
class Started:
    """The folder, how many files it holds, what a check of it says, and why there is no repository, if so."""

    folder: Path
    files: int
    checked: Checked
    without_git: str = ""


def refuse_place(target: Path) -> None:
    """Raise UsageError where a new folder cannot be: nothing that is there is ever written over."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise UsageError(f"{target} 已经有了，而且不是文件夹；请换一个名字")
    if target.is_dir() and any(target.iterdir()):
        raise UsageError(f"{target} 不是空的；请换一个新的文件夹，已有的内容从不覆盖")
    if not target.parent.is_dir():
        raise UsageError(f"没有文件夹 {target.parent}；请先建立它，或换一个地方")


def start(target: Path, answers: Answers, *, today: date, with_git: bool, wheel: Path | None = None) -> Started:
    """Make the folder. Raises UsageError where the place will not do or an answer is no valid record, OSError.

    ``wheel``: the file that the program was installed from, which goes along.
    """
    refuse_place(target)
    staging = Path(mkdtemp(prefix=".meidang-", dir=target.parent))
    try:
        texts = render_starter(answers)
        for path, text in texts.items():
            file = staging / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        (staging / "archive" / "attachments").mkdir()
        if wheel is not None:
            (staging / WHEELS).mkdir()
            shutil.copyfile(wheel, staging / WHEELS / answers.wheel)
        checked = check(Project(staging), today=today)
        _refuse_errors(checked)
        settle(staging, private=False)
        without_git = _git(staging) if with_git else ""
        staging.rename(target)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    return Started(target, len(texts) + (wheel is not None), checked, without_git)


def _refuse_errors(checked: Checked) -> None:
    wrong = [found for found in checked.findings if found.severity is Severity.ERROR]
    if wrong:
        said = "；".join(f"{found.message}，{found.fix}" if found.fix else found.message for found in wrong[:_MOST])
        raise UsageError(f"填写的内容不能用，没有写出任何文件：{said}")


def _git(folder: Path) -> str:
    """Make a repository of it; why not, in words, where that fails: the files are good without one."""
    # Why no template: somebody's template may hold hooks, and what we make holds what we say.
    command = ["git", "init", "--quiet", "--template=", f"--initial-branch={_BRANCH}", "--", str(folder)]
    try:
        done = subprocess.run(command, env=git_environment(), capture_output=True, timeout=_SECONDS, check=False)
    except OSError:
        return f"没有安装 Git；装好以后，在这个文件夹里运行 git init --initial-branch={_BRANCH}"
    except subprocess.TimeoutExpired:
        return "Git 没有回应"
    return "" if done.returncode == 0 else "Git 出错，请在这个文件夹里运行 git init 看原因"
