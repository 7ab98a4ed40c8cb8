"""A fact that people care about, and what sorts there are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class FactSort(StrEnum):
    """What happened, in the order in which it is told; the value is what people read."""

    JOINED = "入职"
    LEFT = "离职"
    TRANSFERRED = "调科室"
    PROMOTED = "职称变动"
    POSTED = "岗位变动"
    BARRED = "暂停执业"
    READMITTED = "恢复执业"
    OBTAINED = "证照取得"
    RENEWED = "证照延续"
    SHORTENED = "证照有效期提前"
    LAPSED = "证照失效"
    DROPPED = "证照删去"
    GRANTED = "授权取得"
    PLANNED = "授权将取得"
    EXTENDED = "授权延续"
    CUT = "授权有效期提前"
    SUSPENDED = "授权暂停"
    RESTORED = "授权恢复"
    LOST = "授权失去"
    STARTED = "技术启用"
    STOPPED = "技术停用"
    REGRADED = "技术分级变动"
    RESTRICTED = "自身限制"
    RELEASED = "解除自身限制"
    OPENED = "科室启用"
    CLOSED = "科室停用"
    EFFECTIVE = "制度生效"
    ABOLISHED = "制度废止"
    FIGURES = "年度数据变动"
    INDICATOR = "指标变动"


_GRAVE: Final = frozenset(
    {
        *(FactSort.LEFT, FactSort.BARRED, FactSort.SHORTENED, FactSort.LAPSED, FactSort.DROPPED),
        *(FactSort.CUT, FactSort.SUSPENDED, FactSort.LOST, FactSort.STOPPED, FactSort.RESTRICTED),
        *(FactSort.REGRADED, FactSort.CLOSED, FactSort.ABOLISHED),
    }
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One of them. ``key``: of the record that it is about; ``before`` and ``after`` in words, empty where none.

    ``is_worse``: whether a figure misses its target now; ``is_slight``: whether only its value is another.
    """

    sort: FactSort
    key: str
    what: str
    before: str = ""
    after: str = ""
    is_worse: bool = False
    is_slight: bool = False

    @property
    def told(self) -> str:
        """Without its sort: 丁一的护士执业证书 2026-04-30 → 2031-04-30."""
        if self.before and self.after:
            return f"{self.what} {self.before} → {self.after}"
        return "，".join(filter(None, (self.what, self.before or self.after)))

    @property
    def sentence(self) -> str:
        """One line for people."""
        return f"{self.sort}：{self.told}"

    @property
    def is_grave(self) -> bool:
        """Whether somebody may do less than before, or something is valid no longer, for a shorter time, or missed.

        Why a new grade: other titles, other papers and another discussion are asked for.
        """
        return self.sort in _GRAVE or self.is_worse
