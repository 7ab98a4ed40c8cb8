"""The archive as of a revision: what was committed, in a folder of its own; or one sentence that says why not."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from meidang.source.past import Lack, NoPast, past
from meidang.source.revision import read_revision
from tools import require_tool


def git(root: Path, *arguments: str, stdin: str | None = None) -> str:
    who = ("-c", "user.name=甲", "-c", "user.email=a@example.invalid", "-c", "commit.gpgsign=false")
    command = [require_tool("git"), "-C", str(root), *who, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, input=stdin).stdout.strip()


def committed(root: Path, files: dict[str, str], message: str) -> str:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "-m", message)
    return git(root, "rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path):
    root = tmp_path / "机构"
    root.mkdir()
    git(root, "init", "--quiet", "--initial-branch=main")
    return root


@pytest.fixture
def first(repository):
    return committed(repository, {"archive/staff/N03.yaml": "a: 1\n", "README.md": "x"}, "一")


def refused(root: Path, revision: str) -> NoPast:
    with pytest.raises(NoPast) as error, past(root, revision):
        pass
    return error.value


def files(root: Path) -> dict[str, str]:
    found = sorted(path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in found}


def test_the_archive_is_as_it_was(repository, first):
    later = committed(repository, {"archive/staff/N03.yaml": "a: 2\n", "templates/staff.docx": "w"}, "二")
    with past(repository, first) as then:
        assert files(then.root) == {"archive/staff/N03.yaml": "a: 1\n"}
        assert (then.commit, then.revision) == (first, first[:10])
    with past(repository, later) as then:
        assert files(then.root) == {"archive/staff/N03.yaml": "a: 2\n", "templates/staff.docx": "w"}


def test_what_documents_name_is_found_again(repository, first):
    with past(repository, read_revision(repository)) as then:
        assert then.commit == first


def test_nothing_of_it_stays_behind(repository, first):
    with past(repository, "main") as then:
        folder = then.root
        assert folder.stat().st_mode & 0o777 == 0o700
        assert (folder / "archive/staff/N03.yaml").stat().st_mode & 0o777 == 0o400
    assert not folder.exists()


def test_the_working_copy_is_left_alone(repository, first):
    (repository / "archive/staff/N03.yaml").write_text("a: 3\n", encoding="utf-8")
    before = git(repository, "status", "--porcelain")
    with past(repository, first):
        pass
    assert (repository / "archive/staff/N03.yaml").read_text(encoding="utf-8") == "a: 3\n"
    assert git(repository, "status", "--porcelain") == before


def test_an_archive_below_the_repository(repository, first):
    committed(repository, {"医院/archive/settings.yaml": "as_of: 2026-06-30\n"}, "二")
    with past(repository / "医院", "HEAD") as then:
        assert files(then.root) == {"archive/settings.yaml": "as_of: 2026-06-30\n"}


def test_attributes_neither_hide_nor_change_records(repository):
    text = "a: $Format:%H$\r\nb: 2\r\n"
    (repository / ".gitattributes").write_text(
        "*.yaml export-ignore export-subst filter=trap -text\n", encoding="utf-8"
    )
    trap = repository / "trap"
    committed(repository, {"archive/staff/N03.yaml": "x\n"}, "一")
    (repository / "archive/staff/N03.yaml").write_bytes(text.encode())
    committed(repository, {}, "二")
    git(repository, "config", "filter.trap.smudge", f"touch {trap}; cat")
    with past(repository, "HEAD") as then:
        assert (then.root / "archive/staff/N03.yaml").read_bytes() == text.encode()
    assert not trap.exists()


def test_links_are_left_out(repository):
    (repository / "archive").mkdir()
    (repository / "archive/passwd.yaml").symlink_to("/etc/passwd")
    committed(repository, {"archive/settings.yaml": "as_of: 2026-06-30\n"}, "一")
    with past(repository, "HEAD") as then:
        assert list(files(then.root)) == ["archive/settings.yaml"]


def test_a_commit_cannot_be_replaced(repository, first):
    other = committed(repository, {"archive/staff/N03.yaml": "a: 9\n"}, "二")
    git(repository, "replace", first, other)
    with past(repository, first) as then:
        assert files(then.root) == {"archive/staff/N03.yaml": "a: 1\n"}


# --- why not ---------------------------------------------------------------------------------------------------------


def test_an_unknown_revision(repository, first):
    error = refused(repository, "0123456789")
    assert error.lack is Lack.REVISION
    assert "没有版本 0123456789" in str(error)


@pytest.mark.parametrize("text", ["", "-h", "--output=x", "HEAD\n", "\x1b[31m", "a" * 300, "HEAD:archive"])
def test_what_is_no_revision(repository, first, text):
    assert refused(repository, text).lack is Lack.REVISION


def test_an_ambiguous_revision(repository):
    commit = "commit refs/heads/main\ncommitter a <a@example.invalid> {0} +0000\ndata 0\nM 644 inline archive/n.yaml\ndata 1\nx\n"
    stream = "".join(commit.format(1_700_000_000 + number) for number in range(3_000))
    git(repository, "fast-import", "--quiet", stdin=stream)
    starts = [line[:4] for line in git(repository, "rev-list", "main").splitlines()]
    shared = next(start for start in starts if starts.count(start) > 1)
    assert refused(repository, shared).lack is Lack.AMBIGUOUS


def test_a_shallow_clone_says_so(repository, first, tmp_path):
    committed(repository, {"archive/staff/N03.yaml": "a: 2\n"}, "二")
    git(tmp_path, "clone", "--quiet", "--depth=1", repository.as_uri(), "浅")
    error = refused(tmp_path / "浅", first)
    assert error.lack is Lack.SHALLOW
    assert "浅克隆" in str(error)
    assert "git fetch --unshallow" in str(error)
    with past(tmp_path / "浅", "HEAD") as then:
        assert files(then.root) == {"archive/staff/N03.yaml": "a: 2\n"}


def test_a_clone_without_files_says_so_and_fetches_nothing(repository, first, tmp_path):
    committed(repository, {"archive/staff/N03.yaml": "a: 2\n"}, "二")
    git(repository, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", "--no-checkout", "--filter=blob:none", repository.as_uri(), "半")
    assert refused(tmp_path / "半", first).lack is Lack.INCOMPLETE


def test_no_repository(tmp_path):
    assert refused(tmp_path, "HEAD").lack is Lack.REPOSITORY


def test_no_commit_yet(repository):
    assert refused(repository, "HEAD").lack is Lack.REVISION


def test_no_git(repository, first, monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    assert refused(repository, first).lack is Lack.GIT


def test_no_archive_then(repository):
    committed(repository, {"README.md": "x"}, "零")
    committed(repository, {"archive/settings.yaml": "x\n"}, "一")
    assert refused(repository, "HEAD~1").lack is Lack.ARCHIVE


def test_git_takes_too_long(repository, first, monkeypatch, tmp_path):
    slow = tmp_path / "bin"
    slow.mkdir()
    (slow / "git").write_text("#!/bin/sh\nsleep 60\n", encoding="utf-8")
    (slow / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr("meidang.source.git.SECONDS", 0.2)
    monkeypatch.setattr("meidang.source.git.ask_git.__kwdefaults__", {"seconds": 0.2, "also": {}})
    assert refused(repository, first).lack is Lack.SLOW
