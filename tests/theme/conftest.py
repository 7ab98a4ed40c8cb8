"""The example's site in its three editions, a server that knows what a static host does, and a browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from http import HTTPStatus
from pathlib import Path

import pytest

from browser import Quiet, chromium, served
from meidang.mkdocs_plugin.building import build_site
from meidang.models.audience import Edition
from meidang.pipeline import check
from meidang.project import Project
from shared import made_once

ROOT = Path(__file__).parents[2]
AS_OF = date(2026, 6, 30)
REVISION = "0123456789ab"
#: Where the server puts the site: below a folder, as a hospital's own server would.
BELOW = "/files/archive/"


@pytest.fixture(scope="session")
def build(tmp_path_factory):
    """Build a project's site in an edition; its folder."""

    def make(project: Project, edition: Edition) -> Path:
        folder = tmp_path_factory.mktemp(edition.word) / "site"
        checked = check(project, as_of=AS_OF, today=AS_OF)
        build_site(project, checked, REVISION, folder, edition)
        return folder

    return make


@pytest.fixture(scope="session")
def sites(tmp_path_factory):
    """The example's site by edition."""

    def make(folder):
        checked = check(Project(ROOT), as_of=AS_OF, today=AS_OF)
        for edition in Edition:
            build_site(Project(ROOT), checked, REVISION, folder / edition.word, edition)

    folder = made_once(tmp_path_factory, "example-editions", make)
    return {edition: folder / edition.word for edition in Edition}


@pytest.fixture(scope="session")
def internal(sites):
    return sites[Edition.INTERNAL]


class _Host(Quiet):
    """A static host: the site below a folder, and its page for wrong addresses with status 404."""

    def translate_path(self, path):
        if not path.startswith(BELOW):
            return str(Path(self.directory) / "none")
        return super().translate_path(path.removeprefix(BELOW.rstrip("/")))

    def send_error(self, code, message=None, explain=None):
        if code != HTTPStatus.NOT_FOUND:
            super().send_error(code, message, explain)
            return
        content = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@pytest.fixture(scope="session")
def http(internal) -> Iterator[str]:
    """The internal edition over http, below a folder; its address with the slash."""
    with served(internal, _Host) as address:
        yield address.rstrip("/") + BELOW


@pytest.fixture(scope="module")
def chrome():
    with chromium() as driver:
        yield driver


@pytest.fixture
def screen(chrome):
    """Set the screen for one test: a width, and dark or light."""

    def set_to(width=1300, height=900, *, dark=False):
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 700}
        chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
        return chrome

    yield set_to
    chrome.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
