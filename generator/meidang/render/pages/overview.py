"""The landing page: what state the institution is in, on one screen, and the ways from there.

The public is shown what the institution is and offers, and nothing of what was found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from meidang.agenda.dues import late as overdue_duties
from meidang.agenda.endings import AHEAD_DAYS, Ending, endings, expired, expiring, overdue
from meidang.findings import Finding, Severity
from meidang.kinds import KINDS
from meidang.models.audience import Edition
from meidang.models.department import Department
from meidang.models.duties import Duties
from meidang.models.staff import Staff
from meidang.models.technique import Technique
from meidang.readiness import Judgement, State
from meidang.render.pages import markup
from meidang.render.pages.addresses import CALENDAR, EXPIRY, FINDINGS, FORECAST, LEDGERS, OVERVIEW, READINESS, TODO
from meidang.render.pages.book import Book, list_path, path_of
from meidang.render.pages.heads import rule_link, stamp
from meidang.render.pages.page import Page
from meidang.render.pages.public_overview import public_parts
from meidang.render.pages.review.cited import STATE_STYLE
from meidang.render.pages.review.readiness import SECTIONS

#: So many rows of a list stand here; the rest where the list is whole.
_MOST = 10


def overview_page(book: Book) -> Page:
    """The state in a sentence, readiness, what has expired or is due, what is most urgent; or the public's page."""
    institution = book.archive.institution
    name = institution.label if institution else "技术档案"
    is_public = book.edition is Edition.PUBLIC
    body = markup.blocks(
        markup.title(name),
        stamp(book, "公开信息" if is_public else "技术档案总览"),
        *(public_parts(book) if is_public else _parts(book)),
    )
    return Page("总览", body, has_toc=False)


def _parts(book: Book) -> Iterator[str]:
    found = endings(book.archive, book.as_of)
    gone, soon = expired(found, book.as_of), expiring(found, book.as_of, AHEAD_DAYS)
    late = overdue(book.found, gone)
    yield _verdict(book)
    yield from (_bar(one, number) for number, one in enumerate(book.judgements, 1))
    yield _cards(book, len(gone), len(soon), len(late))
    yield _walks(book)
    yield _section(
        "最紧要的问题",
        "urgent",
        _findings_table(book, book.urgent[:_MOST]),
        _more(len(book.urgent), FINDINGS, "检查结果"),
    )
    yield _section(
        "已过期", "expired", _endings_table(book, gone[:_MOST]), _more(len(gone), EXPIRY, "到期一览", "overdue")
    )
    yield _section(
        f"{AHEAD_DAYS} 天内到期",
        "expiring",
        _endings_table(book, soon[:_MOST]),
        _more(len(soon), EXPIRY, "到期一览"),
    )
    yield _section(
        "已逾期的问题", "overdue", _findings_table(book, late[:_MOST]), _more(len(late), FINDINGS, "检查结果")
    )
    yield _section("档案", "records", _records(book))


# --- the state in a sentence, and as a bar ---------------------------------------------------------------------------


def _verdict(book: Book) -> str:
    """One sentence on the first standard; without one, on what was found."""
    if book.judgements:
        style, words = _standing(book, book.judgements[0])
    elif book.findings:
        vetoes = sum(one.severity is Severity.VETO for one in book.findings)
        style = "veto" if vetoes else "major"
        words = f"检查发现 {len(book.findings)} 项问题" + (f"，其中否决 {vetoes} 项。" if vetoes else "。")
    else:
        style, words = "fine", "检查没有发现问题。"
    return markup.unsearched(markup.para(words, f"verdict verdict-{style}"))


def _standing(book: Book, one: Judgement) -> tuple[str, str]:
    counts, vetoes = one.counts, len(one.vetoes)
    missed, risks = counts[State.NOT_MET], counts[State.AT_RISK]
    name = markup.link(OVERVIEW, path_of(one.standard), one.standard.label)
    if missed:
        veto = _to_section("not-met", f"否决项 {vetoes} 条")
        of_them = f"，其中<strong>{veto}</strong>" if vetoes else "，没有否决项"
        state = f"{_to_section('not-met', f'{missed} 条未达到')}{of_them}"
    else:
        state = "没有未达到的条款"
    if risks:
        state += f"；{_to_section('at-risk', f'{risks} 条')}现在达到，到评审那天有风险"
    days = (one.inspection_on - book.as_of).days
    until = f"距评审日期 {markup.day(one.inspection_on)} 还有 {days} 天" if days else "今天是评审日期"
    if one.planned_on is None:
        until = f"评审日期未定，风险暂按 {days} 天后的 {markup.day(one.inspection_on)} 判断"
    style = "veto" if vetoes else "major" if missed else "minor" if risks else "fine"
    return style, f"{name} {len(one.leaves)} 条：{state}。{until}。"


def _to_section(anchor: str, words: str) -> str:
    return markup.link(OVERVIEW, READINESS, words, f"{anchor}-1")


def _bar(one: Judgement, number: int) -> str:
    """How many clauses of a standard stand where; each part leads to its section."""
    parts = "".join(
        f'<a class="seg card-{STATE_STYLE[state]}" style="flex-grow:{one.counts[state]}" '
        f'href="{READINESS}#{anchor}-{number}"><strong>{one.counts[state]}</strong> {title}</a>'
        for state, title, anchor in SECTIONS
        if one.counts[state]
    )
    label = markup.link(OVERVIEW, path_of(one.standard), one.standard.label)
    return markup.unsearched(f'<div class="ready"><span>{label}</span><div class="bar">{parts}</div></div>')


# --- counts, and the ways from here ----------------------------------------------------------------------------------


def _cards(book: Book, gone: int, soon: int, late: int) -> str:
    shown = []
    for severity in sorted(Severity, reverse=True):
        count = sum(finding.severity is severity for finding in book.findings)
        if count or severity is not Severity.ERROR:
            style = markup.SEVERITY_CLASS[severity]
            shown.append((style if count else "fine", severity.label, count, f"{FINDINGS}#{style}" if count else ""))
    shown += [
        ("veto" if gone else "fine", "已过期", gone, f"{EXPIRY}#overdue" if gone else ""),
        ("minor" if soon else "fine", f"{AHEAD_DAYS} 天内到期", soon, "#expiring"),
        ("major" if late else "fine", "逾期未改", late, "#overdue"),
    ]
    if book.archive.of(Duties):
        owing = len(overdue_duties(book.archive, book.as_of))
        shown.append(("major" if owing else "fine", "应办事项逾期", owing, "duties.html#late"))
    body = "\n".join(_card(*card) for card in shown)
    return markup.unsearched(f'<div class="cards">\n{body}\n</div>')


def _card(style: str, label: str, count: int, address: str) -> str:
    inside = f"<strong>{count}</strong> <span>{label}</span>"
    if not address:
        return f'<span class="card card-{style}">{inside}</span>'
    return f'<a class="card card-{style}" href="{address}">{inside}</a>'


def _walks(book: Book) -> str:
    """The ways through the archive that people come for."""
    ways = [
        ("按条款", READINESS, f"{sum(len(one.leaves) for one in book.judgements)} 条"),
        *(
            (words, list_path(KINDS[kind]), f"{len(book.archive.of(model))} {unit}")
            for words, kind, model, unit in _WAYS
        ),
        ("到期", EXPIRY, "按月"),
        ("应办", CALENDAR, "按日"),
        ("台账", LEDGERS, f"{sum(item.kind.is_ledger for item in book.archive.items.values())} 份"),
    ]
    if book.edition is Edition.INTERNAL:
        ways += [("评审前", FORECAST, "会到期的"), ("待办", TODO, "按人和科室")]
    links = "".join(
        f"<li>{markup.link(OVERVIEW, there, words)} <small>{count}</small></li>" for words, there, count in ways
    )
    return markup.unsearched(f'<nav class="walks" aria-label="从哪里看起"><ul>{links}</ul></nav>')


_WAYS = (
    ("按人", "staff", Staff, "人"),
    ("按技术", "technique", Technique, "项"),
    ("按科室", "department", Department, "个"),
)


# --- lists -----------------------------------------------------------------------------------------------------------


def _section(title: str, anchor: str, *parts: str) -> str:
    body = [part for part in parts if part]
    return markup.blocks(markup.heading(2, title, anchor), *(body or ["无"]))


def _more(count: int, there: str, words: str, anchor: str = "") -> str:
    if count <= _MOST:
        return ""
    return f"共 {count} 项，这里列出前 {_MOST} 项，全部见{markup.link(OVERVIEW, there, words, anchor)}。"


def _findings_table(book: Book, found: Sequence[Finding]) -> str:
    rows = [
        (
            markup.severity_badge(finding.severity),
            book.about_link(OVERVIEW, finding),
            markup.problem(finding.message, finding.fix),
            markup.due(finding.due, book.as_of) if finding.due else "",
            rule_link(book, OVERVIEW, finding.code),
        )
        for finding in found
    ]
    return markup.table(("程度", "记录", "问题", "期限", "规则"), rows)


def _endings_table(book: Book, found: Sequence[Ending]) -> str:
    rows = [
        (book.link_key(OVERVIEW, ending.item.key), markup.text(ending.what), markup.due(ending.day, book.as_of))
        for ending in found
    ]
    return markup.table(("记录", "内容", "有效期至"), rows)


def _records(book: Book) -> str:
    rows = []
    for kind in KINDS.values():
        count = len(book.archive.of(kind.model))
        if count and kind.is_record:
            bad = sum(bool(book.findings_of(item.key)) for item in book.archive.of(kind.model))
            rows.append((markup.link(OVERVIEW, list_path(kind), kind.plural), str(count), str(bad)))
    files = [item for item in book.archive.items.values() if item.kind.is_ledger]
    if files:
        count = sum(len(item.record.entries) for item in files)
        bad = sum(bool(book.findings_of(item.key)) for item in files)
        rows.append((markup.link(OVERVIEW, LEDGERS, "台账"), f"{count} 条，{len(files)} 个文件", f"{bad} 个文件"))
    return markup.table(("种类", "条数", "有问题的"), rows)
