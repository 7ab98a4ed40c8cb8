"""A folder as strangers leave it: what is read, what is passed over, what is named, and that nothing hides or blocks."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from meidang.source import files
from meidang.source.files import read_sources
from meidang.source.limits import Limits


@pytest.fixture
def root(tmp_path):
    (tmp_path / "archive" / "staff").mkdir(parents=True)
    write(tmp_path, "staff/D01.yaml", "name: 张三\n")
    return tmp_path


def write(root, path, text):
    file = root / "archive" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def is_expected(path):
    """As in life: records lie one folder deep."""
    return path.count("/") == 2 and path.endswith(".yaml")


def read(root, limits=None):
    return read_sources(root, "archive", is_expected, limits or Limits())


def lines(findings):
    return [f"{finding.location} {finding.code} {finding.message}" for finding in findings]


def test_every_record_is_read_in_the_order_of_paths(root):
    write(root, "staff/A01.yaml", "name: 李四\n")
    write(root, "device/X.yaml", "name: 仪器\n")
    sources, findings = read(root)
    assert [source.path for source in sources] == [
        "archive/device/X.yaml",
        "archive/staff/A01.yaml",
        "archive/staff/D01.yaml",
    ]
    assert [source.data for source in sources] == [{"name": "仪器"}, {"name": "李四"}, {"name": "张三"}]
    assert findings == []


def test_what_systems_and_office_leave_behind_is_passed_over(root):
    for path in (
        "README.md",
        ".gitkeep",
        "staff/.DS_Store",
        "staff/Thumbs.db",
        "staff/desktop.ini",
        "staff/~$D01.docx",
    ):
        write(root, path, "")
    assert read(root)[1] == []


@pytest.mark.parametrize(
    ("path", "line", "fix"),
    [
        ("staff/D02.yml", "扩展名应当只是小写的 .yaml，不会被读入", "改名为 D02.yaml"),
        ("staff/D02.YAML", "扩展名应当只是小写的 .yaml，不会被读入", "改名为 D02.yaml"),
        ("staff/D02 副本.yml", "像是 D02.yaml 的副本，不会被读入", "改名为 D02.yaml；不需要就删去"),
        ("staff/D02 (1).txt", "像是备份或副本，不会被读入", "删除它，或把其中的内容并入正式的文件；旧版本由 Git 保存"),
        ("staff/D02.yaml.bak", "扩展名应当只是小写的 .yaml，不会被读入", "改名为 D02.yaml"),
        ("staff/D02.yaml.txt", "扩展名应当只是小写的 .yaml，不会被读入", "改名为 D02.yaml"),
        ("staff/D02.yaml.yaml", "扩展名应当只是小写的 .yaml，不会被读入", "改名为 D02.yaml"),
        (
            "staff/.D02.yaml.swp",
            "像是备份或副本，不会被读入",
            "删除它，或把其中的内容并入正式的文件；旧版本由 Git 保存",
        ),
        ("D02.yaml", "不在任何一类记录的位置，不会被读入", "移到对应的目录，例如 archive/staff/D01.yaml"),
        ("staff/README.md", "不是记录，不会被读入", "附件放进 archive/attachments；用不着的删除"),
        ("staff/2024/D02.yaml", "不在任何一类记录的位置，不会被读入", "移到对应的目录，例如 archive/staff/D01.yaml"),
        ("staff/扫描.pdf", "不是记录，不会被读入", "附件放进 archive/attachments；用不着的删除"),
    ],
)
def test_any_other_file_is_named_with_what_to_do(root, path, line, fix):
    write(root, path, "name: x\n")
    sources, findings = read(root)
    assert len(sources) == 1
    assert lines(findings) == [f"archive/{path} SRC002 {line}"]
    assert findings[0].fix == fix


@pytest.mark.parametrize(
    "name", ["D01.yml", "D01.YML", "d01.yml", "D01.yaml.txt", "D01.yaml.bak", "D01.yaml.yaml", "D01.yaml~"]
)
def test_nobody_is_told_to_rename_a_file_over_a_record(root, name):
    write(root, f"staff/{name}", "name: x\n")
    sources, (finding,) = read(root)
    assert [source.data for source in sources] == [{"name": "张三"}]
    assert (finding.code, finding.location.path) == ("SRC002", f"archive/staff/{name}")
    assert finding.message == "扩展名应当只是小写的 .yaml，不会被读入；D01.yaml 已经存在"
    assert finding.fix == f"比较两个文件，把正确的内容合并到 D01.yaml，再删去 {name}"


COPIES = (
    *(
        "{} - 副本",
        "{} 副本",
        "{}副本",
        "{} - 副本 (2)",
        "{}_备份",
        "{} - Copy",
        "{} - Copy (2)",
        "{} copy 2",
        "{} (1)",
    ),
    *("{}(1)", "{}（2）", "复件 {}", "复件 (2) {}", "Copy of {}", "副本 {}"),
)


@pytest.mark.parametrize("copy", [*COPIES, "{}_backup", "{}-copy", "{}_bak2"])
@pytest.mark.parametrize("ending", [".yaml", ".yml", ".yaml.txt"])
def test_a_copy_is_no_record_whatever_it_says(root, copy, ending):
    name = copy.format("D01") + ending
    write(root, f"staff/{name}", "name: x\n")
    sources, (finding,) = read(root)
    assert [source.data for source in sources] == [{"name": "张三"}]
    assert lines([finding]) == [f"archive/staff/{name} SRC002 像是 D01.yaml 的副本，不会被读入"]
    assert finding.fix == f"比较两个文件，把正确的内容合并到 D01.yaml，再删去 {name}"


@pytest.mark.parametrize("copy", COPIES)
def test_a_copy_without_its_original_is_to_be_renamed(root, copy):
    write(root, f"staff/{copy.format('N03')}.yaml", "name: x\n")
    assert [(finding.code, finding.fix) for finding in read(root)[1]] == [("SRC002", "改名为 N03.yaml；不需要就删去")]


@pytest.mark.parametrize("name", ["N03_backup", "N03-copy", "photocopy", "backup", "D-01_2", "copy-1"])
def test_a_name_that_only_sounds_like_a_copy_is_a_record(root, name):
    write(root, f"staff/{name}.yaml", "name: x\n")
    assert read(root)[1] == []


def test_a_link_to_a_file_is_refused_but_its_record_is_known(root):
    (root / "archive/staff/L.yaml").symlink_to("D01.yaml")
    sources, findings = read(root)
    assert lines(findings) == ["archive/staff/L.yaml SRC001 不是普通文件，而是符号链接（快捷方式）"]
    assert [(source.path, source.data) for source in sources][1:] == [("archive/staff/L.yaml", None)]


def test_a_link_to_a_folder_is_refused_and_not_followed(root):
    (root / "archive/device").symlink_to("staff")
    assert read(root)[1][0].fix == "换成真正的文件夹"
    assert lines(read(root)[1]) == ["archive/device SRC001 不是真正的文件夹，而是符号链接（快捷方式）"]


def test_an_archive_that_is_a_link_is_refused(root, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    (other / "archive").symlink_to(root / "archive")
    sources, findings = read(other)
    assert sources == []
    assert lines(findings) == ["archive SRC001 不是目录，而是文件或符号链接（快捷方式）"]


def test_a_root_that_is_a_link_is_the_users_own_business(root, tmp_path_factory):
    link = tmp_path_factory.mktemp("other") / "link"
    link.symlink_to(root)
    assert len(read(link)[0]) == 1


@pytest.mark.parametrize("name", ["F.yaml", "fifo"])
def test_a_pipe_is_refused_and_never_waited_for(root, name):
    os.mkfifo(root / "archive/staff" / name)
    assert lines(read(root)[1]) == [f"archive/staff/{name} SRC001 不是普通文件，而是管道"]


def test_a_folder_and_a_socket_named_like_a_record_are_refused(root, monkeypatch):
    (root / "archive/staff/X.yaml").mkdir()
    monkeypatch.chdir(root / "archive/staff")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("S.yaml")
        assert lines(read(root)[1]) == [
            "archive/staff/S.yaml SRC001 不是普通文件",
            "archive/staff/X.yaml SRC001 不是普通文件，而是目录",
        ]


def test_a_missing_folder_is_a_finding(tmp_path):
    assert lines(read(tmp_path)[1]) == ["archive SRC001 找不到这个文件或目录"]
    assert lines(read(tmp_path / "nowhere")[1]) == ["archive SRC001 找不到这个文件或目录"]


def test_an_archive_that_is_a_file_is_a_finding(tmp_path):
    (tmp_path / "archive").write_text("")
    assert lines(read(tmp_path)[1]) == ["archive SRC001 不是目录，而是文件或符号链接（快捷方式）"]


def test_a_file_or_folder_without_permission_is_a_finding(root, monkeypatch):
    write(root, "device/X.yaml", "a: 1\n")
    write(root, "staff/A.yaml", "a: 1\n")
    opened = os.open

    def refuse(name, flags, *, dir_fd=None):
        # Why not chmod: tests may run as root, who may read everything.
        if name in ("device", "A.yaml"):
            raise PermissionError(13, "Permission denied")
        return opened(name, flags, dir_fd=dir_fd)

    monkeypatch.setattr(files.os, "open", refuse)
    sources, findings = read(root)
    assert lines(findings) == ["archive/device SRC001 没有读取权限", "archive/staff/A.yaml SRC001 没有读取权限"]
    assert [source.path for source in sources if source.data] == ["archive/staff/D01.yaml"]


def test_names_that_are_one_on_another_computer_are_a_finding(root):
    write(root, "staff/d01.yaml", "name: x\n")
    write(root, "Staff/D09.yaml", "name: x\n")
    findings = read(root)[1]
    assert lines(findings) == [
        "archive/staff SRC003 与“Staff”只差大小写或写法，在别的电脑上是同一个文件",
        "archive/staff/d01.yaml SRC003 与“D01.yaml”只差大小写或写法，在别的电脑上是同一个文件",
    ]


def test_names_that_differ_only_in_unicode_form_are_a_finding(root):
    write(root, "staff/é.yaml", "a: 1\n")
    write(root, "staff/e\u0301.yaml", "a: 1\n")
    assert [finding.code for finding in read(root)[1]] == ["SRC003"]


@pytest.mark.parametrize("name", [b"\xff.yaml", b"a\nb.yaml", "D\u200b01.yaml".encode(), "\u202elmay.yaml".encode()])
def test_a_name_that_cannot_be_shown_is_refused_and_escaped(root, name):
    Path(os.fsdecode(os.fsencode(root / "archive/staff") + b"/" + name)).write_text("a: 1\n")
    sources, (finding,) = read(root)
    assert len(sources) == 1
    assert finding.message == "文件名里有看不见或无法显示的字符"
    assert finding.location.path.isprintable()


def test_one_bad_file_never_hides_another(root):
    write(root, "staff/A.yaml", "name: 张三\n".encode("gbk"))
    write(root, "staff/B.yaml", "a: [1\n")
    write(root, "staff/C.yaml", "a: 1\na: 2\n")
    sources, findings = read(root)
    assert [source.data for source in sources] == [None, None, None, {"name": "张三"}]
    assert [str(finding.location) for finding in findings] == [
        "archive/staff/A.yaml:1:7",
        "archive/staff/B.yaml:1:4",
        "archive/staff/C.yaml:2:1",
    ]


def test_the_limits_of_the_whole_archive_are_said_once(root):
    for number in range(5):
        write(root, f"staff/E{number}.yaml", "a: 1\n")
    sources, findings = read(root, Limits(files=3))
    assert lines(findings) == ["archive/staff/E1.yaml SRC004 文件超过 3 个，从这里起不再读入"]
    assert sum(source.data is not None for source in sources) == 2
    sources, findings = read(root, Limits(archive_bytes=20))
    assert [finding.code for finding in findings] == ["SRC004"]


def test_folders_cannot_be_nested_without_end(root):
    write(root, "/".join("x" * 30) + "/a.txt", "")
    assert [finding.code for finding in read(root)[1]] == ["SRC004"]


def test_a_file_over_the_limit_is_not_read_to_its_end(root):
    write(root, "staff/A.yaml", "a: " + "x" * 5_000)
    (finding,) = read(root, Limits(file_bytes=1024))[1]
    assert finding.message == "文件超过 1 KiB"


def test_no_descriptor_is_left_open(root):
    (root / "archive/staff/X.yaml").mkdir()
    before = len(list(Path("/proc/self/fd").iterdir()))
    read(root)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_processes_that_share_a_large_archive_read_the_same(tmp_path):
    """The same sources in the same order, the same findings, and each finding once."""
    folder = tmp_path / "archive" / "staff"
    folder.mkdir(parents=True)
    for number in range(1_200):
        (folder / f"D{number}.yaml").write_text(f"name: 甲{number}\n列表: [一, {number}]\n", encoding="utf-8")
    (folder / "D7.yaml").write_text("name: [\n", encoding="utf-8")
    (folder / "D8.yaml").write_bytes("姓名".encode("gbk"))
    (folder / "D9.yml").write_text("name: 乙\n", encoding="utf-8")
    (folder / "D10.yaml").unlink()
    (folder / "D10.yaml").symlink_to("D11.yaml")

    def is_record(path):
        return path.endswith(".yaml")

    alone, shared = (read_sources(tmp_path, "archive", is_record, processes=count) for count in (1, 3))
    assert [(one.path, one.data, one.locate(("列表", 1))) for one in alone[0]] == [
        (one.path, one.data, one.locate(("列表", 1))) for one in shared[0]
    ]
    assert sorted(map(str, alone[1])) == sorted(map(str, shared[1]))
    assert len(alone[1]) == 4


def test_processes_that_share_an_archive_over_the_limit_say_it_once_and_at_the_same_file(tmp_path):
    folder = tmp_path / "archive" / "staff"
    folder.mkdir(parents=True)
    for number in range(1_200):
        (folder / f"D{number:04}.yaml").write_text("a: 1\n", encoding="utf-8")
    limits = Limits(archive_bytes=5 * 701)
    for processes in (1, 2, 3):
        sources, findings = read_sources(tmp_path, "archive", is_expected, limits, processes=processes)
        assert lines(findings) == ["archive/staff/D0701.yaml SRC004 全部记录超过 0 MiB，从这里起不再读入"]
        assert [source.data is not None for source in sources] == [True] * 701 + [False] * 499
