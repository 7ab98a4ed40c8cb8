"""Readiness: the page that an inspector walks, from what is not met to everything, clause by clause."""

from __future__ import annotations

from meidang.readiness import Judged, Judgement, State
from meidang.render.pages import markup
from meidang.render.pages.addresses import READINESS, path_of
from meidang.render.pages.book import Book
from meidang.render.pages.cited import STATE_STYLE
from meidang.render.pages.clauses import clause_table
from meidang.render.pages.heads import stamp
from meidang.render.pages.page import Page
from meidang.render.pages.search_words import CLAUSES

_SECTIONS = (
    (State.NOT_MET, "未达到", "not-met"),
    (State.AT_RISK, "评审前有风险", "at-risk"),
    (State.MET, "已达到", "met"),
    (State.NOT_APPLICABLE, "不适用", "not-applicable"),
)


def readiness_page(book: Book) -> Page:
    """Every standard: how many clauses stand where, then the clauses, the worst first."""
    parts = [_standard(judgement, number) for number, judgement in enumerate(book.judgements, 1)]
    day = book.judgements[0].inspection_on if book.judgements else None
    body = markup.blocks(
        markup.title("准备度"),
        stamp(book, f"按评审日期 {day} 判断风险" if day else ""),
        "点条款看它要什么证据、缺什么、轮到谁。有证据而且检查没有发现问题的，才算达到。" if parts else "",
        *(parts or ["还没有登记评审标准（<code>archive&#47;standard</code>）。"]),
    )
    return Page("准备度", body, weight=CLAUSES)


def _standard(judgement: Judgement, number: int) -> str:
    item = judgement.standard
    got, total = judgement.score
    score = f"按分值：{got.normalize():f} / {total.normalize():f}" if total else ""
    parts = [
        markup.heading(2, item.label, f"standard-{number}"),
        cards(judgement, f"-{number}"),
        f"{markup.link(READINESS, path_of(item), '按标准的顺序看全部条款')}　{_veto(judgement)}",
        score,
    ]
    for state, title, anchor in _SECTIONS:
        found = sorted((one for one in judgement.leaves if one.state is state), key=_weight)
        if found:
            parts.append(markup.heading(3, f"{title}（{len(found)}）", f"{anchor}-{number}"))
            parts.append(clause_table(READINESS, found, with_state=False))
    return markup.blocks(*parts)


def _weight(one: Judged) -> tuple[bool, int]:
    """Veto clauses first, then those that lack most; otherwise in the standard's order."""
    return not one.clause.veto, -max((gap.severity for gap in (*one.gaps, *one.risks)), default=0)


def _veto(judgement: Judgement) -> str:
    count = len(judgement.vetoes)
    return markup.badge("veto", f"否决项未达到 {count} 条") if count else markup.badge("fine", "没有未达到的否决项")


def cards(judgement: Judgement, tail: str, page: str = "") -> str:
    """How many clauses are in each state; each leads to its section."""
    counts = judgement.counts
    body = "\n".join(
        f'<a class="card card-{STATE_STYLE[state] if counts[state] else "fine"}" href="{page}#{anchor}{tail}">'
        f"<strong>{counts[state]}</strong> <span>{title}</span></a>"
        if counts[state]
        else f'<span class="card card-fine"><strong>0</strong> <span>{title}</span></span>'
        for state, title, anchor in _SECTIONS
    )
    return markup.unsearched(f'<div class="cards">\n{body}\n</div>')
