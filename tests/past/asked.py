"""The clean archive of the rules' tests, with a few words put in place of others."""

from __future__ import annotations

from pathlib import Path

from meidang.pipeline import read_archive
from meidang.project import Project

BASE = Path(__file__).parents[1] / "rules" / "base"
D01, T01 = "archive/staff/D01.yaml", "archive/technique/T01.yaml"


def archive_with(*edits):
    """The archive after edits, each a path, what stands there, and what shall stand there; None before: a new file."""
    texts: dict[str, str] = {}
    for path, before, after in edits:
        if before is None:
            texts[path] = after
            continue
        text = texts.get(path) or (BASE / path).read_text(encoding="utf-8")
        assert before in text, (path, before)
        texts[path] = text.replace(before, after, 1)
    read = read_archive(Project(BASE), instead=texts)
    assert read.findings == ()
    return read.archive
