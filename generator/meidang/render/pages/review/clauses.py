"""The standards clause by clause: the tree, and for each clause its state, what is missing, and the evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from meidang.archive import Item
from meidang.models.audience import Edition
from meidang.models.policy import Policy
from meidang.models.references import CLAUSE
from meidang.models.standard import Clause, Standard
from meidang.readiness import Gap, Judged
from meidang.render.pages import markup
from meidang.render.pages.addresses import FINDINGS, READINESS, REQUIREMENTS, clause_path, path_of
from meidang.render.pages.book import Book
from meidang.render.pages.heads import finding_boxes, rule_link, stamp
from meidang.render.pages.page import Page
from meidang.render.pages.records.lists import Pick, Row, list_table
from meidang.render.pages.records.policies import policy_badge
from meidang.render.pages.records.record import record_facts
from meidang.render.pages.review.cited import state_badge
from meidang.render.pages.review.evidence import evidence_table
from meidang.render.pages.search_words import ABOUT, CLAUSES

#: Deeper clauses are not indented further.
_DEEPEST: Final = 4
#: So many of what a clause lacks stand on its page.
_MOST_GAPS: Final = 200


def standard_page(book: Book, item: Item[Standard]) -> Page:
    """A standard as a table in its own order, chapters above what stands below them."""
    here = path_of(item)
    judgement = next((one for one in book.judgements if one.standard.key == item.key), None)
    body = markup.blocks(
        markup.title(item.label),
        stamp(book, markup.link(here, READINESS, "准备度"), item.source.path, here),
        finding_boxes(book, here, book.findings_of(item.key)),
        record_facts(book, here, item),
        markup.heading(2, "条款", "clauses"),
        clause_table(here, judgement.clauses, indented=True) if judgement else _plain(book, here, item),
    )
    return Page(item.label, body, weight=ABOUT)


def _plain(book: Book, here: str, item: Item[Standard]) -> str:
    rows = [(book.link(here, CLAUSE, one.id), markup.text(one.owner_dept or "")) for one in item.record.clauses]
    return markup.table(("条款", "责任部门"), rows) or "还没有条款。"


def clause_table(here: str, shown: Sequence[Judged], *, indented: bool = False, tail: str = "") -> str:
    """Clauses with their state; the first thing missing stands beside. ``tail`` tells several lists of a page apart."""
    rows = [
        Row(
            (
                _number(here, one, one.depth if indented else 0),
                f'<span class="mid">{_title(one)}</span>',
                state_badge(one.state),
                markup.badge("veto", "否决") if one.clause.veto else "",
                _many(here, one, one.gaps, "gaps"),
                _many(here, one, one.risks, "risks"),
                _first(one),
                markup.text(one.clause.owner_dept or ""),
            )
        )
        for one in shown
    ]
    heads = (
        "条款",
        "名称",
        Pick("状态", f"state{tail}"),
        Pick("否决项", f"veto{tail}"),
        "缺口",
        "风险",
        "首要问题",
        Pick("责任部门", f"owner{tail}"),
    )
    return list_table(heads, rows, f"clauses{tail}")


def _many(here: str, one: Judged, found: Sequence[Gap], anchor: str) -> str:
    return markup.link(here, clause_path(one.clause.id), str(len(found)), anchor) if found else ""


def _number(here: str, one: Judged, depth: int) -> str:
    link = markup.link(here, clause_path(one.clause.id), one.clause.clause_no)
    return f'<span class="depth-{min(depth, _DEEPEST)}">{link}</span>'


def _title(one: Judged) -> str:
    words = markup.text(one.clause.title)
    return words if one.is_leaf else f'<span class="chapter">{words}</span>'


def _first(one: Judged) -> str:
    found = one.gaps or one.risks
    words = found[0].what if found else one.reason
    return f'<span class="long">{markup.text(words)}</span>' if words else ""


# --- one clause ------------------------------------------------------------------------------------------------------


def clause_pages(book: Book) -> Iterator[tuple[str, Page]]:
    """Path and text of each clause's page."""
    for key, (item, clause) in book.clauses.items():
        yield clause_path(key), _page(book, item, clause)


def _page(book: Book, item: Item[Standard], clause: Clause) -> Page:
    here = clause_path(clause.id)
    judged = book.judged.get(clause.id)
    name = f"{clause.clause_no} {clause.title}"
    badge = state_badge(judged.state) if judged else ""
    body = markup.blocks(
        markup.title(name),
        stamp(book, f"{_way(book, here, item, clause)}　{badge}", item.source.path, here),
        f"{markup.text(clause.text)}" if clause.text else "",
        _facts(book, here, clause),
        _below(book, here, item, clause),
        *(_state(book, here, judged) if judged else ()),
        _named_by(book, here, clause),
        _beside(book, here, item, clause),
    )
    return Page(name, body, weight=CLAUSES, code=clause.clause_no)


def _way(book: Book, here: str, item: Item[Standard], clause: Clause) -> str:
    """The standard and the chapters above, as links."""
    above: list[str] = []
    parent = clause.parent
    while parent and parent in book.clauses and parent not in above:
        above.append(parent)
        parent = book.clauses[parent][1].parent
    shown = [book.clauses[one][1] for one in reversed(above)]
    links = [markup.link(here, clause_path(one.id), one.title, code=one.clause_no) for one in shown]
    return " › ".join([markup.link(here, path_of(item), item.label), *links])


def _beside(book: Book, here: str, item: Item[Standard], clause: Clause) -> str:
    """The clauses before and after in the standard's order, for a walk through all of it."""
    clauses = item.record.clauses
    at = next(index for index, one in enumerate(clauses) if one.id == clause.id)
    near = (clauses[at - 1] if at else None, clauses[at + 1] if at + 1 < len(clauses) else None)
    links = (book.link(here, CLAUSE, one.id) if one else "" for one in near)
    return markup.beside(*links)


def _facts(book: Book, here: str, clause: Clause) -> str:
    return markup.facts(
        [
            ("责任部门", markup.text(clause.owner_dept or "")),
            ("分值", f"{clause.weight.normalize():f}" if clause.weight is not None else ""),
            ("否决项", "是" if clause.veto else ""),
            ("涉及科室", "、".join(book.link(here, "department", one) for one in clause.departments)),
            ("不适用的理由", markup.text(clause.not_applicable or "")),
            ("需求编号", _requirements(book, here, clause)),
            ("备注", markup.text(clause.note or "")),
        ]
    )


def _requirements(book: Book, here: str, clause: Clause) -> str:
    if book.edition is not Edition.INTERNAL:
        return ""
    return "、".join(markup.link(here, REQUIREMENTS, one, one) for one in clause.requirements)


def _below(book: Book, here: str, item: Item[Standard], clause: Clause) -> str:
    inner = [book.judged[one.id] for one in item.record.clauses if one.parent == clause.id and one.id in book.judged]
    if not inner:
        return ""
    return markup.blocks(markup.heading(2, "下级条款", "below"), clause_table(here, inner))


def _state(book: Book, here: str, judged: Judged) -> Iterator[str]:
    if not judged.is_leaf:
        return
    if judged.reason:
        yield f"不适用：{markup.text(judged.reason)}"
    if judged.gaps:
        yield markup.heading(2, f"缺什么（{len(judged.gaps)}）", "gaps")
        yield gap_table(book, here, judged.gaps, "应在", "gaps")
    if judged.risks:
        yield markup.heading(2, f"评审前的风险（{len(judged.risks)}）", "risks")
        yield gap_table(book, here, judged.risks, "期限", "risks")
    yield markup.heading(2, "证据", "evidence")
    yield evidence_table(book, here, judged.clause, judged.proofs)


def gap_table(book: Book, here: str, gaps: Sequence[Gap], head: str, name: str) -> str:
    """What is missing or will be: whose turn it is, since when or until when, and how to put it right.

    Of very many the first, the gravest; ``name`` tells the lists of a page apart.
    """
    rows = [
        Row(
            (
                markup.severity_badge(gap.severity) if gap.code else markup.badge("major", "缺证据"),
                markup.problem(gap.what, gap.fix),
                _where(book, here, gap),
                markup.text(gap.owner),
                _since(book, gap),
                rule_link(book, here, gap.code) if gap.code else "",
            )
        )
        for gap in gaps[:_MOST_GAPS]
    ]
    heads = (
        Pick("程度", f"severity-{name}"),
        "问题",
        "记录",
        Pick("轮到谁", f"owner-{name}"),
        head,
        Pick("规则", f"rule-{name}"),
    )
    more = len(gaps) - _MOST_GAPS
    rest = f"另有 {more} 项，见{markup.link(here, FINDINGS, '检查结果')}。" if more > 0 else ""
    return markup.blocks(list_table(heads, rows, name), rest)


def _where(book: Book, here: str, gap: Gap) -> str:
    """The very place of the finding; for what a later day will find the record."""
    if finding := book.findings_by_words.get((gap.code, gap.record, gap.what)):
        return book.about_link(here, finding)
    return book.link_key(here, gap.record) if gap.record in book.archive.items else ""


def _since(book: Book, gap: Gap) -> str:
    return markup.due(gap.since, book.as_of) if gap.since else ""


def _named_by(book: Book, here: str, clause: Clause) -> str:
    """Policies and tasks that say themselves that they serve the clause."""
    named = {one.item.key: one.item for one in book.archive.references_to(CLAUSE, clause.id)}
    rows = [
        (markup.text(item.kind.title), book.link_key(here, item.key), _policy_state(book, item))
        for item in named.values()
        if item.kind.name != "standard"
    ]
    if not rows:
        return ""
    table = markup.table(("类别", "记录", "状态"), rows)
    return markup.blocks(markup.heading(2, "写明对应本条的记录", "named-by"), table)


def _policy_state(book: Book, item: Item[Any]) -> str:
    return policy_badge(book, item.record) if isinstance(item.record, Policy) else ""
