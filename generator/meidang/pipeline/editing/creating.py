"""A new record, or a new period of a ledger: what it is called, what must be given, and where it goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from meidang.archive import Archive
from meidang.archive.calendar import add_months
from meidang.archive.filing import last_file
from meidang.archive.spans import Period, every_of, period_of, span
from meidang.errors import UsageError
from meidang.kinds import KINDS, Kind
from meidang.load import record_id
from meidang.models.base import Declared, Model, describe
from meidang.models.department import Department
from meidang.models.ledger import HOSPITAL
from meidang.pipeline.editing.drafted import ENTRIES, drafted, stub
from meidang.pipeline.editing.named import free_id, record_called
from meidang.pipeline.editing.plan import Plan, rewritten
from meidang.pipeline.editing.values import Given, values_of
from meidang.pipeline.formatting import formatted_record
from meidang.pipeline.rewriting import Rewrite
from meidang.project import Project
from meidang.source.characters import visible
from meidang.source.edit import Insert
from meidang.source.tree import Value


@dataclass(frozen=True, slots=True)
class Wish:
    """A record to be made. ``id`` is None for a ledger, which is called after its department and period."""

    kind: Kind
    id: str | None = None
    given: Sequence[Given] = ()
    department: str | None = None
    period: str | None = None

    @property
    def model(self) -> type[Model]:
        """What the given fields are of: the record, or the entry of a ledger."""
        return entry_of(self.kind) if self.kind.is_ledger else self.kind.model


def entry_of(kind: Kind) -> type[Model]:
    """The entry of a ledger."""
    entry = describe(kind.model)[ENTRIES].model
    if entry is None:
        raise TypeError(f"{kind.name} has no entries")
    return entry


def asked_for(wish: Wish) -> list[Declared]:
    """The fields that must still be given; an entry's only where one of them is, since a ledger may begin empty."""
    if wish.kind.is_ledger and not wish.given:
        return []
    known = {one.name for one in wish.given}
    needed = (one for one in describe(wish.model).values() if one.required and one.name not in known)
    return [one for one in needed if one.model is None]


def refuse_taken(project: Project, archive: Archive, wish: Wish) -> None:
    """Raises UsageError where there is no such id, or something of that name already."""
    if not wish.kind.is_ledger:
        _free_path(project, wish.kind, _id(archive, wish))


def creation(project: Project, archive: Archive, wish: Wish, today: date) -> Plan:
    """The file that is made, or that gets one more entry. Raises UsageError."""
    name = "" if wish.kind.is_ledger else _id(archive, wish)
    missing = asked_for(wish)
    if missing:
        listed = "、".join(f"{one.name}（{one.label}{_choices(one)}）" for one in missing)
        raise UsageError(f"还缺必填的 {listed}；用 --set 字段=值 给出，例如 --set {missing[0].name}=…")
    values = values_of(archive, wish.model, wish.given)
    if wish.kind.is_ledger:
        return _ledger(project, archive, wish, values, today)
    path = _free_path(project, wish.kind, name)
    title = wish.kind.title if wish.kind.single else f"{wish.kind.title}（{name}）"
    text = drafted(wish.kind, path, title, {**_looked_after(archive, wish, today), **values, **_empty(wish, values)})
    return Plan([f"新建{wish.kind.title} {path}"], [Rewrite(path, None, formatted_record(path, text))])


def _choices(one: Declared) -> str:
    return f"：{'、'.join(one.leaf)}" if isinstance(one.leaf, tuple) else ""


def _looked_after(archive: Archive, wish: Wish, today: date) -> dict[str, Value]:
    """When a record was brought up to date, and is to be looked at again: every record must say so."""
    if not wish.kind.is_record:
        return {}
    review = add_months(today, archive.settings.review_interval_months)
    return {"updated_on": today.isoformat(), "next_review_on": review.isoformat()}


def _free_path(project: Project, kind: Kind, name: str) -> str:
    path = kind.path(name)
    if (project.root / path).exists():
        raise UsageError(f"{path} 已经有了，请直接修改它" + ("" if kind.single else "，或换一个编号"))
    return path


def _id(archive: Archive, wish: Wish) -> str:
    if wish.kind.single:
        return ""
    if wish.id is None:
        known = sorted(archive.ids.get(wish.kind.name, ()))
        have = f"；已有 {'、'.join(known[-5:])}" if known else ""
        raise UsageError(
            f"还缺编号：写在种类后面，例如 meidang new {wish.kind.name} X01。"
            f"编号就是文件名，字母开头，只含字母、数字、- 和 _{have}"
        )
    return free_id(archive, wish.kind, wish.id)


def _empty(wish: Wish, values: Mapping[str, Value]) -> dict[str, Value]:
    """Groups that must be there, with nothing in them yet."""
    fields = describe(wish.model).values()
    return {one.name: [] if one.many else {} for one in fields if one.required and one.model and one.name not in values}


# --- ledgers ---------------------------------------------------------------------------------------------------------


def _ledger(project: Project, archive: Archive, wish: Wish, values: Mapping[str, Value], today: date) -> Plan:
    department = _department(archive, wish.department)
    whose = department or HOSPITAL
    period = _period(archive, wish, department, today)
    path = wish.kind.path(f"{whose}-{period.name}")
    if (project.root / path).exists():
        return _added(project, archive, wish, path, values)
    head: dict[str, Value] = {"department_id": department} if department else {}
    head |= {"period": period.name} | ({ENTRIES: [dict(values)]} if values else {})
    name = archive.name(Department, department) if department else "院级"
    text = drafted(wish.kind, path, f"{wish.kind.title}：{name}，{period.words}", head)
    if not values:
        text += "\n".join(stub(entry_of(wish.kind))) + "\n"
    return Plan([f"新建{wish.kind.title} {path}"], [Rewrite(path, None, formatted_record(path, text))])


def _department(archive: Archive, word: str | None) -> str | None:
    if word in (None, HOSPITAL, "院级"):
        return None
    return record_called(archive, word or "", [KINDS["department"]]).id


def _period(archive: Archive, wish: Wish, department: str | None, today: date) -> Period:
    """The one that was asked for, or that after the department's last; else the present, as long as others keep it."""
    if wish.period is not None:
        try:
            return span(wish.period)
        except ValueError:
            raise UsageError(f"期间“{visible(wish.period)}”应写成 2026、2026-H1、2026-Q2 或 2026-05") from None
    last = last_file(archive, wish.kind, department)
    if last is None:
        return period_of(today, "月")
    every, is_own = every_of(last.record.period), last.record.department_id == department
    return period_of(span(last.record.period).last + timedelta(days=1) if is_own else today, every)


def _added(project: Project, archive: Archive, wish: Wish, path: str, values: Mapping[str, Value]) -> Plan:
    """One more entry of a ledger that is there."""
    if not values:
        raise UsageError(f"{path} 已经有了；要添一条，用 --set 字段=值 给出内容")
    item = archive.items.get(f"{wish.kind.name}/{record_id(wish.kind, path)}")
    if item is None:
        raise UsageError(f"{path} 读不进来，请先运行 meidang check 改正")
    edit = Insert((ENTRIES, len(item.record.entries)), dict(values), tuple(describe(wish.kind.model)))
    return Plan([f"{wish.kind.title} {path} 添一条"], [rewritten(project, path, [edit])])
