"""A clause's own pages: what it asks for, how it stands, what shows it, what is missing and whose turn it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from meidang.archive.indicators import series
from meidang.models.standard import Clause
from meidang.models.wording import without_keys
from meidang.readiness import Gap, Judged, Proof, State
from meidang.render.binder.base import CLAUSE_STYLE, PAGE
from meidang.render.binder.belongs import clauses_of
from meidang.render.binder.sheets import Plan
from meidang.render.binder.words import line, listed, text
from meidang.render.views import Desk
from meidang.render.views.figures import indicator_row
from meidang.render.views.words import date_word
from meidang.rules import RULES

#: What the kinds of evidence are called.
_KINDS: Final = {
    "records": "档案",
    "fields": "字段",
    "ledgers": "台账",
    "duties": "应办事项",
    "indicators": "指标",
    "policies": "制度",
    "tasks": "年度任务",
    "rules": "检查规则",
}
#: What is not there or missing, but done right or wrong; how many faults its words tell of.
_CHECKED: Final = frozenset({"duties", "rules"})
_FOUND: Final = re.compile(r"发现 ([0-9]+) 项$")


def judged(desk: Desk, plan: Plan) -> Iterator[str]:
    """The pages of the binder's clause, or of every clause of its chapter."""
    judgement = desk.judgements.get(plan.scope.standard)
    if judgement is None:
        return
    by_id = {one.clause.id: one for one in judgement.clauses}
    yield line(f"标准：{judgement.standard.label}。评审日期：{judgement.inspection_words}。", "Note")
    for clause in clauses_of(desk.archive, plan.scope):
        if clause.id in by_id:
            yield from _clause(desk, by_id[clause.id])


def _clause(desk: Desk, one: Judged) -> Iterator[str]:
    clause = one.clause
    yield line(f"{clause.clause_no}　{clause.title}" + ("　★否决项" if clause.veto else ""), CLAUSE_STYLE)
    if clause.text:
        yield line(clause.text.rstrip("\n"), "TableText")
    said = f"（{one.reason}）" if one.reason else ""
    yield line(f"判定：{one.state.value}{said}　责任部门：{clause.owner_dept or '—'}", "Note")
    if not one.is_leaf or one.state is State.NOT_APPLICABLE:
        return
    rows = [_proof(proof) for proof in one.proofs]
    caption = f"{clause.clause_no} 的证据"
    yield listed(["证据", "内容", "结果"], [1.6, 7.6, 1.8], rows, width=PAGE.width, caption=caption)
    yield from _values(desk, clause)
    gaps = [*(_gap(clause, gap, "差距") for gap in one.gaps), *(_gap(clause, gap, "风险") for gap in one.risks)]
    if gaps:
        heads = ["类别", "内容", "改正办法", "责任部门", "起始／到期日"]
        caption = f"{clause.clause_no} 的差距和风险"
        yield listed(heads, [1.0, 4.5, 4.5, 1.8, 1.8], gaps, width=PAGE.width, caption=caption)


def _proof(proof: Proof) -> list[str]:
    words, result = proof.words, "有" if proof.is_there else "缺"
    found = _FOUND.search(proof.words)
    if proof.kind in _CHECKED:
        result = f"有问题 {found[1]} 项" if found else "无问题"
    if proof.kind == "rules" and proof.id in RULES:
        # Why not what was found: the result says it beside.
        words = f"{RULES[proof.id].explanation.title}（{proof.id}）"
    return [text(_KINDS[proof.kind]), text(words), text(result)]


def _gap(clause: Clause, gap: Gap, kind: str) -> list[str]:
    said = gap.what + (f"（{gap.code}）" if gap.code else "")
    words = (kind, said, without_keys(gap.fix), gap.owner or clause.owner_dept or "", date_word(gap.since))
    return [text(one) for one in words]


def _values(desk: Desk, clause: Clause) -> Iterator[str]:
    """Every period of the indicators that the clause cites."""
    named = clause.evidence.indicators if clause.evidence else ()
    found = [
        indicator_row(desk, one, value)
        for one in series(desk.archive, desk.as_of)
        if one.indicator.id in named
        for value in one.values
    ]
    if found:
        shown = ("name", "department", "period", "value", "target", "state")
        rows = [[text(str(row[name])) for name in shown] for row in map(dict, found)]
        heads = ["指标", "科室", "期间", "实际", "目标", "结果"]
        yield listed(heads, [3, 2, 1.8, 2.6, 1.8, 1.4], rows, width=PAGE.width, caption=f"{clause.clause_no} 的指标")
