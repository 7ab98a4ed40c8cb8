"""What holds for every test: no silent skip where the tools are required, and steady property tests."""

from __future__ import annotations

import gc
import os

import pytest
from hypothesis import HealthCheck, settings

REQUIRE_TOOLS = os.environ.get("MEIDANG_REQUIRE_TOOLS") == "1"

# Two busy cores say nothing about an example's speed; CI must not fail by chance.
settings.register_profile(
    "meidang", deadline=None, derandomize=REQUIRE_TOOLS, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("meidang")


@pytest.fixture(autouse=True)
def collector():
    """A command line that was called inside a test has switched the collector off for its process."""
    yield
    gc.enable()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item, call):
    """Called for each phase of a test; outermost, so that an expected failure is already marked as one."""
    return _failed_if_skipped((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report(collector):
    """Called for each module, which may skip itself as a whole."""
    return _failed_if_skipped((yield))


def _failed_if_skipped(report):
    if REQUIRE_TOOLS and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped with MEIDANG_REQUIRE_TOOLS=1. {reason}"
    return report
