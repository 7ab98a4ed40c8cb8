"""The landing page: what state the institution is in, on one screen; and the page of all findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from meidang.findings import Finding, Severity
from meidang.kinds import KINDS
from meidang.models.duties import Duties
from meidang.render.pages import markup
from meidang.render.pages.addresses import FINDINGS, LEDGERS, OVERVIEW, READINESS
from meidang.render.pages.book import Book, list_path, path_of
from meidang.render.pages.duties import late as overdue_duties
from meidang.render.pages.expiry import Ending, endings, expired, expiring
from meidang.render.pages.heads import rule_link, stamp
from meidang.render.pages.page import Page
from meidang.render.pages.readiness import cards
from meidang.render.pages.search_words import CLAUSES

_MOST_URGENT = 20
#: The overview looks ahead this far; the institution's own lead times govern the findings.
_AHEAD_DAYS = 90


def overview_page(book: Book) -> Page:
    """Counts by severity, what has expired, what will soon, what is overdue, and the most urgent findings."""
    institution = book.archive.institution
    name = institution.label if institution else "技术档案"
    found = endings(book.archive, book.as_of)
    gone, soon = expired(found, book.as_of), expiring(found, book.as_of, _AHEAD_DAYS)
    late = overdue(book, gone)
    body = markup.blocks(
        markup.title(name),
        stamp(book, "技术档案总览"),
        _cards(book, len(gone), len(soon), len(late)),
        _readiness(book),
        _section("最紧要的问题", "urgent", _findings_table(book, OVERVIEW, book.urgent[:_MOST_URGENT]), _more(book)),
        _section("已过期", "expired", _endings_table(book, gone)),
        _section(f"{_AHEAD_DAYS} 天内到期", "expiring", _endings_table(book, soon)),
        _section("已逾期的事项", "overdue", _findings_table(book, OVERVIEW, late)),
        _section("档案", "records", _records(book)),
    )
    return Page("总览", body, has_toc=False)


def overdue(book: Book, gone: Iterable[Ending]) -> Sequence[Finding]:
    """What should have been done before the day: evaluations, reviews, research; not what merely expired."""
    places = {book.locate(ending.item.key, ending.path) for ending in gone}
    return [
        finding
        for finding in book.urgent
        if finding.due and finding.due < book.as_of and finding.location not in places
    ]


def findings_page(book: Book) -> Page:
    """All findings, by severity."""
    here = FINDINGS
    parts = []
    for severity in sorted(Severity, reverse=True):
        found = [finding for finding in book.urgent if finding.severity is severity]
        if found:
            parts.append(markup.heading(2, f"{severity.label}（{len(found)}）", markup.SEVERITY_CLASS[severity]))
            parts.append(_findings_table(book, here, found))
    body = markup.blocks(
        markup.title("检查结果"),
        stamp(book, f"共 {len(book.findings)} 项"),
        *(parts or ["没有发现问题。"]),
    )
    return Page("检查结果", body, weight=CLAUSES)


def _cards(book: Book, gone: int, soon: int, late: int) -> str:
    shown = []
    for severity in sorted(Severity, reverse=True):
        count = sum(finding.severity is severity for finding in book.findings)
        if count or severity is not Severity.ERROR:
            style = markup.SEVERITY_CLASS[severity]
            shown.append((style if count else "fine", severity.label, count, f"findings.html#{style}" if count else ""))
    shown += [
        ("veto" if gone else "fine", "已过期", gone, "#expired"),
        ("minor" if soon else "fine", f"{_AHEAD_DAYS} 天内到期", soon, "#expiring"),
        ("major" if late else "fine", "已逾期", late, "#overdue"),
    ]
    if book.archive.of(Duties):
        owing = len(overdue_duties(book))
        shown.append(("major" if owing else "fine", "应办事项逾期", owing, "duties.html#late"))
    body = "\n".join(_card(*card) for card in shown)
    return markup.unsearched(f'<div class="cards">\n{body}\n</div>')


def _readiness(book: Book) -> str:
    """How many clauses of each standard are met; empty where there is no standard."""
    if not book.judgements:
        return ""
    parts = [
        markup.blocks(
            f"{markup.link(OVERVIEW, path_of(one.standard), one.standard.label)}（评审日期 {one.inspection_on}）",
            cards(one, f"-{number}", "readiness.html"),
        )
        for number, one in enumerate(book.judgements, 1)
    ]
    more = markup.link(OVERVIEW, READINESS, "逐条查看准备度")
    return _section("准备度", "readiness", *parts, f"{more}")


def _card(style: str, label: str, count: int, address: str) -> str:
    inside = f"<strong>{count}</strong> <span>{label}</span>"
    if not address:
        return f'<span class="card card-{style}">{inside}</span>'
    return f'<a class="card card-{style}" href="{address}">{inside}</a>'


def _section(title: str, anchor: str, *parts: str) -> str:
    body = [part for part in parts if part]
    return markup.blocks(markup.heading(2, title, anchor), *(body or ["无"]))


def _more(book: Book) -> str:
    more = len(book.findings) - _MOST_URGENT
    return f"另有 {more} 项，见{markup.link(OVERVIEW, FINDINGS, '检查结果')}。" if more > 0 else ""


def _findings_table(book: Book, here: str, found: Sequence[Finding]) -> str:
    rows = [
        (
            markup.severity_badge(finding.severity),
            book.about_link(here, finding),
            _problem(finding),
            markup.due(finding.due, book.as_of) if finding.due else "",
            rule_link(book, here, finding.code),
        )
        for finding in found
    ]
    return markup.table(("程度", "记录", "问题和改法", "期限", "规则"), rows)


def _problem(finding: Finding) -> str:
    fix = f"<br><small>改法：{markup.text(finding.fix)}</small>" if finding.fix else ""
    return f'<span class="long">{markup.text(finding.message)}{fix}</span>'


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
