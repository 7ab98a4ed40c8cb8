"""The configuration with which the program builds the site; never a stranger's ``mkdocs.yml``, which can run code.

``mkdocs.yml`` of a checkout says the same as ``site_config``, for ``mkdocs serve``; a test compares them. What the
theme needs beyond it, the plugin sets from the constants here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from meidang.kinds import KINDS, Kind
from meidang.models.audience import Edition
from meidang.project import Project
from meidang.render.identity import STYLE as IDENTITY_STYLE
from meidang.render.pages.addresses import (
    ATTACHMENTS,
    CALENDAR,
    CHANGES,
    DUTIES,
    EXPIRY,
    FIELDS,
    FILLING,
    FINDINGS,
    FORECAST,
    INDICATORS,
    LEDGERS,
    OVERVIEW,
    READINESS,
    REQUIREMENTS,
    RULES,
    TODO,
    TRACER,
    WHO,
    list_path,
)

#: Templates of ours that stand before Material's.
THEME_FOLDER: Final = Path(__file__).with_name("theme")

#: What is set in the theme. Its own styles and scripts are not used: ours are a tenth of them, and speak Chinese.
THEME: Final[Mapping[str, Any]] = {"features": [], "palette": []}
#: Markdown extensions for hand-written pages, with their settings.
EXTENSIONS: Final[Mapping[str, Mapping[str, Any]]] = {
    "admonition": {},
    "attr_list": {},
    "tables": {},
    "toc": {"permalink": "#", "permalink_title": "本节的链接", "toc_depth": 3},
}
STYLES: Final = "assets/stylesheets/meidang.css"
#: Styles and scripts of single things, in the order in which they are loaded, behind those of the frame.
MORE_STYLES: Final = (
    "assets/stylesheets/tables.css",
    IDENTITY_STYLE,
    "assets/stylesheets/charts.css",
    "assets/stylesheets/search.css",
    "assets/stylesheets/changes.css",
    "assets/stylesheets/tracer.css",
    "assets/stylesheets/who.css",
)
SCRIPTS: Final = (
    "assets/javascripts/table_values.js",
    "assets/javascripts/tables.js",
    "assets/javascripts/search.js",
    "assets/javascripts/actions.js",
    "assets/javascripts/changes.js",
    "assets/javascripts/pieces.js",
    "assets/javascripts/tracer-draw.js",
    "assets/javascripts/tracer.js",
    "assets/javascripts/who.js",
)


def site_config(project: Project, site_dir: Path, edition: Edition) -> dict[str, Any]:
    """MkDocs's settings for an edition of a project, with every path absolute."""
    return {
        "site_name": "美档",
        "docs_dir": str(project.site.absolute()),
        "site_dir": str(site_dir.absolute()),
        "use_directory_urls": False,
        "theme": {"name": "material", "language": "zh", "font": False},
        "plugins": [{"meidang": {"root": str(project.root.absolute()), "edition": edition.word}}],
    }


def navigation(addresses: Collection[str], own_pages: Sequence[str]) -> list[Any]:
    """Index pages only: navigation is written into every page.

    ``addresses``: the pages that there are. ``own_pages``: the sources of the institution's hand-written ones.
    """
    found: list[Any] = [{"总览": source_of(OVERVIEW)}]
    for title, pages in _sections().items():
        entries: list[Any] = [{words: source_of(address)} for words, address in pages if address in addresses]
        entries += own_pages if title == "说明" else ()
        found += [{title: entries}] if entries else []
    return found


def index_pages() -> frozenset[str]:
    """The sources of all index pages, of which an edition or a small archive may lack some."""
    return frozenset(source_of(address) for pages in _sections().values() for _, address in pages)


def _sections() -> Mapping[str, Sequence[tuple[str, str]]]:
    records = [_entry(kind) for kind in KINDS.values() if kind.is_record and kind.name not in _APART]
    tables = [_entry(kind) for kind in KINDS.values() if kind.is_table and kind.name not in _APART]
    work = [("台账", LEDGERS), *(_entry(KINDS[name]) for name in ("duties", "indicators", "policies"))]
    return {
        "评审": [
            ("准备度", READINESS),
            ("评审预测", FORECAST),
            _entry(KINDS["standard"]),
            ("检查结果", FINDINGS),
            ("追踪检查", TRACER),
            ("授权查询", WHO),
            ("最近的改动", CHANGES),
        ],
        "运行": [("待办", TODO), ("应办日历", CALENDAR), ("到期一览", EXPIRY), ("填写表单", FILLING), *work],
        "档案": [*records, ("附件", ATTACHMENTS)],
        "表": tables,
        "说明": [("检查规则", RULES), ("字段说明", FIELDS), ("需求追溯", REQUIREMENTS)],
    }


def above(address: str) -> tuple[str, str] | None:
    """The index page to which a page below it belongs, as words and address; None for those that navigation names."""
    folder, _, name = address.rpartition("/")
    if not folder or name == "index.html":
        return None
    if folder in _ABOVE:
        return _ABOVE[folder]
    return _entry(KINDS[folder]) if folder in KINDS else None


#: Where the pages of a folder belong that is no kind's.
_ABOVE: Final[Mapping[str, tuple[str, str]]] = {
    "clause": ("准备度", READINESS),
    "ledger": ("台账", LEDGERS),
    "duty": ("应办事项", DUTIES),
    "indicator": ("指标", INDICATORS),
    "expiry": ("到期一览", EXPIRY),
    "todo": ("待办", TODO),
    "attachment": ("附件", ATTACHMENTS),
}
#: Kinds that stand apart from the other records and tables.
_APART: Final = frozenset({"standard", "policies", "duties", "indicators"})


def source_of(address: str) -> str:
    """What MkDocs calls the source of a page."""
    return f"{address.removesuffix('.html')}.md"


def _entry(kind: Kind) -> tuple[str, str]:
    return _CALLED.get(kind.name, kind.plural), list_path(kind)


#: What some are called in the navigation.
_CALLED: Final = {"duties": "应办事项", "indicators": "指标"}
