"""What was found to differ between what we printed and what came back, each with its place in the edited document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from meidang.archive import Item
from meidang.archive.index import Path
from meidang.render.returning.marks import Computed
from meidang.render.views.sourced import Sourced


class Why(Enum):
    """Why something cannot be placed."""

    WORDS = "模板自己的文字（标题、名称、说明）改不了档案；要改就改模板"
    EMPTY = "这张表里还没有内容；要新增，请在表格里加一行"
    AMBIGUOUS = "这里连着印了几项，分不清改的是哪一项；请在档案里改"
    GONE = "这一段在文档里被删去了；要删除内容，请在档案里改"
    NEW = "新加的文字在档案里没有对应的项目"
    TABLE_GONE = "整个表格被删去了；要删除内容，请在档案里改"
    TABLE_NEW = "新加的表格在档案里没有对应的项目"
    CELLS = "这一行的单元格增减过，对不上原来的列"
    ROW_COMPUTED = "这一行是由档案算出来的，不能在这里增减；请改它的来源"
    ROW_PART = "这张表只列出一部分（按条件挑选），从中删去一行不等于删除档案里的这一项；请在档案里删除"
    ROW_SPREAD = "一项占了几行，只删去了其中一部分"
    ROW_NEW = "看不出新加的这一行属于档案里的哪张列表"
    PIECE = "这一项是分格（或按年月日）印的，改后的各格拼不成一个值"
    TICKS = "勾选的方框对不上一个选项：应当只勾一个"
    EDGE = "页眉、页脚和脚注不导入"
    MISSED = "这一处没有认出是哪一项"


@dataclass(frozen=True, slots=True)
class Edited:
    """A field that reads otherwise now."""

    field: Sourced
    after: str
    place: str

    @property
    def before(self) -> str:
        """What it read."""
        return str(self.field)


@dataclass(frozen=True, slots=True)
class Recomputed:
    """Something computed that somebody overwrote."""

    computed: Computed
    after: str
    place: str


@dataclass(frozen=True, slots=True)
class AddedRow:
    """A new item of a list: ``path`` leads to where it is inserted; ``values`` by the path inside it."""

    item: Item[Any]
    path: Path
    values: Mapping[Path, tuple[Sourced, str]]
    place: str
    line: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RemovedRow:
    """An item of a list that is gone; ``line``: what its row read."""

    item: Item[Any]
    path: Path
    place: str
    line: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unplaced:
    """What finds no way into the archive."""

    why: Why
    place: str
    before: str = ""
    after: str = ""


Outcome = Edited | Recomputed | AddedRow | RemovedRow | Unplaced
