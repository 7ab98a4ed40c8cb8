"""A small archive with one of everything, its pages, and two built sites: of the small archive and of the example."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from meidang.findings import Explanation, Finding, Location, Severity
from meidang.kinds import ARCHIVE
from meidang.load import is_record_path, load_archive
from meidang.models.audience import Edition
from meidang.readiness import judge
from meidang.render.pages.pages import render_site
from meidang.source.files import read_sources
from shared import made_once

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
AS_OF = date(2026, 6, 30)
EXPLANATIONS = {
    one.code: one
    for one in (
        Explanation("TST001", "证照已过期", "过期不能执业。", "valid_to: 2026-05-28", "valid_to: 2031-05-28"),
        Explanation("TST002", "评价逾期", "两年内要评价。", "a: 1", "a: 2", Severity.MAJOR, "(七)2", "某办法第三条"),
    )
}


def _findings(archive):
    licence = archive.items["institution"].locate(("licences", 1, "valid_to"))
    return (
        Finding(
            "TST001",
            Severity.VETO,
            "医疗广告审查证明已过期",
            licence,
            "办理延续",
            "(一)",
            "institution",
            date(2026, 5, 28),
        ),
        Finding(
            "TST002",
            Severity.MAJOR,
            "重睑成形术没有按期评价，联系 13800138001",
            Location("archive/technique/T01.yaml", 1, 1),
            "补做评价 | 登记",
            "(七)2",
            "technique/T01",
            date(2026, 1, 1),
        ),
        Finding("TST003", Severity.ERROR, "读不出来", Location("archive/staff/X09.yaml", 3, 1), "改成 UTF-8"),
        Finding(
            "TST002",
            Severity.MAJOR,
            "病例 C26-0002 没有术前评估",
            archive.items["case/K01-2026-05"].locate(("entries", 1, "operator_id")),
            "补做评估",
            "(一)1",
            "case/K01-2026-05",
        ),
        Finding(
            "TST002",
            Severity.VETO,
            "门诊病历月考评：2026 年 3 月没有记录",
            archive.items["duties"].locate(("duties", 0)),
            "补做",
            "(一)1",
            "duties",
            date(2026, 3, 31),
            about="duties/audit",
        ),
    )


@pytest.fixture(scope="session")
def archive():
    sources, unread = read_sources(HERE / "small", ARCHIVE, is_record_path)
    loaded = load_archive(sources)
    assert [*unread, *loaded.findings] == []
    return loaded.archive


@pytest.fixture(scope="session")
def make_site(archive):
    """The site of an edition of another archive, or with other findings; without any if none are given."""

    def make(other=archive, findings=(), *, edition=Edition.INTERNAL, revision="", judgements=(), pictures=None):
        return render_site(
            other,
            findings,
            edition=edition,
            as_of=AS_OF,
            revision=revision,
            explanations=EXPLANATIONS,
            judgements=judgements,
            pictures=pictures or {},
        )

    return make


@pytest.fixture(scope="session")
def sites(archive, make_site):
    """The small archive's site of each edition, with findings and a standard that was judged."""
    findings = _findings(archive)
    judged = judge(archive, findings, AS_OF)
    return {
        edition: make_site(archive, findings, edition=edition, revision="0123456789", judgements=judged)
        for edition in Edition
    }


@pytest.fixture(scope="session")
def pages(sites):
    """What stands on each page of the internal edition, by address."""
    return _bodies(sites[Edition.INTERNAL])


@pytest.fixture(scope="session")
def make_pages(make_site):
    """As ``make_site``: what stands on each page, by address."""

    def make(*arguments, **named):
        return _bodies(make_site(*arguments, **named))

    return make


def _bodies(site):
    return {address: page.body for address, page in site.pages.items()}


@pytest.fixture(scope="session")
def mkdocs():
    """Run ``mkdocs build`` in a folder; the finished process."""

    def run(folder, *arguments, **environment):
        command = [sys.executable, "-m", "mkdocs", "build", *arguments]
        return subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def copied():
    """Copy the small archive, this repository's site sources and its mkdocs.yml into a new folder; that folder."""

    def copy(target):
        shutil.copytree(HERE / "small" / ARCHIVE, target / ARCHIVE)
        shutil.copytree(ROOT / "site", target / "site")
        shutil.copy(ROOT / "mkdocs.yml", target)
        return target

    return copy


@pytest.fixture
def project(copied, tmp_path):
    """A folder with the small archive and a copy of this repository's site sources and mkdocs.yml."""
    return copied(tmp_path / "project")


@pytest.fixture(scope="session")
def example_site(tmp_path_factory, mkdocs):
    """The site of the example hospital, as ``mkdocs build --strict`` makes it."""

    def make(target):
        done = mkdocs(ROOT, "--strict", "--site-dir", str(target))
        assert done.returncode == 0, done.stderr

    return made_once(tmp_path_factory, "example-site", make)
