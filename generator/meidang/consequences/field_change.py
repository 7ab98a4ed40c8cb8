"""What is told of one changed field, and of many: sentences by label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

#: More new or deleted items of one list than these share a sentence, which names so many.
_FEW, _NAMED = 3, 4


class Sort(StrEnum):
    """What happened; the value is what people read."""

    ADDED = "新增"
    REMOVED = "删去"
    CHANGED = "修改"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field, or an item of a list, that changed.

    ``group``: the groups around it in words, from the top; ``label``: of the field; ``item``: what people call the item
    that came or went. ``before`` and ``after`` are empty where the value is not told: a private one (``is_hidden``),
    and a long text, of which ``detail`` says how much changed. ``is_list``: whether values of a list came or went.
    """

    sort: Sort
    label: str
    group: str = ""
    item: str = ""
    before: str = ""
    after: str = ""
    detail: str = ""
    is_hidden: bool = False
    is_list: bool = False

    @property
    def sentence(self) -> str:
        """One line for people: 证照与资质「护士执业证书」的「有效期至」2026-04-30 → 2031-04-30."""
        return f"{self.where}{self.told}"

    @property
    def where(self) -> str:
        """The groups around it, as a sentence begins; empty at the top of a record."""
        return f"{self.group}的" if self.group else ""

    @property
    def told(self) -> str:
        """Without the groups around it."""
        label = f"「{self.label}」"
        if self.item:
            return f"{label}{self.sort}：{self.item}" + (f"（{self.detail}）" if self.detail else "")
        if self.is_hidden:
            return f"{label}已{'填写' if self.sort is Sort.ADDED else self.sort}"
        if self.detail:
            return f"{label}{self.detail}"
        if self.sort is Sort.CHANGED:
            return f"{label}{self.before} → {self.after}"
        if self.is_list:
            return f"{label}{self.sort}：{self.after or self.before}"
        return label + (f"填写 {self.after}" if self.after else f"删去（原为 {self.before}）")


def gathered(fields: Sequence[FieldChange]) -> Iterator[str]:
    """Sentences: the fields of one group share one, and so do many items of one list and all fields of a new record."""
    for (group, label), run in groupby(fields, key=lambda one: (one.group, one.label if one.item else "")):
        where = f"{group}的" if group else ""
        these = list(run)
        is_new = len(these) > _FEW and all(one.sort is Sort.ADDED for one in these)
        if not label and (group or is_new):
            yield f"{where}{'，'.join(one.told for one in these)}"
            continue
        for sort, same in groupby(these, key=lambda one: one.sort):
            yield from (f"{where}{one}" for one in _items(label, sort, list(same)))


def _items(label: str, sort: Sort, items: Sequence[FieldChange]) -> Iterator[str]:
    if not label or len(items) <= _FEW:
        yield from (one.told for one in items)
        return
    named = "；".join(one.item for one in items[:_NAMED])
    yield f"「{label}」{sort} {len(items)} 项：{named}{'等' if len(items) > _NAMED else ''}"
