"""The few Markdown constructs of which every page is made. Cells and texts come in as Markdown, never as data."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from meidang.findings import Severity
from meidang.render import escape

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PLAIN = re.compile(r"[\u4e00-\u9fff、，。；：（）《》“”]+")
#: The class of a severity in the style sheet and the type of its admonition.
SEVERITY_CLASS = {
    Severity.ERROR: "error",
    Severity.VETO: "veto",
    Severity.MAJOR: "major",
    Severity.MINOR: "minor",
    Severity.NOTICE: "notice",
}


@lru_cache(maxsize=65_536)
def text(words: str) -> str:
    """Data as Markdown. Dates and plain Chinese stay as they are: nothing in them means anything to Markdown."""
    if _DATE.fullmatch(words):
        return day(words)
    return words if _PLAIN.fullmatch(words) else escape.markdown(words)


def day(date: object) -> str:
    """A date that does not break at its hyphens."""
    return f"<time>{date}</time>"


def due(date: dt.date, today: dt.date) -> str:
    """A day with how far it lies ahead or back."""
    days = (date - today).days
    return f"{day(date)}<br><small>{until(days) if days >= 0 else f'已过 {-days} 天'}</small>"


def until(days: int) -> str:
    """How far ahead a day lies, in words."""
    return f"还有 {days} 天" if days else "今天到期"


def heading(level: int, words: str, anchor: str) -> str:
    """A heading with an address that stays the same; ``anchor`` is ours, never data."""
    return f"{'#' * level} {text(words)} {{ #{anchor} }}\n"


def link(here: str, there: str, words: str, anchor: str = "") -> str:
    """A link from page to page, both as paths below the site's root; to the page itself without a place just words."""
    if there == here and not anchor:
        return text(words)
    return f"[{text(words)}]({_address(here.rpartition('/')[0], there) if there != here else ''}{_fragment(anchor)})"


@lru_cache(maxsize=65_536)
def _address(folder: str, there: str) -> str:
    """From any page of a folder; pages lie at the site's root or one folder below."""
    if not folder:
        return escape.url_path(there)
    return escape.url_path(there.removeprefix(f"{folder}/") if there.startswith(f"{folder}/") else f"../{there}")


def _fragment(anchor: str) -> str:
    return f"#{escape.url_path(anchor)}" if anchor else ""


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; empty without rows."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    if not lines:
        return ""
    head = f"| {' | '.join(heads)} |\n|{' --- |' * len(heads)}\n"
    return head + "\n".join(lines) + "\n"


def full_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table without the columns that no row fills."""
    kept = [index for index in range(len(heads)) if any(row[index] for row in rows)]
    return table([heads[index] for index in kept], [[row[index] for index in kept] for row in rows])


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """A table of two columns; rows without a value are left out."""
    return table(("项目", "内容"), [row for row in rows if row[1]])


def badge(style: str, words: str) -> str:
    """A short coloured word; ``style`` and ``words`` are ours, never data."""
    return f'<span class="badge badge-{style}">{words}</span>'


def severity_badge(severity: Severity, count: int | None = None) -> str:
    """The severity's word, and how many."""
    words = severity.label if count is None else f"{severity.label} {count}"
    return badge(SEVERITY_CLASS[severity], words)


def admonition(style: str, title: str, lines: Iterable[str]) -> str:
    """A coloured box with a list; ``title`` is ours."""
    body = "\n".join(f"    - {line}" for line in lines)
    return f'!!! {style} "{title}"\n\n{body}\n'


def blocks(*parts: str) -> str:
    """Parts of a page, an empty line between those that are not empty."""
    return "\n".join(part if part.endswith("\n") else part + "\n" for part in parts if part)
