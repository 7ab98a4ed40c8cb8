"""The configuration with which the program builds the site; never a stranger's ``mkdocs.yml``, which can run code.

``mkdocs.yml`` of a checkout says the same as ``site_config``, for ``mkdocs serve``; a test compares them. What the
theme needs beyond it, the plugin sets from the constants here.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from meidang.kinds import KINDS
from meidang.project import Project
from meidang.render.pages.book import list_path

#: Material's own glues 编号：110… together.
SEPARATOR: Final = r"""[\s\u200b\-_,:!=\[\]()"`/，。、；：？！（）《》“”]+"""
#: Material's thousand would let one word of a title outweigh a whole number in the text.
TITLE_BOOST: Final = 8.0
#: Templates of ours that stand before Material's.
THEME_FOLDER: Final = Path(__file__).with_name("theme")

_LIGHT = {"scheme": "default", "primary": "custom", "accent": "custom"}
_DARK = {"scheme": "slate", "primary": "custom", "accent": "custom"}
#: What is set in the theme.
THEME: Final[Mapping[str, Any]] = {
    "favicon": "assets/favicon.svg",
    "logo": "assets/logo.svg",
    "features": ["navigation.sections", "navigation.top", "search.highlight", "toc.follow"],
    "palette": [
        {
            **_LIGHT,
            "media": "(prefers-color-scheme: light)",
            "toggle": {"icon": "material/weather-night", "name": "切换到深色"},
        },
        {
            **_DARK,
            "media": "(prefers-color-scheme: dark)",
            "toggle": {"icon": "material/weather-sunny", "name": "切换到浅色"},
        },
    ],
}
#: Markdown extensions that the pages use, with their settings. None of them gives a meaning to escaped data.
EXTENSIONS: Final[Mapping[str, Mapping[str, Any]]] = {
    "admonition": {},
    "attr_list": {},
    "tables": {},
    "toc": {"permalink": "#", "permalink_title": "本节的链接", "toc_depth": 3},
}
STYLES: Final = "assets/stylesheets/meidang.css"
#: Search over file:// needs it; named here, or the offline plugin would load it from the network.
IFRAME_WORKER: Final = "assets/javascripts/iframe-worker.js"


def site_config(project: Project, site_dir: Path) -> dict[str, Any]:
    """MkDocs's settings for a project, with every path absolute."""
    return {
        "site_name": "美档",
        "docs_dir": str(project.site.absolute()),
        "site_dir": str(site_dir.absolute()),
        "theme": {"name": "material", "language": "zh", "font": False},
        "plugins": [
            {"meidang": {"root": str(project.root.absolute())}},
            {"search": {"lang": "zh", "separator": SEPARATOR, "fields": {"title": {"boost": TITLE_BOOST}}}},
            "offline",
        ],
    }


def navigation(own_pages: list[str]) -> list[Any]:
    """Index pages only: navigation is written into every page. ``own_pages``: the institution's hand-written ones."""
    records = [{kind.plural: list_path(kind)} for kind in KINDS.values() if not kind.is_table]
    tables = [{kind.plural: list_path(kind)} for kind in KINDS.values() if kind.is_table]
    help_pages = [{"检查规则": "rules.md"}, {"字段说明": "fields.md"}, *own_pages]
    return [{"总览": "index.md"}, {"检查结果": "findings.md"}, {"档案": records}, {"表": tables}, {"说明": help_pages}]
