"""The order of documents of one kind: by the numbers that people see, where the institution knows no other order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, get_args

from meidang.archive import Item
from meidang.archive.facts import is_employed
from meidang.kinds import Kind
from meidang.models.base import Model, Record
from meidang.models.department import Department
from meidang.models.policy import Policy
from meidang.models.restriction import AuthorityLevel, Restriction
from meidang.models.staff import Staff
from meidang.render.views import Desk

Natural = tuple[tuple[int, str], ...]

_LEVELS: Final[tuple[str, ...]] = get_args(AuthorityLevel)
_DIGITS: Final = re.compile(r"([0-9]+)")


def natural(words: str) -> Natural:
    """A key under which 9号 stands before 10号; letters and digits of any width are alike."""
    # Why not int: a number may have more digits than Python turns into one.
    parts = _DIGITS.split(unicodedata.normalize("NFKC", words).casefold())
    return tuple((len(one.lstrip("0")), one.lstrip("0")) if at % 2 else (0, one) for at, one in enumerate(parts))


def in_order(desk: Desk, kind: Kind) -> Sequence[Item[Any]]:
    """Departments by number, people by department and those who left last, lists from the highest authority down.

    Within these, and all other kinds, by archive number; policies by document number. What has no number stands last.
    """
    first = _FIRST.get(kind.model, _no_other)
    return sorted(desk.archive.of(kind.model), key=lambda item: (first(desk, item), *_numbered(item)))


def _no_other(_desk: Desk, _item: Item[Any]) -> tuple[int, ...]:
    return ()


def _numbered(item: Item[Any]) -> tuple[bool, Natural, Natural]:
    record = item.record
    if isinstance(record, Policy):
        return not record.document_no, natural(record.document_no), natural(item.label)
    number = (record.archive_no if isinstance(record, Record) else None) or ""
    return not number, natural(number), natural(item.id)


def _of_person(desk: Desk, item: Item[Any]) -> tuple[int, ...]:
    home = desk.archive.get(Department, item.record.department_id)
    return int(not is_employed(item.record, desk.as_of)), int(home is None), home.record.dept_no if home else 0


#: What comes before the number.
_FIRST: Final[Mapping[type[Model], Callable[[Desk, Item[Any]], tuple[int, ...]]]] = {
    Staff: _of_person,
    Department: lambda _, item: (item.record.dept_no,),
    Restriction: lambda _, item: (_LEVELS.index(item.record.authority_level),),
}
