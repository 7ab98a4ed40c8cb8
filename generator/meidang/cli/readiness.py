"""``meidang readiness``: every clause's state, what is missing, whose turn it is, since when."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence

from meidang.agenda.forecast import forecast
from meidang.agenda.whose import names_of
from meidang.archive.calendar import days_left
from meidang.cli.asked import Asked, asked
from meidang.errors import UsageError
from meidang.models.scalars import AMOUNT
from meidang.pipeline import Checked
from meidang.pipeline.agenda import found_by
from meidang.readiness import Gap, Judged, Judgement, State, judge
from meidang.report.lines import one_line

_MOST_GAPS = 5
#: So many of what falls due before the inspection are told.
_MOST_STEPS = 10
#: The states in which nothing is missing.
_SETTLED = (State.MET, State.NOT_APPLICABLE)


def run(options: argparse.Namespace) -> int:
    """Print the readiness of each standard; 1 when a veto clause is not met."""
    with asked(options) as of:
        checked = of.check(processes=os.cpu_count() or 1)
    if checked.has_errors:
        raise UsageError(_unfit(of))
    if options.inspect_on and options.inspect_on < checked.as_of:
        raise UsageError(f"评审日 {options.inspect_on} 早于截至日期 {checked.as_of}；要看过去的一天，用 --as-of")
    judgements = judge(checked.archive, checked.findings, checked.as_of, options.inspect_on)
    if not judgements:
        raise UsageError("archive/standard 里还没有评审标准，无从判断准备度")
    sys.stdout.write(_head(of, checked))
    most = None if options.all else _MOST_GAPS
    for one in judgements:
        sys.stdout.write("\n".join([*_standard(one, str(checked.as_of), most), "", ""]))
    sys.stdout.write("\n".join([*_steps(checked, judgements, options.all), ""]))
    return int(any(one.vetoes for one in judgements))


def _steps(checked: Checked, judgements: Sequence[Judgement], is_whole: bool) -> Iterator[str]:  # noqa: FBT001
    """What falls due before the inspection, the earliest first, and by when to begin."""
    found = found_by(checked)
    ahead = forecast(found, judgements, judgements[0].inspection_on)
    if not ahead.steps:
        yield f"{ahead.inspection_on} 以前没有到期的事项。"
        return
    shown = ahead.steps if is_whole else ahead.steps[:_MOST_STEPS]
    due = f"{ahead.inspection_on} 以前到期 {len(ahead.steps)} 项"
    yield f"{due}，先办最早到期的（最迟动手：期限前 {ahead.lead} 天）："
    for step in shown:
        clauses = "、".join(one.clause.clause_no for one in step.clauses)
        whose = names_of(found, step.turn.whose)
        more = "；".join([*([f"责任 {whose}"] if whose else []), *([f"影响条款 {clauses}"] if clauses else [])])
        begin = "现在就办" if step.begin_by <= checked.as_of else f"最迟 {step.begin_by} 动手"
        yield f"  {step.due}（{days_left(step.due, checked.as_of)}，{begin}）  {one_line(step.turn.said)}"
        if more:
            yield f"    {one_line(more)}"
    if len(shown) < len(ahead.steps):
        yield f"  …以及另外 {len(ahead.steps) - len(shown)} 项，加 --all 全部列出"


def _unfit(of: Asked) -> str:
    if of.project.then:
        return f"版本 {of.revision} 的档案有数据错误，无法判断准备度；运行 meidang check --rev {of.revision} 看是哪些"
    return "档案有数据错误，无法判断准备度；先运行 meidang check，改好“数据错误”各条"


def _head(of: Asked, checked: Checked) -> str:
    """Of a past version: which it is; it is easily taken for today's."""
    return f"过去的版本 {of.revision}。{of.remark(checked)}\n\n" if of.project.then else ""


def _standard(one: Judgement, as_of: str, most: int | None) -> Iterator[str]:
    counts = "，".join(f"{state.value} {count}" for state, count in one.counts.items())
    yield f"【{one_line(one.standard.label)}】截至 {as_of}，评审日期：{one.inspection_words}"
    yield f"{counts}{_score(one)}"
    yield "“有风险”指现在达到、到评审日会变成未达到；还没有到期的定期工作不算"
    if one.vetoes:
        yield f"否决项未达到 {len(one.vetoes)} 条：有一条不改，评审即不能通过"
    for state in (State.NOT_MET, State.AT_RISK):
        yield from (line for clause in one.leaves if clause.state is state for line in _clause(clause, most))
    yield from _others(one, is_whole=most is None)


def _others(one: Judgement, *, is_whole: bool) -> Iterator[str]:
    """The clauses for which there is nothing to do: a line each where all is asked for, else how many."""
    others = [each for state in _SETTLED for each in one.leaves if each.state is state]
    if is_whole:
        yield from (line for clause in others for line in _clause(clause, None))
    elif others:
        counts = "、".join(f"{state.value} {one.counts[state]} 条" for state in _SETTLED if one.counts[state])
        yield f"{counts}没有列出，加 --all 全部列出"


def _score(one: Judgement) -> str:
    got, full = one.score
    return f"；得分 {AMOUNT.show(got)} / {AMOUNT.show(full)}" if full else ""


def _clause(one: Judged, most: int | None) -> Iterator[str]:
    veto = "（否决项）" if one.clause.veto else ""
    yield f"{one.state.value}  {one_line(one.clause.clause_no)} {one_line(one.clause.title)}{veto}"
    if one.reason:
        yield f"    · {one_line(one.reason)}"
    gaps = [*one.gaps, *one.risks] if most is None else one.gaps or one.risks
    yield from (line for gap in gaps[:most] for line in _gap(gap))
    if len(gaps) > len(gaps[:most]):
        yield f"    …以及另外 {len(gaps) - len(gaps[:most])} 项，加 --all 全部列出"


def _gap(gap: Gap) -> Iterator[str]:
    whose = [f"责任 {gap.owner}"] if gap.owner else []
    since = [f"期限 {gap.since}"] if gap.since else []
    where = [f"{gap.code} {gap.record}"] if gap.code else []
    more = "；".join([*whose, *since, *where])
    yield f"    · {one_line(gap.what)}{one_line(f'（{more}）') if more else ''}"
    if gap.fix:
        yield f"      → {one_line(gap.fix)}"
