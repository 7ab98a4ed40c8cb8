"""A few plain lines on top of everything: what a department head reads, and perhaps nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from meidang.consequences.field_change import Sort
from meidang.consequences.result import Consequences
from meidang.findings import Finding, Severity

#: So many facts, and so many records, are told; the rest is counted.
_FACTS, _RECORDS = 3, 3
_WEIGHTS: Final = {Severity.VETO: "否决项问题", Severity.MAJOR: "重要问题", Severity.MINOR: "一般问题"}


def summary(of: Consequences) -> tuple[str, ...]:
    """A few lines, each a sentence."""
    if of.is_nothing:
        return ("两个版本的档案没有差别",)
    lines = (_errors(of), _facts(of), "；".join(filter(None, (*_records(of), *_files(of)))))
    return tuple(filter(None, (*lines, _findings(of), _clauses(of), _papers(of), *of.notes)))


def _errors(of: Consequences) -> str:
    return f"改动后有 {len(of.errors)} 条数据错误，改好以前不能合并，其余判断也做不全" if of.errors else ""


def _facts(of: Consequences) -> str:
    """Those by which somebody may do less first."""
    found = sorted(of.facts, key=lambda one: not one.is_grave)
    told = [
        f"{sort}：{'；'.join(one.told for one in these)}"
        for sort, these in groupby(found[:_FACTS], key=lambda one: one.sort)
    ]
    rest = len(found) - _FACTS
    return "；".join((*told, *([f"另有 {rest} 项要事"] if rest > 0 else ())))


def _records(of: Consequences) -> Iterator[str]:
    for sort, verb in ((Sort.CHANGED, "改动"), (Sort.ADDED, "新增"), (Sort.REMOVED, "删去")):
        these = [one for one in of.changes if one.sort is sort]
        if len(these) > _RECORDS:
            yield f"{verb}档案 {len(these)} 份"
        elif these:
            yield f"{verb}{'、'.join(one.short for one in these)}"


def _files(of: Consequences) -> Iterator[str]:
    moved = of.records.renumbered
    yield from [one.sentence for one in moved] if len(moved) <= _RECORDS else [f"{len(moved)} 份档案改了编号"]
    if of.records.laid_out:
        yield f"{len(of.records.laid_out)} 份档案只改了注释或排版"
    for word, files in (("附件", of.papers.attachments), ("文档模板", of.papers.templates)):
        if files:
            yield f"{word}变动 {len(files)} 个"


def _findings(of: Consequences) -> str:
    if of.unsure:
        return "" if of.errors else of.unsure
    turned = of.findings
    said = [(f"消除 {_counted(turned.went)}" if turned.went else "")]
    said.append(f"新出现 {_counted(turned.came)}" if turned.came else "没有新问题")
    said.append(f"加重 {_counted([one.after for one in turned.worse])}" if turned.worse else "")
    return "；".join(filter(None, said))


def _counted(findings: Sequence[Finding]) -> str:
    counts = {one: sum(each.severity is one for each in findings) for one in sorted(Severity, reverse=True)}
    return "、".join(f"{count} 条{_WEIGHTS.get(one, one.label)}" for one, count in counts.items() if count)


def _clauses(of: Consequences) -> str:
    said = []
    for is_worse, word in ((True, "变差"), (False, "变好")):
        turns = [one for one in of.clauses if one.is_worse is is_worse]
        vetoes = [f"{one.number} {one.title}" for one in turns if one.is_veto]
        named = f"，其中否决项 {len(vetoes)} 条：{'、'.join(vetoes[:_FACTS])}" if vetoes else ""
        said.append(f"{len(turns)} 条评审条款{word}{named}{'等' if len(vetoes) > _FACTS else ''}" if turns else "")
    return "；".join(filter(None, said))


def _papers(of: Consequences) -> str:
    if of.papers.unsaid or of.errors:
        return ""
    documents, parts = len(of.papers.documents), len(of.papers.parts)
    said = [f"{documents} 份 Word 文档" if documents else "", f"卷宗 {parts} 个部分" if parts else ""]
    told = "、".join(filter(None, said))
    order = "卷宗的次序有调整" if of.papers.is_reordered else ""
    return "；".join(filter(None, (f"{told}随之变化" if told else "Word 文档都不变", order)))
