"""What changed since a day: every record with its latest change, what changed in it and how often, newest first.

The page lists all of it, and says so without a script; ``changes.js`` hides what lies before a day that people choose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from meidang.archive.privacy import hide
from meidang.kinds import KINDS, Kind
from meidang.models.audience import Edition
from meidang.render.pages import markup
from meidang.render.pages.addresses import CHANGES, list_path
from meidang.render.pages.book import Book
from meidang.render.pages.heads import stamp
from meidang.render.pages.page import Page
from meidang.render.pages.review.changed import (
    Batch,
    batches,
    by_record,
    key_of,
    kind_of_key,
    labels,
    may_name,
    shown_changes,
)
from meidang.render.pages.search_words import CLAUSES
from meidang.source.commits import Sort
from meidang.source.history import Change, History
from meidang.source.names import is_attachment

#: So many records are listed one by one; of older changes only how many.
_MOST: Final = 300
#: So many changes of one record stand in its line.
_MOST_TIMES: Final = 5
#: So many of its days are known to the script, which counts them.
_MOST_COUNTED: Final = 100
_MOST_EDITS: Final = 200
#: From how many days before the page's day on changes are shown at first, and the other choices.
_AT_FIRST: Final = 30
_DAYS: Final = (7, 30, 90)
_STYLES: Final[Mapping[Sort, str]] = {
    Sort.ADDED: "fine",
    Sort.MODIFIED: "notice",
    Sort.RENAMED: "minor",
    Sort.DELETED: "major",
}
#: What files beside the records are called among the kinds.
_ATTACHMENTS: Final = "attachments"
_WORDS: Final = ("最近修改", "修改历史", "变更", "改动", "修改记录")


@dataclass(frozen=True, slots=True)
class _Row:
    """A record that was changed by itself, newest change first; ``day``: of the newest one that is no batch."""

    key: str
    day: date
    changes: Sequence[Change]


def changes_page(book: Book, history: History) -> Page:
    """The page; without a history it says why there is none."""
    title = "最近的改动"
    head = (markup.title(title), stamp(book, _span(history)))
    if history.reason:
        return Page(title, markup.blocks(*head, markup.para(history.reason)), weight=CLAUSES, words=_WORDS)
    body = markup.blocks(*head, _missing(history), _uncommitted(book, history), _changes(book, history))
    return Page(title, body, weight=CLAUSES, words=_WORDS, has_toc=False)


def _changes(book: Book, history: History) -> str:
    """Everything that the script may hide. Not searched: names of records lead to their own pages."""
    shown = shown_changes(history, book.edition)
    many = batches(shown, book.edition)
    rows = _rows(book, shown, many)
    if not rows and not many:
        return markup.para("历史里没有档案的改动。")
    listed, older = rows[:_MOST], rows[_MOST:]
    files = _attachments(history, since=older[0].day if older else date.min)
    inner = markup.blocks(
        _form(book, rows, many), _counts(rows), *_days(book, listed, many[:_MOST], files), _older(older)
    )
    return markup.unsearched(f'<div id="changes" class="changes">\n{inner}\n</div>')


def _span(history: History) -> str:
    return f"历史从 {markup.day(history.first_day)} 起" if history.first_day else ""


def _before(book: Book, days: int) -> date:
    return max(book.as_of, date.min + timedelta(days)) - timedelta(days)


def _missing(history: History) -> str:
    return markup.box("notice", "历史不完整", [cut.value for cut in history.cuts]) if history.cuts else ""


def _rows(book: Book, shown: Sequence[Change], many: Iterable[Batch]) -> list[_Row]:
    """Records by the day of their latest change of their own, in the order of the history within a day."""
    at_once = {(batch.commit, batch.sort) for batch in many}
    rows = []
    for key, changes in by_record(shown).items():
        own = [change.day for change in changes if (change.commit, change.sort) not in at_once]
        if own and _is_named(book, key, changes):
            rows.append(_Row(key, own[0], changes))
    return sorted(rows, key=lambda row: row.day, reverse=True)


def _is_named(book: Book, key: str, changes: Sequence[Change]) -> bool:
    """A file that gives no record (it cannot be read) is named only inside the house."""
    is_there = key in book.archive.items or changes[0].sort is Sort.DELETED
    return is_there or book.edition is Edition.INTERNAL


# --- what people choose ----------------------------------------------------------------------------------------------


def _form(book: Book, rows: Sequence[_Row], many: Sequence[Batch]) -> str:
    """The choices; a script shows them, because they do nothing without it."""
    latest = max([row.day for row in rows] + [batch.day for batch in many], default=book.as_of)
    choices = [(f"{days} 天", str(_before(book, days))) for days in _DAYS]
    reviewed = book.archive.settings.inspection_on
    if reviewed and reviewed <= book.as_of:
        choices.insert(0, ("上次评审以来", str(reviewed)))
    buttons = "".join(
        f'<button type="button" data-since="{since}" aria-pressed="false">{words}</button>'
        for words, since in (*choices, ("全部", ""))
    )
    return (
        '<form class="change-filter" hidden>'
        f'<label>自 <input type="date" name="since" value="{_before(book, _AT_FIRST)}" max="{max(latest, book.as_of)}">'
        f" 以来</label><span>{buttons}</span>"
        f'<label>类别 <select name="kind"><option value="">全部</option>{_options(rows, many)}</select></label></form>'
    )


def _options(rows: Sequence[_Row], many: Sequence[Batch]) -> str:
    there = {kind_of_key(row.key).name for row in rows} | {batch.kind for batch in many}
    return "".join(
        f'<option value="{kind.name}">{kind.plural}</option>' for kind in KINDS.values() if kind.name in there
    )


def _counts(rows: Sequence[_Row]) -> str:
    counts = Counter(kind_of_key(row.key).name for row in rows)
    kinds = "".join(
        f'<li data-counts="{kind.name}">{_list_link(kind)} <b>{counts[kind.name]}</b></li>'
        for kind in KINDS.values()
        if counts[kind.name]
    )
    total = f'<p class="change-total" role="status">{len(rows)} 条记录有改动。</p>'
    return f'{total}\n<ul class="change-kinds">{kinds}</ul>' if kinds else total


def _list_link(kind: Kind) -> str:
    return markup.link(CHANGES, list_path(kind), kind.plural)


# --- day by day ------------------------------------------------------------------------------------------------------


def _days(
    book: Book, rows: Sequence[_Row], many: Sequence[Batch], files: Mapping[date, Counter[Sort]]
) -> Iterator[str]:
    """A section for each day, newest first."""
    lines: dict[date, list[str]] = {}
    for row in rows:
        lines.setdefault(row.day, []).append(_row(book, row))
    for batch in many:
        lines.setdefault(batch.day, []).append(_batch(book, batch))
    for day, counts in files.items():
        lines.setdefault(day, []).append(_files(day, counts))
    for day in sorted(lines, reverse=True):
        items = "\n".join(lines[day])
        head = markup.heading(2, str(day), f"day-{day}")
        yield f'<section data-day="{day}">\n{head}\n<ul class="change-list">\n{items}\n</ul>\n</section>'


def _row(book: Book, row: _Row) -> str:
    kind = kind_of_key(row.key)
    days = " ".join(str(change.day) for change in row.changes[:_MOST_COUNTED])
    times = f' <small class="change-times">改动 {len(row.changes)} 次</small>' if len(row.changes) > 1 else ""
    lines = "".join(_line(book, row.key, change) for change in row.changes[:_MOST_TIMES])
    more = len(row.changes) - _MOST_TIMES
    rest = f'<div data-day="{row.changes[_MOST_TIMES].day}">更早还有 {more} 次</div>' if more > 0 else ""
    return (
        f'<li data-kind="{kind.name}" data-own="{row.day}" data-times="{len(row.changes)}" data-days="{days}">'
        f"{_sort_badge(row.changes[0].sort)} {_name(book, row)}{times}{lines}{rest}</li>"
    )


def _name(book: Book, row: _Row) -> str:
    """The kind and the name, which is one word for a kind with a single record."""
    kind = kind_of_key(row.key)
    item = book.archive.items.get(row.key)
    if item:
        words = book.link_key(CHANGES, row.key)
        own = "" if kind.single or kind.is_ledger else f" <small>{markup.text(item.id)}</small>"
        return f"{'' if kind.single else f'{kind.plural} '}{words}{own}"
    state = "已删除" if row.changes[0].sort is Sort.DELETED else "读不出来"
    return f"{kind.plural} {markup.text(row.key.partition('/')[2])}（{state}）"


def _line(book: Book, key: str, change: Change) -> str:
    """One change of a record: its day, what it was, and the fields."""
    words = change.sort.value
    if change.old_path:
        words += f"，原来是 {hide((key_of(change.old_path) or '').rpartition('/')[2])}"
    if fields := _fields(book, key, change):
        words += f"：{'、'.join(fields)}"
    commit = f" <code>{change.commit}</code>" if book.edition is Edition.INTERNAL else ""
    return f'<div data-day="{change.day}">{markup.day(change.day)} {markup.text(words)}{commit}</div>'


def _fields(book: Book, key: str, change: Change) -> Sequence[str]:
    if change.uncompared:
        return (change.uncompared.value,)
    if change.difference is None:
        return ()
    if change.sort is Sort.RENAMED and change.old_blob == change.new_blob:
        return ()
    return labels(kind_of_key(key), change.difference, book.edition)


def _sort_badge(sort: Sort) -> str:
    return markup.badge(_STYLES[sort], sort.value)


def _batch(book: Book, batch: Batch) -> str:
    kind = KINDS[batch.kind]
    fields = f"：{'、'.join(batch.fields)}" if batch.fields else ""
    commit = f" <code>{batch.commit}</code>" if book.edition is Edition.INTERNAL else ""
    return (
        f'<li data-kind="{kind.name}" data-own="{batch.day}" data-batch="{batch.count}">{_sort_badge(batch.sort)} '
        f"{_list_link(kind)} 成批{batch.sort.value} {batch.count} 条"
        f"{markup.text(fields)}{commit}</li>"
    )


def _attachments(history: History, since: date) -> Mapping[date, Counter[Sort]]:
    """How many files beside the records came and went each day; their names are the records' business."""
    found: dict[date, Counter[Sort]] = {}
    for change in history.changes:
        if change.day >= since and is_attachment(change.path):
            found.setdefault(change.day, Counter())[change.sort] += 1
    return dict(sorted(found.items(), reverse=True)[:_MOST])


def _files(day: date, counts: Counter[Sort]) -> str:
    words = "、".join(f"{sort.value} {counts[sort]} 个" for sort in Sort if counts[sort])
    return f'<li data-kind="{_ATTACHMENTS}" data-own="{day}">附件 {words}</li>'


def _older(rows: Sequence[_Row]) -> str:
    """Records whose latest change lies too far back to be listed: how many of each kind, and up to when."""
    if not rows:
        return ""
    grouped: dict[str, list[date]] = {}
    for row in rows:
        grouped.setdefault(kind_of_key(row.key).name, []).append(row.day)
    lines = "\n".join(
        f'<li data-kind="{name}" data-older="{" ".join(map(str, days))}">'
        f"{_list_link(KINDS[name])} {len(days)} 条，最近的在 {markup.day(days[0])}</li>"
        for name, days in grouped.items()
    )
    head = markup.heading(2, "更早改过的记录", "older")
    return f'<section data-day="{rows[0].day}">\n{head}\n<ul class="change-list">\n{lines}\n</ul>\n</section>'


# --- what is not committed -------------------------------------------------------------------------------------------


def _uncommitted(book: Book, history: History) -> str:
    """Only inside the house: what is being written has no day yet."""
    if book.edition is not Edition.INTERNAL:
        return ""
    named = [(key, edit.sort) for edit in history.edits if (key := key_of(edit.path)) and may_name(key, book.edition)]
    if not named:
        return ""
    lines = [f"{sort.value} {_edited(book, key)}" for key, sort in named[:_MOST_EDITS]]
    more = [f"还有 {len(named) - _MOST_EDITS} 条"] if len(named) > _MOST_EDITS else []
    return markup.unsearched(markup.box("minor", f"未提交的改动 {len(named)} 条，不在下面", [*lines, *more]))


def _edited(book: Book, key: str) -> str:
    kind = kind_of_key(key)
    name = book.link_key(CHANGES, key) if key in book.archive.items else markup.text(key.partition("/")[2])
    return name if kind.single and key in book.archive.items else f"{kind.plural} {name}"
