"""``meidang forms`` on the command line: when it refuses to start."""

from __future__ import annotations

import socket

import pytest

from forms.hospital import NURSE, RECORD, made_at
from meidang.cli import main


@pytest.fixture
def root(tmp_path):
    return made_at(tmp_path / "hospital")


@pytest.fixture
def ran(capsys):
    """Run the command in this process, where it is refused: its code and what it said."""

    def run(root, *arguments):
        try:
            code = main(["forms", "--root", str(root), *arguments])
        except SystemExit as ended:
            code = ended.code
        return code, *capsys.readouterr()

    return run


def test_a_port_that_is_taken_is_said(root, ran):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert ran(root, "--port", str(port)) == (
            2,
            "",
            f"meidang：端口 {port} 已被别的程序占用；换一个，或不写 --port，由程序挑选\n",
        )


@pytest.mark.parametrize("port", ["80", "65536", "八千", "-1", "8０80"])
def test_a_port_that_is_none_is_said(tmp_path, ran, port):
    code, _, said = ran(tmp_path, f"--port={port}")
    assert code == 2
    assert "不是 1024 到 65535 的端口号" in said


def test_an_archive_with_data_errors_is_told_and_not_served(root, ran):
    (root / NURSE).write_text(RECORD.replace("2026-05-19", "2026-02-30"), encoding="utf-8")
    code, said, _ = ran(root)
    assert code == 1
    assert "archive/staff/N02.yaml:12:15" in said
    assert said.endswith("没有启动表单：请先在文件里改正数据错误，再运行一次。\n")
    assert not (root / "build").exists()


def test_a_folder_without_an_archive_is_said(tmp_path, ran):
    code, _, said = ran(tmp_path)
    assert (code, "没有 archive 文件夹" in said) == (2, True)
