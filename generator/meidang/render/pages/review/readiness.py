"""Readiness: the page that an inspector walks, from what is not met to everything, clause by clause."""

from __future__ import annotations

from meidang.readiness import Judged, Judgement, State
from meidang.render.pages import markup
from meidang.render.pages.addresses import READINESS, path_of
from meidang.render.pages.book import Book
from meidang.render.pages.heads import stamp
from meidang.render.pages.page import Page
from meidang.render.pages.records.lists import preset
from meidang.render.pages.review.cited import STATE_STYLE
from meidang.render.pages.review.clauses import clause_table
from meidang.render.pages.search_words import CLAUSES

#: How clauses stand, in which words, and the place of each on the page of readiness.
SECTIONS = (
    (State.NOT_MET, "未达到", "not-met"),
    (State.AT_RISK, "评审前有风险", "at-risk"),
    (State.MET, "已达到", "met"),
    (State.NOT_APPLICABLE, "不适用", "not-applicable"),
)


def readiness_page(book: Book) -> Page:
    """Every standard: how many clauses stand where, then the clauses, the worst first."""
    parts = [_standard(judgement, number) for number, judgement in enumerate(book.judgements, 1)]
    day = book.judgements[0].inspection_words if book.judgements else ""
    body = markup.blocks(
        markup.title("准备度"),
        stamp(book, f"评审日期：{day}" if day else ""),
        "点条款看它要什么证据、缺什么、轮到谁。有证据而且检查没有发现问题的，才算达到。" if parts else "",
        *(parts or ["还没有登记评审标准（<code>archive&#47;standard</code>）。"]),
    )
    return Page("准备度", body, weight=CLAUSES)


def _standard(judgement: Judgement, number: int) -> str:
    item = judgement.standard
    got, total = judgement.score
    score = f"按分值：{got.normalize():f} / {total.normalize():f}" if total else ""
    order = [state for state, _, _ in SECTIONS]
    leaves = sorted(judgement.leaves, key=lambda one: (order.index(one.state), *_weight(one)))
    return markup.blocks(
        markup.heading(2, item.label, f"standard-{number}"),
        _cards(judgement, number),
        f"{markup.link(READINESS, path_of(item), '按标准的顺序看全部条款')}　{_veto(judgement)}",
        score,
        clause_table(READINESS, leaves, tail=_tail(number)),
    )


def _tail(number: int) -> str:
    """What tells the list of a standard from that of the first."""
    return str(number) if number > 1 else ""


def _weight(one: Judged) -> tuple[bool, int]:
    """Veto clauses first, then those that lack most; otherwise in the standard's order."""
    return not one.clause.veto, -max((gap.severity for gap in (*one.gaps, *one.risks)), default=0)


def _veto(judgement: Judgement) -> str:
    count = len(judgement.vetoes)
    return markup.badge("veto", f"否决项未达到 {count} 条") if count else markup.badge("fine", "没有未达到的否决项")


def _cards(judgement: Judgement, number: int) -> str:
    """How many clauses are in each state; each narrows the list of the standard. Other pages link to their places."""
    counts = judgement.counts
    shown = []
    for state, title, anchor in SECTIONS:
        inside = f"<strong>{counts[state]}</strong> <span>{title}</span>"
        style = f"card card-{STATE_STYLE[state] if counts[state] else 'fine'}"
        if not counts[state]:
            shown.append(f'<span class="{style}">{inside}</span>')
        else:
            link = preset(inside, style, **{f"state{_tail(number)}": state.value})
            shown.append(f'<span id="{anchor}-{number}">{link}</span>')
    body = "\n".join(shown)
    return markup.unsearched(f'<div class="cards">\n{body}\n</div>')
