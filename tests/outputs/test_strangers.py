"""What somebody put into an output folder, or changed there, is never lost; what a build wrote is replaced."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from meidang.outputs import MARKER, Output, OutputRefused, staged, write_outputs
from meidang.outputs.manifest import refuse_strangers

OLD = [Output("staff/D01-张三.docx", b"old"), Output("gone.txt", b"bye")]
NEW = [Output("staff/D01-张三.docx", b"new"), Output("a\u2028b/É x.txt", b"")]
CHECKOUT = Path(__file__).parents[2]


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Outputs as an earlier build left them."""
    target = tmp_path / "build" / "docs"
    write_outputs(target, OLD)
    return target


def refused(target: Path, message: str, *, strict: bool = True) -> None:
    """The build stops before its first output, and nothing has changed."""
    before = everything(target.parent)
    with pytest.raises(OutputRefused, match=message):
        write_outputs(target, NEW, strict=strict)
    with pytest.raises(OutputRefused), staged(target, strict=strict):
        pytest.fail("the producer must not begin its work")
    assert everything(target.parent) == before


@pytest.mark.parametrize("place", ["mine.docx", "staff/mine.docx", "new/mine.docx", ".hidden", f"staff/{MARKER}"])
@pytest.mark.parametrize("strict", [True, False])
def test_a_file_that_no_build_wrote_is_not_deleted(target: Path, place: str, strict: bool) -> None:
    (target / place).parent.mkdir(exist_ok=True)
    (target / place).write_bytes(b"mine")
    refused(target, f"{place}（不是美档生成的）.*移到别处", strict=strict)
    (target / place).rename(target.parent / "kept")
    write_outputs(target, NEW, strict=strict)


@pytest.mark.parametrize("content", [b"OLD", b"older", b""])
def test_an_output_edited_by_hand_is_not_overwritten(target: Path, content: bytes) -> None:
    (target / OLD[0].path).write_bytes(content)
    refused(target, "D01-张三.docx（改动过）.*移到别处")


def test_changed_outputs_that_are_only_derived_are_overwritten(target: Path) -> None:
    (target / OLD[0].path).write_bytes(b"edited")
    write_outputs(target, NEW, strict=False)
    assert (target / NEW[0].path).read_bytes() == b"new"


def test_a_folder_put_aside_as_a_whole_lets_the_next_build_begin(target: Path) -> None:
    (target / "mine").write_bytes(b"")
    target.rename(target.with_name("mine"))
    write_outputs(target, NEW)


def test_five_files_are_named(target: Path) -> None:
    for number in range(7):
        (target / f"mine{number}").write_bytes(b"")
    refused(target, r"：mine0（[^：]*、mine4（不是美档生成的） 等。")


def test_a_name_that_cannot_be_shown_can_be_told(target: Path) -> None:
    Path(os.fsdecode(os.fsencode(target) + b"/\xff\x1b")).write_bytes(b"")
    refused(target, r"：\?\?（")


@pytest.mark.parametrize(
    "name", [".DS_Store", "Thumbs.db", "desktop.ini", "Desktop.ini", "~$1-张三.docx", ".~lock.D01-张三.docx#"]
)
def test_what_programs_leave_behind_stops_nothing(target: Path, name: str) -> None:
    (target / "staff" / name).write_bytes(b"litter")
    write_outputs(target, NEW)
    assert not (target / "staff" / name).exists()


@pytest.mark.parametrize("aim", ["folder", "file", "nothing"])
@pytest.mark.parametrize("place", ["mine", "gone.txt"])
def test_links_are_strangers_and_are_not_followed(target: Path, tmp_path: Path, aim: str, place: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"bye")
    (target / place).unlink(missing_ok=True)
    (target / place).symlink_to(tmp_path / aim)
    refused(target, place)


def test_a_second_name_of_an_output_in_a_backup_stops_nothing(target: Path, tmp_path: Path) -> None:
    os.link(target / "gone.txt", tmp_path / "backup")
    write_outputs(target, NEW)
    assert (tmp_path / "backup").read_bytes() == b"bye"


def test_outputs_that_are_missing_stop_nothing(target: Path) -> None:
    shutil.rmtree(target / "staff")
    write_outputs(target, NEW)
    write_outputs(target, OLD)


@pytest.mark.parametrize("note", [b"", "本文件夹由美档生成。\nWritten by Meidang.\n".encode(), b"\xff\n"])
def test_a_marker_that_tells_nothing_makes_everything_ours(target: Path, note: bytes) -> None:
    (target / MARKER).write_bytes(note)
    (target / "x").write_bytes(b"")
    write_outputs(target, NEW)
    assert not (target / "x").exists()


def test_a_folder_without_outputs_is_known_to_have_none(target: Path) -> None:
    write_outputs(target, [])
    write_outputs(target, [])
    (target / "mine").write_bytes(b"")
    refused(target, "mine")


def test_a_file_that_comes_while_the_build_runs_is_not_deleted(target: Path) -> None:
    before = everything(target)

    def outputs() -> Iterator[Output]:
        yield NEW[0]
        (target / "mine").write_bytes(b"mine")

    with pytest.raises(OutputRefused, match="mine"):
        write_outputs(target, outputs())
    assert everything(target) == before | {"mine": b"mine"}


def test_a_file_in_outputs_that_a_dead_build_moved_aside_comes_back(target: Path) -> None:
    (target / "mine").write_bytes(b"mine")
    target.rename(target.with_name(".docs.meidang-old"))
    with pytest.raises(OutputRefused, match="mine"):
        write_outputs(target, NEW)
    assert (target / "mine").read_bytes() == b"mine"


def test_the_same_outputs_give_the_same_manifest_in_any_order(target: Path) -> None:
    write_outputs(target, NEW)
    first = (target / MARKER).read_bytes()
    write_outputs(target, reversed(NEW))
    assert (target / MARKER).read_bytes() == first
    assert first.decode().count("\n") == 3 + len(NEW)


def test_a_manifest_with_the_line_ends_of_windows_is_read(target: Path) -> None:
    (target / MARKER).write_bytes((target / MARKER).read_bytes().replace(b"\n", b"\r\n"))
    write_outputs(target, NEW)


def test_the_schemas_in_git_are_those_of_their_manifest() -> None:
    assert (CHECKOUT / "schemas" / MARKER).read_text("utf-8").count("sha256 size path") == 1
    refuse_strangers(CHECKOUT / "schemas", strict=True)
