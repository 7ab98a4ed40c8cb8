"""The page of all findings: by severity, by whose turn it is and by when; one list, and counts that narrow it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from meidang.agenda import Whose
from meidang.findings import Finding, Severity
from meidang.render.pages import markup
from meidang.render.pages.addresses import FINDINGS, clause_path
from meidang.render.pages.book import Book
from meidang.render.pages.heads import rule_link, stamp
from meidang.render.pages.page import Page
from meidang.render.pages.records.lists import Heads, LongList, Part, Pick, Row, preset
from meidang.render.pages.search_words import CLAUSES

_HEADS: Final[Heads] = (
    Pick("程度", "severity"),
    "记录",
    "问题",
    Pick("责任部门", "owner"),
    "责任人",
    Pick("期限", "due"),
    "条款",
    Pick("规则", "rule"),
)
#: How far a day lies ahead, in days, and what that is called; what has no day stands last.
_SPANS: Final = ((-1, "已过期限"), (30, "30 天内"), (90, "90 天内"), (100_000, "90 天以后"))
_NO_DAY: Final = "没有期限"
_NOBODY: Final = "没有写明"


@dataclass(frozen=True, slots=True)
class _Told:
    """A finding with whose turn it is: departments and offices by name, people by id."""

    finding: Finding
    owners: tuple[str, ...]
    people: tuple[str, ...]
    span: str


def findings_pages(book: Book) -> Iterator[tuple[str, Page | bytes]]:
    """The page of all findings; of very many the pages and the file of its list too."""
    told = _told(book)
    rows = [_row(book, one) for one in told]
    listed = LongList(book, FINDINGS, "检查结果", _HEADS, rows, part_head="程度")
    body = markup.blocks(
        markup.title("检查结果"),
        stamp(book, f"共 {len(told)} 项"),
        *((_cards(told), _counts(told), listed.table()) if told else ("没有发现问题。",)),
    )
    yield FINDINGS, Page("检查结果", body, weight=CLAUSES, has_toc=False)
    yield from listed.pages()
    yield from listed.files()


def _told(book: Book) -> Sequence[_Told]:
    whose = Whose(book.found)
    found = []
    for finding in book.urgent:
        named = tuple(dict.fromkeys(whose.of(finding)))
        people = tuple(key for kind, key in named if kind == "staff")
        owners = tuple(book.name(kind, key) if kind == "department" else key for kind, key in named if kind != "staff")
        found.append(_Told(finding, owners or (_NOBODY,), people, _span(finding.due, book.as_of)))
    return found


def _span(due: date | None, today: date) -> str:
    return next(words for most, words in _SPANS if (due - today).days <= most) if due else _NO_DAY


def _row(book: Book, one: _Told) -> Row:
    finding = one.finding
    style = markup.SEVERITY_CLASS[finding.severity]
    cells = (
        markup.severity_badge(finding.severity),
        book.about_link(FINDINGS, finding),
        markup.problem(finding.message, finding.fix),
        "、".join(markup.text(owner) for owner in one.owners),
        "、".join(book.link(FINDINGS, "staff", person) for person in one.people),
        f'<data class="choice" value="{one.span}"></data>{_due(book, finding)}',
        _clause(book, finding),
        rule_link(book, FINDINGS, finding.code),
    )
    return Row(cells, part=Part(style, finding.severity.label))


def _due(book: Book, finding: Finding) -> str:
    return markup.due(finding.due, book.as_of) if finding.due else ""


def _clause(book: Book, finding: Finding) -> str:
    known = book.clauses_by_number.get(finding.clause)
    return markup.link(FINDINGS, clause_path(known), finding.clause) if known else markup.text(finding.clause)


# --- counts that narrow the list -------------------------------------------------------------------------------------


def _cards(told: Sequence[_Told]) -> str:
    """How many of each severity. Each is also the place (``#veto``) to which other pages link."""
    counts = Counter(one.finding.severity for one in told)
    cards = []
    for severity in sorted(counts, reverse=True):
        style = markup.SEVERITY_CLASS[severity]
        inside = f"<strong>{counts[severity]}</strong> <span>{severity.label}</span>"
        cards.append(f'<span id="{style}">{preset(inside, f"card card-{style}", severity=style)}</span>')
    return markup.unsearched(f'<div class="cards">\n{"".join(cards)}\n</div>')


def _counts(told: Sequence[_Told]) -> str:
    """By whose turn it is and by when: how many of each severity."""
    owners = Counter((owner, one.finding.severity) for one in told for owner in one.owners)
    spans = Counter((one.span, one.finding.severity) for one in told)
    order = {words: at for at, (_, words) in enumerate(_SPANS)} | {_NO_DAY: len(_SPANS)}
    most = Counter(owner for one in told for owner in one.owners)
    whose = _table("责任部门", "owner", sorted(most, key=lambda owner: (-most[owner], owner)), owners)
    when = _table("期限", "due", sorted({one.span for one in told}, key=order.__getitem__), spans)
    shared = markup.para("几个部门共同负责的，各算一次。") if any(len(one.owners) > 1 for one in told) else ""
    counts = markup.blocks(whose, shared, when)
    return markup.unsearched(f'<details class="counts"><summary>按责任部门和期限统计</summary>\n{counts}\n</details>')


def _table(head: str, key: str, names: Sequence[str], counts: Mapping[tuple[str, Severity], int]) -> str:
    shown = sorted({severity for _, severity in counts}, reverse=True)
    rows = [
        (
            preset(markup.text(name), **{key: name}),
            *(_number(counts, key, name, severity) for severity in shown),
            str(sum(counts.get((name, severity), 0) for severity in shown)),
        )
        for name in names
    ]
    return markup.table((head, *(severity.label for severity in shown), "合计"), rows)


def _number(counts: Mapping[tuple[str, Severity], int], key: str, name: str, severity: Severity) -> str:
    count = counts.get((name, severity), 0)
    choices = {key: name, "severity": markup.SEVERITY_CLASS[severity]}
    return preset(str(count), **choices) if count else ""
