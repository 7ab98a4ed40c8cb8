"""The indicators: where each stands, and a page each with its course over time and what was counted for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from meidang.archive import Archive, Item
from meidang.archive.collections import COLLECTIONS
from meidang.archive.indicators import Series, State, Value, series
from meidang.archive.once import once
from meidang.models.duties import Indicator, Indicators, Measure
from meidang.render.pages import markup
from meidang.render.pages.addresses import INDICATORS, page_of
from meidang.render.pages.book import Book
from meidang.render.pages.heads import finding_boxes, stamp
from meidang.render.pages.page import Page
from meidang.render.pages.review.cited import cited_line, cited_section
from meidang.render.pages.search_words import WORK
from meidang.render.pages.work.duty import conditions, label_of
from meidang.render.pages.work.indicator_chart import indicator_chart
from meidang.render.pages.work.sheets import sheet_of_file, sheet_of_gathered
from meidang.render.views.figures import interval_words, target_words
from meidang.render.views.words import percent

_STATE_STYLE: Final[Mapping[State, str]] = {
    State.MET: "fine",
    State.MISSED: "veto",
    State.FEW: "minor",
    State.NONE: "minor",
    State.RUNNING: "notice",
    State.WATCHED: "notice",
}
#: Where so many departments have the indicator, each gets a chart; more would be a wall of them.
_MOST_CHARTS: Final = 24


def by_indicator(book: Book) -> Mapping[str, Sequence[Series]]:
    """The series of each indicator: one of the institution, or one of each department."""
    return _by_indicator(book.archive, book.as_of)


@once
def _by_indicator(archive: Archive, day: date) -> Mapping[str, Sequence[Series]]:
    grouped: dict[str, list[Series]] = {}
    for one in series(archive, day):
        grouped.setdefault(one.indicator.id, []).append(one)
    return grouped


def latest(one: Series) -> Value | None:
    """The value of the last period that is over; None before the first."""
    return next((value for value in reversed(one.values) if value.state is not State.RUNNING), None)


def _missed(one: Series) -> Sequence[Value]:
    """The periods that missed the target."""
    return [value for value in one.values if value.state is State.MISSED]


def _unfollowed(one: Series) -> int:
    return sum(not value.improvement for value in _missed(one))


def standing(one: Series) -> State | None:
    """Where an indicator stands: missed as long as nothing followed a missed period, else as its latest period."""
    value = latest(one)
    return State.MISSED if _unfollowed(one) else value.state if value else None


def indicators_page(book: Book, item: Item[Indicators]) -> Page:
    """Every indicator with its latest value."""
    grouped = by_indicator(book)
    shared = all(one.department is None for found in grouped.values() for one in found)
    rows = [
        _row(book, indicator, one, "" if shared else "全院")
        for indicator in item.record.indicators
        for one in grouped.get(indicator.id, ()) or (None,)
    ]
    heads = (
        "指标",
        "对象",
        "期间",
        "分子/分母",
        "数值",
        "95% 置信区间",
        "目标",
        "状态",
        "历期",
        "责任部门",
        "对应条款",
    )
    body = markup.blocks(
        markup.title("指标"),
        stamp(book, f"{len(item.record.indicators)} 项，各为最近一个已结束的期间", item.source.path, INDICATORS),
        _tally(grouped),
        markup.full_table(heads, rows) or "还没有登记。",
        f"率后标“样本少”的，分母少于 {book.archive.settings.small_sample_below}，只供参考。"
        "上面的“未达标”把以前未达标、至今没有改进的也算在内。"
        if rows
        else "",
    )
    return Page("指标", body, has_toc=False)


def _tally(grouped: Mapping[str, Sequence[Series]]) -> str:
    """How many are in each state; what no improvement followed counts as missed, whenever that was."""
    every = [state for found in grouped.values() for one in found if (state := standing(one))]
    shown = [markup.badge(_STATE_STYLE[state], f"{state.value} {every.count(state)}") for state in State]
    return " ".join(badge for badge, state in zip(shown, State, strict=True) if state in every) + "" if every else ""


def _row(book: Book, indicator: Indicator, one: Series | None, institution: str) -> Sequence[str]:
    value = latest(one) if one else None
    there = page_of("indicators", indicator.id) or INDICATORS
    return (
        markup.link(INDICATORS, there, indicator.name),
        book.link_key(INDICATORS, one.department.key) if one and one.department else institution,
        value.period.words if value else "",
        counted_words(book, INDICATORS, value) if value else "",
        value_words(book, value) if value else "",
        _interval(value) if value else "",
        target_or_watched(indicator),
        state_badge(value.state) if value else markup.badge("notice", "还没有满一期"),
        _missed_words(one) if one else "",
        markup.text(indicator.owner_dept),
        cited_line(book, INDICATORS, "indicators", indicator.id) or markup.text(indicator.clause),
    )


# --- words -----------------------------------------------------------------------------------------------------------


def value_words(book: Book, value: Value) -> str:
    """The rate, small samples marked; a number as it is."""
    if value.whole is None:
        return str(value.part)
    few = 0 < value.whole < book.archive.settings.small_sample_below
    return f"{percent(value.share)}{'　' + markup.badge('minor', '样本少') if few else ''}"


def counted_words(book: Book, here: str, value: Value) -> str:
    """What it was counted from, linked to the ledger's page where that is."""
    words = str(value.part) if value.whole is None else f"{value.part}/{value.whole}"
    if not value.evidence:
        return words
    return book.row_link(here, value.evidence[-1], words)


def target_or_watched(indicator: Indicator) -> str:
    """不低于 95%; of what is only watched, that."""
    return markup.text(target_words(indicator) or "只监测")


def state_badge(state: State) -> str:
    """The state of a value as a coloured word."""
    return markup.badge(_STATE_STYLE[state], state.value)


def _missed_words(one: Series) -> str:
    """How many periods missed the target in all, and how many of them nothing followed."""
    count, alone = len(_missed(one)), _unfollowed(one)
    if not count:
        return ""
    badge = markup.badge("veto" if alone else "minor", f"未达标 {count} 期")
    return f"{badge}<br><small>{alone} 期没有改进</small>" if alone else badge


def _interval(value: Value) -> str:
    words = interval_words(value)
    return f'<span class="number">{words}</span>' if words else ""


# --- one indicator ---------------------------------------------------------------------------------------------------


def indicator_pages(book: Book, item: Item[Indicators]) -> Iterator[tuple[str, Page]]:
    """Path and text of each indicator's page."""
    grouped = by_indicator(book)
    for indicator in item.record.indicators:
        here = page_of("indicators", indicator.id) or INDICATORS
        yield here, _page(book, here, indicator, grouped.get(indicator.id, ()))


def _page(book: Book, here: str, indicator: Indicator, mine: Sequence[Series]) -> Page:
    parts = [_series(book, here, one, number, len(mine)) for number, one in enumerate(mine, 1)]
    body = markup.blocks(
        markup.title(indicator.name),
        stamp(book, markup.link(here, INDICATORS, "指标")),
        finding_boxes(book, here, book.findings_of(f"indicators/{indicator.id}")),
        _facts(book, here, indicator),
        *(parts or ["还没有到第一期。"]),
        cited_section(book, here, "indicators", indicator.id),
    )
    return Page(indicator.name, body, weight=WORK)


def _facts(book: Book, here: str, indicator: Indicator) -> str:
    return markup.facts(
        [
            ("分子", _measure(book, here, indicator.numerator)),
            ("分母", _measure(book, here, indicator.denominator) if indicator.denominator else ""),
            ("目标", target_or_watched(indicator)),
            ("最小样本", str(indicator.min_sample) if indicator.min_sample else ""),
            ("多久一期", markup.text(indicator.every)),
            ("责任部门", markup.text(indicator.owner_dept)),
            ("起始日期", markup.day(indicator.since)),
            ("结束日期", markup.day(indicator.until) if indicator.until else ""),
            ("未达标算什么", markup.text(indicator.weight)),
            ("条款", markup.text(indicator.clause)),
            ("依据", markup.text(indicator.basis or "")),
            ("备注", markup.text(indicator.note or "")),
        ]
    )


def _measure(book: Book, here: str, measure: Measure) -> str:
    """What is counted: the entries of a ledger, or the sum of a field."""
    collection = COLLECTIONS.get(measure.ledger)
    where = conditions(collection.model if collection else None, measure.where)
    parts = [book.link(here, "collection", measure.ledger), where]
    model = collection.model if collection else None
    if measure.total:
        parts.append(f"「{label_of(model, measure.total)}」的合计")
    if measure.distinct:
        parts.append(f"按「{label_of(model, measure.distinct)}」数，重复的只算一次")
    return "，".join(part for part in parts if part)


def _series(book: Book, here: str, one: Series, number: int, total: int) -> str:
    title = one.department.label if one.department else "历期数值"
    return markup.blocks(
        markup.heading(2, title, f"series-{number}"),
        indicator_chart(book, here, one, f"chart-{number}") if total <= _MOST_CHARTS else "",
        _numbers(book, here, one),
    )


def _numbers(book: Book, here: str, one: Series) -> str:
    rows = [
        (
            value.period.words,
            counted_words(book, here, value),
            value_words(book, value),
            _interval(value),
            state_badge(value.state),
            "、".join(book.row_link(here, each, each.entry.qi_no) for each in value.improvement),
            _sources(book, here, value),
        )
        for value in reversed(one.values)
    ]
    counted = "分子/分母" if one.indicator.denominator else "计数"
    heads = ("期间", counted, "数值", "95% 置信区间", "状态", "持续改进", "台账")
    return markup.full_table(heads, rows) or "还没有到第一期。"


def _sources(book: Book, here: str, value: Value) -> str:
    """The ledgers' pages on which the counted entries stand."""
    pages: dict[str, str] = {}
    for one in value.evidence:
        if one.item.kind.is_ledger:
            sheet = sheet_of_file(book.archive)[one.item.key]
            pages.setdefault(sheet.path, f"{one.item.kind.title} {sheet.title}")
        elif there := sheet_of_gathered(book.archive).get((one.item.key, one.field, one.index)):
            pages.setdefault(there, COLLECTIONS[f"{one.item.kind.name}.{one.field}"].title)
    return "<br>".join(markup.link(here, path, words) for path, words in pages.items())
