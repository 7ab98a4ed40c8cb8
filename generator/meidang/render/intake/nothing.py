"""What people put into a cell that has nothing to say: a stroke, 无, or a sign for the cell above."""

from __future__ import annotations

import re
from typing import Any, Final
from unicodedata import normalize

from meidang.models.base import Declared
from meidang.models.scalars import BOOL, EXPIRY, LINE, LONG
from meidang.render.intake.cells import is_number
from meidang.render.intake.verdicts import Taken, form_of, wrong_cell

_STROKE = re.compile(r"[/\\_\-\u2010-\u2015]{1,4}")
_NONE: Final = frozenset({"无", "暂无", "没有", "n/a", "na", "null", "none"})
_AS_ABOVE: Final = frozenset({"同上", "同前", "同左", "〃", "″", '"'})


def stand_in(declared: Declared, value: Any, *, of_ledger: bool) -> Taken | None:
    """A sign in place of a value; None where the cell says something.

    ``of_ledger``: the row tells of an event, whose 不良反应 may well be 无; of a person's certificate number it says
    that nobody wrote one.
    """
    # Why not of several lines: 没 and 有, one below the other, are two items of a list.
    if not isinstance(value, str) or "\n" in value:
        return None
    if value in _AS_ABOVE:
        return wrong_cell(declared, f"写的是“{value}”", "把内容写出来；没有就空着")
    if form_of(value) in _NONE:
        if _says_none(declared, of_ledger=of_ledger):
            return None
        if advice := _unclear(declared):
            return wrong_cell(declared, f"写的是“{value}”，分不清是什么意思", advice)
    elif not _STROKE.fullmatch(normalize("NFKC", value)):
        return None
    return Taken(remark=f"「{declared.label}」写的是“{value}”，当作空着")


def _says_none(declared: Declared, *, of_ledger: bool) -> bool:
    """Whether 无 is an answer there."""
    leaf = declared.leaf
    if isinstance(leaf, tuple):
        return "无" in leaf
    is_text = leaf in (LINE, LONG) and declared.ref is None and not declared.many
    return leaf is BOOL or (is_text and of_ledger and declared.name != "note")


def _unclear(declared: Declared) -> str:
    """What to write instead where 无 may mean two things."""
    if declared.leaf is EXPIRY:
        return "没有期限写 长期；不知道就空着"
    return "没有发生写 0；没有数据就空着" if is_number(declared.leaf) else ""
