"""The small archive under Git: three commits on days that the tests name, and clones of it."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from meidang.cli import main
from shared import made_once
from tools import require_tool

SMALL = Path(__file__).parents[1] / "site" / "small" / "archive"
#: The day of each commit, in Shanghai; the second lies there on the next day already.
FIRST, SECOND, THIRD = "2026-01-10T12:00:00+0800", "2026-03-14T17:00:00+0000", "2026-06-01T12:00:00+0800"


class Kept:
    """An institution's folder under Git."""

    def __init__(self, root):
        self.root = Path(root)

    def git(self, *arguments, day=FIRST):
        who = ("-c", "user.name=甲", "-c", "user.email=a@example.invalid", "-c", "commit.gpgsign=false")
        command = [require_tool("git"), "-C", str(self.root), *who, *arguments]
        env = {**os.environ, "GIT_COMMITTER_DATE": day, "GIT_AUTHOR_DATE": day}
        return subprocess.run(command, check=True, capture_output=True, text=True, env=env).stdout.strip()

    def write(self, path, text):
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")

    def edit(self, path, before, after):
        text = (self.root / path).read_text(encoding="utf-8")
        assert before in text
        self.write(path, text.replace(before, after, 1))

    def commit(self, day):
        self.git("add", "--all")
        self.git("commit", "--quiet", "-m", "改", day=day)
        return self.short("HEAD")

    def short(self, revision):
        return self.git("rev-parse", "--short=10", revision)

    def clone(self, target, *options):
        subprocess.run(
            [require_tool("git"), "clone", "--quiet", *options, self.root.as_uri(), str(target)],
            check=True,
            capture_output=True,
        )
        return Kept(target)

    def outputs(self, *way):
        """Every file below a folder of outputs, by its path there; locks are no outputs."""
        folder = self.root.joinpath("build", *way)
        files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.endswith("-lock"))
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _make(root):
    shutil.copytree(SMALL, root / "archive")
    shutil.copytree(Path(__file__).parents[2] / "templates", root / "templates", ignore=shutil.ignore_patterns("*.py"))
    kept = Kept(root)
    kept.write(".gitignore", "build/\n")
    kept.write("site/index.md", "# 首页\n")
    kept.write("site/notice.md", "# 第一版通知\n\n内容。\n")
    kept.git("init", "--quiet", "--initial-branch=main")
    kept.edit("archive/settings.yaml", "as_of: 2026-06-30\n", "")
    kept.commit(FIRST)
    kept.edit("archive/institution.yaml", "name: ", "name: 原")
    kept.commit(SECOND)
    kept.edit("archive/institution.yaml", "name: 原", "name: ")
    kept.write("site/notice.md", "# 第三版通知\n\n内容。\n")
    kept.commit(THIRD)


@pytest.fixture(scope="session")
def original(tmp_path_factory):
    """The folder as it was made; no test writes there."""
    return made_once(tmp_path_factory, "past-institution", _make)


@pytest.fixture
def kept(original, tmp_path):
    """A copy for one test."""
    shutil.copytree(original, tmp_path / "机构")
    return Kept(tmp_path / "机构")


def _make_a_mess(kept):
    """Changes that nobody committed: in a record, a template and a page, and a record too many."""
    kept.edit("archive/institution.yaml", "name: ", "name: 改到一半的")
    kept.write("archive/staff/N77.yaml", "name: 还没提交\ndepartment_id: K01\n")
    kept.write("site/notice.md", "# 改到一半\n")
    (kept.root / "templates/staff.docx").unlink()


@pytest.fixture
def mess(kept):
    """A copy in which somebody is working."""
    _make_a_mess(kept)
    return kept


@pytest.fixture(scope="session")
def built(original, tmp_path_factory):
    """What ``meidang build`` makes of the second commit, beside uncommitted changes and in a clone elsewhere."""

    def made(below, *what):
        def make(root):
            shutil.copytree(original, root / "机构")
            beside = Kept(root / "机构")
            elsewhere = beside.clone(root / "别处" / "档案")
            _make_a_mess(beside)
            for one in (beside, elsewhere):
                with redirect_stdout(StringIO()) as said:
                    assert main(["build", *what, "--rev", "HEAD~1", "--root", str(one.root)]) == 0
                assert f"build/past/{one.short('HEAD~1')}/{below}" in said.getvalue()

        root = made_once(tmp_path_factory, f"past-{below}", make)
        version = Kept(root / "机构").short("HEAD~1")
        return [Kept(root / one).outputs("past", version, below) for one in ("机构", "别处/档案")]

    return made


@pytest.fixture
def run(capsys):
    """Run a command on a folder; its exit code, and what it said and complained of."""

    def do(root, *arguments):
        code = main([*arguments, "--root", str(root)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return do
