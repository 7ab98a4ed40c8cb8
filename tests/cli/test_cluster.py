"""Documents filled by the workers of a Dask cluster are the documents filled here."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from commands import meidang

SMALL = Path(__file__).parents[1] / "site/small"
TEMPLATES = Path(__file__).parents[2] / "templates"


@pytest.fixture(scope="module")
def hospital(tmp_path_factory):
    root = tmp_path_factory.mktemp("hospital")
    shutil.copytree(SMALL / "archive", root / "archive")
    (root / "templates").mkdir()
    for name in ("staff.docx", "technique.docx"):
        shutil.copy(TEMPLATES / name, root / "templates" / name)
    return root


@contextmanager
def program(*words, until):
    """A program in the background, from the moment when it says ``until``; what it said up to there."""
    started = subprocess.Popen(
        [sys.executable, "-m", *words], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=_environment()
    )
    said = ""
    try:
        deadline = time.monotonic() + 60
        while until not in said:
            assert time.monotonic() < deadline, said
            said += started.stderr.readline()
        yield said
    finally:
        started.kill()
        started.communicate()


def _environment(**more):
    return {**os.environ, "DASK_DISTRIBUTED__WORKER__DAEMON": "False", **more}


def build(root, *options):
    return subprocess.run(
        [sys.executable, "-m", "meidang", "build", "docs", "--root", root, "--as-of", "2026-06-30", *options],
        capture_output=True,
        text=True,
        check=False,
    )


def built(root):
    docs = root / "build/docs"
    return {path.relative_to(docs).as_posix(): path.read_bytes() for path in sorted(docs.rglob("*.docx"))}


def test_a_cluster_makes_the_same_documents(hospital):
    assert build(hospital, "--processes", "1").returncode == 0
    here = built(hospital)
    with (
        program("distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard", until="Scheduler at:") as said,
    ):
        address = said.rpartition("Scheduler at:")[2].strip()
        refused = build(hospital, "--scheduler", address)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert f"调度器 {address} 没有工作进程" in refused.stderr
        with program("distributed.cli.dask_worker", address, "--no-nanny", "--no-dashboard", until="Registered to:"):
            done = build(hospital, "--scheduler", address)
    assert done.returncode == 0, done.stderr
    assert built(hospital) == here
    assert any(name.startswith("staff/") for name in here)


def test_several_processes_make_the_same_documents(hospital):
    assert build(hospital, "--processes", "1").returncode == 0
    here = built(hospital)
    assert build(hospital, "--processes", "2").returncode == 0
    assert built(hospital) == here


def test_a_scheduler_that_does_not_answer_is_named(hospital):
    done = build(hospital, "--scheduler", "tcp://127.0.0.1:9")
    assert done.returncode == 2
    assert "连不上 Dask 调度器 tcp://127.0.0.1:9" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("address", ["不是地址", "http://x", "tcp://host", "host:port"])
def test_what_is_no_address_is_said_at_once(hospital, address):
    done = meidang("build", "docs", "--root", hospital, "--scheduler", address)
    assert done.returncode == 2
    assert f"“{address}”不是调度器的地址" in done.stderr


@pytest.mark.parametrize("count", ["0", "-1", "x", "1.5"])
def test_a_number_of_processes_is_a_positive_integer(hospital, count):
    done = meidang("build", "docs", "--root", hospital, f"--processes={count}")
    assert done.returncode == 2
    assert f"“{count}”不是 1 到 999 的整数" in done.stderr
