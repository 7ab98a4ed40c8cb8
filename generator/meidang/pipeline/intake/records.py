"""Which record a row belongs to: a person by id or name, a ledger by period and department; drafts are kept by path."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path as Folder
from typing import Any

from meidang.archive.index import Item
from meidang.archive.spans import period_of
from meidang.kinds import KINDS, Kind
from meidang.load.words import quoted
from meidang.models.ledger import HOSPITAL
from meidang.pipeline.intake.drafts import Draft, draft_of
from meidang.pipeline.intake.lines import Line
from meidang.pipeline.intake.numbering import next_id
from meidang.pipeline.intake.told import Told
from meidang.render.intake.columns import DEPARTMENT, PERIOD, RECORD
from meidang.render.intake.names import Names, folded

_ID_LIKE = "字母开头，只含字母、数字、- 和 _"


@dataclass
class Records:
    """The drafts of one import, made when a row first asks for them."""

    root: Folder
    names: Names
    told: Told
    drafts: dict[str, Draft] = field(default_factory=dict)
    suggested: set[str] = field(default_factory=set)

    def of(self, line: Line) -> Draft | None:
        """The record of a row; None where nobody can tell, which is told."""
        table = line.chosen.table
        if table.kind.is_ledger:
            return self._ledger(line)
        if table.kind.single:
            return self._single(line)
        return self._person(line) if not table.field else self._named(line)

    # --- people and techniques -------------------------------------------------------------------------------------

    def _named(self, line: Line) -> Draft | None:
        """A record that is there, or that the same workbook brings."""
        kind, key = line.chosen.table.kind, line.said.get(RECORD)
        if key is not None and key.wrong:
            self.told.wrong(line.at(RECORD), key.wrong, key.fix + _new_first(kind, key.wrong))
            return None
        found, name = line.text(RECORD), line.text("name")
        if found:
            return self._checked(line, kind, found, name)
        if not name:
            label = line.chosen.table.keys[0].label
            self.told.wrong(
                line.place,
                f"没有「{label}」，也没有「{line.chosen.table.keys[1].label}」",
                "补上其中一项；不是数据的行就删掉",
            )
            return None
        one = self.names.found(kind.name, name)
        if one.wrong:
            more = _new_first(kind, one.wrong)
            self.told.wrong(line.at("name"), f"「{line.chosen.table.keys[1].label}」：{one.wrong}", one.fix + more)
            return None
        return self._draft(line, kind, one.key)

    def _checked(self, line: Line, kind: Kind, found: str, name: str) -> Draft | None:
        called = self.names.called(kind.name, found)
        if name and called and folded(name) not in {folded(one) for one in called}:
            self.told.wrong(
                line.at("name"),
                f"编号 {found} 是{called[0]}，这一行写的是{quoted(name, '另一个名称')}",
                "核对编号和姓名，改对其中一项",
            )
            return None
        return self._draft(line, kind, found)

    def _person(self, line: Line) -> Draft | None:
        """Of the roster: somebody who is there by id, else by name; else somebody new, with an id."""
        kind, key, name = line.chosen.table.kind, line.said.get(RECORD), line.text("name")
        if key is not None and key.wrong:
            self.told.wrong(line.at(RECORD), key.wrong, self._advice(line, name))
            return None
        if found := line.text(RECORD):
            self._tell_same_name(line, self._as_known(found), name)
            return self._draft(line, kind, self._as_known(found), is_new_allowed=True)
        named = self.names.named("staff", name) if name else ()
        if len(named) > 1:
            self.told.wrong(
                line.at("name"),
                f"{quoted(name, '这个姓名')}有 {len(named)} 人（{'、'.join(named)}）",
                "在「编号」里写明是哪一位",
            )
            return None
        if len(named) == 1:
            return self._draft(line, kind, named[0])
        self.told.wrong(
            line.at(RECORD),
            f"档案里没有{quoted(name, '这个人') if name else '这个人'}，新人员要有「编号」",
            self._advice(line, name),
        )
        return None

    def _tell_same_name(self, line: Line, record_id: str, name: str) -> None:
        """Somebody new who is called like somebody who is there: perhaps the same, under another id."""
        known = self.names.archive.ids.get("staff", frozenset())
        same = [key for key in self.names.named("staff", name) if key in known] if name else []
        if same and record_id not in known:
            self.told.note(
                line.at("name"),
                f"档案里已有{quoted(name, '同名的人')}（{'、'.join(same)}），{record_id} 作为另一位同名的新人员",
                f"是同一个人就把编号改成 {same[0]}",
            )

    def _as_known(self, found: str) -> str:
        return self.names.key("staff", found) or found

    def _advice(self, line: Line, name: str) -> str:
        """Which id to write."""
        named = self.names.named("staff", name) if name else ()
        if len(named) == 1:
            return f"档案里{quoted(name, '此人')}的编号是 {named[0]}，写 {named[0]} 或空着"
        posts = line.said.get("posts")
        written = posts.value if posts and isinstance(posts.value, list) else []
        used = {*self.names.keys("staff"), *self.suggested}
        one = next_id(self.names.archive, used, written, line.text("department_id"))
        self.suggested.add(one)
        return f"编号：{_ID_LIKE}，例如 {one}（还没有人用）"

    # --- the institution and ledgers --------------------------------------------------------------------------------

    def _single(self, line: Line) -> Draft | None:
        return self._draft(line, line.chosen.table.kind, line.chosen.table.kind.name)

    def _ledger(self, line: Line) -> Draft | None:
        kind, place = line.chosen.table.kind, line.said.get(DEPARTMENT)
        if place and place.wrong and _is_hospital(line):
            place = None
        said = {DEPARTMENT: place, PERIOD: line.said.get(PERIOD)}
        wrong = {name: one for name, one in said.items() if one and one.wrong}
        for name, one in wrong.items():
            self.told.wrong(line.at(name), one.wrong, one.fix)
        if wrong:
            return None
        department = place.value if place and isinstance(place.value, str) else None
        period = line.text(PERIOD) or self._period(line)
        if not period:
            self._tell_no_period(line)
            return None
        if department is None and not self._is_of_hospital(line):
            return None
        same = [one for one in self.names.archive.of(kind.model) if _is_of(one, department, period)]
        record_id = same[0].id if same else f"{department or HOSPITAL}-{period}"
        draft = self._draft(line, kind, record_id, is_new_allowed=True)
        if draft and draft.item is None and not draft.tree:
            draft.tree |= {"department_id": department} if department else {}
            draft.tree["period"] = period
        return draft

    def _tell_no_period(self, line: Line) -> None:
        day = line.said.get(getattr(line.chosen.table.model, "day_field", ""))
        # Why not of a wrong day: the period follows from it as soon as it is put right.
        if day is None or not day.wrong:
            advice = "写 2026-05（月）、2026-Q2（季度）、2026-H1（半年）或 2026（年）"
            self.told.wrong(line.at(PERIOD), "没有「期间」", advice)

    def _is_of_hospital(self, line: Line) -> bool:
        """Whether a row without a department is the hospital's own: not where all such ledgers are of departments."""
        if DEPARTMENT in line.cells and _is_hospital(line):
            return True
        has_column = line.chosen.heading(DEPARTMENT) is not None
        ledgers = self.names.archive.of(line.chosen.table.kind.model)
        if ledgers and all(getattr(one.record, "department_id", None) for one in ledgers):
            place = line.at(DEPARTMENT) if has_column else line.chosen.place
            missing = "没有写「科室」" if has_column else "没有「科室」列"
            self.told.wrong(place, f"{missing}，档案里这种台账都是科室的", "写上科室；确实是院级的就写 全院")
            return False
        if not has_column:
            self.told.note(line.chosen.place, "没有「科室」列，按院级台账导入", "是科室的台账就加上这一列")
        return True

    def _period(self, line: Line) -> str:
        """Of a row without one: the period of its day, as long as those of the ledger's files."""
        table = line.chosen.table
        day_field = getattr(table.model, "day_field", "")
        column = next((one for one in table.columns if one.name == day_field), None)
        day = line.value(column) if column else None
        if not isinstance(day, date):
            return ""
        periods = [str(getattr(one.record, "period", "")) for one in self.names.archive.of(table.kind.model)]
        every = _length(periods[-1]) if periods else "月"
        name = period_of(day.date() if isinstance(day, datetime) else day, every).name
        self.told.note(line.chosen.place, f"没写「期间」的行，按「{column.label if column else ''}」归入（{every}）")
        return name

    # --- drafts -----------------------------------------------------------------------------------------------------

    def _draft(self, line: Line, kind: Kind, record_id: str, *, is_new_allowed: bool = False) -> Draft | None:
        item: Item[Any] | None = self.names.archive.get(kind.model, record_id)
        path = item.source.path if item else kind.path(record_id)
        if path in self.drafts:
            return self.drafts[path]
        if item is not None:
            self.drafts[path] = draft_of(self.root, item)
        elif record_id in self.names.archive.ids.get(kind.name, frozenset()) or (
            kind.single and (self.root / path).exists()
        ):
            self.told.wrong(line.place, f"这一行的档案 {path} 读不进来", "先运行 meidang check，改正那个文件")
            return None
        elif is_new_allowed:
            self.drafts[path] = Draft(kind, record_id, line.text("name") or kind.title, None, None, {})
        else:
            self.told.wrong(
                line.place,
                f"档案里没有 {path}",
                "先建立这份档案" if kind.single else f"核对编号；{KINDS[kind.name].plural}里没有它",
            )
            return None
        return self.drafts[path]


def _new_first(kind: Kind, wrong: str) -> str:
    """What to do about somebody whom nobody knows."""
    is_new = kind.name == "staff" and "找不到" in wrong
    return "；新人员先加到“人员名册”表里，和这张表一起导入，或先导入名册" if is_new else ""


def _is_of(item: Item[Any], department: str | None, period: str) -> bool:
    return (item.record.period, item.record.department_id) == (period, department)


def _is_hospital(line: Line) -> bool:
    """Whether somebody wrote that the ledger is the hospital's own, where nothing need be written."""
    return folded(str(line.cells[DEPARTMENT].value)) in ("院级", "全院", "医院", "本院", HOSPITAL)


def _length(period: str) -> str:
    """How long a period is."""
    if "Q" in period:
        return "季度"
    return "半年" if "H" in period else ("月" if "-" in period else "年")
