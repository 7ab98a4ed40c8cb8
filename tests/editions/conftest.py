"""The command line on a copy of the example, and what it built."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def copy(tmp_path_factory):
    """A new folder with the example's archive and the site's sources."""

    def make():
        root = tmp_path_factory.mktemp("institution")
        for name in ("archive", "site"):
            shutil.copytree(ROOT / name, root / name)
        return root

    return make


@pytest.fixture(scope="session")
def meidang():
    """Run the command line in a folder; the finished process."""

    def run(root, *arguments):
        command = [sys.executable, "-m", "meidang", *arguments, "--root", str(root), "--as-of", "2026-06-30"]
        environment = {**os.environ, "PYTHONUTF8": "1"}
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    return run


@pytest.fixture(scope="session")
def offline(copy, meidang):
    """The folders of all editions to hand over, from an archive with an edit address and a policy that links out."""
    root = copy()
    with (root / "archive/settings.yaml").open("a", encoding="utf-8") as settings:
        settings.write("\nedit_url: https://example.invalid/edit/\n")
    with (root / "archive/policies/follow-up.md").open("a", encoding="utf-8") as policy:
        policy.write("\n依据见[随访管理办法](https://example.invalid/law?id=1)。\n")
    done = meidang(root, "build", "site", "--offline", "--edition", "all")
    assert done.returncode == 0, done.stderr
    return root / "build/offline", done.stdout
