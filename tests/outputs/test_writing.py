"""Writing outputs: what stands in the folder afterwards, with which modes, and who may write at the same time."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from meidang.outputs import MARKER, Output, OutputsBusy, staged, write_outputs
from meidang.outputs import staging as staging_module

OLD = [Output("staff/D01.docx", b"old"), Output("gone.txt", b"bye")]
NEW = [Output("staff/D01.docx", b"new"), Output("staff/D02.docx", b"")]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder`` but the marker."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != MARKER)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def modes(folder: Path) -> dict[str, int]:
    """The permission bits of the folder and of everything below it."""
    return {str(path.relative_to(folder)): stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}


def wanted(outputs: list[Output]) -> dict[str, bytes]:
    """What ``contents`` must give after ``outputs`` were written."""
    return {output.path: output.content for output in outputs}


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A place for outputs whose folder does not exist yet."""
    return tmp_path / "build" / "binder"


def test_outputs_are_written_and_the_folder_is_marked(target: Path) -> None:
    write_outputs(target, NEW)
    assert contents(target) == wanted(NEW)
    assert (target / MARKER).is_file()


def test_outputs_that_no_record_produces_any_more_disappear(target: Path) -> None:
    write_outputs(target, OLD)
    write_outputs(target, NEW)
    assert contents(target) == wanted(NEW)


def test_no_outputs_leave_an_empty_folder(target: Path) -> None:
    write_outputs(target, OLD)
    write_outputs(target, [])
    assert contents(target) == {}


def test_an_empty_folder_may_become_an_output_folder(target: Path) -> None:
    target.mkdir(parents=True)
    write_outputs(target, NEW)
    assert contents(target) == wanted(NEW)


def test_nothing_but_the_lock_is_left_beside_the_outputs(target: Path) -> None:
    write_outputs(target, OLD)
    write_outputs(target, NEW)
    assert sorted(path.name for path in target.parent.iterdir()) == [".binder.meidang-lock", "binder"]


@pytest.mark.parametrize("exchanges", [True, False])
def test_publishing_works_where_the_system_cannot_exchange(
    target: Path, monkeypatch: pytest.MonkeyPatch, exchanges: bool
) -> None:
    if not exchanges:
        monkeypatch.setattr(staging_module, "exchange", lambda _one, _other: False)
    write_outputs(target, OLD)
    write_outputs(target, NEW)
    assert contents(target) == wanted(NEW)
    assert len(list(target.parent.iterdir())) == 2


def test_outputs_that_fail_while_rendering_leave_the_old_ones(target: Path) -> None:
    def failing() -> Iterator[Output]:
        yield NEW[0]
        raise RuntimeError("template")

    write_outputs(target, OLD)
    with pytest.raises(RuntimeError, match="template"):
        write_outputs(target, failing())
    assert contents(target) == wanted(OLD)
    assert len(list(target.parent.iterdir())) == 2


def test_a_producer_writes_its_files_into_the_staging_folder(target: Path) -> None:
    write_outputs(target, OLD)
    with staged(target) as folder:
        assert contents(folder) == {}
        assert contents(target) == wanted(OLD)
        (folder / "assets").mkdir()
        (folder / "assets" / "a.js").write_bytes(b"1")
    assert contents(target) == {"assets/a.js": b"1"}


def test_a_producer_may_empty_or_remake_the_staging_folder(target: Path) -> None:
    with staged(target) as folder:
        folder.rmdir()
        folder.mkdir()
        (folder / "index.html").write_bytes(b"1")
    assert contents(target) == {"index.html": b"1"}


@pytest.mark.parametrize("link", ["symbolic", "hard", "pipe"])
def test_a_producer_that_leaves_links_or_pipes_is_not_published(target: Path, tmp_path: Path, link: str) -> None:
    record = tmp_path / "record.yaml"
    record.write_bytes(b"")
    record.chmod(0o640)
    write_outputs(target, OLD)
    make = {"symbolic": os.symlink, "hard": os.link, "pipe": lambda _record, path: os.mkfifo(path)}[link]
    with pytest.raises(OSError, match="链接"), staged(target) as folder:
        make(record, folder / "x")
    assert contents(target) == wanted(OLD)
    assert stat.S_IMODE(record.stat().st_mode) == 0o640


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o377])
@pytest.mark.parametrize("private", [False, True])
def test_modes_and_bytes_are_the_same_whatever_the_umask(target: Path, umask: int, private: bool) -> None:
    target.parent.mkdir()
    before = os.umask(umask)
    try:
        write_outputs(target, NEW, private=private)
    finally:
        os.umask(before)
    file, folder = (0o600, 0o700) if private else (0o644, 0o755)
    assert contents(target) == wanted(NEW)
    assert modes(target) == {
        ".": folder,
        MARKER: file,
        "staff": folder,
        "staff/D01.docx": file,
        "staff/D02.docx": file,
    }


def test_private_outputs_are_closed_to_others_while_they_are_written(target: Path) -> None:
    with staged(target, private=True) as folder:
        assert modes(folder) == {".": 0o700}


def test_the_owner_may_write_into_the_staging_folder_whatever_the_umask(target: Path) -> None:
    target.parent.mkdir()
    before = os.umask(0o377)
    try:
        with staged(target) as folder:
            assert modes(folder) == {".": 0o700}
    finally:
        os.umask(before)


def test_what_was_public_becomes_private(target: Path) -> None:
    write_outputs(target, OLD)
    write_outputs(target, NEW, private=True)
    assert set(modes(target).values()) == {0o600, 0o700}


def test_everything_is_forced_to_the_disk_before_it_is_published(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forced: set[int] = set()
    fsync, exchange = os.fsync, staging_module.exchange

    def noting(descriptor: int) -> None:
        forced.add(os.fstat(descriptor).st_ino)
        fsync(descriptor)

    def checking(new: Path, other: Path) -> bool:
        assert {path.stat().st_ino for path in (new, *new.rglob("*"))} <= forced
        return exchange(new, other)

    write_outputs(target, OLD)
    monkeypatch.setattr(os, "fsync", noting)
    monkeypatch.setattr(staging_module, "exchange", checking)
    write_outputs(target, NEW)
    assert target.parent.stat().st_ino in forced


def test_a_disk_that_loses_a_file_is_noticed(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_outputs(target, OLD)
    monkeypatch.setattr("meidang.outputs.write_file", lambda *_: None)
    with pytest.raises(OSError, match="不一致"):
        write_outputs(target, NEW)
    assert contents(target) == wanted(OLD)


def test_a_second_build_of_the_same_folder_says_so(target: Path) -> None:
    with staged(target) as folder:
        with pytest.raises(OutputsBusy, match="另一个生成任务正在写入"):
            write_outputs(target, OLD)
        (folder / "a").write_bytes(b"1")
    assert contents(target) == {"a": b"1"}
    write_outputs(target, NEW)
    assert contents(target) == wanted(NEW)


def test_a_second_build_in_another_process_says_so(target: Path) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from meidang.outputs import OutputsBusy, write_outputs\n"
        "try: write_outputs(Path(sys.argv[1]), [])\n"
        "except OutputsBusy: sys.exit(3)\n"
    )
    source = str(Path(staging_module.__file__).parents[2])
    with staged(target):
        done = subprocess.run(
            [sys.executable, "-c", program, str(target)], check=False, timeout=60, env={"PYTHONPATH": source}
        )
    assert done.returncode == 3


def test_builds_of_two_folders_do_not_wait_for_each_other(target: Path) -> None:
    with staged(target):
        write_outputs(target.with_name("site"), NEW)
    assert contents(target.with_name("site")) == wanted(NEW)


def test_what_dead_builds_left_is_removed(target: Path) -> None:
    write_outputs(target, OLD)
    for name in (".binder.meidang-new", ".binder.meidang-old"):
        (target.with_name(name) / "x").mkdir(parents=True)
    write_outputs(target, NEW)
    assert contents(target) == wanted(NEW)
    assert len(list(target.parent.iterdir())) == 2


def test_a_link_left_in_place_of_the_staging_folder_is_not_followed(target: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "x").write_bytes(b"keep")
    target.parent.mkdir()
    for name in (".binder.meidang-new", ".binder.meidang-old"):
        target.with_name(name).symlink_to(tmp_path / "mine")
    write_outputs(target, NEW)
    assert contents(tmp_path / "mine") == {"x": b"keep"}
    assert contents(target) == wanted(NEW)
