"""A small site around search alone: a frame of two lines, our own field, and a browser that opens it both ways."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from pathlib import Path

import jinja2
import pytest

from browser import chromium, served
from meidang.render.pages.page import Page
from meidang.render.search import entry_of, search_files

ROOT = Path(__file__).parents[2]
THEME = ROOT / "generator/meidang/render/theme/partials"
FRAME = """<!doctype html><html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>{{ title }}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'self' file:; script-src 'self' file:; style-src 'self' file: 'unsafe-inline'">
<link rel="stylesheet" href="{{ base_url }}/assets/stylesheets/meidang.css">
<link rel="stylesheet" href="{{ base_url }}/assets/stylesheets/search.css"></head>
<body data-md-color-scheme="default"><header>{% include "search.html" %}</header><main><article>{{ body }}</article></main>
<script src="{{ base_url }}/assets/javascripts/search.js"></script></body></html>"""


def write_site(folder: Path, pages: dict[str, Page]) -> Path:
    """Every page in the frame, the assets, and the files of search."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(THEME), autoescape=False)
    frame = environment.from_string(FRAME)
    shutil.copytree(ROOT / "site/assets", folder / "assets")
    for address, page in pages.items():
        base = "/".join([".."] * address.count("/")) or "."
        text = frame.render(title=page.title, body=page.body, base_url=base)
        _write(folder / address, text.encode("utf-8", "replace"))
    for path, content in search_files([entry_of(address, page) for address, page in pages.items()]):
        _write(folder / path, content)
    return folder


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


@pytest.fixture(scope="session")
def serve():
    """A folder's address over http; any number of folders."""
    with ExitStack() as servers:
        yield lambda folder: servers.enter_context(served(folder))


@pytest.fixture(scope="session")
def chrome():
    with chromium(size="1200,900") as driver:
        driver.set_script_timeout(60)
        yield driver


@pytest.fixture(scope="session")
def written(tmp_path_factory):
    """Write a site of some pages; its folder."""
    return lambda pages: write_site(tmp_path_factory.mktemp("site") / "site", pages)


@pytest.fixture(scope="session")
def opened(chrome, serve, written):
    """Write a site of some pages and open its ``index.html``, from the folder unless asked otherwise; the browser."""

    def open_site(pages, scheme="file"):
        folder = written(pages)
        chrome.get_log("browser")
        chrome.get((serve(folder) if scheme == "http" else f"{folder.as_uri()}/") + "index.html")
        return chrome

    return open_site
