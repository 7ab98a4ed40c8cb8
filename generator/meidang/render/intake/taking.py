"""One cell -> the text of a record's value, as its field is written; how it was read, or why it was not.

People's ways of writing are taken where they can mean one thing only, and the dry run says what became of them. The
fields' own types have the last word (``Scalar.core``), and ``load.words`` the sentence for what they refuse.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any, Final
from unicodedata import normalize

from meidang.models.base import Declared
from meidang.models.scalar import Scalar
from meidang.models.scalars import BIRTH_MONTH, BOOL, DATE, EXPIRY, GRADE, MOMENT, SPAN
from meidang.render.intake.cells import is_number, separator
from meidang.render.intake.columns import Column
from meidang.render.intake.dated import day_cell, moment_cell, month_cell, span_cell
from meidang.render.intake.names import SEPARATORS, Names
from meidang.render.intake.nothing import stand_in
from meidang.render.intake.numbers import number_words, shown_number
from meidang.render.intake.sheets import Cell
from meidang.render.intake.synonyms import WORDS
from meidang.render.intake.texts import text_cell
from meidang.render.intake.verdicts import Taken, form_of, judged, read_as, refused, wrong_cell
from meidang.source.characters import refused_in_text

_SEVERAL: Final = 2
#: Written into a cell, it takes the value away; an empty cell leaves it.
CLEAR: Final = "（清空）"
_CLEARS: Final = frozenset({"清空", "(清空)", "<清空>", "〈清空〉", "[清空]", "【清空】"})
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\t\x0b\x0c]")
_ESCAPED_CR = re.compile("_x000D_\n?|\r\n?|\x85|\u2028|\u2029")
_TRUE: Final = frozenset({"是", "有", "对", "√", "✓", "✔", "☑", "yes", "y", "true"})
_FALSE: Final = frozenset({"否", "无", "没有", "不", "×", "✗", "✘", "☒", "no", "n", "false"})
_GRADES: Final = {"一": "1", "二": "2", "三": "3", "四": "4", "i": "1", "ii": "2", "iii": "3", "iv": "4"}


def taken(column: Column, cell: Cell | None, names: Names, heading: str = "", *, of_ledger: bool = False) -> Taken:
    """What the cell says for the column; ``heading``: what the sheet calls it, ``of_ledger``: whether of an event."""
    declared = replace(column.declared, label=heading or column.label)
    if cell is None:
        return Taken()
    if odd := _odd(declared, cell):
        return odd
    value = _cleaned(cell.value)
    if isinstance(value, str) and normalize("NFKC", value) in _CLEARS:
        return Taken(clears=True)
    if value in (None, ""):
        return Taken()
    return stand_in(declared, value, of_ledger=of_ledger) or _split(declared, value, cell, names)


def _split(declared: Declared, value: Any, cell: Cell, names: Names) -> Taken:
    return _list(declared, value, cell, names) if declared.many else _single(declared, value, cell, names)


def _odd(declared: Declared, cell: Cell) -> Taken | None:
    """A cell that holds nothing that anybody could have meant."""
    if cell.unsolved:
        advice = "用 Excel 打开这个文件，保存一次再导入；或把公式改成值"
        return wrong_cell(declared, "是公式，文件里没有存它的结果", advice)
    if cell.is_error:
        return wrong_cell(declared, f"是出错的公式（{cell.value}）", "改成值，或清空这一格")
    found = refused_in_text(value, 1)[0] if isinstance(value := _cleaned(cell.value), str) else []
    return wrong_cell(declared, f"有看不见或不能用的字符（{found[0][1]}）", "删掉这一格，重新输入") if found else None


def _cleaned(value: Any) -> Any:
    """A text without what nobody sees; anything else as it is."""
    if not isinstance(value, str):
        return value
    text = _BLANKS.sub(" ", _INVISIBLE.sub("", _ESCAPED_CR.sub("\n", value)))
    return text.strip()


# --- lists, references, choices --------------------------------------------------------------------------------------


def _list(declared: Declared, value: Any, cell: Cell, names: Names) -> Taken:
    if not isinstance(value, str):
        one = _single(declared, value, cell, names)
        return replace(one, value=[one.value] if isinstance(one.value, str) else None)
    split = SEPARATORS.split(value) if separator(declared) != "\n" else value.split("\n")
    items = [_single(declared, item.strip(), cell, names) for item in split if item.strip()]
    bad = next((one for one in items if one.wrong), None)
    if bad:
        return bad
    texts = [one.value for one in items if isinstance(one.value, str)]
    return Taken(texts, remark="；".join(dict.fromkeys(one.remark for one in items if one.remark)))


def _single(declared: Declared, value: Any, cell: Cell, names: Names) -> Taken:
    if declared.ref is not None:
        return _reference(declared, value, names)
    if isinstance(declared.leaf, tuple):
        return _choice(declared, value, declared.leaf)
    leaf = declared.leaf
    if not isinstance(leaf, Scalar):
        raise TypeError(f"{declared.name}: no field of one cell")
    reader = _READERS.get(leaf) or (_number if is_number(leaf) else text_cell)
    return judged(declared, leaf, reader(declared, value, cell))


def _reference(declared: Declared, value: Any, names: Names) -> Taken:
    words = shown_number(value) if isinstance(value, int | float) else str(value)
    found = names.found(declared.ref or "", words)
    if found.wrong:
        return _several(declared, words) or Taken(wrong=f"「{declared.label}」：{found.wrong}", fix=found.fix)
    return Taken(found.key, remark=read_as(declared, found.read_as) if found.read_as else "")


def _several(declared: Declared, text: str) -> Taken | None:
    """Several names or words in a cell that holds one."""
    count = sum(bool(one.strip()) for one in SEPARATORS.split(text))
    if declared.many or count < _SEVERAL:
        return None
    return wrong_cell(declared, f"一格写了 {count} 个，只能写一个", "把这一行复制成几行，每行写一个")


def _choice(declared: Declared, value: Any, words: tuple[str, ...]) -> Taken:
    text = shown_number(value) if isinstance(value, int | float) else str(value)
    by_form = {**WORDS.get(declared.name, {}), **{form_of(word): word for word in words}}
    if word := by_form.get(form_of(text)):
        return Taken(word, remark="" if word == text else read_as(declared, word))
    return _several(declared, text) or refused(declared, text)


# --- scalars ---------------------------------------------------------------------------------------------------------


def _bool(declared: Declared, value: Any, _: Cell) -> Taken:
    word = form_of(str(value))
    if word in _TRUE | _FALSE:
        return Taken("true" if word in _TRUE else "false")
    return wrong_cell(declared, f"不能是“{str(value)[:12]}”", "写“是”或“否”")


def _grade(_: Declared, value: Any, __: Cell) -> Taken:
    text = shown_number(value) if isinstance(value, int | float) else str(value)
    short = form_of(text).removesuffix("手术").removesuffix("级")
    return Taken(_GRADES.get(short, short if short.isdigit() else text))


def _number(declared: Declared, value: Any, cell: Cell) -> Taken:
    if isinstance(value, bool | date | time | timedelta):
        return wrong_cell(declared, "是日期或时刻，不是数字", "把单元格格式改成“常规”，重新填写")
    said = number_words(value, cell.shown_as)
    return Taken(said.text, remark=f"「{declared.label}」{said.remark}" if said.remark else "")


_READERS: Final[dict[Scalar, Callable[[Declared, Any, Cell], Taken]]] = {
    BOOL: _bool,
    GRADE: _grade,
    DATE: day_cell,
    EXPIRY: day_cell,
    MOMENT: moment_cell,
    SPAN: span_cell,
    BIRTH_MONTH: month_cell,
}
