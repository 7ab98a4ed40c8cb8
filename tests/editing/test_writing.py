"""Files are written all or none, whatever happens on the way, and nobody else's file is touched."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from meidang.errors import UsageError
from meidang.pipeline.rewriting import Rewrite, rewrite

CHANGES = (
    Rewrite("a.yaml", "a: 1\n", "a: 2\n"),
    Rewrite("b.yaml", "b: 1\n", None),
    Rewrite("c.yaml", None, "c: 1\n"),
)


@pytest.fixture
def root(tmp_path):
    (tmp_path / "a.yaml").write_text("a: 1\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("b: 1\n", encoding="utf-8")
    return tmp_path


def files(root: Path) -> dict[str, str]:
    return {one.name: one.read_text(encoding="utf-8") for one in root.iterdir()}


def test_all_are_written(root):
    rewrite(root, CHANGES)
    assert files(root) == {"a.yaml": "a: 2\n", "c.yaml": "c: 1\n"}


@pytest.mark.parametrize(("owner", "step"), [(Path, "replace"), (Path, "unlink"), (os, "link")])
@pytest.mark.parametrize("is_done", [False, True])
def test_interrupted_at_any_step_done_or_not_everything_is_as_it_was(root, monkeypatch, owner, step, is_done):
    before = files(root)
    real, calls = getattr(owner, step), []

    def interrupted(*words, **named):
        calls.append(words)
        if len(calls) > 1:
            return real(*words, **named)
        if is_done:
            real(*words, **named)
        raise KeyboardInterrupt

    monkeypatch.setattr(owner, step, interrupted)
    with pytest.raises(KeyboardInterrupt):
        rewrite(root, CHANGES)
    assert files(root) == before


def test_what_somebody_else_puts_there_meanwhile_stays(root, monkeypatch):
    def put(new, target):
        Path(target).write_text("c: theirs\n", encoding="utf-8")
        raise FileExistsError(17, "exists", str(new), None, str(target))

    monkeypatch.setattr("os.link", put)
    before = files(root)
    with pytest.raises(UsageError, match="刚刚被别人新建"):
        rewrite(root, CHANGES)
    assert files(root) == before | {"c.yaml": "c: theirs\n"}
