"""The day on which the archives of these tests are begun."""

from __future__ import annotations

from datetime import datetime
from unittest.mock import patch

import pytest

from meidang import clock
from starter.begun import begin


class _Then(datetime):
    @classmethod
    def now(cls, tz=None):
        """Noon of that day."""
        return datetime(2026, 11, 26, 12, tzinfo=tz)


@pytest.fixture(scope="package", autouse=True)
def then():
    """Why: an archive that is begun on one day and judged on another holds days yet to come."""
    with patch.object(clock, "datetime", _Then):
        yield


@pytest.fixture(scope="package")
def fresh(tmp_path_factory, then):
    """A new archive as it is; not to be changed."""
    return begin(tmp_path_factory.mktemp("fresh") / "档案")
