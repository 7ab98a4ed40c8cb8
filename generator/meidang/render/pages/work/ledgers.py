"""The ledgers: all of them, each with its counts, and the pages on which their entries stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from meidang.archive.collections import COLLECTIONS, Collection, entries, entries_until
from meidang.archive.spans import span_words
from meidang.findings import Finding
from meidang.render.pages import markup
from meidang.render.pages.addresses import LEDGERS, collection_path, workbook_path
from meidang.render.pages.book import Book
from meidang.render.pages.heads import finding_boxes, form_link, nothing_yet, stamp
from meidang.render.pages.page import Page
from meidang.render.pages.records.listing import badges, broken_files
from meidang.render.pages.records.lists import Pick, Row, list_table
from meidang.render.pages.review.cited import cited_section
from meidang.render.pages.search_words import ledger_weight
from meidang.render.pages.work.entries import entry_table
from meidang.render.pages.work.sheets import Sheet, sheets
from meidang.render.workbooks import render_workbooks


def ledger_pages(book: Book) -> Iterator[tuple[str, Page | bytes]]:
    """Every page of ledgers, and every ledger as a workbook."""
    yield LEDGERS, _index(book)
    yield from ledger_files(book)
    for collection in COLLECTIONS.values():
        own = collection_path(collection.name)
        yield own, _ledger(book, collection)
        for sheet in sheets(book.archive, collection.name):
            if sheet.path != own:
                yield sheet.path, _sheet(book, collection, sheet)


def _index(book: Book) -> Page:
    kept = [one for one in COLLECTIONS.values() if one.kind.is_ledger]
    gathered = [one for one in COLLECTIONS.values() if not one.kind.is_ledger]
    total = sum(len(entries(book.archive, one.name)) for one in kept)
    body = markup.blocks(
        markup.title("台账"),
        stamp(book, f"{len(kept)} 种台账，共 {total} 条"),
        markup.heading(2, "登记的台账", "ledgers"),
        _collections(book, kept, "kept"),
        markup.heading(2, "由档案汇总的台账", "gathered"),
        "登记在机构、科室、人员、技术等档案里，不重复填写。",
        _collections(book, gathered, "gathered"),
    )
    return Page("台账", body)


def _collections(book: Book, shown: Sequence[Collection], name: str) -> str:
    rows = []
    for one in shown:
        found = entries(book.archive, one.name)
        days = [each.day for each in found if each.day]
        own = collection_path(one.name)
        cells = (
            markup.link(LEDGERS, own, one.title),
            markup.link(LEDGERS, own, str(len(found))) if found else "0",
            f"{markup.day(days[0])} 至 {markup.day(days[-1])}" if days else "",
            _latest(book, one),
            badges(ledger_findings(book, one), markup.address(LEDGERS, own)) if found and one.kind.is_ledger else "",
        )
        rows.append(Row(cells))
    heads = ("台账", "条数", "起止", "最近一条", Pick("检查结果", f"severity-{name}"))
    return list_table(heads, rows, name)


def _latest(book: Book, collection: Collection) -> str:
    known = [one for one in entries(book.archive, collection.name) if one.day and one.day <= book.as_of]
    return book.row_link(LEDGERS, known[-1], str(known[-1].day)) if known else ""


def ledger_findings(book: Book, collection: Collection) -> Sequence[Finding]:
    """Everything wrong with the files of a ledger."""
    return [one for item in book.archive.of(collection.kind.model) for one in book.findings_of(item.key)]


# --- one ledger ------------------------------------------------------------------------------------------------------


def _ledger(book: Book, collection: Collection) -> Page:
    here = collection_path(collection.name)
    pages = sheets(book.archive, collection.name)
    found = entries(book.archive, collection.name)
    own = [sheet for sheet in pages if sheet.path == here]
    body = markup.blocks(
        markup.title(collection.title),
        stamp(
            book,
            f"{markup.link(here, LEDGERS, '台账')}　共 {len(found)} 条{_ways(book, here, collection)}",
        ),
        broken_files(book, collection.kind, here) if collection.kind.is_ledger else "",
        _asked(book, here, collection),
        *(_rows(book, here, sheet) for sheet in own),
        _years(book, here, collection, [sheet for sheet in pages if sheet.path != here]),
        _months(book, here, collection) if collection.kind.is_ledger else "",
        cited_section(book, here, "ledgers", collection.name),
    )
    return Page(collection.title, body, "台账", ledger_weight(collection.name))


def _ways(book: Book, here: str, collection: Collection, words: str = "下载 Excel") -> str:
    return _download(book, here, collection, words) + _filling(book, here, collection)


def _download(book: Book, here: str, collection: Collection, words: str) -> str:
    """The way to the whole ledger as a workbook; it holds what is known on the day."""
    if not entries_until(book.archive, collection.name, book.as_of):
        return ""
    address = markup.address(here, workbook_path(collection.name))
    return f'　<a href="{address}" download="{collection.title}.xlsx">{words}</a>'


def _filling(book: Book, here: str, collection: Collection) -> str:
    """The way to the forms of a ledger; what records hold is filled in with the record."""
    if not book.has_forms or not collection.kind.is_ledger:
        return ""
    return f'　<a class="edit" href="{form_link(here, f"/collections/{collection.kind.name}")}">填写</a>'


def ledger_files(book: Book) -> Iterator[tuple[str, bytes]]:
    """The workbook of every ledger that has entries, holding nothing that the edition does not show."""
    made = render_workbooks(book.archive, as_of=book.as_of, revision=book.revision, edition=book.edition)
    return ((workbook_path(one.name), one.content) for one in made if one.entries)


def _rows(book: Book, here: str, sheet: Sheet) -> str:
    return entry_table(book, here, sheet.entries, anchored=True) or "还没有记录。"


def _asked(book: Book, here: str, collection: Collection) -> str:
    """Which duties and indicators are counted from it."""
    duties, indicators = book.asks.get(collection.name, ((), ()))
    rows = [
        ("应办事项", "、".join(book.link(here, "duties", name) for name in duties)),
        ("指标", "、".join(book.link(here, "indicators", name) for name in indicators)),
    ]
    return markup.facts(rows)


def _years(book: Book, here: str, collection: Collection, pages: Sequence[Sheet]) -> str:
    if not pages:
        if sheets(book.archive, collection.name):
            return ""
        return nothing_yet(book, here, collection.kind) if collection.kind.is_ledger else "还没有记录。"
    rows = [
        (
            markup.link(here, sheet.path, sheet.title),
            str(len(sheet.entries)),
            markup.day(sheet.entries[0].day) if sheet.entries and sheet.entries[0].day else "",
            badges(_sheet_findings(book, sheet), markup.address(here, sheet.path)) if sheet.keys else "",
        )
        for sheet in pages
    ]
    return markup.blocks(
        markup.heading(2, "按年查看", "years"), markup.table(("期间", "条数", "最近", "检查结果"), rows)
    )


def _sheet_findings(book: Book, sheet: Sheet) -> Sequence[Finding]:
    return [one for key in sheet.keys for one in book.findings_of(key)]


def _months(book: Book, here: str, collection: Collection) -> str:
    """How many entries of each department in each month, the newest month first; each number leads to its entries."""
    counts: Counter[tuple[str, str]] = Counter()
    for one in entries(book.archive, collection.name):
        counts[f"{one.moment:%Y-%m}", one.department_id or ""] += 1
    whose = sorted({department for _, department in counts})
    where = _pages_of(book, collection)
    names = {one: book.name("department", one) if one else "院级" for one in whose}
    rows = [
        [
            markup.link(here, where[month, None], span_words(month)),
            *(
                _entries_link(here, where[month, one], counts[month, one], month=month, department=names[one])
                if counts[month, one]
                else ""
                for one in whose
            ),
            *([str(sum(counts[month, one] for one in whose))] if len(whose) > 1 else []),
        ]
        for month in sorted({month for month, _ in counts}, reverse=True)
    ]
    heads = ["月份", *(book.link(here, "department", one) if one else "院级" for one in whose)]
    heads += ["合计"] if len(whose) > 1 else []
    return markup.blocks(markup.heading(2, "按月和科室", "months"), markup.table(heads, rows)) if rows else ""


def _entries_link(here: str, there: str, count: int, **choices: str) -> str:
    """A number that leads to a page of entries, narrowed to those that it counts."""
    asked = "&amp;".join(f"{key}={quote(value, safe='')}" for key, value in choices.items())
    return f'<a href="{markup.address(here, there)}?{asked}">{count}</a>'


def _pages_of(book: Book, collection: Collection) -> Mapping[tuple[str, str | None], str]:
    """The first page that holds an entry of a month, and of a department in it (None: of any)."""
    found: dict[tuple[str, str | None], str] = {}
    for sheet in reversed(sheets(book.archive, collection.name)):
        for one in sheet.entries:
            month = f"{one.moment:%Y-%m}"
            found[month, None] = found[month, one.department_id or ""] = sheet.path
    return found


# --- the entries of a year -------------------------------------------------------------------------------------------


def _sheet(book: Book, collection: Collection, sheet: Sheet) -> Page:
    above = collection_path(collection.name)
    title = f"{collection.title} {sheet.title}"
    counted = f"共 {len(sheet.entries)} 条，新的在前"
    ways = _ways(book, sheet.path, collection, "下载 Excel（整本台账）")
    body = markup.blocks(
        markup.title(collection.title, sheet.title),
        stamp(
            book,
            f"{markup.link(sheet.path, above, collection.title)}　{counted}{ways}",
        ),
        finding_boxes(book, sheet.path, _above_entries(book, sheet)),
        _neighbours(book, collection, sheet),
        _rows(book, sheet.path, sheet),
    )
    return Page(title, body, "台账", ledger_weight(collection.name), has_toc=False)


def _above_entries(book: Book, sheet: Sheet) -> Sequence[Finding]:
    """What is wrong with a file rather than with one of its entries."""
    return [finding for key in sheet.keys for finding in book.findings_by_entry(key).get(None, ())]


def _neighbours(book: Book, collection: Collection, sheet: Sheet) -> str:
    """Links to the page before and after in time."""
    pages = sheets(book.archive, collection.name)
    at = next(index for index, one in enumerate(pages) if one.path == sheet.path)
    near = [(pages[at + 1 : at + 2], "← "), (pages[at - 1 : at] if at else (), "→ ")]
    links = [arrow + markup.link(sheet.path, one.path, one.title) for found, arrow in near for one in found]
    return "　".join(links) + "" if links else ""
