"""The lists that a binder draws up itself: techniques, indicators, changes, what a person may do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from meidang.archive import Item
from meidang.archive.facts import present_status
from meidang.models.base import Record
from meidang.models.scalars import EXPIRY
from meidang.models.staff import Staff
from meidang.models.technique import Technique
from meidang.render.binder.base import PAGE
from meidang.render.binder.clause import judged
from meidang.render.binder.evidence import Listing, drawn
from meidang.render.binder.scope import Level
from meidang.render.binder.sheets import Plan
from meidang.render.binder.words import line, listed, text
from meidang.render.views import Desk
from meidang.render.views.figures import latest_rows
from meidang.render.views.privileges import privilege_words
from meidang.render.views.rows import catalogue_rows
from meidang.render.views.words import date_word


def draw(desk: Desk, plan: Plan, name: str) -> Listing:
    """A list by its name; one that is none of the binder's own is a ledger or a table that a clause cites."""
    return Listing("".join(_DRAWN[name](desk, plan))) if name in _DRAWN else drawn(desk, plan, name)


def changes(desk: Desk, plan: Plan) -> list[tuple[str, ...]]:
    """The registered changes of its records, the newest first: whose, what, when, planned and done, office, by whom."""
    rows = [
        (
            item.label,
            one.change,
            str(one.changed_on),
            "\n".join(date_word(day) for day in (one.due_on, one.done_on) if day),
            one.owner_dept or "",
            one.done_by or "",
        )
        for item in _records(desk, plan)
        for one in item.record.revisions
        if one.changed_on <= desk.as_of
    ]
    return sorted(rows, key=lambda row: row[2], reverse=True)


def _records(desk: Desk, plan: Plan) -> Iterator[Item[Any]]:
    """Each record that has a document in the binder, once, in its order."""
    for key in dict.fromkeys(sheet.key for sheet in plan.sheets if sheet.key):
        item = desk.archive.items.get(key)
        if item is not None and isinstance(item.record, Record):
            yield item


def _table(heads: str, rows: Sequence[Sequence[str]], caption: str) -> str:
    """``名称*3 日期``: heads with their weights."""
    pairs = [word.partition("*") for word in heads.split()]
    weights = [float(weight or 1) for _, _, weight in pairs]
    cells = [[text(one) if one else "" for one in row] for row in rows]
    return listed([head for head, _, _ in pairs], weights, cells, width=PAGE.width, caption=caption)


def _numbered(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    return [[str(number), *row] for number, row in enumerate(rows, start=1)]


def _changes(desk: Desk, plan: Plan) -> Iterator[str]:
    yield _table(
        "序号 变更对象*3 变更内容*4 变更日期*2 计划/登记*2 责任部门*2 完成人*1.6",
        _numbered(changes(desk, plan)),
        "变更登记",
    )


def _techniques(desk: Desk, plan: Plan) -> Iterator[str]:
    keys = {sheet.key for sheet in plan.sheets}
    items = [item for item in desk.archive.of(Technique) if item.key in keys]
    rows = [
        (row["category"], row["name"], row["code"], row["grade"], row["departments"], row["basis"], row["approval"])
        for row in catalogue_rows(desk, items)
    ]
    yield _table(
        "序号 目录类别*1.5 技术名称*3 手术编码*2 级别*1.3 开展科室*2 依据*3 审批*2", _numbered(rows), "主要技术项目目录"
    )


def _indicators(desk: Desk, plan: Plan) -> Iterator[str]:
    rows = [
        (row["name"], row["period"], row["value"], row["interval"], row["target"], row["state"], row["improvement"])
        for row in latest_rows(desk, plan.scope.department)
    ]
    yield _table(
        "序号 指标*3 期间*1.8 实际*2.6 95%置信区间*2 目标*1.8 结果*1.4 持续改进条目*2", _numbered(rows), "指标一览"
    )


def _rights(desk: Desk, plan: Plan) -> Iterator[str]:
    item = desk.archive.get(Staff, plan.scope.id)
    held = desk.grants[item.key] if item else ()
    rows = []
    for one in held:
        words = privilege_words(desk, one)
        technique = desk.archive.get(Technique, one.technique_id)
        status = present_status(technique.record, desk.as_of) if technique else None
        kept = (status.status if status else "", technique.record.archive_no if technique else "")
        rows.append(
            (
                one.privilege_type,
                words["name"],
                words["code"],
                words["grade"],
                EXPIRY.show(one.valid_to) if one.valid_to else "",
                "\n".join(filter(None, kept)),
                words["conditions"],
            )
        )
    yield line(f"截至 {desk.as_of}有效的授权 {len(rows)} 项。技术项目的档案见机构卷宗的同名单项技术档案。", "Note")
    yield _table(
        "序号 授权类别*1.7 授权项目*3 手术编码*1.8 级别*1.3 有效期至*1.8 技术状态和档案编号*2.4 备注*2",
        _numbered(rows),
        "授权技术一览",
    )


def is_empty(desk: Desk, plan: Plan, name: str) -> bool:
    """Whether a list of a department's binder would say nothing."""
    if plan.scope.level is Level.INSTITUTION:
        return False
    found: Mapping[str, Callable[[], Any]] = {
        "变更登记": lambda: changes(desk, plan),
        "指标一览": lambda: latest_rows(desk, plan.scope.department),
        "技术项目目录": lambda: [sheet for sheet in plan.sheets if sheet.kind == "technique"],
    }
    return name in found and not found[name]()


_DRAWN: Final[Mapping[str, Callable[[Desk, Plan], Iterator[str]]]] = {
    "变更登记": _changes,
    "技术项目目录": _techniques,
    "指标一览": _indicators,
    "授权技术一览": _rights,
    "条款判定": judged,
}
