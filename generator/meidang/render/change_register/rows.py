"""The rows of a change register: each record that changed, with what was registered of it and what differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from meidang.consequences import Consequences, FieldChange, RecordChange, Sort
from meidang.kinds import KINDS
from meidang.models.base import Record, Revision, describe
from meidang.source.characters import masked

#: So many changes of one record are told; the rest is counted.
_MOST: Final = 12
#: Characters of a line of the form, and lines above which a row may be split between pages.
_LINE, _SPLIT = 18, 24
#: The field of the entries themselves, and that of the day, for which the form has a column.
_OWN, _DAY = (describe(Record)[name].label for name in ("revisions", "updated_on"))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the form; an empty text is for somebody's hand."""

    subject: str
    content: str
    changed_on: str
    owner: str
    done_by: str
    planned: str

    @property
    def is_long(self) -> bool:
        """Whether it may be split between pages; a short one never is."""
        return self.content.count("\n") + len(self.content) // _LINE > _SPLIT


def rows(of: Consequences) -> Iterator[Row]:
    """By record; several entries of one record stand below one another."""
    for one in of.changes:
        subject = _subject(one)
        entries = tuple(of.revisions_of(one.key))
        said = tuple(_said(one, "\n".join(masked(entry.change) for entry in entries)))
        if not entries:
            yield Row(subject, _lines(said), of.day.isoformat(), one.owner, "", "")
        for number, entry in enumerate(entries):
            yield _row(subject, entry, said if number == 0 else (), one.owner)
    for moved in of.records.renumbered:
        yield Row(f"{moved.kind}\n{moved.name}", moved.sentence, of.day.isoformat(), "", "", "")


def _row(subject: str, entry: Revision, said: Sequence[str], owner: str) -> Row:
    content = _lines((masked(entry.change), *said))
    planned = "\n".join(
        f"{word} {day}" for word, day in (("计划", entry.due_on), ("登记", entry.done_on)) if isinstance(day, date)
    )
    return Row(
        subject, content, entry.changed_on.isoformat(), entry.owner_dept or owner, masked(entry.done_by or ""), planned
    )


def _subject(one: RecordChange) -> str:
    """Kind, name and 档案编号; the id of what has none, unless its name is as good."""
    number = one.archive_no or ("" if KINDS[one.key.partition("/")[0]].is_ledger else one.key.partition("/")[2])
    return "\n".join(filter(None, dict.fromkeys((one.kind, one.name, number))))


def _said(one: RecordChange, registered: str) -> Iterator[str]:
    """Of a new or deleted record only what it holds: the form has no room for all that it says.

    ``registered``: what its own entries say, which is not said again.
    """
    if one.sort is not Sort.CHANGED:
        held = Counter(each.label for each in one.fields if each.item)
        counts = "，".join(f"{label} {count} 项" for label, count in held.items())
        yield "：".join(filter(None, ("新建" if one.sort is Sort.ADDED else "删去", counts)))
        return
    others = tuple(each for each in one.fields if each.group or each.label not in (_OWN, _DAY))
    if not others and not registered:
        others = one.fields
    told = replace(one, fields=tuple(_untold(others, registered))).told
    yield from told[:_MOST]
    if len(told) > _MOST:
        yield f"……以及另外 {len(told) - _MOST} 处"


def _untold(fields: Sequence[FieldChange], registered: str) -> Iterator[FieldChange]:
    """Those of which the entries do not speak.

    An entry speaks of a group of fields (a licence) when it names it together with one of its new values: what it says
    otherwise than the records do stays in the form.
    """
    known = tuple({one.group for one in fields if one.group and _is_said(one, registered)})
    yield from (one for one in fields if not one.group.startswith(known) and not _is_said(one, registered))


def _is_said(one: FieldChange, registered: str) -> bool:
    if one.item:
        return all(word in registered for word in one.item.split())
    _, _, name = one.group.rpartition("「")
    subject = name.rstrip("」").partition(" ")[0] if one.group else one.label
    return bool(one.after) and one.after in registered and subject in registered


def _lines(said: Sequence[str]) -> str:
    """Numbered where there are several."""
    if len(said) < 2:
        return "".join(said)
    return "\n".join(f"{number}. {one}" for number, one in enumerate(said, start=1))
