"""What openpyxl does not tell of a sheet: merged cells, what is hidden, open formulas, comments, extent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from posixpath import basename, dirname, join, normpath
from typing import Any, Final

from defusedxml.ElementTree import fromstring, iterparse

from meidang.render.intake.package import Unreadable
from meidang.render.intake.sheets import Merge, letters

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")
#: More rows or columns with something in them than any ledger of a year.
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 300
_MOST_MERGED: Final = 50_000
_YES: Final = ("1", "true")


@dataclass(frozen=True, slots=True)
class Layout:
    """Of one sheet. ``unsolved``: the places of formulas without a stored result; ``bottom``: the last row in use."""

    merges: tuple[Merge, ...]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    unsolved: frozenset[tuple[int, int]]
    bottom: int
    right: int
    remarked: frozenset[tuple[int, int]]


def layouts(parts: Mapping[str, bytes]) -> Mapping[str, Layout]:
    """The layout of every sheet, by its name. Raises Unreadable where one is too large."""
    book = fromstring(parts.get("xl/workbook.xml", b"<workbook/>"))
    relations = fromstring(parts.get("xl/_rels/workbook.xml.rels", b"<Relationships/>"))
    targets = {one.get("Id"): str(one.get("Target")) for one in relations}
    found = {}
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_RELATION), "")
        part = parts.get(_path(target))
        # Why look: a sheet of charts has no cells.
        if part is not None and b"worksheet" in part[:2000]:
            name, path = str(sheet.get("name")), _path(target)
            found[name] = _layout(name, part, frozenset(_remarked(parts, path)))
    return found


def _path(target: str) -> str:
    """The part that a target means: below the workbook's folder, or from the package's root."""
    return target[1:] if target.startswith("/") else normpath(join("xl", target))


def _remarked(parts: Mapping[str, bytes], path: str) -> Iterator[tuple[int, int]]:
    """The places of a sheet's comments."""
    relations = parts.get(join(dirname(path), "_rels", f"{basename(path)}.rels"), b"<Relationships/>")
    for one in fromstring(relations):
        if str(one.get("Type")).endswith("/comments"):
            target = str(one.get("Target"))
            part = target[1:] if target.startswith("/") else normpath(join(dirname(path), target))
            for comment in fromstring(parts.get(part, b"<comments/>")).iter(f"{_MAIN}comment"):
                if place := _REFERENCE.fullmatch(comment.get("ref") or ""):
                    yield int(place[2]), _number(place[1])


def _layout(name: str, part: bytes, remarked: frozenset[tuple[int, int]]) -> Layout:
    merges: list[Merge] = []
    hidden: set[int] = set()
    columns: set[int] = set()
    unsolved: set[tuple[int, int]] = set()
    bottom = right = row = 0
    for _, element in iterparse(BytesIO(part), events=("end",)):
        tag = element.tag.removeprefix(_MAIN)
        if tag == "row":
            row = int(element.get("r") or row + 1)
            for at, holds, is_open in _cells(element):
                bottom, right = max(bottom, row if holds else 0), max(right, at if holds else 0)
                unsolved |= {(row, at)} if is_open else set()
            if element.get("hidden") in _YES:
                hidden.add(row)
            element.clear()
        elif tag == "col" and element.get("hidden") in _YES:
            first, last = max(int(element.get("min") or 1), 1), min(int(element.get("max") or 0), MOST_COLUMNS)
            columns.update(range(first, last + 1))
        elif tag == "mergeCell" and (merge := _merge(element.get("ref") or "")):
            merges.append(merge)
    _refuse_large(name, bottom, right)
    return Layout(tuple(merges), frozenset(hidden), frozenset(columns), frozenset(unsolved), bottom, right, remarked)


def _refuse_large(name: str, bottom: int, right: int) -> None:
    if bottom > MOST_ROWS or right > MOST_COLUMNS:
        raise Unreadable(
            f"工作表「{name}」的内容到第 {bottom} 行、{letters(right)} 列，超过 {MOST_ROWS} 行或 {MOST_COLUMNS} 列；"
            "删掉多余的行列，或分成几个文件"
        )


def _cells(row: Any) -> Iterator[tuple[int, bool, bool]]:
    """Of each cell its column, whether it holds something, and whether that is a formula without a result."""
    at = 0
    for cell in row:
        place = _REFERENCE.fullmatch(cell.get("r") or "")
        at = _number(place[1]) if place else at + 1
        formula, value, inline = (cell.find(f"{_MAIN}{tag}") for tag in ("f", "v", "is"))
        has_value = value is not None and (value.text is not None or cell.get("t") == "str")
        is_open = formula is not None and not has_value
        yield at, has_value or inline is not None or is_open, is_open


def _merge(reference: str) -> Merge | None:
    place = _REFERENCE.fullmatch(reference)
    if place is None or place[3] is None:
        return None
    merge = Merge(int(place[2]), _number(place[1]), int(place[4]), _number(place[3]))
    size = (merge.bottom - merge.top + 1) * (merge.right - merge.left + 1)
    return merge if 1 < size <= _MOST_MERGED else None


def _number(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number
