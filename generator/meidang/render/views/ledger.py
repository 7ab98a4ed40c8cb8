"""A ledger of one year as plain words: its entries, all of them in order and grouped by department.

Other kinds are shown record by record (``show``); a ledger's many files are one document for people, that of a year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any, Final, TypedDict

from meidang.archive.collections import COLLECTIONS, Entered
from meidang.archive.spans import span, span_words
from meidang.kinds import Kind
from meidang.models.department import Department
from meidang.render.views.desk import Desk
from meidang.render.views.names import Name, Namer
from meidang.render.views.show import entry_names, show_entry

#: Ledgers whose every file is a document of its own: a month's report.
FILE_BY_FILE: Final = frozenset({"compliance_report"})


class _Ledger(TypedDict):
    """What the view of a ledger's year offers beside its entries."""

    id: Annotated[str, "年度"]
    kind: Annotated[str, "台账"]
    label: Annotated[str, "台账和年度"]
    archive_no: Annotated[str, "档案编号"]
    year: Annotated[str, "年度"]
    count: Annotated[str, "条数"]
    institution_name: Annotated[str, "机构名称"]
    as_of: Annotated[str, "截至日期"]
    as_of_long: Annotated[str, "截至日期（年月日）"]


class _Department(TypedDict):
    """One department's part of it."""

    department: Annotated[str, "科室"]
    count: Annotated[str, "条数"]


#: What every entry offers beside its own fields and facts.
_PLACE: Final = {"department": Name("科室"), "period": Name("期间")}


def is_by_year(kind: Kind) -> bool:
    """Whether the documents of a kind are those of a ledger's years."""
    return kind.is_ledger and kind.name not in FILE_BY_FILE


def ledger_names(kind: Kind) -> Mapping[str, Name]:
    """Every name that the view of a ledger's year offers, without any data."""
    namer = Namer({}, {})
    entry = {**entry_names(COLLECTIONS[kind.name].model), **_PLACE}
    entries = Name(kind.title, True, entry)
    departments = Name("各科室", True, {**namer.of_type(_Department), "entries": entries})
    return {**namer.of_type(_Ledger), "departments": departments, "entries": replace(entries, label="全部条目")}


def years(desk: Desk, kind: Kind, department: str | None = None) -> list[int]:
    """The years in which the ledger has entries known on the day; those of one department where it is given."""
    return sorted({_year(one) for one in _entered(desk, kind, department)})


def show_year(desk: Desk, kind: Kind, year: int, department: str | None = None) -> dict[str, Any]:
    """The view of a ledger's year; the institution's own part comes first, then departments by their number.

    ``department``: only that department's entries.
    """
    institution, day = desk.archive.institution, desk.as_of
    entered = [one for one in _entered(desk, kind, department) if _year(one) == year]
    entries = [{**show_entry(desk, one.item, one.entry), **_place(desk, one)} for one in entered]
    return {
        "id": str(year),
        "kind": kind.title,
        "label": f"{kind.title} {year} 年" + (f"（{desk.name('department', department)}）" if department else ""),
        "archive_no": "",
        "year": str(year),
        "count": str(len(entries)),
        "institution_name": institution.label if institution else "",
        "as_of": day.isoformat(),
        "as_of_long": f"{day.year}年{day.month}月{day.day}日",
        "departments": list(_departments(desk, entered, entries)),
        "entries": entries,
    }


def _entered(desk: Desk, kind: Kind, department: str | None) -> Sequence[Entered]:
    return desk.entries_of(kind.name, department) if department else desk.entries(kind.name)


def _year(one: Entered) -> int:
    return span(one.item.record.period).first.year


def _place(desk: Desk, one: Entered) -> dict[str, str]:
    return {"department": desk.whose(one.department_id), "period": span_words(one.item.record.period)}


def _departments(desk: Desk, entered: list[Entered], entries: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    grouped: dict[str, list[dict[str, Any]]] = {}
    for one, shown in zip(entered, entries, strict=True):
        grouped.setdefault(one.department_id or "", []).append(shown)
    numbers = {item.id: item.record.dept_no for item in desk.archive.of(Department)}
    for department in sorted(grouped, key=lambda one: (numbers.get(one, len(numbers) + 1) if one else 0, one)):
        own = grouped[department]
        yield {"department": own[0]["department"], "count": str(len(own)), "entries": own}
