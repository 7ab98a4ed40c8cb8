"""Three to six plain lines on top of everything: what a department head reads, and perhaps nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from meidang.consequences.facts import Fact
from meidang.consequences.fields import Sort
from meidang.consequences.result import Consequences
from meidang.findings import Finding, Severity

#: So many facts are told; the rest is counted.
_FACTS: Final = 3


def summary(of: Consequences) -> tuple[str, ...]:
    """At most six lines, each a sentence."""
    if of.is_nothing:
        return ("两个版本的档案没有差别",)
    return tuple(filter(None, (_errors(of), *_what(of), _findings(of), _clauses(of), _papers(of))))


def _errors(of: Consequences) -> str:
    return f"改动后有 {len(of.errors)} 条数据错误，改好以前不能合并，其余判断也做不全" if of.errors else ""


def _what(of: Consequences) -> Iterator[str]:
    told = "；".join(_fact(one) for one in of.facts[:_FACTS])
    if told:
        rest = len(of.facts) - _FACTS
        yield f"{told}；另有 {rest} 项要事" if rest > 0 else told
    yield "；".join(filter(None, (_records(of), *_moves(of))))


def _fact(one: Fact) -> str:
    return f"{one.told}（{one.sort}）"


def _records(of: Consequences) -> str:
    verbs = {Sort.CHANGED: "改动", Sort.ADDED: "新增", Sort.REMOVED: "删去"}
    counts = {verb: sum(one.sort is sort for one in of.changes) for sort, verb in verbs.items()}
    return "，".join(f"{verb}档案 {count} 份" for verb, count in counts.items() if count)


def _moves(of: Consequences) -> Iterator[str]:
    if of.records.renumbered:
        yield f"{len(of.records.renumbered)} 份档案改了编号，引用随之改写"
    if of.records.laid_out:
        yield f"{len(of.records.laid_out)} 份档案只改了注释或排版"
    if of.papers.attachments:
        yield f"附件变动 {len(of.papers.attachments)} 个"


def _findings(of: Consequences) -> str:
    if of.unsure:
        return "" if of.errors else of.unsure
    came, went = of.findings.came, of.findings.went
    new = f"新出现 {_counted(came)}" if came else "没有新问题"
    return f"消除 {_counted(went)}；{new}" if went else new


def _counted(findings: Sequence[Finding]) -> str:
    counts = {one: sum(each.severity is one for each in findings) for one in sorted(Severity, reverse=True)}
    return "、".join(f"{count} 条{_WORDS.get(one, one.label)}" for one, count in counts.items() if count)


_WORDS: Final = {Severity.VETO: "否决项问题", Severity.MAJOR: "重要问题", Severity.MINOR: "一般问题"}


def _clauses(of: Consequences) -> str:
    worse = sum(one.is_worse for one in of.clauses)
    better = len(of.clauses) - worse
    said = [f"{worse} 条评审条款变差" if worse else "", f"{better} 条评审条款变好" if better else ""]
    return "，".join(filter(None, said))


def _papers(of: Consequences) -> str:
    if of.papers.unsaid or of.errors:
        return ""
    documents = len(of.papers.documents)
    if not documents:
        return "Word 文档都不变"
    return f"{documents} 份 Word 文档、卷宗 {len(of.papers.parts)} 个部分随之变化"
