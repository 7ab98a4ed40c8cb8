"""What a check found -> what falls due and whose turn it is, in the words of the site's internal edition."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches

from meidang.agenda import Found, Turn, Who
from meidang.archive.facts import is_employed
from meidang.archive.index import Path
from meidang.errors import UsageError
from meidang.findings import Location
from meidang.models.audience import Edition
from meidang.models.department import Department
from meidang.models.staff import Staff
from meidang.pipeline import Checked
from meidang.render.pages.editions.projection import project
from meidang.render.pages.editions.told import told


def found_by(checked: Checked) -> Found:
    """What was found, without anything private: the same as the pages tell."""
    projected = project(checked.archive, Edition.INTERNAL, checked.as_of)
    shown = [told(finding, Edition.INTERNAL) for finding in checked.findings]

    def locate(key: str, path: Path) -> Location:
        return checked.archive.items[key].locate(path)

    return Found(projected, shown, checked.as_of, locate)


def person_called(found: Found, words: str) -> Who:
    """Who works here and is called so, by id or name. Raises UsageError with the nearest names."""
    people = [(item.id, item.label) for item in found.archive.of(Staff) if is_employed(item.record, found.as_of)]
    return Who("staff", _called("在职人员", people, words))


def department_called(found: Found, turns: Iterable[Turn], words: str) -> Who:
    """The department, or the office that something waits for, by id or name. Raises UsageError likewise."""
    departments = [(item.id, item.label) for item in found.archive.of(Department)]
    offices = {one.id for turn in turns for one in turn.whose if one.kind == "office"}
    if words in offices:
        return Who("office", words)
    known = [*departments, *((name, name) for name in sorted(offices))]
    target = _called("科室或部门", known, words)
    return Who("office" if target in offices else "department", target)


def _called(what: str, known: Iterable[tuple[str, str]], words: str) -> str:
    every = list(known)
    same = [target for target, name in every if words in (target, name)] or [
        target for target, name in every if words.casefold() in (target.casefold(), name.casefold())
    ]
    if len(same) == 1:
        return same[0]
    if same:
        raise UsageError(f"叫“{words}”的{what}不止一个，请写编号：{'、'.join(sorted(same))}")
    raise UsageError(f"没有叫“{words}”的{what}{_nearest(every, words)}")


def _nearest(every: Iterable[tuple[str, str]], words: str) -> str:
    """The closest names and ids, with whoever shares a character of a short name."""
    names: dict[str, str] = {}
    for target, name in every:
        names[target] = names[name] = f"{name}（{target}）" if name != target else name
    close = get_close_matches(words, sorted(names), n=3, cutoff=0.5)
    shown = list(dict.fromkeys(names[one] for one in close))
    return f"；是不是：{'、'.join(shown)}" if shown else ""


def is_overdue(turn: Turn, as_of: date) -> bool:
    """Whether it should have been done before the day."""
    return turn.matter.due is not None and turn.matter.due < as_of
