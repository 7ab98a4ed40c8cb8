"""The example hospital's pages in each edition, and a bare frame in which a browser shows pages without the theme."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from browser import served
from meidang.kinds import ARCHIVE
from meidang.load import is_record_path, load_archive
from meidang.models.audience import Edition
from meidang.pipeline.explanations import explanations
from meidang.readiness import judge
from meidang.render.pages.pages import render_site
from meidang.rules import RULES, run_rules
from meidang.source.files import read_sources

ROOT = Path(__file__).parents[2]
AS_OF = date(2026, 6, 30)
_FRAME = """<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>页</title>
<link rel="stylesheet" href="{up}assets/stylesheets/meidang.css">
<link rel="stylesheet" href="{up}assets/stylesheets/tables.css"></head>
<body data-md-color-scheme="default"><main class="md-typeset">{body}</main>
<script src="{up}assets/javascripts/table_values.js"></script>
<script src="{up}assets/javascripts/tables.js"></script></body></html>"""


@pytest.fixture(scope="session")
def archive():
    sources, _ = read_sources(ROOT, ARCHIVE, is_record_path)
    return load_archive(sources).archive


@pytest.fixture(scope="session")
def findings(archive):
    return tuple(run_rules(archive, RULES.values(), AS_OF))


@pytest.fixture(scope="session")
def site_of(archive, findings):
    """The example's site in an edition."""
    judgements = judge(archive, findings, AS_OF)

    @cache
    def make(edition):
        return render_site(
            archive,
            findings,
            edition=edition,
            as_of=AS_OF,
            revision="0123456789",
            explanations=explanations(),
            judgements=judgements,
        )

    return make


@pytest.fixture(scope="session")
def site_of_other():
    """The internal site of another archive, judged, without findings."""

    def make(other):
        return render_site(
            other,
            (),
            edition=Edition.INTERNAL,
            as_of=AS_OF,
            revision="",
            explanations=explanations(),
            judgements=judge(other, (), AS_OF),
        )

    return make


@pytest.fixture(scope="session")
def site(site_of):
    return site_of(Edition.INTERNAL)


@pytest.fixture(scope="session")
def write_pages():
    """Write pages (address -> body) and files into a folder, in a frame that has our styles and scripts only."""

    def write(folder, pages, files=()):
        for address, body in pages.items():
            target = folder / address
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(_FRAME.format(up="../" * address.count("/"), body=body), encoding="utf-8")
        for path, content in dict(files).items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        shutil.copytree(ROOT / "site" / "assets", folder / "assets", dirs_exist_ok=True)
        return folder

    return write


@pytest.fixture(scope="session")
def serve():
    """The address at which a folder is served over http."""
    with ExitStack() as servers:
        yield lambda folder: servers.enter_context(served(folder))
