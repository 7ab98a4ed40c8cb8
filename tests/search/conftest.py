"""A small site around search alone: a frame of two lines, our own field, and a browser that opens it both ways."""

from __future__ import annotations

import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import jinja2
import pytest
from selenium import webdriver

from meidang.render.pages.page import Page
from meidang.render.search import entry_of, search_files
from tools import require_tool

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


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        """Say nothing."""


@pytest.fixture(scope="session")
def serve():
    """A folder's address over http; any number of folders."""
    servers = []

    def start(folder: Path) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def chrome():
    options = webdriver.ChromeOptions()
    options.binary_location = require_tool("chromium")
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1200,900"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(require_tool("chromedriver")))
    driver.set_script_timeout(60)
    yield driver
    driver.quit()


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
