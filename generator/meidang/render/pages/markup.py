"""The few HTML constructs of which every page is made.

Cells and texts come in as HTML, never as data; ``text`` makes HTML of data.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from meidang.archive.calendar import days_left
from meidang.findings import Severity
from meidang.render import escape

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PLAIN = re.compile(r"[\u4e00-\u9fff、，。；：（）《》“”]+")
_BLOCK = re.compile(r"<(?:h[1-6]|table|div|p|ul|ol|dl|figure|details|section|nav|aside|pre|form|!--)\b")
#: The class of a severity in the style sheet.
SEVERITY_CLASS = {
    Severity.ERROR: "error",
    Severity.VETO: "veto",
    Severity.MAJOR: "major",
    Severity.MINOR: "minor",
    Severity.NOTICE: "notice",
}


@lru_cache(maxsize=65_536)
def text(words: str) -> str:
    """Data as HTML, a line end as ``<br>``. Most of it is plain Chinese or a date and stays as it is."""
    if _DATE.fullmatch(words):
        return day(words)
    return words if _PLAIN.fullmatch(words) else escape.html_lines(words)


def day(date: object) -> str:
    """A date that does not break at its hyphens."""
    return f"<time>{date}</time>"


def due(date: dt.date, today: dt.date) -> str:
    """A day with how far it lies ahead or back."""
    return f"{day(date)}<br><small>{days_left(date, today)}</small>"


def title(words: str, beside: str = "") -> str:
    """The page's first heading; ``beside`` is HTML in small print, such as an id."""
    return f"<h1>{text(words)}{beside and f' <small>{beside}</small>'}</h1>"


def heading(level: int, words: str, anchor: str) -> str:
    """A heading with an address that stays the same; ``anchor`` is ours, never data."""
    link = f'<a class="headerlink" href="#{anchor}" title="本节的链接" aria-label="本节的链接">#</a>'
    return f'<h{level} id="{anchor}">{text(words)}{link}</h{level}>'


def link(here: str, there: str, words: str, anchor: str = "", code: str = "") -> str:
    """A link from page to page, both as paths below the site's root; to the page itself without a place just words.

    ``code``: what the target is called on paper, printed behind the words that do not say it themselves.
    """
    if there == here and not anchor:
        return text(words)
    printed = f' data-code="{escape.html_attribute(code)}"' if code and code not in words else ""
    return f'<a href="{address(here, there)}{_fragment(anchor)}"{printed}>{text(words)}</a>'


def address(here: str, there: str) -> str:
    """The relative address of one page on another; empty for the page itself."""
    return _address(here.rpartition("/")[0], there) if there != here else ""


@lru_cache(maxsize=65_536)
def _address(folder: str, there: str) -> str:
    """From any page of a folder; pages lie at the site's root or one folder below."""
    if not folder:
        return escape.url_path(there)
    return escape.url_path(there.removeprefix(f"{folder}/") if there.startswith(f"{folder}/") else f"../{there}")


def _fragment(anchor: str) -> str:
    return f"#{escape.url_path(anchor)}" if anchor else ""


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in a frame that scrolls sideways where the screen is narrow; empty without rows."""
    lines = [f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in rows]
    if not lines:
        return ""
    head = "".join(f'<th scope="col">{words}</th>' for words in heads)
    body = "\n".join(lines)
    return f'<div class="scroll"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table></div>'


def full_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table without the columns that no row fills."""
    kept = [index for index in range(len(heads)) if any(row[index] for row in rows)]
    return table([heads[index] for index in kept], [[row[index] for index in kept] for row in rows])


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """A table of labels and values; rows without a value are left out."""
    lines = [f'<tr><th scope="row">{label}</th><td>{value}</td></tr>' for label, value in rows if value]
    return "\n".join(('<table class="facts">', *lines, "</table>")) if lines else ""


def badge(style: str, words: str) -> str:
    """A short coloured word; ``style`` and ``words`` are ours, never data."""
    return f'<span class="badge badge-{style}">{words}</span>'


def severity_badge(severity: Severity, count: int | None = None) -> str:
    """The severity's word, and how many."""
    words = severity.label if count is None else f"{severity.label} {count}"
    return badge(SEVERITY_CLASS[severity], words)


def box(style: str, words: str, lines: Iterable[str]) -> str:
    """A coloured box with a list below its title, which is ours."""
    body = "\n".join(f"<li>{line}</li>" for line in lines)
    return f'<div class="admonition {style}">\n<p class="admonition-title">{words}</p>\n<ul>\n{body}\n</ul>\n</div>'


def problem(words: str, fix: str) -> str:
    """A cell that says what is wrong and, where it is told, how to put it right; both are data."""
    more = f"<br><small>改法：{text(fix)}</small>" if fix else ""
    return f'<span class="long">{text(words)}{more}</span>'


def para(html: str, style: str = "") -> str:
    """A paragraph; of a class of the style sheet."""
    return f'<p class="{style}">{html}</p>' if style else f"<p>{html}</p>"


def unsearched(html: str) -> str:
    """What search does not index, because it stands on every page or says again what the page says. Never nested."""
    return f"<!--unsearched-->{html}<!--/unsearched-->" if html else ""


def beside(before: str, after: str) -> str:
    """Links to the page before and after this one; either may be empty."""
    if not (before or after):
        return ""
    back, on = (before and f"<span>← {before}</span>") or "<span></span>", after and f"<span>{after} →</span>"
    return unsearched(f'<nav class="beside" aria-label="前后">{back}{on}</nav>')


def blocks(*parts: str) -> str:
    """Parts of a page, one below the other; what is no block of its own becomes a paragraph. No line is blank.

    Why no blank line: an engine that reads Markdown takes the whole for one piece of HTML.
    """
    return "\n".join(part if _BLOCK.match(part) else para(part) for part in parts if part)
