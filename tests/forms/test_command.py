"""``meidang forms`` on the command line: how it starts, refuses to, and ends."""

from __future__ import annotations

import signal
import socket
import subprocess
import urllib.request
from http.cookiejar import CookieJar

import pytest

from forms.hospital import NURSE, RECORD, files_of, made_at
from forms.running import command, running


@pytest.fixture
def root(tmp_path):
    return made_at(tmp_path / "hospital")


def ran(root, *arguments):
    return subprocess.run(command(root, *arguments), capture_output=True, text=True, encoding="utf-8", check=False)


def test_it_serves_the_pages_to_whoever_has_the_address_and_ends_with_ctrl_c(root):
    before = files_of(root)
    with running(root, "--as-of", "2026-06-30") as forms:
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        assert "小样医疗美容门诊部" in browser.open(forms.address).read().decode()
        nurse = browser.open(f"{forms.origin}/staff/N02.html").read().decode()
        assert "白芷" in nurse
        assert "forms/index.html#/collections/staff/entries/N02" in nurse
        page = browser.open(f"{forms.origin}/forms/index.html").read().decode()
        assert 'src="trial.js"' in page
        forms.process.send_signal(signal.SIGINT)
        said, _ = forms.process.communicate(timeout=30)
    assert forms.process.returncode == 0
    assert said.endswith("已结束。保存过的内容都在 archive 里。\n")
    assert files_of(root) == before
    assert not (root / "build" / "site").exists()


def test_a_port_that_is_taken_is_said(root):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = ran(root, "--port", str(port))
    assert (done.returncode, done.stderr) == (
        2,
        f"meidang：端口 {port} 已被别的程序占用；换一个，或不写 --port，由程序挑选\n",
    )


@pytest.mark.parametrize("port", ["80", "65536", "八千", "-1", "8０80"])
def test_a_port_that_is_none_is_said(root, port):
    done = ran(root, f"--port={port}")
    assert done.returncode == 2
    assert "不是 1024 到 65535 的端口号" in done.stderr


def test_an_archive_with_data_errors_is_told_and_not_served(root):
    (root / NURSE).write_text(RECORD.replace("2026-05-19", "2026-02-30"), encoding="utf-8")
    done = ran(root)
    assert done.returncode == 1
    assert "archive/staff/N02.yaml:12:15" in done.stdout
    assert done.stdout.endswith("没有启动表单：请先在文件里改正数据错误，再运行一次。\n")
    assert not (root / "build").exists()


def test_a_folder_without_an_archive_is_said(tmp_path):
    done = ran(tmp_path)
    assert (done.returncode, "没有 archive 文件夹" in done.stderr) == (2, True)
