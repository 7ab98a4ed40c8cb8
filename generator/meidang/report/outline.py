"""Consequences -> sections of lines, the weightiest first: what the text and the Markdown format share. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from meidang.consequences import Altered, Consequences, PartChange, Sort
from meidang.findings import Finding, Severity
from meidang.models.scalars import AMOUNT


@dataclass(frozen=True, slots=True)
class Line:
    """``mark``: a word of ours that stands in front; ``below``: what belongs to it; ``counts``: among the section's."""

    mark: str
    text: str
    below: tuple[str, ...] = ()
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """``is_long``: what is folded where folding is possible."""

    title: str
    lines: tuple[Line, ...]
    is_long: bool = False

    @property
    def count(self) -> int:
        """How many things it tells, without remarks on them."""
        return sum(one.counts for one in self.lines)


def outline(of: Consequences) -> tuple[Section, ...]:
    """Only sections that say something."""
    sections = (*_wrong(of), *_means(of), *_changes(of), *_follows(of))
    return tuple(one for one in sections if one.lines)


def head_line(of: Consequences) -> str:
    """Which versions were compared, and on which day both were judged."""
    return f"{of.base.called} → {of.head.called}，两边都截至 {of.as_of}"


def _wrong(of: Consequences) -> Iterator[Section]:
    yield Section("改动后的数据错误", tuple(_finding(one) for one in of.errors))
    yield Section("改好的数据错误", tuple(_finding(one) for one in of.mended), is_long=True)
    # Why not always: what the summary says is not said again.
    notes = (of.unsure if of.errors else "", of.papers.unsaid if not of.unsure else "")
    yield Section("说明", tuple(Line("", one) for one in notes if one))


def _means(of: Consequences) -> Iterator[Section]:
    turned = of.findings
    yield Section("要事", tuple(Line(one.sort.value, one.told) for one in of.facts))
    yield Section("新出现的问题", tuple(_finding(one) for one in turned.came if one.severity > Severity.MINOR))
    yield Section("加重的问题", tuple(map(_altered, turned.worse)))
    turns = tuple(Line("变差" if one.is_worse else "变好", one.sentence, one.why) for one in of.clauses)
    yield Section("评审条款", (*turns, *_standings(of)))
    light = tuple(_finding(one) for one in turned.came if one.severity <= Severity.MINOR)
    yield Section("新出现的一般问题和提醒", light, is_long=True)
    yield Section("消除的问题", tuple(_finding(one) for one in turned.went), is_long=len(turned.went) > _FEW)
    altered = tuple(_altered(one) for one in turned.altered if one not in turned.worse)
    yield Section("换了数字或日期的问题", altered, is_long=True)


def _altered(one: Altered) -> Line:
    return Line(f"{one.after.severity.label} {one.after.code}", one.after.message, (f"原来：{one.before.message}",))


def _standings(of: Consequences) -> Iterator[Line]:
    for one in of.standings:
        pairs = (("未达到", one.not_met), ("否决项未达到", one.vetoes))
        said = [f"{word} {was} → {now} 条" for word, (was, now) in pairs if was != now]
        if one.points[0] != one.points[1] or one.full[0] != one.full[1]:
            said.append(f"得分 {_score(one.points[0], one.full[0])} → {_score(one.points[1], one.full[1])}")
        if said:
            yield Line("合计", f"{one.standard}：{'，'.join(said)}", counts=False)


def _score(points: Decimal, full: Decimal) -> str:
    return f"{AMOUNT.show(points)}/{AMOUNT.show(full)}"


def _follows(of: Consequences) -> Iterator[Section]:
    papers = of.papers
    parts = [Line("", one.sentence, tuple(_titles(one))) for one in papers.parts]
    renamed = tuple(one.title for one in papers.documents if one.is_renamed)
    outside = tuple(f"{one.sort}：{one.title}" for one in papers.documents if not one.part and not one.is_renamed)
    remarks = [
        Line("", "只有编号、文件名和校验码改变的文档", renamed, counts=False),
        Line("", "不在机构卷宗里的文档", outside, counts=False),
    ]
    lines = [*parts, *(one for one in remarks if one.below)]
    if papers.is_reordered:
        lines.append(Line("", "卷宗的次序有调整", counts=False))
    if parts or papers.is_reordered:
        lines.append(Line("", "各部分增减页数、调整次序后，目录和其后的页码也会改变", counts=False))
    yield Section("随之变化的 Word 文档和机构卷宗各部分", tuple(lines), is_long=True)


#: So many documents of a part are named; more findings that are gone are folded.
_MOST: Final = 12
_FEW: Final = 5


def _titles(one: PartChange) -> Iterator[str]:
    for word, titles in (("新增", one.added), ("撤去", one.removed), ("改动", one.changed)):
        if titles:
            yield f"{word}：{'；'.join(titles[:_MOST])}" + (f" 等 {len(titles)} 份" if len(titles) > _MOST else "")


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
    yield Section("编号改动", tuple(Line("", one.sentence) for one in of.records.renumbered))
    yield Section("文档模板", tuple(Line(one.sort.value, one.path) for one in of.papers.templates), is_long=True)
    yield Section("附件", tuple(Line(one.sort.value, one.path) for one in of.papers.attachments), is_long=True)
    laid_out = tuple(Line("", path) for path in of.records.laid_out)
    yield Section("只改了注释或排版的档案", laid_out, is_long=True)


def _finding(one: Finding) -> Line:
    due = f"期限 {one.due}" if one.due else ""
    below = (str(one.location), f"→ {one.fix}" if one.fix else "", due)
    return Line(f"{one.severity.label} {one.code}", one.message, tuple(filter(None, below)))
