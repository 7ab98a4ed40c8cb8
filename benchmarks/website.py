"""``mkdocs build`` through our plugin, whole process, against a plain MkDocs build of the same Markdown.

    python benchmarks/website.py [200 1000]

The plain build finds the pages as files, with the same theme, extensions, search and navigation (record pages stand in
none). Prints a Markdown table: median seconds, ratio (median, min–max), bytes of a record page, growth exponent.
"""

from __future__ import annotations

import math
import os
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from archives import EXAMPLE, make_archive
from measure import Pair, side_by_side

from meidang.pipeline import check
from meidang.pipeline.explanations import explanations
from meidang.project import Project
from meidang.readiness import judge
from meidang.render import site_config
from meidang.render.pages import render_pages

_ROUNDS = {200: 5, 1_000: 3}
_AS_OF = date(2026, 6, 30)


def main(sizes: list[int]) -> None:
    """Measure each size and print the table."""
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    print("| records | with meidang, s | plain, s | ratio (min–max) | KiB a record page | exponent |")
    print("|---|---|---|---|---|---|")
    previous: tuple[int, float] | None = None
    for size in sizes:
        pair, kib = _measure(size)
        exponent = math.log(pair.ours / previous[1]) / math.log(size / previous[0]) if previous else math.nan
        spread = f"{pair.ratio:.2f} ({pair.low:.2f}–{pair.high:.2f})"
        print(
            f"| {size:,} | {pair.ours:.2f} | {pair.baseline:.2f} | {spread} | {kib:.1f} | {exponent:.2f} |", flush=True
        )
        previous = size, pair.ours


def _measure(size: int) -> tuple[Pair, float]:
    with tempfile.TemporaryDirectory() as folder:
        root = make_archive(size, Path(folder) / "ours")
        shutil.copytree(EXAMPLE / "site", root / "site")
        shutil.copy(EXAMPLE / "mkdocs.yml", root)
        plain = _plain(root, Path(folder) / "plain")
        pair = side_by_side(_command(root), _command(plain), _ROUNDS.get(size, 3))
        sizes = [page.stat().st_size for page in (root / "build/site/staff").glob("*.html")]
        return pair, sum(sizes) / len(sizes) / 1024


def _command(root: Path) -> list[str]:
    return [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(root / "mkdocs.yml")]


def _plain(source: Path, root: Path) -> Path:
    """The same pages as files, and a configuration without the plugin."""
    checked = check(Project(source), as_of=_AS_OF, today=_AS_OF)
    pages = render_pages(
        checked.archive,
        checked.findings,
        as_of=_AS_OF,
        revision="",
        explanations=explanations(),
        judgements=judge(checked.archive, checked.findings, _AS_OF),
    )
    shutil.copytree(source / "site", root / "site")
    for path, text in pages.items():
        file = root / "site" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (root / "mkdocs.yml").write_text(yaml.safe_dump(_configuration(root), allow_unicode=True), encoding="utf-8")
    return root


def _configuration(root: Path) -> dict[str, Any]:
    plain = site_config.site_config(Project(root), root / "build/site")
    plain["plugins"] = plain["plugins"][1:]
    plain["theme"] |= site_config.THEME
    plain["markdown_extensions"] = [{name: dict(options)} for name, options in site_config.EXTENSIONS.items()]
    plain["nav"] = site_config.navigation(["guide.md"])
    plain["not_in_nav"] = "*.md\n!index.md\n"
    plain["extra_css"] = [site_config.STYLES]
    plain["extra"] = {"generator": False, "polyfills": [site_config.IFRAME_WORKER]}
    return plain


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [200, 1_000])
