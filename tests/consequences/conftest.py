"""A fresh repository for each test."""

from __future__ import annotations

import pytest

from consequences.versions import Versions


@pytest.fixture
def versions(tmp_path):
    root = tmp_path / "机构"
    root.mkdir()
    return Versions.of_the_small_archive(root)
