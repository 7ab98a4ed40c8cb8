"""Findings -> text for people, JSON for programs, and what code hosts show. Pure; findings do not format themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from meidang.report.as_github import as_github
from meidang.report.as_gitlab import as_gitlab
from meidang.report.as_json import as_json
from meidang.report.as_junit import as_junit
from meidang.report.as_sarif import as_sarif
from meidang.report.as_text import as_text
from meidang.report.report import Report

__all__ = ["FORMATS", "Report"]

#: What ``--format`` can name.
FORMATS: Mapping[str, Callable[[Report], str]] = MappingProxyType(
    {
        "text": as_text,
        "json": as_json,
        "github": as_github,
        "gitlab": as_gitlab,
        "sarif": as_sarif,
        "junit": as_junit,
    }
)
