"""References to records: found from the declarations and held against the known ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, Final

from meidang.archive import Item, Reference
from meidang.archive.collections import COLLECTIONS
from meidang.findings import Finding, Severity
from meidang.kinds import KINDS
from meidang.load.nearest import nearest
from meidang.load.words import quoted
from meidang.models.base import Declared, Model, describe, per_model
from meidang.models.references import CLAUSE, COLLECTION, FIELD, KIND, PART, RULE, TASK
from meidang.source.characters import masked


@dataclass(frozen=True, slots=True)
class _Step:
    """A field on the way to a reference: itself one (``ref``), or a group that holds some (``inner``)."""

    name: str
    many: bool
    ref: str | None
    inner: tuple[_Step, ...]


@per_model
def _steps(model: type[Model]) -> tuple[_Step, ...]:
    return tuple(step for declared in describe(model).values() if (step := _step(declared)))


def _step(declared: Declared) -> _Step | None:
    if declared.ref is not None:
        return _Step(declared.name, declared.many, declared.ref, ())
    inner = _steps(declared.model) if declared.model else ()
    return _Step(declared.name, declared.many, None, inner) if inner else None


def references(item: Item[Any]) -> Iterator[Reference]:
    """Every reference in a record, in the order of the declarations."""
    yield from _walk(item, item.record, _steps(item.kind.model), ())


def _walk(item: Item[Any], record: Model, steps: tuple[_Step, ...], path: tuple[str | int, ...]) -> Iterator[Reference]:
    for step in steps:
        value = getattr(record, step.name)
        if value is None or value == ():
            continue
        for index, one in enumerate(value if step.many else (value,)):
            here = (*path, step.name, index) if step.many else (*path, step.name)
            if step.ref is not None:
                yield Reference(item, here, step.ref, one)
            else:
                yield from _walk(item, one, step.inner, here)


#: So many dangling references get the nearest known id; looking for it in a large archive is slow, and people mend
#: the first before they read the hundredth.
_SUGGESTIONS = 50
_SHORT = 4


def _close(reference: Reference, known: AbstractSet[str]) -> str | None:
    """The nearest id. Why not for short ones: N02 is near N03, but it is somebody else; a kind's name is a word."""
    target = reference.target
    says = len(target) > _SHORT or not target.isascii() or reference.kind == KIND
    return nearest(target, known) if says else None


def _in_words(kind: str, name: str) -> str:
    """What people call a kind of record, a ledger, or a field of a kind."""
    if kind == KIND:
        return f"（{KINDS[name].plural}）"
    if kind == COLLECTION:
        return f"（{COLLECTIONS[name].title}）"
    if kind == FIELD:
        of, _, field = name.partition(".")
        return f"（{KINDS[of].title}的「{describe(KINDS[of].model)[field].label}」）"
    return ""


#: What is named without having a file: what it is called, and where the names are listed.
_OFFERED: Final[Mapping[str, tuple[str, str]]] = {
    CLAUSE: ("评审标准的条款", "改成 archive/standard 里已有的条款编号，或先在标准里加上这一条"),
    KIND: ("档案种类", "档案种类的名称见网站的“字段说明”页"),
    COLLECTION: ("台账", "台账的名称见网站的“字段说明”页"),
    FIELD: ("字段", "写成“种类.键”，例如“institution.floor_area_m2”（机构的建筑面积）；见网站的“字段说明”页"),
    PART: ("档案", "写档案种类，例如“staff”（人员），或其中一份，例如“agreement/green-channel”（急救绿色通道协议）"),
    TASK: ("年度工作计划的任务", "写 archive/work_plan 里任务的编号，或先在计划里加上这一项"),
    RULE: ("检查规则", "规则编号见 meidang rule 或网站的“检查规则”页"),
}


def dangling(
    found: Iterable[Reference], ids: Mapping[str, AbstractSet[str]], unknown: AbstractSet[str]
) -> Iterator[Finding]:
    """A finding for each reference to nothing; kinds in ``unknown`` cannot be judged."""
    told = 0
    for reference in found:
        if reference.target in ids[reference.kind] or reference.kind in unknown:
            continue
        told += 1
        close = _close(reference, ids[reference.kind]) if told <= _SUGGESTIONS else None
        fix = f"是不是“{close}”{_in_words(reference.kind, close)}？" if close else _otherwise(reference)
        message = f"{quoted(reference.target, '这里写的内容')}在{_plural(reference.kind)}里不存在"
        yield Finding(
            "DAT005", Severity.ERROR, message, reference.item.locate(reference.path), fix, record=reference.item.key
        )


def _plural(kind: str) -> str:
    return _OFFERED[kind][0] if kind in _OFFERED else KINDS[kind].plural


def _otherwise(reference: Reference) -> str:
    """What to do where no name is near."""
    if reference.kind in _OFFERED:
        return _OFFERED[reference.kind][1]
    kind = KINDS[reference.kind]
    if kind.is_table:
        return f"改成{kind.title}（{kind.path('')}）里已有的一项，或先在表里加上"
    return f"先建立这份{kind.title}（{masked(kind.path(reference.target))}），或改成已有的编号"
