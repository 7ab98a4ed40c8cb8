"""What a volume begins with: cover, the list of all volumes, the revision table, the filled contents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from meidang.render.binder.base import CONTENTS, PAGE
from meidang.render.binder.words import contents, line, listed, text
from meidang.render.drawing.word import cell, cm, paragraph, row, table
from meidang.render.word.seal import SHORT_CODE
from meidang.render.word.sealing import RELATION
from meidang.render.word.stamp import stamp_xml

#: How many changes the revision table shows; all of them stand in the binder's own list.
_CHANGES: Final = 20
#: Stands between the parts of a volume.
_PART: Final = "；"
_RULE: Final = '<w:bottom w:val="single" w:sz="4" w:space="0" w:color="404040"/>'


@dataclass(frozen=True, slots=True)
class About:
    """What a binder says of itself."""

    institution: str
    scope: str
    as_of: date
    revision: str

    @property
    def day(self) -> str:
        """The day as people write it."""
        return f"{self.as_of.year}年{self.as_of.month}月{self.as_of.day}日"


@dataclass(frozen=True, slots=True)
class VolumeLine:
    """A volume in the list of all volumes; pages are unknown where nothing was laid out."""

    number: int
    words: str
    first: int | None
    last: int | None

    @property
    def pages(self) -> str:
        """``1–287``."""
        return "" if self.first is None or self.last is None else f"{self.first}–{self.last}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents."""

    level: int
    words: str
    bookmark: str
    page: int | None


def cover(about: About, volume: VolumeLine, count: int) -> str:
    """The first page."""
    pairs = {
        "范围": about.scope if count > 1 else "",
        "册次": f"第 {volume.number} 册　共 {count} 册" if count > 1 else "",
        "本册内容": _between(volume.words) if count > 1 else "",
        "本册页码": volume.pages,
        "截至日期": about.day,
        "档案版本": about.revision,
        "校验码": SHORT_CODE,
    }
    stamp = stamp_xml(RELATION, revision=about.revision, as_of=about.as_of.isoformat())
    left, right = cm(3.4), cm(9.2)
    rows = [
        row(
            cell(left, line(f"{label}：", "CoverText", align="right")),
            cell(right, line(value, "CoverText", align="left"), borders=_RULE),
        )
        for label, value in pairs.items()
        if value
    ]
    return "".join(
        (
            line(about.institution, "Subtitle", before=1400),
            line("评审卷宗", "Title", before=500),
            line(about.scope if count == 1 else f"第 {volume.number} 册", "Subtitle", before=200),
            paragraph(style="CoverText", before=600),
            table([left, right], *rows, caption="封面", style="Cover"),
            paragraph(style="CoverText", before=500),
            stamp.replace("<w:tblLayout", '<w:jc w:val="center"/><w:tblLayout', 1),
        )
    )


def _between(words: str) -> str:
    """The first and the last part: all of them would fill the cover."""
    parts = words.split(_PART)
    return parts[0] if len(parts) == 1 else f"{parts[0]}\n至 {parts[-1]}"


def volumes(lines: Sequence[VolumeLine]) -> str:
    """All volumes, in the first one."""
    rows = [[text(f"第 {one.number} 册"), text(one.words), text(one.pages or "—")] for one in lines]
    return line("分册目录", "Subtitle", new_page=True) + listed(
        ["册次", "内容", "页码"], [1.4, 8, 1.8], rows, width=PAGE.width, caption="分册目录"
    )


def revisions(about: About, changes: Sequence[Sequence[str]]) -> str:
    """This binder, then what was changed in its records last; ``changes``: whose, what, when, …, by whom."""
    words = f"按档案版本 {about.revision} 编成本卷宗"
    rows = [["本卷宗", words, about.as_of.isoformat(), "—"]]
    rows += [[one[0], one[1], one[2], one[5] or one[4] or "—"] for one in changes[:_CHANGES]]
    more = len(changes) - _CHANGES
    table_ = listed(
        ["对象", "修订内容", "日期", "完成人"],
        [3, 5, 1.8, 1.8],
        [[text(cell_) if cell_ else "" for cell_ in one] for one in rows],
        width=PAGE.width,
        caption="修订登记",
    )
    said = line(f"另有较早的修订 {more} 项，见各档案的变更登记。", "Note") if more > 0 else ""
    return line("修订登记", "Subtitle") + table_ + said


def table_of_contents(entries: Sequence[Entry], *, known: bool, new_page: bool) -> str:
    """The contents on a page of their own; without page numbers they say how to get them."""
    said = "" if known else line("页码尚未计算：在 Word 里按 Ctrl+A 全选，再按 F9 更新。", "Note")
    rows = [(one.level, one.words, one.bookmark, one.page) for one in entries]
    return line("目　录", "Subtitle", new_page=new_page) + said + contents(CONTENTS, rows)
