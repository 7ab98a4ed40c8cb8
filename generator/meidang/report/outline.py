"""Consequences -> sections of lines, the weightiest first: what the text and the Markdown format share. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Final

from meidang.consequences import Altered, Consequences, PartChange, Sort, foremost
from meidang.findings import Finding, Severity
from meidang.models.scalars import AMOUNT
from meidang.models.wording import without_keys

#: So many things of one sort are told before the rest, so many reasons of a clause, so many documents of a part.
_SHOWN, _REASONS, _MOST = 3, 3, 12
#: More clauses that turn, and more findings that are gone, are folded.
_FEW: Final = 5


@dataclass(frozen=True, slots=True)
class Line:
    """``mark``: a word of ours that stands in front; ``below``: what belongs to it.

    ``rest``: the same, for those who want all of it; ``count``: how many things of the section it tells.
    """

    mark: str
    text: str
    below: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    count: int = 1


@dataclass(frozen=True, slots=True)
class Section:
    """``is_long``: what is folded where folding is possible."""

    title: str
    lines: tuple[Line, ...]
    is_long: bool = False

    @property
    def count(self) -> int:
        """How many things it tells, without remarks on them."""
        return sum(one.count for one in self.lines)


def outline(of: Consequences) -> tuple[Section, ...]:
    """Only sections that say something."""
    sections = (*_wrong(of), *_means(of), *_changes(of), *_follows(of))
    return tuple(one for one in sections if one.lines)


def head_line(of: Consequences) -> str:
    """Which versions were compared, and on which day both were judged."""
    return f"{of.base.called} → {of.head.called}，两边都截至 {of.as_of}"


def _wrong(of: Consequences) -> Iterator[Section]:
    yield Section("改动后的数据错误", tuple(_findings(of.errors)))
    yield Section("改好的数据错误", tuple(_gone(of.mended)), is_long=True)
    # Why not always: what the summary says is not said again.
    notes = (of.unsure if of.errors else "", of.papers.unsaid if not of.unsure else "")
    yield Section("说明", tuple(Line("", one) for one in notes if one))


def _means(of: Consequences) -> Iterator[Section]:
    turned = of.findings
    yield Section("要事", tuple(_facts(of)))
    yield Section("新出现的问题", tuple(_findings([one for one in turned.came if one.severity > Severity.MINOR])))
    yield Section("加重的问题", tuple(map(_altered, turned.worse)))
    yield Section("评审条款", tuple(_clauses(of)), is_long=len(of.clauses) > _FEW)
    light = [one for one in turned.came if one.severity <= Severity.MINOR]
    yield Section("新出现的一般问题和提醒", tuple(_findings(light)), is_long=True)
    yield Section("消除的问题", tuple(_gone(turned.went)), is_long=len(turned.went) > _FEW)
    altered = tuple(_altered(one) for one in turned.altered if one not in turned.worse)
    yield Section("换了数字或日期的问题", altered, is_long=True)
    slight = tuple(Line("", one.told) for one in of.facts if one.is_slight)
    yield Section("只变了数值的指标", slight, is_long=True)


def _facts(of: Consequences) -> Iterator[Line]:
    """All of them, the gravest first, unless the summary has told all."""
    told, rest = foremost(of)
    if rest:
        yield from (Line(one.sort.value, one.told) for one in (*told, *rest))


# --- findings --------------------------------------------------------------------------------------------------------


def _findings(found: Sequence[Finding]) -> Iterator[Line]:
    """Those of one rule together, with what is to be done once where that is the same for all."""

    def rule(one: Finding) -> tuple[int, str]:
        return -one.severity, one.code

    for _, same in groupby(sorted(found, key=rule), key=rule):
        these = list(same)
        yield _finding(these[0]) if len(these) == 1 else _several(these)


def _several(these: Sequence[Finding]) -> Line:
    advice = {_advice(one) for one in these}
    is_one = len(advice) == 1
    own = ["" if is_one else _advice(one) for one in these]
    each = [
        _beside(f"{_beside(one.message, more)}{_due(one)}", str(one.location))
        for one, more in zip(these, own, strict=True)
    ]
    said = _beside(f"{len(these)} 条", advice.pop() if is_one else "")
    return Line(_mark(these[0]), said, tuple(each[:_SHOWN]), tuple(each[_SHOWN:]), len(these))


def _finding(one: Finding) -> Line:
    below = (f"{_advice(one)}{_due(one)}", str(one.location))
    return Line(_mark(one), one.message, tuple(filter(None, below)))


def _beside(words: str, more: str) -> str:
    return f"{words}　{more}" if more else words


def _gone(found: Sequence[Finding]) -> Iterator[Line]:
    """Why neither place nor advice: nobody need do anything about it, and it lay in the earlier version."""
    yield from (Line(_mark(one), one.message) for one in found)


def _altered(one: Altered) -> Line:
    return Line(_mark(one.after), one.after.message, (f"原来：{one.before.message}",))


def _mark(one: Finding) -> str:
    return f"{one.severity.label} {one.code}"


def _advice(one: Finding) -> str:
    return f"→ {without_keys(one.fix)}" if one.fix else ""


def _due(one: Finding) -> str:
    return f"（期限 {one.due}）" if one.due else ""


# --- clauses ---------------------------------------------------------------------------------------------------------


def _clauses(of: Consequences) -> Iterator[Line]:
    """Those that get worse before those that get better, and among them the vetoes first."""
    for one in sorted(of.clauses, key=lambda one: (not one.is_worse, not one.is_veto)):
        more = (f"……共 {len(one.why)} 条",) if len(one.why) > _REASONS else ()
        why = one.why[: _REASONS - 1] if more else one.why
        yield Line("变差" if one.is_worse else "变好", one.sentence, (*why, *more))
    yield from _standings(of)


def _standings(of: Consequences) -> Iterator[Line]:
    for one in of.standings:
        pairs = (("未达到", one.not_met), ("否决项未达到", one.vetoes))
        said = [f"{word} {was} → {now} 条" for word, (was, now) in pairs if was != now]
        if one.points[0] != one.points[1] or one.full[0] != one.full[1]:
            said.append(f"得分 {_score(one.points[0], one.full[0])} → {_score(one.points[1], one.full[1])}")
        if said:
            yield Line("合计", f"{one.standard}：{'，'.join(said)}", count=0)


def _score(points: Decimal, full: Decimal) -> str:
    return f"{AMOUNT.show(points)}/{AMOUNT.show(full)}"


def _follows(of: Consequences) -> Iterator[Section]:
    papers = of.papers
    parts = [Line("", one.called, tuple(_titles(one))) for one in papers.parts]
    renamed = tuple(one.title for one in papers.documents if one.is_renamed)
    outside = tuple(f"{one.sort}：{one.title}" for one in papers.documents if not one.part and not one.is_renamed)
    remarks = [
        Line("", "只有编号、文件名和校验码改变的文档", renamed, count=0),
        Line("", "不在机构卷宗里的 Word 文档", outside, count=0),
        Line("", "Excel 台账", tuple(one.title for one in papers.workbooks), count=0),
    ]
    lines = [*parts, *(one for one in remarks if one.below)]
    if papers.is_reordered:
        lines.append(Line("", "卷宗的次序有调整", count=0))
    if parts or papers.is_reordered:
        lines.append(Line("", "各部分增减页数、调整次序后，目录和其后的页码也会改变", count=0))
    yield Section("随之变化的文档和机构卷宗各部分", tuple(lines), is_long=True)


def _titles(one: PartChange) -> Iterator[str]:
    for word, titles in (("新增", one.added), ("撤去", one.removed), ("改动", one.changed)):
        if titles:
            yield f"{word} {len(titles)} 份：{'；'.join(titles[:_MOST])}{'等' if len(titles) > _MOST else ''}"
    if one.lists:
        yield one.lists_sentence


def _changes(of: Consequences) -> Iterator[Section]:
    records = tuple(
        Line(
            one.sort.value if one.sort is not Sort.CHANGED or not one.old_path else "改名并修改",
            one.called,
            one.told,
        )
        for one in of.changes
    )
    yield Section("档案改动", records, is_long=True)
    yield Section("编号改动", tuple(Line("", one.sentence) for one in of.records.renumbered), is_long=True)
    yield Section("文档模板", tuple(Line(one.mark, one.called) for one in of.papers.templates), is_long=True)
    yield Section("附件", tuple(Line(one.mark, one.called) for one in of.papers.attachments), is_long=True)
    laid_out = tuple(Line("", path) for path in of.records.laid_out)
    yield Section("只改了注释或排版的档案", laid_out, is_long=True)
