"""What is never written to or replaced: the archive, other people's folders, links, paths that leave the folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meidang.errors import UsageError
from meidang.outputs import MARKER, Output, OutputRefused, staged, write_outputs
from meidang.outputs.refusals import Paths

ONE = [Output("a.txt", b"1")]


def everything(folder: Path) -> dict[str, bytes | None]:
    """All paths below ``folder``, with the bytes of files."""
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An institution's folder with one record."""
    root = tmp_path / "hospital"
    (root / "archive" / "staff").mkdir(parents=True)
    (root / "archive" / "staff" / "D01.yaml").write_text("name: 张三", encoding="utf-8")
    return root


def refused(target: Path, message: str) -> None:
    """Writing to ``target`` raises a Chinese ``OutputRefused`` and leaves no trace."""
    around = target.parent if target.parent.exists() else target.parent.parent
    before = everything(around)
    with pytest.raises(OutputRefused, match=message):
        write_outputs(target, ONE)
    with pytest.raises(UsageError), staged(target):
        pytest.fail("a refused folder must not reach the producer")
    assert everything(around) == before


@pytest.mark.parametrize("place", ["archive", "archive/new", "archive/staff", "archive/new/deeper", "build/../archive"])
def test_the_archive_and_what_lies_in_it_is_no_output_folder(root: Path, place: str) -> None:
    (root / "build").mkdir()
    refused(root / place, "档案目录")


def test_the_archive_is_known_under_another_name(root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").symlink_to(root / "archive")
    refused(tmp_path / "elsewhere" / "new", "档案目录")


def test_an_empty_archive_is_no_output_folder_either(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    refused(tmp_path / "archive", "档案目录")


def test_the_folder_that_holds_the_archive_is_no_output_folder(root: Path) -> None:
    refused(root, "档案所在的目录")


def test_a_folder_far_above_the_archive_is_no_output_folder(root: Path) -> None:
    refused(root.parent, "不是空的")


def test_the_root_of_the_disk_is_no_output_folder() -> None:
    with pytest.raises(OutputRefused, match="根目录"):
        write_outputs(Path("/"), ONE)


def test_a_folder_of_somebody_else_is_not_replaced(root: Path) -> None:
    (root / "papers").mkdir()
    (root / "papers" / "thesis.docx").write_bytes(b"x")
    refused(root / "papers", "不是空的.*不能覆盖")


def test_a_folder_with_a_link_for_a_marker_is_not_replaced(root: Path, tmp_path: Path) -> None:
    (tmp_path / "note").write_bytes(b"")
    (root / "papers").mkdir()
    (root / "papers" / MARKER).symlink_to(tmp_path / "note")
    refused(root / "papers", "不是空的")


def test_a_folder_that_fills_while_the_build_runs_is_not_replaced(root: Path) -> None:
    target = root / "papers"

    def outputs() -> Iterator[Output]:
        yield from ONE
        target.mkdir()
        (target / "thesis.docx").write_bytes(b"x")

    with pytest.raises(OutputRefused, match="不是空的"):
        write_outputs(target, outputs())
    assert everything(target) == {"thesis.docx": b"x"}


def test_a_file_is_no_output_folder(root: Path) -> None:
    (root / "build").write_bytes(b"")
    refused(root / "build", "已有一个文件")


@pytest.mark.parametrize("aim", ["full", "empty", "missing"])
def test_a_link_is_no_output_folder(root: Path, tmp_path: Path, aim: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_bytes(b"")
    (root / "build").mkdir()
    (root / "build" / "site").symlink_to(tmp_path / aim)
    refused(root / "build" / "site", "链接")


def test_no_link_may_lie_on_the_way_below_the_root(root: Path, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (root / "build").symlink_to(tmp_path / "disk")
    refused(root / "build" / "site", "链接")


def test_a_link_above_the_root_is_the_machines_affair(root: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(root)
    write_outputs(tmp_path / "link" / "build" / "site", ONE)
    assert (root / "build" / "site" / "a.txt").read_bytes() == b"1"


def test_an_output_folder_may_lie_outside_any_project(tmp_path: Path) -> None:
    write_outputs(tmp_path / "stick" / "site", ONE)
    write_outputs(tmp_path / "stick" / "site", ONE)


def test_an_output_folder_does_not_lie_in_another(root: Path) -> None:
    write_outputs(root / "build" / "site", ONE)
    refused(root / "build" / "site" / "documents", "另一个输出目录")


def test_a_page_folder_called_archive_does_not_stop_the_next_build(root: Path) -> None:
    pages = [Output("archive/2026.html", b"1")]
    write_outputs(root / "build" / "site", pages)
    write_outputs(root / "build" / "site", pages)


def test_a_relative_folder_is_one_below_the_current(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    write_outputs(Path("build/site"), ONE)
    assert (root / "build" / "site" / "a.txt").exists()
    with pytest.raises(OutputRefused):
        write_outputs(Path(), ONE)


BAD_PATHS = [
    "",
    "/etc/passwd",
    "../a",
    "a/../../b",
    "a/./b",
    "a//b",
    "a/",
    ".",
    "..",
    "a\\b",
    "..\\a",
    "C:/a",
    "C:a",
    "a\0b",
    "a\nb",
    "a ",
    "a.",
    "a /b",
    "nul",
    "x/CON.txt",
    "com1.docx",
    'a"b',
    "a|b",
    "a*b",
    "a?b",
    "a<b",
    "\ud800",
    "x" * 256,
    "双" * 86,
    MARKER,
]


@pytest.mark.parametrize("path", BAD_PATHS)
def test_a_path_that_leaves_the_folder_or_fits_no_disk_is_refused(root: Path, path: str) -> None:
    target = root / "build" / "site"
    write_outputs(target, ONE)
    before = everything(root)
    with pytest.raises(OutputRefused):
        write_outputs(target, [Output("b.txt", b"2"), Output(path, b"3")])
    assert everything(root) == before


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a.txt", "a.txt"),
        ("a.txt", "A.TXT"),
        ("staff/a", "Staff/b"),
        ("é", "e\u0301"),
        ("straße", "STRASSE"),
        ("a", "a/b"),
        ("a/b", "a"),
        ("A/b", "a"),
    ],
)
def test_two_outputs_that_some_disk_takes_for_one_are_refused(root: Path, one: str, other: str) -> None:
    with pytest.raises(OutputRefused, match=r"同名|冲突"):
        write_outputs(root / "build", [Output(one, b""), Output(other, b"")])
    assert not (root / "build").exists()


def test_two_files_that_a_producer_spells_alike_are_refused(root: Path) -> None:
    def produce() -> None:
        with staged(root / "build") as folder:
            (folder / "a").write_bytes(b"")
            (folder / "A").write_bytes(b"")

    with pytest.raises(OutputRefused, match="同名"):
        produce()


def test_a_producer_may_not_write_the_marker(root: Path) -> None:
    with pytest.raises(OutputRefused, match=MARKER), staged(root / "build") as folder:
        (folder / MARKER).write_bytes(b"")


@given(st.lists(st.text(st.sampled_from("aA.é/\\: e\u0301双\0\n~-"), max_size=12), max_size=6))
def test_a_path_that_is_accepted_stays_below_the_folder(paths: list[str]) -> None:
    book, accepted = Paths(), []
    for path in paths:
        try:
            book.add(path)
        except OutputRefused:
            continue
        accepted.append(path)
    assert all(os.path.normpath(f"/out/{path}") == f"/out/{path}" for path in accepted)
    assert len({path.casefold() for path in accepted}) == len(accepted)
