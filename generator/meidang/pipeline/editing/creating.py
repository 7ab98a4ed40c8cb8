"""A new record: what must be given, then every other key as a remark, so that people see what there is to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from meidang.archive import Archive
from meidang.archive.spans import MONTHS, Period, period_of, span
from meidang.errors import UsageError
from meidang.kinds import KINDS, Kind
from meidang.load import record_id
from meidang.models.base import Declared, Model, describe
from meidang.models.department import Department
from meidang.models.ledger import HOSPITAL
from meidang.models.scalar import Scalar
from meidang.pipeline.editing.named import free_id, record_called
from meidang.pipeline.editing.plan import Plan, rewritten
from meidang.pipeline.editing.values import Given, values_of
from meidang.pipeline.formatting import formatted_record
from meidang.pipeline.rewriting import Rewrite
from meidang.project import Project
from meidang.source.characters import visible
from meidang.source.edit import Insert
from meidang.source.emitted import Manner, mapping_lines
from meidang.source.tree import Value

_ENTRIES: Final = "entries"
#: Keys of a group that are named.
_FEW: Final = 3
#: Kept by commands or by other keys of a record, not by hand when it begins.
_LATER: Final = frozenset({"revisions", "body", _ENTRIES})


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
    entry = describe(kind.model)[_ENTRIES].model
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


def creation(project: Project, archive: Archive, wish: Wish, today: date) -> Plan:
    """The file that is made, or that gets one more entry. Raises UsageError."""
    name = "" if wish.kind.is_ledger else _id(archive, wish)
    missing = asked_for(wish)
    if missing:
        listed = "、".join(f"{one.name}（{one.label}）" for one in missing)
        raise UsageError(f"还缺必填的 {listed}；用 --set 字段=值 给出，例如 --set {missing[0].name}=…")
    values = values_of(archive, wish.model, wish.given)
    if wish.kind.is_ledger:
        return _ledger(project, archive, wish, values, today)
    path = wish.kind.path(name)
    if (project.root / path).exists():
        raise UsageError(f"{path} 已经有了，请直接修改它，或换一个编号")
    title = wish.kind.title if wish.kind.single else f"{wish.kind.title}（{name}）"
    text = _text(wish.kind, path, title, {**values, **_empty(wish, values)})
    return Plan([f"新建{wish.kind.title} {path}"], [Rewrite(path, None, formatted_record(path, text))])


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


# --- text ------------------------------------------------------------------------------------------------------------


def _text(kind: Kind, path: str, title: str, values: Mapping[str, Value]) -> str:
    lines = list(_lines(kind.model, values))
    if kind.suffix == ".md":
        return "\n".join(["---", *lines, "---", "", ""])
    schema = "../" * path.count("/") + f"schemas/{kind.name}.schema.json"
    return "\n".join([f"# yaml-language-server: $schema={schema}", f"# {title}", "", *lines, ""])


def _lines(model: type[Model], values: Mapping[str, Value]) -> Iterator[str]:
    """The given keys, and the others as remarks, in the order of the declarations."""
    for name, one in describe(model).items():
        if name in values:
            yield from mapping_lines({name: values[name]}, Manner())
        elif name not in _LATER:
            yield f"# {name}:{_hint(one)}"


def _hint(one: Declared) -> str:
    """What belongs there, behind the label: 「离职日期」 YYYY-MM-DD, or the choices."""
    leaf = one.leaf
    said = "、".join(leaf) if isinstance(leaf, tuple) else leaf.expected if isinstance(leaf, Scalar) else _keys(one)
    if one.ref and one.ref in KINDS:
        said = f"{KINDS[one.ref].plural}的编号"
    many = "可以有几项；" if one.many else ""
    both = f"{one.hint}；{said}" if one.hint and isinstance(leaf, tuple) else one.hint or said
    return f"  # {one.label}：{many}{both}"


def _keys(one: Declared) -> str:
    """The keys of a group that must be there, or else the first few."""
    fields = [each for each in describe(one.model).values() if each.name != "note"] if one.model else []
    first = [each for each in fields if each.required] or fields[:_FEW]
    more = f" 等 {len(fields)} 个键" if len(fields) > len(first) else ""
    return "写 " + "、".join(f"{each.name}（{each.label}）" for each in first) + more


# --- ledgers ---------------------------------------------------------------------------------------------------------


def _ledger(project: Project, archive: Archive, wish: Wish, values: Mapping[str, Value], today: date) -> Plan:
    department = _department(archive, wish.department)
    whose = department or HOSPITAL
    period = _period(archive, wish, whose, today)
    path = wish.kind.path(f"{whose}-{period.name}")
    if (project.root / path).exists():
        return _added(project, archive, wish, path, values)
    head: dict[str, Value] = {"department_id": department} if department else {}
    head |= {"period": period.name} | ({_ENTRIES: [dict(values)]} if values else {})
    name = archive.name(Department, department) if department else "院级"
    text = _text(wish.kind, path, f"{wish.kind.title}：{name}，{period.words}", head)
    if not values:
        text += "\n".join(_stub(entry_of(wish.kind))) + "\n"
    return Plan([f"新建{wish.kind.title} {path}"], [Rewrite(path, None, formatted_record(path, text))])


def _department(archive: Archive, word: str | None) -> str | None:
    if word in (None, HOSPITAL, "院级"):
        return None
    return record_called(archive, word or "", [KINDS["department"]]).id


def _period(archive: Archive, wish: Wish, whose: str, today: date) -> Period:
    """The one that was asked for, or that after the last; the present month where there is none."""
    if wish.period is not None:
        try:
            return span(wish.period)
        except ValueError:
            raise UsageError(f"期间“{visible(wish.period)}”应写成 2026、2026-H1、2026-Q2 或 2026-05") from None
    known = [
        item.record.period
        for item in archive.items.values()
        if item.kind is wish.kind and (item.record.department_id or HOSPITAL) == whose
    ]
    last = max((span(one) for one in known), key=lambda one: one.last, default=None)
    if last is None:
        return period_of(today, "月")
    every = next(word for word in MONTHS if period_of(last.first, word).name == last.name)
    return period_of(last.last + timedelta(days=1), every)


def _stub(entry: type[Model]) -> Iterator[str]:
    """An entry as remarks: take the marks away and fill in."""
    dash = "- "
    yield ""
    yield "# 每项照下面写，去掉行首的 # 再填："
    yield f"# {_ENTRIES}:"
    for name, one in describe(entry).items():
        must = "（必填）" if one.required else ""
        yield f"#   {dash}{name}:{_hint(one)}{must}"
        dash = "  "


def _added(project: Project, archive: Archive, wish: Wish, path: str, values: Mapping[str, Value]) -> Plan:
    """One more entry of a ledger that is there."""
    if not values:
        raise UsageError(f"{path} 已经有了；要添一条，用 --set 字段=值 给出内容")
    item = archive.items.get(f"{wish.kind.name}/{record_id(wish.kind, path)}")
    if item is None:
        raise UsageError(f"{path} 读不进来，请先运行 meidang check 改正")
    edit = Insert((_ENTRIES, len(item.record.entries)), dict(values), tuple(describe(wish.kind.model)))
    return Plan([f"{wish.kind.title} {path} 添一条"], [rewritten(project, path, [edit])])
