"""The example archive, read once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from meidang.pipeline import check
from meidang.project import Project

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def checked():
    return check(Project(ROOT), today=date(2030, 1, 1))


@pytest.fixture(scope="session")
def archive(checked):
    return checked.archive
