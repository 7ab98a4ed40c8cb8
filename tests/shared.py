"""What takes seconds to make and no test changes is made once in a run, whatever number of workers ask for it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that ``make`` filled; the first worker that asks fills it, others wait for it.

    ``make`` gets a folder that is not there yet. Where it fails, the next who asks tries again elsewhere.
    """
    base = factory.getbasetemp()
    # A worker of pytest-xdist has a folder of its own below that of the run.
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "made-once"
    shared.mkdir(exist_ok=True)
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        told = shared / f"{name}.at"
        if not told.exists():
            folder = factory.mktemp(name) / "made"
            make(folder)
            told.write_text(str(folder), encoding="utf-8")
    return Path(told.read_text(encoding="utf-8"))
