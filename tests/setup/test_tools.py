"""A missing program skips a test on a laptop and fails it in CI."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]

SUITE = """
import pytest
from tools import TOOLS, require_tool

def test_asks_for_a_missing_tool():
    TOOLS["no-such-program"] = "some-package"
    require_tool("no-such-program")

@pytest.mark.skip(reason="because")
def test_skips_itself(): ...

@pytest.mark.xfail(reason="known")
def test_fails_as_expected():
    assert False

def test_passes(): ...
"""
SKIPPED_MODULE = """
import pytest
pytest.skip("whole module", allow_module_level=True)
"""


@pytest.fixture
def run_suite(tmp_path):
    for name in ("conftest.py", "tools.py"):
        shutil.copy(TESTS / name, tmp_path)
    (tmp_path / "test_suite.py").write_text(SUITE, encoding="utf-8")

    def run(*, require: bool) -> str:
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "MEIDANG"))}
        if require:
            environment["MEIDANG_REQUIRE_TOOLS"] = "1"
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-ra",
            "-c",
            os.devnull,
            "--rootdir=.",
            "-p",
            "no:cacheprovider",
            ".",
        ]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        ).stdout

    return run


def test_a_missing_tool_is_skipped_and_named(run_suite):
    output = run_suite(require=False)
    assert "no-such-program is missing: apt-get install some-package" in output
    assert "1 passed, 2 skipped, 1 xfailed" in output


def test_every_skip_fails_where_tools_are_required(run_suite):
    output = run_suite(require=True)
    assert "no-such-program is missing: apt-get install some-package" in output
    assert "Nothing may be skipped with MEIDANG_REQUIRE_TOOLS=1. Skipped: because" in output
    assert "1 failed, 1 passed, 1 xfailed, 1 error" in output


def test_a_module_that_skips_itself_fails_where_tools_are_required(run_suite, tmp_path):
    (tmp_path / "test_module.py").write_text(SKIPPED_MODULE, encoding="utf-8")
    assert "3 skipped" in run_suite(require=False)
    assert "Skipped: whole module" in run_suite(require=True)
