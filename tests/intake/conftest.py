"""The small hospital into which workbooks are taken."""

from __future__ import annotations

import pytest

from intake.books import N02, small


@pytest.fixture
def root(tmp_path):
    """With somebody whose record is written by hand."""
    made = small(tmp_path)
    (made / "archive/staff/N02.yaml").write_text(N02, "utf-8")
    return made
