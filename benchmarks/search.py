"""Search: making its files against MkDocs's own search plugin, and the first answer in Chromium.

    python benchmarks/search.py [2000 20000]

The plugin indexes the same pages in the same run (A B A B, in this process). Answers are asked over http and from the
folder, each on a page loaded anew with an empty cache; the time runs from the first letter typed, and from navigation
(program, names and all) to the first result shown. Prints two Markdown tables.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import copytree, which
from types import SimpleNamespace
from typing import Any

import jinja2
from mkdocs.contrib.search.search_index import SearchIndex
from programs.search_pages import EXAMPLE, pages
from selenium import webdriver

from meidang.render.pages.page import Page
from meidang.render.search import entry_of, search_files

_ROUNDS = {2_000: 3, 20_000: 1}
#: Rare and common, codes and sentences; the last stands nowhere.
_QUERIES = (
    "示例-执业-01234",
    "重睑成形术",
    "肉毒毒素 护士",
    "何文岚",
    "S01999",
    "抢救车",
    "知情同意书",
    "并发症",
    "不在任何一页上的话",
)
_FRAME = """<!doctype html><meta charset="utf-8"><title>总览</title>
<link rel="stylesheet" href="assets/stylesheets/search.css">
<body>{% include "search.html" %}<script src="assets/javascripts/search.js"></script>"""
#: Types a question and waits for what is shown; milliseconds since typing, and since navigation.
_ASK = """
const [question, done] = arguments;
const input = document.querySelector("[data-search-input]"), panel = document.querySelector("[data-search-panel]");
const start = performance.now();
const look = () => {
  const shown = panel.querySelector("[role=option]") || panel.querySelector("li");
  if (shown) { seen.disconnect(); done([performance.now() - start, performance.now()]); }
};
const seen = new MutationObserver(look);
seen.observe(panel, { childList: true, subtree: true });
input.focus(); input.value = question; input.dispatchEvent(new InputEvent("input", { bubbles: true }));
"""


def main(sizes: list[int]) -> None:
    """Measure each size and print the tables."""
    print("| pages | search, CPU s | MkDocs's plugin, CPU s | ratio | KiB a page | names, KiB | files | largest, KiB |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    answers = []
    for size in sizes:
        made = pages(size)
        runs = [(_seconds(_ours, made), _seconds(_plugin, made)) for _ in range(_ROUNDS.get(size, 1))]
        ours, theirs = zip(*runs, strict=True)
        files = dict(_ours(made))
        kib = {path: len(content) / 1024 for path, content in files.items()}
        ratio = statistics.median(mine / other for mine, other in zip(ours, theirs, strict=True))
        print(
            f"| {size:,} | {statistics.median(ours):.2f} | {statistics.median(theirs):.2f} | {ratio:.2f} "
            f"| {sum(kib.values()) / size:.1f} | {kib['search/names.js']:.0f} | {len(files):,} "
            f"| {max(each for path, each in kib.items() if path != 'search/names.js'):.0f} |",
            flush=True,
        )
        answers += _answers(size, files)
    print(
        "\n| pages | opened | from typing, ms: median (most) | from navigation, ms: median (most) |\n|---|---|---|---|"
    )
    print("\n".join(answers))


def _seconds(run: Callable[[Mapping[str, Page]], object], made: Mapping[str, Page]) -> float:
    start = time.process_time()
    run(made)
    return time.process_time() - start


def _ours(made: Mapping[str, Page]) -> list[tuple[str, bytes]]:
    return list(search_files([entry_of(address, page) for address, page in made.items()]))


def _plugin(made: Mapping[str, Page]) -> str:
    """What MkDocs's plugin does: an HTML parser over each page, sections, one JSON. Answers are left to the browser."""
    index = SearchIndex(indexing="full", prebuild_index=False, lang=["en"], separator=r"[\s\-]+", min_search_length=3)
    for address, page in made.items():
        toc = [
            SimpleNamespace(id=one.anchor, title=one.words, url=f"#{one.anchor}", children=[]) for one in page.headings
        ]
        index.add_entry_from_context(SimpleNamespace(title=page.title, content=page.body, url=address, toc=toc))
    return index.generate_search_index()


# --- in Chromium -----------------------------------------------------------------------------------------------------


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def _answers(size: int, files: Mapping[str, bytes]) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _write(root, files)
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        bases = {"http": f"http://127.0.0.1:{server.server_port}/", "folder": f"{root.as_uri()}/"}
        driver = _chromium()
        try:
            return [_row(size, opened, _asked(driver, base)) for opened, base in bases.items()]
        finally:
            driver.quit()
            server.shutdown()
            server.server_close()


def _row(size: int, opened: str, times: list[tuple[float, float]]) -> str:
    typed, loaded = zip(*times, strict=True)
    shown = " | ".join(f"{statistics.median(one):.0f} ({max(one):.0f})" for one in (typed, loaded))
    return f"| {size:,} | {opened} | {shown} |"


def _asked(driver: webdriver.Chrome, base: str) -> list[tuple[float, float]]:
    times = []
    for query in _QUERIES:
        driver.execute_cdp_cmd("Network.clearBrowserCache", {})
        driver.get(f"{base}index.html?{query}")
        times.append(tuple(driver.execute_async_script(_ASK, query)))
    return times


def _chromium() -> webdriver.Chrome:
    options = webdriver.ChromeOptions()
    options.binary_location = which("chromium") or ""
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu"):
        options.add_argument(argument)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(which("chromedriver")))
    driver.execute_cdp_cmd("Network.enable", {})
    return driver


def _write(root: Path, files: Mapping[str, bytes]) -> None:
    copytree(EXAMPLE / "site/assets", root / "assets")
    loader = jinja2.FileSystemLoader(EXAMPLE / "generator/meidang/render/theme/partials")
    frame = jinja2.Environment(loader=loader, autoescape=True).from_string(_FRAME)
    (root / "index.html").write_text(frame.render(base_url="."), encoding="utf-8")
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [2_000, 20_000])
