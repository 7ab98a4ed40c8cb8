"""The page of everything that ends: what has ended first, then month by month for two years; busy months apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from meidang.agenda.endings import Ending, endings, expired
from meidang.archive import Item
from meidang.archive.calendar import add_months
from meidang.archive.spans import span_words
from meidang.render.charts import Month, months
from meidang.render.pages import markup
from meidang.render.pages.addresses import EXPIRY
from meidang.render.pages.book import Book
from meidang.render.pages.heads import stamp
from meidang.render.pages.page import Page
from meidang.render.pages.records.lists import Pick, Row, list_table
from meidang.render.pages.search_words import CLAUSES
from meidang.render.pages.work.other_dues import others_section, what_is_here

#: The page looks so many months back and ahead.
_MONTHS: Final = 24
#: More than this many of one month stand on pages of their own, so many on each.
_MOST: Final = 60
_ON_A_PAGE: Final = 400
#: So many rows are seen at a glance; more may be sorted and narrowed. Of a busy month as many departments are named.
_FEW: Final = 12
_OVERDUE: Final = "overdue"
_HEADS: Final = ("最后一天", "记录", "内容", Pick("责任科室", "department"))


@dataclass(frozen=True, slots=True)
class _Part:
    """A section: its place on the page (``overdue``, ``month-2026-08``), its title, and what ends in it."""

    anchor: str
    title: str
    found: Sequence[Ending]

    @property
    def is_apart(self) -> bool:
        """Whether it has pages of its own."""
        return len(self.found) > _MOST

    def path(self, number: int) -> str:
        """Its page with a number from 0 on."""
        name = self.anchor.removeprefix("month-")
        return f"expiry/{name}.html" if not number else f"expiry/{name}-{number + 1}.html"


def expiry_pages(book: Book) -> Iterator[tuple[str, Page]]:
    """Address and page: of everything that ends, and of each month in which too much ends for one page."""
    found = endings(book.archive, book.as_of)
    parts = list(_parts(book, found))
    yield EXPIRY, _page(book, found, parts)
    for part in parts:
        if part.is_apart:
            yield from _apart(book, part)


def _parts(book: Book, found: Sequence[Ending]) -> Iterator[_Part]:
    """What has ended, and each month from the present one on."""
    gone = expired(found, book.as_of)
    if gone:
        yield _Part(_OVERDUE, "已过期", gone)
    by_month: dict[str, list[Ending]] = {}
    for one in found[len(gone) :]:
        by_month.setdefault(f"{one.day:%Y-%m}", []).append(one)
    for month in _ahead(book):
        if month in by_month:
            yield _Part(f"month-{month}", span_words(month), by_month[month])


def _ahead(book: Book) -> Sequence[str]:
    first = book.as_of.replace(day=1)
    return [f"{add_months(first, number):%Y-%m}" for number in range(_MONTHS + 1)]


def _page(book: Book, found: Sequence[Ending], parts: Sequence[_Part]) -> Page:
    gone, last = expired(found, book.as_of), _ahead(book)[-1]
    later = sum(f"{one.day:%Y-%m}" > last for one in found)
    body = markup.blocks(
        markup.title("到期一览"),
        stamp(book, f"共 {len(found)} 项有期限的内容，已过期 {len(gone)} 项"),
        what_is_here(book),
        _strip(book, found, parts) or "没有有期限的内容。",
        *(_section(book, part) for part in parts),
        markup.para(f"{span_words(last)}以后到期的还有 {later} 项，不在本页。") if later else "",
        others_section(book),
    )
    return Page("到期一览", body, weight=CLAUSES)


def _section(book: Book, part: _Part) -> str:
    head = markup.heading(2, f"{part.title}（{len(part.found)}）", part.anchor)
    if not part.is_apart:
        return markup.blocks(head, _table(book, EXPIRY, part.found, part.anchor))
    counts = Counter(_owner(book, EXPIRY, one.item) for one in part.found)
    named = counts.most_common(_FEW)
    rows = [(owner, markup.link(EXPIRY, part.path(0), str(count))) for owner, count in named]
    if len(counts) > _FEW:
        rows.append((f"其余 {len(counts) - _FEW} 个科室", str(counts.total() - sum(count for _, count in named))))
    more = markup.link(EXPIRY, part.path(0), f"{part.title}的全部 {len(part.found)} 项")
    first = _table(book, EXPIRY, part.found[:_FEW], part.anchor) if part.anchor == _OVERDUE else ""
    return markup.blocks(head, first, f"{more}。按责任科室：", markup.table(("责任科室", "项数"), rows))


def _apart(book: Book, part: _Part) -> Iterator[tuple[str, Page]]:
    total = -(-len(part.found) // _ON_A_PAGE)
    for number in range(total):
        here = part.path(number)
        found = part.found[number * _ON_A_PAGE : (number + 1) * _ON_A_PAGE]
        title = f"到期一览：{part.title}" + (f"（{number + 1}/{total}）" if total > 1 else "")
        others = (
            markup.link(here, part.path(other), f"第 {other + 1} 页") for other in range(total) if other != number
        )
        back = "　".join((markup.link(here, EXPIRY, "到期一览", part.anchor), *others))
        yield (
            here,
            Page(title, markup.blocks(markup.title(title), stamp(book, back), _table(book, here, found, part.anchor))),
        )


# --- rows ------------------------------------------------------------------------------------------------------------


def _table(book: Book, here: str, found: Sequence[Ending], name: str) -> str:
    """The rows; the first of a past month is marked, for the way there. ``name`` tells the lists of a page apart."""
    rows, seen = [], set[str]()
    for one in found:
        month = f"{one.day:%Y-%m}"
        anchor = f"past-{month}" if one.day < book.as_of and month not in seen else ""
        seen.add(month)
        what = f'<span class="mid">{markup.text(one.what)}</span>'
        cells = (
            markup.due(one.day, book.as_of),
            _record(book, here, one),
            what,
            _owner(book, here, one.item),
        )
        rows.append(Row(cells, anchor))
    if len(rows) > _FEW:
        return list_table(_HEADS, rows, name)
    heads = [head.words if isinstance(head, Pick) else head for head in _HEADS]
    return markup.table(heads, [_marked(row) for row in rows])


def _record(book: Book, here: str, ending: Ending) -> str:
    """The record, at the section that holds what ends."""
    if ending.item.kind.is_ledger or len(ending.path) == 1:
        return book.link_key(here, ending.item.key)
    section = str(ending.path[0]).replace("_", "-")
    return markup.link(here, book.path(ending.item), book.label(ending.item), section)


def _marked(row: Row) -> Sequence[str]:
    return (f'<span id="{row.anchor}"></span>{row.cells[0]}', *row.cells[1:]) if row.anchor else row.cells


def _owner(book: Book, here: str, item: Item[Any]) -> str:
    """The department that looks after a record, linked; the institution's own has none."""
    record = item.record
    department = getattr(record, "department_id", None) or next(iter(getattr(record, "departments", ())), None)
    return book.link(here, "department", department) if department else "院级"


# --- the strip -------------------------------------------------------------------------------------------------------


def _strip(book: Book, found: Sequence[Ending], parts: Sequence[_Part]) -> str:
    """Past months in which something ended that was not renewed, and the next two years."""
    every = Counter(f"{one.day:%Y-%m}" for one in found)
    late = Counter(f"{one.day:%Y-%m}" for one in expired(found, book.as_of))
    ahead = _ahead(book)
    earliest = f"{add_months(book.as_of.replace(day=1), -_MONTHS):%Y-%m}"
    past = [month for month in sorted(late) if earliest <= month < ahead[0]]
    first = past[0] if past else ahead[0]
    shown = [month for month in _from(book, first) if month in every or month >= ahead[0]] if every else []
    caption = "每个月有几项到期；「过」是已经过期、还没有换新的。"
    if older := sum(count for month, count in late.items() if month < earliest):
        caption += f"另有 {older} 项在 {span_words(earliest)}以前就过期了。"
    gone = next((part for part in parts if part.anchor == _OVERDUE), None)
    cells = [_month(book, month, every[month], late[month], _link(gone, month, every[month])) for month in shown]
    return months(cells, caption=caption, late_word="过")


def _from(book: Book, first: str) -> Sequence[str]:
    start = book.as_of.replace(day=1)
    every = (f"{add_months(start, number):%Y-%m}" for number in range(-_MONTHS, _MONTHS + 1))
    return [month for month in every if month >= first]


def _link(gone: _Part | None, month: str, count: int) -> str:
    """Where the ``count`` endings of a month stand: in its own section, or, all of them past, on a page of those."""
    past = [number for number, one in enumerate(gone.found) if f"{one.day:%Y-%m}" == month] if gone else []
    if gone is None or not past or len(past) < count:
        return f"#month-{month}"
    page = gone.path(past[0] // _ON_A_PAGE) if gone.is_apart and past[0] >= _FEW else EXPIRY
    return f"{markup.address(EXPIRY, page)}#past-{month}"


def _month(book: Book, month: str, count: int, late: int, link: str) -> Month:
    is_now = month == f"{book.as_of:%Y-%m}"
    said = f"{span_words(month)}：{count} 项到期" + (f"，其中 {late} 项已过期" if late else "")
    return Month(month, count, said, late, link if count else "", is_now)
