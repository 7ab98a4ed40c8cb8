"""A few plain lines on top of everything: what a department head reads, and perhaps nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from meidang.consequences.facts import Fact
from meidang.consequences.field_change import Sort
from meidang.consequences.records import RecordChange
from meidang.consequences.result import Consequences
from meidang.findings import Finding, Severity

#: So many facts, and so many records, are told; the rest is counted.
_FACTS, _RECORDS = 3, 3
_WEIGHTS: Final = {Severity.VETO: "否决项问题", Severity.MAJOR: "重要问题", Severity.MINOR: "一般问题"}


def summary(of: Consequences) -> tuple[str, ...]:
    """A few lines, each a sentence."""
    if of.is_nothing:
        return ("两个版本的档案没有差别",)
    lines = (_errors(of), *_facts(of), "；".join(filter(None, (*_records(of), *_files(of)))), _figures(of))
    return tuple(filter(None, (*lines, _findings(of), _clauses(of), _papers(of), *of.notes)))


def foremost(of: Consequences) -> tuple[Sequence[Fact], Sequence[Fact]]:
    """The facts that the summary tells, those by which somebody may do less first, and those that it only counts."""
    found = sorted((one for one in of.facts if not one.is_slight), key=lambda one: not one.is_grave)
    return found[:_FACTS], found[_FACTS:]


def _errors(of: Consequences) -> str:
    return f"改动后有 {len(of.errors)} 条数据错误，改好以前不能合并，其余判断也做不全" if of.errors else ""


def _facts(of: Consequences) -> Iterator[str]:
    told, rest = foremost(of)
    yield from (one.sentence for one in told)
    if rest:
        yield f"另有 {len(rest)} 项要事"


def _figures(of: Consequences) -> str:
    slight = sum(one.is_slight for one in of.facts)
    return f"{slight} 项指标只变了数值，达标与否不变" if slight else ""


def _records(of: Consequences) -> Iterator[str]:
    for sort, verb in ((Sort.CHANGED, "改动"), (Sort.ADDED, "新增"), (Sort.REMOVED, "删去")):
        these = [one for one in of.changes if one.sort is sort]
        if len(these) > _RECORDS:
            yield f"{verb}档案 {len(these)} 份"
        elif these:
            yield f"{verb}{'、'.join(f'{one.short}{_what(of, one)}' for one in these)}"


def _what(of: Consequences, one: RecordChange) -> str:
    """What changed in the only record that did, where no fact says it and it is one thing."""
    is_told = len(of.changes) > 1 or any(not fact.is_slight for fact in of.facts)
    return "" if is_told or one.sort is not Sort.CHANGED or not one.gist else f"：{one.gist}"


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
    said = [f"新出现 {_counted(turned.came)}" if turned.came else "没有新问题"]
    said.append(f"加重 {_counted([one.after for one in turned.worse])}" if turned.worse else "")
    said.append(f"消除 {_counted(turned.went)}" if turned.went else "")
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
    papers = of.papers
    counts = (
        (papers.documents, "{} 份 Word 文档"),
        (papers.workbooks, "{} 份 Excel 台账"),
        (papers.parts, "卷宗 {} 个部分"),
    )
    told = "、".join(words.format(len(these)) for these, words in counts if these)
    order = "卷宗的次序有调整" if of.papers.is_reordered else ""
    return "；".join(filter(None, (f"{told}随之变化" if told else "Word 文档和 Excel 台账都不变", order)))
