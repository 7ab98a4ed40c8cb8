"""The forecast: what falls due before the inspection, which clauses that turns, and what to do first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from meidang.agenda.forecast import Forecast, Step, forecast
from meidang.agenda.whose import name_apart
from meidang.archive.calendar import add_months, days_left
from meidang.archive.spans import span_words
from meidang.kinds import SETTINGS
from meidang.models.base import describe
from meidang.models.settings import Settings
from meidang.readiness import Judged, State, inspection_day
from meidang.render.charts import Month, months
from meidang.render.pages import markup
from meidang.render.pages.addresses import EXPIRY, FINDINGS, FORECAST, READINESS, TODO, clause_path, todo_path
from meidang.render.pages.book import Book
from meidang.render.pages.heads import edit_link, stamp
from meidang.render.pages.page import Page
from meidang.render.pages.records.lists import MOST, Heads, Pick, Row, list_table
from meidang.render.pages.search_words import CLAUSES
from meidang.render.pages.work.seen import matter_link

_TITLE: Final = "评审预测"
#: So many reasons of a clause, and so many months in the table of whose turn it is.
_MOST_REASONS: Final = 3
_MOST_MONTHS: Final = 6
_NOBODY: Final = "没有写明"


def forecast_page(book: Book) -> Page:
    """What must be done by when; or that there is no day to foresee."""
    day = book.archive.settings.inspection_on
    parts = [_past(book, day)] if day and day < book.as_of else list(_parts(book, is_set=day is not None))
    body = markup.blocks(markup.title(_TITLE), stamp(book, markup.link(FORECAST, READINESS, "准备度")), *parts)
    return Page(_TITLE, body, weight=CLAUSES)


def _past(book: Book, day: date) -> str:
    gone = (book.as_of - day).days
    return (
        f"设置里的评审日期 {markup.day(day)} 已过去 {gone} 天，没有什么可以预测的。"
        f"定了下一次评审的日期，请改设置里的{_where(book)}。"
    )


def _where(book: Book) -> str:
    """Where the day of the inspection is written."""
    label = describe(Settings)["inspection_on"].label
    return f"「{label}」（{edit_link(book, SETTINGS, '去改', FORECAST)}）"


def _parts(book: Book, *, is_set: bool) -> Iterator[str]:
    day = book.judgements[0].inspection_on if book.judgements else inspection_day(book.archive, book.as_of)
    found = forecast(book.found, book.judgements, day)
    yield _verdict(book, found, is_set=is_set)
    if not is_set:
        yield (
            f"设置里没有写评审日期，这里按今后 {(day - book.as_of).days} 天预测；"
            f"定了日期，请写在设置里的{_where(book)}。"
        )
    yield _months(book, found)
    yield from _turning(book, found)
    yield from _steps(book, found)
    yield from _whose(book, found)
    yield from _fine(book, found)


def _verdict(book: Book, found: Forecast, *, is_set: bool) -> str:
    """In a sentence: how long, how many, what turns."""
    left = (found.inspection_on - book.as_of).days
    ahead = f"{'距评审日期' if is_set else '到'} {markup.day(found.inspection_on)} 还有 {left} 天"
    until = ahead if left else "今天就是评审日期"
    due = f"其间到期 {len(found.steps)} 项" if found.steps else "其间没有到期的事项"
    veto = f"（其中<strong>否决项 {found.vetoes} 条</strong>）" if found.vetoes else ""
    turning = len(found.turning)
    turned = f"不办，现在达到的条款有 {turning} 条{veto}到那天变为未达到" if turning else "现在达到的条款到那天仍然达到"
    style = "veto" if found.vetoes else "minor" if turning or found.steps else "fine"
    return markup.unsearched(markup.para(f"{until}，{due}；{turned}。{_wrong(found)}", f"verdict verdict-{style}"))


def _wrong(found: Forecast) -> str:
    """What is wrong already, which is no forecast."""
    if not found.wrong:
        return ""
    return f"现在就要改的 {found.wrong} 项另见{markup.link(FORECAST, FINDINGS, '检查结果')}。"


# --- by month --------------------------------------------------------------------------------------------------------


def _months(book: Book, found: Forecast) -> str:
    counts = Counter(f"{step.due:%Y-%m}" for step in found.steps)
    turning = Counter(f"{step.due:%Y-%m}" for step in found.steps if step.clauses)
    every = _between(book.as_of, found.inspection_on)
    listed = {f"{step.due:%Y-%m}" for step in found.steps[:MOST]}
    shown = [_month(book, name, (counts[name], turning[name]), is_listed=name in listed) for name in every]
    caption = f"评审前每个月有几项到期；「险」是不办会使条款变为未达到的。评审日期 {found.inspection_on}。"
    return months(shown, caption=caption, late_word="险") if found.steps else ""


def _month(book: Book, name: str, counts: tuple[int, int], *, is_listed: bool) -> Month:
    count, turning = counts
    said = f"{span_words(name)}：{count} 项到期" + (f"，其中 {turning} 项影响条款" if turning else "")
    return Month(name, count, said, turning, f"#month-{name}" if is_listed else "", name == f"{book.as_of:%Y-%m}")


def _between(first: date, last: date) -> Sequence[str]:
    start = first.replace(day=1)
    count = (last.year - start.year) * 12 + last.month - start.month + 1
    return [f"{add_months(start, number):%Y-%m}" for number in range(min(count, 36))]


# --- clauses that turn -----------------------------------------------------------------------------------------------


def _turning(book: Book, found: Forecast) -> Iterator[str]:
    if not found.turning:
        return
    yield markup.heading(2, f"会变为未达到的条款（{len(found.turning)}）", "turning")
    ordered = sorted(found.turning, key=lambda one: (not one.clause.veto, _first_day(one)))
    rows = [Row(_clause(book, one)) for one in ordered]
    yield list_table(("条款", "最早", "因为什么", Pick("责任", "turn-owner")), rows, "turning")


def _first_day(one: Judged) -> date:
    return min((risk.since for risk in one.risks if risk.since), default=date.max)


def _clause(book: Book, one: Judged) -> Sequence[str]:
    clause, first = one.clause, _first_day(one)
    veto = f" {markup.badge('veto', '否决项')}" if clause.veto else ""
    reasons = "<br>".join(markup.text(risk.what) for risk in one.risks[:_MOST_REASONS])
    more = f"<br>等 {len(one.risks)} 项" if len(one.risks) > _MOST_REASONS else ""
    owners = "、".join(dict.fromkeys(markup.text(risk.owner) for risk in one.risks if risk.owner))
    return (
        f"{markup.link(FORECAST, clause_path(clause.id), f'{clause.clause_no} {clause.title}')}{veto}",
        markup.due(first, book.as_of) if first < date.max else "",
        f'<span class="long">{reasons}{more}</span>',
        owners or _NOBODY,
    )


# --- what to do ------------------------------------------------------------------------------------------------------


def _steps(book: Book, found: Forecast) -> Iterator[str]:
    yield markup.heading(2, f"先办哪一件（{len(found.steps)}）", "steps")
    if not found.steps:
        yield "评审前没有到期的事项。"
        return
    lead = f"最迟动手的日子是期限往前 {found.lead} 天（设置里的提前提醒天数）"
    yield f"按期限排列，最早的在前。{lead}，已经过了的写作“现在”。"
    seen: set[str] = set()
    rows = []
    for step in found.steps[:MOST]:
        month = f"{step.due:%Y-%m}"
        rows.append(Row(_step(book, step), "" if month in seen else f"month-{month}"))
        seen.add(month)
    heads = (Pick("期限", "month", 7), "内容", Pick("责任", "owner"), "影响的条款", "在哪里看")
    yield list_table(heads, rows, "steps")
    yield from _rest(len(found.steps), "更晚的", markup.link(FORECAST, EXPIRY, "到期一览"))


def _step(book: Book, step: Step) -> Sequence[str]:
    matter = step.turn.matter
    severity = f"{markup.severity_badge(matter.severity)} " if matter.severity else ""
    return (
        _when(book, step),
        f"{severity}{markup.problem(step.turn.said, matter.fix)}",
        "、".join(_people(book, step)) or _NOBODY,
        "<br>".join(_clause_link(one) for one in step.clauses),
        matter_link(book, FORECAST, matter),
    )


def _when(book: Book, step: Step) -> str:
    """The day, how far off it is, and by when to begin."""
    left = f"<br><small>{days_left(step.due, book.as_of)}</small>"
    if step.begin_by <= book.as_of:
        return f"{markup.day(step.due)}&nbsp;{markup.badge('major', '现在')}{left}"
    return f"{markup.day(step.due)}{left}<br><small>最迟 {markup.day(step.begin_by)} 动手</small>"


def _clause_link(one: Judged) -> str:
    veto = f" {markup.badge('veto', '否决项')}" if one.clause.veto else ""
    return f"{markup.link(FORECAST, clause_path(one.clause.id), one.clause.clause_no)}{veto}"


def _people(book: Book, step: Step) -> Iterator[str]:
    for one in step.turn.whose:
        yield markup.link(FORECAST, todo_path(one.kind, one.id), name_apart(book.found, one))


# --- whose turn, and what is fine ------------------------------------------------------------------------------------


def _whose(book: Book, found: Forecast) -> Iterator[str]:
    counts = Counter((who, f"{step.due:%Y-%m}") for step in found.steps for who in step.turn.whose)
    totals = Counter(who for step in found.steps for who in step.turn.whose)
    if not totals:
        return
    names = sorted({month for _, month in counts})
    shown = names if len(names) <= _MOST_MONTHS else []
    ordered = sorted(totals, key=lambda who: (-totals[who], who))
    rows = [
        Row(
            (
                markup.link(FORECAST, todo_path(who.kind, who.id), name_apart(book.found, who)),
                _KINDS[who.kind],
                *(str(counts[who, month] or "") for month in shown),
                str(totals[who]),
            )
        )
        for who in ordered
    ]
    yield markup.heading(2, "轮到谁", "whose")
    yield f"几个人或部门共同负责的，各算一次。每个人的全部事项见{markup.link(FORECAST, TODO, '待办')}。"
    heads: Heads = ("责任", Pick("类别", "kind"), *(span_words(month) for month in shown), "合计")
    yield list_table(heads, rows[:MOST], "whose")
    yield from _rest(len(rows), "其余的", markup.link(FORECAST, TODO, "待办"))


def _rest(count: int, words: str, there: str) -> Iterator[str]:
    if count > MOST:
        yield f"共 {count} 项，这里列出前 {MOST} 项，{words}见{there}。"


_KINDS: Final = {"staff": "人员", "department": "科室", "office": "部门"}


def _fine(book: Book, found: Forecast) -> Iterator[str]:
    leaves = [one for each in book.judgements for one in each.leaves]
    if not leaves:
        return
    met = sum(one.state is State.MET for one in leaves)
    missed = sum(one.state is State.NOT_MET for one in leaves)
    yield markup.heading(2, "不会变的", "fine")
    stay = f"现在达到、到 {markup.day(found.inspection_on)} 仍然达到的条款 {met} 条"
    rest = f"；现在就未达到的 {missed} 条不在本页，先改" if missed else ""
    all_of_them = markup.link(FORECAST, READINESS, "准备度")
    yield f"{stay}{rest}，都见{all_of_them}。到那天才应做、现在谁也做不了的定期工作，不算缺。"
