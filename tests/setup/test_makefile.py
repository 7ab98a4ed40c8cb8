"""`make` explains its targets, and says in Chinese and English what the machine lacks."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tools import require_tool

CHECKOUT = Path(__file__).parents[2]
MAKEFILE = (CHECKOUT / "Makefile").read_text(encoding="utf-8")


@pytest.fixture
def make(tmp_path):
    """`make` in a folder with the Makefile and what it depends on, and nothing else."""
    shutil.copy(CHECKOUT / "Makefile", tmp_path)
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    shutil.copytree(CHECKOUT / "requirements", tmp_path / "requirements")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [require_tool("make"), "--no-print-directory", *arguments]
        return subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)

    return run


def python_that_fails(folder: Path, condition: str) -> Path:
    """A program that stands for Python and fails where its arguments match a shell pattern."""
    program = folder / "python"
    program.write_text(f'#!/bin/sh\ncase "$*" in *{condition}*) exit 1 ;; esac\n', encoding="utf-8")
    program.chmod(0o755)
    return program


def test_every_target_is_explained(make):
    targets = re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)[1].split()
    assert re.findall(r"^  make (\w+) ", make().stdout, re.MULTILINE) == targets


def test_a_missing_python_is_named(make):
    run = make("build", "PYTHON=no-such-python")
    assert run.returncode
    assert "找不到 no-such-python。请先安装 Python 3.11 或更高版本" in run.stderr
    assert "no-such-python not found: install Python 3.11 or later" in run.stderr


def test_an_old_python_is_refused(make, tmp_path):
    run = make("build", f"PYTHON={python_that_fails(tmp_path, 'version_info')}")
    assert run.returncode
    assert "需要 Python 3.11 或更高版本" in run.stderr
    assert "Python 3.11 or later is needed" in run.stderr


def test_a_python_without_venv_says_which_package_to_install(make, tmp_path):
    run = make("build", f"PYTHON={python_that_fails(tmp_path, 'ensurepip')}")
    assert run.returncode
    assert "缺少 venv 模块" in run.stderr
    assert "apt-get install python3-venv" in run.stderr
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize("target", ["test", "check"])
def test_ci_runs_what_readme_says(target):
    assert f"\nmake {target}\n" in (CHECKOUT / ".ci" / "run").read_text(encoding="utf-8")
