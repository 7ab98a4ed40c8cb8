"""What there is to say of a sheet's headings: two of one field, misspelt ones, a table beside, columns left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from meidang.load.words import show
from meidang.pipeline.intake.told import Place, Told
from meidang.render.intake.columns import RECORD
from meidang.render.intake.headings import NUMBER, Heading, Headings, is_counted, near, plain
from meidang.render.intake.sheets import Sheet, letters
from meidang.render.intake.tables import TABLES, Table
from meidang.render.intake.which import missing_in, other_table

#: Headings of a part of a year.
_WITHIN_A_YEAR: Final = frozenset({"月", "月份", "月度", "统计月份", "季", "季度", "半年"})


def judge_headings(  # noqa: PLR0913 - a sheet, what it was found to be, and what the caller passes over
    place: Place, sheet: Sheet, table: Table, found: Headings, *, ignored: AbstractSet[str], told: Told
) -> None:
    """Tell what stops the import until somebody decides, and which columns are left out."""
    beside = _beside(sheet, found)
    if beside:
        told.wrong(
            place,
            f"第 {found.row} 行的标题中间空着一列，后面的{_places(beside[:6])}像是旁边另一张表的",
            "把旁边的表移到别的工作表；是同一张表就删掉空列",
        )
    for name, twice in _twice(found, beside):
        told.wrong(place, f"有几列都是「{name}」：{twice}", "只留一列，或用 --ignore-column 标题 不带入其中一列")
    unknown = [each for each in found.found if each.column is None and not is_counted(each)]
    spare = []
    for heading in unknown:
        wrong = None if plain(heading.text) in ignored else _wrong(heading, table, found)
        if wrong:
            told.wrong(Place(place.number, place.sheet, found.row, heading.at), *wrong)
        else:
            spare.append(heading)
    _tell_spare(place, sheet, table, spare, told)
    for heading in found.known:
        # Why: such a heading would be the certificate's number, if there were not another one.
        if table.field and heading.column and heading.column.key == RECORD and plain(heading.text) == NUMBER:
            told.note(
                Place(place.number, place.sheet, found.row, heading.at), f"“{NUMBER}”认作「{heading.column.label}」"
            )
    for at in sorted(_unheaded(sheet, found)):
        told.note(place, f"{letters(at)} 列没有标题，不带入")


#: Columns that are named; the rest is a number.
_MOST: Final = 12
#: Columns of another table from which on it is meant, though it lacks one.
_SEVERAL: Final = 2


def _wrong(heading: Heading, table: Table, found: Headings) -> tuple[str, str] | None:
    """What is wrong with a heading that is none of the table's, and what to do; None for a column of something else."""
    words = show(heading.text)
    if plain(heading.text) in _WITHIN_A_YEAR and {"year", "cases"} <= {column.name for column in table.columns}:
        advice = f"先合计成全年再导入；已经是全年的数就加 --ignore-column {words}"
        return f"有“{words}”列：这张表一年一行，不收按月、按季的数", advice
    if meant := near(heading, table, found.columns):
        advice = f"是不是「{meant}」？是就改成它；不是就加 --ignore-column {words}，不带入这一列"
        return f"标题“{words}”不认识", advice
    return None


def _beside(sheet: Sheet, found: Headings) -> Sequence[Heading]:
    """Headings of ours behind a column in which nothing stands: of a small table that lies beside, perhaps."""
    used = {at for number, cells in sheet.rows.items() if number >= found.row for at in cells}
    gap = next((at for at in range(min(used), max(used)) if at not in used), None)
    return [] if gap is None else [heading for heading in found.known if heading.at > gap]


def _places(found: Sequence[Heading]) -> str:
    return "、".join(f"“{show(each.text)}”（{letters(each.at)} 列）" for each in found)


def _tell_spare(place: Place, sheet: Sheet, table: Table, spare: Sequence[Heading], told: Told) -> None:
    """Columns that are left out: those of nothing, and those of another table, with the way to bring them in."""
    others: dict[str, list[Heading]] = {}
    for heading in spare:
        other = other_table(heading, table, sheet)
        others.setdefault(other.name if other else "", []).append(heading)
    for name, found in others.items():
        words = _places(found[:_MOST]) + (f"……共 {len(found)} 列" if len(found) > _MOST else "")
        if not name:
            told.note(place, f"有 {len(found)} 列档案里没有对应的字段，不带入：{words}")
            continue
        title = TABLES[name].title
        told.note(
            place, f"有 {len(found)} 列是「{title}」表的，这次不带入：{words}", _advice(sheet, TABLES[name], found)
        )


def _advice(sheet: Sheet, other: Table, found: Sequence[Heading]) -> str:
    """How to bring columns of another table in; nothing where the sheet lacks too much for it."""
    missing = missing_in(sheet, other)
    if missing and (len(missing) > 1 or len(found) < _SEVERAL):
        return ""
    first = f"要带入就加上「{missing[0]}」列，再导入一次" if missing else "要带入就再导入一次"
    return f"{first}，加 --as {other.title} --sheet {_typed(sheet.name)}"


def _typed(name: str) -> str:
    """A sheet's name as it is typed behind an option."""
    return f'"{show(name)}"' if " " in name else show(name)


def _twice(found: Headings, beside: Sequence[Heading]) -> Iterator[tuple[str, str]]:
    seen: dict[str, list[Heading]] = {}
    for heading in found.known:
        if heading.column and heading not in beside:
            seen.setdefault(heading.column.label, []).append(heading)
    for label, several in seen.items():
        if len(several) > 1:
            yield label, "、".join(f"{letters(each.at)} 列“{show(each.text)}”" for each in several)


def _unheaded(sheet: Sheet, found: Headings) -> set[int]:
    headed = {heading.at for heading in found.found}
    used = {at for number, cells in sheet.rows.items() if number > found.row for at in cells}
    return used - headed
