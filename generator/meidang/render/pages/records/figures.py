"""What the years of a technique brought, as a chart: the cases, and how many of them had complications."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from meidang.archive import Item
from meidang.archive.collections import Entered
from meidang.archive.facts import rates
from meidang.models.technique import Technique, YearFigures
from meidang.render.charts import About, Bar, bars
from meidang.render.pages import markup
from meidang.render.pages.addresses import path_of
from meidang.render.pages.book import Book
from meidang.render.pages.records.derived_work import naming
from meidang.render.pages.work.sheets import anchor_of, sheet_of_gathered
from meidang.render.views.words import percent, rate_words

_RATE = "并发症发生率"


def entry_address(book: Book, here: str, one: Entered) -> str:
    """The address of an entry's row on a ledger's page, for a chart's link."""
    gathered = sheet_of_gathered(book.archive).get((one.item.key, one.field, one.index))
    if gathered or one.item.kind.is_ledger:
        return f"{markup.address(here, gathered or book.path(one.item))}#{anchor_of(one)}"
    return f"{markup.address(here, path_of(one.item))}#{one.field.replace('_', '-')}"


def years_of_technique(book: Book, here: str, item: Item[Technique]) -> Iterator[str]:
    """The chart of the years, with the way to the table of all figures; nothing without figures."""
    figures = sorted(item.record.figures, key=lambda one: one.year)
    if not figures:
        return
    cases = _last_case_of_year(book, item)
    every = [_bar(book, here, one, cases) for one in figures]
    told = "；".join(bar.said for bar in every)
    about = About(f"{item.label}各年的开展例数和{_RATE}", told, "yearly-chart")
    yield markup.heading(2, "逐年的例数和并发症", "yearly")
    yield bars(every, about, rate_name=f"{_RATE}（例数／开展例数）")
    yield f"条上是开展例数。治愈、好转、无效、纠纷和各项率见{markup.link(here, here, '年度运行情况', 'figures')}。"


def _bar(book: Book, here: str, figures: YearFigures, cases: Mapping[int, Entered]) -> Bar:
    share = rates(figures).complication
    said = f"{figures.year} 年：开展 {figures.cases} 例，并发症 {figures.complications} 例"
    words = rate_words(share, figures.complications, figures.cases)
    return Bar(
        str(figures.year),
        figures.cases,
        f"{said}，{_RATE} {words}" if share is not None else said,
        rate=None if share is None else share * 100,
        rate_words=percent(share),
        rate_of=f"{figures.complications}/{figures.cases}",
        link=entry_address(book, here, cases[figures.year]) if figures.year in cases else "#figures",
    )


def _last_case_of_year(book: Book, item: Item[Technique]) -> Mapping[int, Entered]:
    """The newest case of each year in the ledger of cases, where the numbers come from."""
    found: Sequence[Entered] = naming(book.archive, "case", "technique_id").get(item.id, ())
    return {one.day.year: one for one in found if one.day}
