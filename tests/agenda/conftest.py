"""The small archive of the site's tests, what is due in it, and a copy of it for commands."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from meidang.agenda import found_in
from meidang.archive import Archive
from meidang.cli import main
from meidang.kinds import ARCHIVE
from meidang.load import is_record_path, load_archive
from meidang.models.base import changed
from meidang.source.files import read_sources

SMALL = Path(__file__).parents[1] / "site" / "small"
AS_OF = date(2026, 6, 30)


@pytest.fixture(scope="session")
def archive():
    sources, unread = read_sources(SMALL, ARCHIVE, is_record_path)
    loaded = load_archive(sources)
    assert [*unread, *loaded.findings] == []
    return loaded.archive


@pytest.fixture
def with_fields(archive):
    """The archive with some fields of one record changed."""

    def make(key, base=archive, **fields):
        item = base.items[key]
        told = replace(item, record=changed(item.record, fields))
        return Archive({**base.items, key: told}, base.ids, base.references)

    return make


@pytest.fixture
def found(archive):
    """What is due in an archive on a day, with findings or without."""

    def make(other=archive, findings=(), day=AS_OF):
        return found_in(other, findings, day)

    return make


@pytest.fixture
def root(tmp_path):
    """A folder with the small archive, to write into."""
    shutil.copytree(SMALL / ARCHIVE, tmp_path / "institution" / ARCHIVE)
    return tmp_path / "institution"


@pytest.fixture
def due(root, capsys):
    """Run ``meidang due`` on the folder: exit code, what it said, what it complained of."""

    def run(*words):
        code = main(["due", "--root", str(root), *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def commit(root):
    """Commit the archive of the folder at a moment; the commit's hash."""

    def make(moment):
        said = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment, "HOME": str(root), "PATH": os.environ["PATH"]}
        author = ("-c", "user.name=a", "-c", "user.email=a@b.invalid")
        for words in (("init", "-q"), ("add", "archive"), (*author, "commit", "-qm", "a"), ("rev-parse", "HEAD")):
            done = subprocess.run(["git", *words], cwd=root, env=said, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    return make
