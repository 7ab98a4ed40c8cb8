"""Derived for a standard: the self-assessment, clause by clause, as readiness judges it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Final, TypedDict

from meidang.kinds import KINDS
from meidang.models.base import describe
from meidang.models.scalars import AMOUNT
from meidang.models.standard import Standard
from meidang.models.wording import without_keys
from meidang.readiness import Gap, Judged, Judgement, State
from meidang.render.views.desk import Subject
from meidang.render.views.words import date_word, joined

#: How many gaps, and how many departments, stand beside their clause.
_SHOWN: Final = 3
#: Kinds of evidence that is named in a few words each.
_IN_A_LINE: Final = ("records", "policies")


class CountRow(TypedDict):
    """How many clauses are in a state."""

    state: Annotated[str, "结论"]
    count: Annotated[str, "条款数"]
    share: Annotated[str, "占适用条款"]


class ClauseRow(TypedDict):
    """A clause as judged."""

    clause_no: Annotated[str, "条款号"]
    title: Annotated[str, "名称"]
    requirement: Annotated[str, "要求"]
    is_chapter: Annotated[str, "是否章节"]
    veto: Annotated[str, "否决项"]
    weight: Annotated[str, "分值"]
    state: Annotated[str, "结论"]
    evidence: Annotated[str, "证据"]
    gaps: Annotated[str, "差距"]
    owner: Annotated[str, "责任部门"]
    since: Annotated[str, "自何时起"]


class GapRow(TypedDict):
    """Something missing, wrong, or about to be."""

    clause_no: Annotated[str, "条款号"]
    title: Annotated[str, "条款"]
    state: Annotated[str, "结论"]
    what: Annotated[str, "差距"]
    fix: Annotated[str, "改正办法"]
    owner: Annotated[str, "责任部门"]
    since: Annotated[str, "自何时起"]


class StandardView(TypedDict):
    """A standard on the day."""

    inspection_on: Annotated[str, "评审日期"]
    summary: Annotated[str, "自评小结"]
    score: Annotated[str, "自评得分"]
    counts: Annotated[list[CountRow], "结论汇总"]
    vetoes: Annotated[list[ClauseRow], "未达到的否决项"]
    judged: Annotated[list[ClauseRow], "逐条自评"]
    open_gaps: Annotated[list[GapRow], "差距与责任"]


def derive(of: Subject[Standard]) -> StandardView:
    """Everything of the self-assessment; the archive is judged as a whole, so that no clause is judged by hand."""
    judgement = of.desk.judgements.get(of.item.id)
    if judgement is None:
        return StandardView(inspection_on="", summary="", score="", counts=[], vetoes=[], judged=[], open_gaps=[])
    return {
        "inspection_on": judgement.inspection_words,
        "summary": _summary(judgement),
        "score": _score(of.model, judgement),
        "counts": _counts(judgement),
        "vetoes": [_clause_row(one) for one in judgement.vetoes],
        "judged": [_clause_row(one) for one in judgement.clauses],
        "open_gaps": [row for one in judgement.leaves for row in _gap_rows(one)],
    }


def _summary(judgement: Judgement) -> str:
    counts = judgement.counts
    words = "，".join(f"{state.value} {counts[state]} 条" for state in State)
    vetoes = len(judgement.vetoes)
    veto = f"否决项有 {vetoes} 条未达到。" if vetoes else "否决项没有未达到的。"
    return f"共 {len(judgement.leaves)} 条：{words}。{veto}"


def _score(standard: Standard, judgement: Judgement) -> str:
    if standard.scoring != "按分值":
        return ""
    got, most = judgement.score
    return f"{AMOUNT.show(got)} / {AMOUNT.show(most)}"


def _counts(judgement: Judgement) -> list[CountRow]:
    counts = judgement.counts
    applicable = len(judgement.leaves) - counts[State.NOT_APPLICABLE]
    return [
        {
            "state": state.value,
            "count": str(counts[state]),
            "share": f"{counts[state] / applicable:.1%}" if applicable and state is not State.NOT_APPLICABLE else "—",
        }
        for state in State
    ]


def _clause_row(one: Judged) -> ClauseRow:
    clause = one.clause
    shown: Sequence[Gap] = one.gaps or one.risks
    return {
        "clause_no": clause.clause_no,
        "title": clause.title,
        "requirement": (clause.text or "").rstrip("\n"),
        "is_chapter": "" if one.is_leaf else "是",
        "veto": "★" if clause.veto else "",
        "weight": AMOUNT.show(clause.weight) if clause.weight is not None else "",
        "state": one.state.value,
        "evidence": "\n".join(evidence_lines(one)),
        "gaps": one.reason or _few(shown),
        "owner": _owners(shown) or clause.owner_dept or "",
        "since": date_word(min((gap.since for gap in shown if gap.since), default=None)),
    }


def _few(gaps: Sequence[Gap]) -> str:
    """The first gaps; all of them stand in the list of gaps."""
    words = [_gap_words(gap) for gap in gaps[:_SHOWN]]
    more = [f"……共 {len(gaps)} 项，见“差距与责任”"] if len(gaps) > _SHOWN else []
    return "\n".join([*words, *more])


def _owners(gaps: Sequence[Gap]) -> str:
    """Whose turn it is; of many the first."""
    owners = tuple(dict.fromkeys(gap.owner for gap in gaps if gap.owner))
    more = f"等 {len(owners)} 个部门" if len(owners) > _SHOWN else ""
    return joined(owners[:_SHOWN]) + more


def evidence_lines(one: Judged) -> Iterator[str]:
    """A line for records, policies, each kind's fields and the rules, of which only the broken are named.

    What is a sentence of its own, and what is missing, has its own line. Of a clause that does not apply nothing was
    looked for.
    """
    if one.state is State.NOT_APPLICABLE:
        return
    there = [proof for proof in one.proofs if proof.is_there]
    yield from filter(None, (joined(proof.words for proof in there if proof.kind == kind) for kind in _IN_A_LINE))
    alone = (proof for proof in one.proofs if not proof.is_there or proof.kind not in (*_IN_A_LINE, "fields", "rules"))
    yield from (proof.words for proof in alone)
    filled: dict[str, list[str]] = {}
    for proof in there:
        if proof.kind == "fields":
            kind, _, field = proof.id.partition(".")
            filled.setdefault(kind, []).append(describe(KINDS[kind].model)[field].label)
    yield from (f"{KINDS[kind].title}已填写：{joined(labels)}" for kind, labels in filled.items())
    if rules := [proof.id for proof in there if proof.kind == "rules"]:
        broken = {gap.code for gap in one.gaps}
        yield _rules_words(len(rules), [code for code in rules if code in broken])


def _rules_words(count: int, broken: Sequence[str]) -> str:
    found = f"其中 {len(broken)} 条发现问题（{joined(broken)}）" if broken else "没有发现问题"
    return f"检查规则 {count} 条：{found}"


def _gap_words(gap: Gap) -> str:
    return f"{gap.what}（{gap.code}）" if gap.code else gap.what


def _gap_rows(one: Judged) -> list[GapRow]:
    return [
        {
            "clause_no": one.clause.clause_no,
            "title": one.clause.title,
            "state": one.state.value,
            "what": _gap_words(gap),
            "fix": without_keys(gap.fix),
            "owner": gap.owner or one.clause.owner_dept or "",
            "since": date_word(gap.since),
        }
        for gap in (*one.gaps, *one.risks)
    ]
