"""Rows into drafts: fields that differ are set, items that nobody knows are added, everything else stays."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from meidang.archive.index import Path
from meidang.models.base import Model
from meidang.models.codes import NUMBER_CODE
from meidang.models.wording import without_keys
from meidang.pipeline.intake.changes import Change, item_name, summary, words
from meidang.pipeline.intake.drafts import Draft, ordered
from meidang.pipeline.intake.keeping import Keeping
from meidang.pipeline.intake.lines import Line, Rows, present
from meidang.pipeline.intake.matching import Match, Matching, says
from meidang.pipeline.intake.records import Records
from meidang.pipeline.intake.told import Told
from meidang.render.intake.cells import cell_of
from meidang.render.intake.columns import Column
from meidang.render.intake.names import Names
from meidang.render.intake.tables import Table
from meidang.render.workbooks.cells import CUT
from meidang.source.tree import Tree


@dataclass
class TakingIn:
    """One import under way."""

    records: Records
    names: Names
    told: Told
    keeping: Keeping
    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    _of_roster: dict[str, list[Line]] = field(default_factory=dict)
    _numbers: dict[str, dict[Hashable, list[str]]] = field(default_factory=dict)

    def take(self, sheets: Sequence[Rows]) -> None:
        """All rows, table by table; the sheets of one table together, so that a row is known again in another one."""
        tables = {one.chosen.table.name: one.chosen.table for one in sheets}
        for table in tables.values():
            found = [line for one in sheets if one.chosen.table is table for line in one.lines]
            if table.field:
                self._take_items(table, found)
            else:
                for line in found:
                    self._take_record(table, line)

    def _take_record(self, table: Table, line: Line) -> None:
        draft = self.records.of(line)
        if draft is None:
            self._tell_wrong(line, _fields(table))
            return
        others = self._of_roster.setdefault(draft.path, [])
        if any(says(other) == says(line) for other in others):
            self.told.note(line.place, f"与{others[0].place}是同一个人，内容相同，只导入一次")
            return
        for other in others:
            self._tell_conflict(table, other, line)
        others.append(line)
        row = draft.item.record if draft.item else None
        if row is None and len(others) == 1:
            self._add_record(table, draft, line)
        else:
            self._edit(table, draft, line, (), row)

    def _tell_conflict(self, table: Table, other: Line, line: Line) -> None:
        for name, column in _fields(table).items():
            pair = [one.said[name] for one in (other, line) if name in one.said and not one.said[name].is_empty]
            if len(pair) == 2 and pair[0].value != pair[1].value:
                self.told.wrong(
                    line.at(name), f"与{other.place}是同一个人，「{column.label}」却不同", "留对的一行，删掉另一行"
                )

    def _take_items(self, table: Table, found: Sequence[Line]) -> None:
        grouped: dict[str, list[Line]] = {}
        for line in found:
            draft = self.records.of(line)
            if draft is None:
                self._tell_wrong(line, _fields(table))
            else:
                grouped.setdefault(draft.path, []).append(line)
        for path, group in grouped.items():
            draft = self.records.drafts[path]
            items = getattr(draft.item.record, table.field) if draft.item else ()
            for match in Matching(table, self.names, self.told, items).matches(group):
                self._take_item(table, draft, match, items)

    def _take_item(self, table: Table, draft: Draft, match: Match, items: Sequence[Model]) -> None:
        if match.place is not None:
            self._edit(table, draft, match.line, (table.field, match.place), items[match.place])
        elif not self._is_elsewhere(table, draft, match.line):
            self._add_item(table, draft, match.line)

    # --- what is there ---------------------------------------------------------------------------------------------

    def _edit(self, table: Table, draft: Draft, line: Line, prefix: Path, row: Model | None) -> None:
        columns = _fields(table)
        edited = [
            self._edit_field(table, draft, line, (*prefix, *one.path), one, row) for one in self._stated(line, columns)
        ]
        self.unchanged += not any(edited)
        if any(edited):
            self._tell_missing(line, columns, row)

    def _edit_field(  # noqa: PLR0913, PLR0917 - what one field of one row of one record is
        self, table: Table, draft: Draft, line: Line, path: Path, column: Column, row: Model | None
    ) -> bool:
        now, one = present(row, column), line.said[column.name]
        if line.agrees(column, now, cell_of(column, now, self.names)):
            return False
        if self._is_wrong(line, column):
            return True
        if one.clears and column.needed:
            self.told.wrong(
                line.at(column.name), f"「{column.label}」是必填的，不能清空", "写上新的内容，或空着保持原样"
            )
            return True
        if self.keeping.refuses(draft, line, column, now):
            return True
        self._remark(line, column)
        if one.clears:
            draft.clear(path)
        else:
            draft.set(path, _written(one.value))
        before, after = words(column, now, self.names), words(column, line.value(column), self.names)
        of = item_name(table, row, self.names) if table.field and row is not None else ""
        self.changes.append(Change(_titled(draft), table.title, line.at(column.name), column.label, before, after, of))
        return True

    # --- what is new -----------------------------------------------------------------------------------------------

    def _add_record(self, table: Table, draft: Draft, line: Line) -> None:
        if (tree := self._tree(line, _fields(table))) is not None:
            draft.tree |= tree
            self._tell_new(table, draft, line)

    def _add_item(self, table: Table, draft: Draft, line: Line) -> None:
        if (tree := self._tree(line, _fields(table))) is not None:
            draft.add(table.field, ordered(table.model, tree))
            self._tell_new(table, draft, line)

    def _tell_new(self, table: Table, draft: Draft, line: Line) -> None:
        said = summary(line, _fields(table), self.names)
        self.changes.append(Change(_titled(draft), table.title, line.place, "新增", None, said))

    def _tree(self, line: Line, columns: Mapping[str, Column]) -> Tree | None:
        """A new group; None where something is wrong or missing, which is told."""
        tree: Tree = {}
        is_wrong = self._tell_missing(line, columns, None)
        for column in self._stated(line, columns):
            one = line.said[column.name]
            if self._is_wrong(line, column):
                is_wrong = True
            elif one.value is not None:
                self._remark(line, column)
                _put(tree, column.path, _written(one.value))
        return None if is_wrong else tree

    def _is_elsewhere(self, table: Table, draft: Draft, line: Line) -> bool:
        """Whether a number that names one thing of the hospital stands in another file of the ledger already."""
        columns = [_fields(table)[name] for name in table.identities[0] if not name.startswith("?")]
        if not table.kind.is_ledger or columns[0].declared.leaf is not NUMBER_CODE:
            return False
        said = tuple(line.value(column) for column in columns)
        paths = self._numbers_of(table, columns).setdefault(said, [])
        path = next((path for path in paths if path != draft.path), None)
        if path is None or None in said:
            paths.append(draft.path)
            return False
        self.told.wrong(
            line.at(columns[0].name),
            f"「{columns[0].label}」“{words(columns[0], said[0], self.names)}”已经记在 {path}",
            "期间或科室写错就改对；确实要移到别的期间，请在档案里移动",
        )
        return True

    def _numbers_of(self, table: Table, columns: Sequence[Column]) -> dict[Hashable, list[str]]:
        """The files of each number, those that this import brings too."""
        if table.name not in self._numbers:
            found = self._numbers[table.name] = {}
            for item in self.names.archive.of(table.kind.model):
                for row in getattr(item.record, table.field):
                    said = tuple(present(row, column) for column in columns)
                    found.setdefault(said, []).append(item.source.path)
        return self._numbers[table.name]

    # --- what is said of both --------------------------------------------------------------------------------------

    def _stated(self, line: Line, columns: Mapping[str, Column]) -> Iterator[Column]:
        return (column for name, column in columns.items() if name in line.said and not line.said[name].is_empty)

    def _is_wrong(self, line: Line, column: Column) -> bool:
        one = line.said[column.name]
        if one.wrong:
            self.told.wrong(line.at(column.name), one.wrong, one.fix)
        elif isinstance(one.value, str) and one.value.endswith(CUT):
            self.told.wrong(line.at(column.name), f"「{column.label}」是截短了的内容", "写全，或空着保持原样")
            return True
        return bool(one.wrong)

    def _tell_wrong(self, line: Line, columns: Mapping[str, Column]) -> None:
        """All that is wrong with a row whose record nobody knows: it is said at once."""
        for column in self._stated(line, columns):
            self._is_wrong(line, column)

    def _remark(self, line: Line, column: Column) -> None:
        if remark := line.said[column.name].remark:
            self.told.note(line.at(column.name), remark)

    def _tell_missing(self, line: Line, columns: Mapping[str, Column], row: Model | None) -> bool:
        """What a new row, or a group that it begins, must say and does not."""
        stated = {column.path for column in self._stated(line, columns)}
        is_missing = False
        for column in columns.values():
            if not column.needed or column.path in stated or present(row, column) is not None:
                continue
            if column.group and not any(path[: len(column.group)] == column.group for path in stated):
                continue
            is_missing = True
            self._tell_one_missing(line, column)
        return is_missing

    def _tell_one_missing(self, line: Line, column: Column) -> None:
        if line.chosen.heading(column.name) is None:
            self.told.wrong(line.chosen.place, f"缺少「{column.label}」这一列，新的行都要有它", "加上这一列")
        else:
            expected = "名称或编号" if column.declared.ref else without_keys(column.declared.expected)
            self.told.wrong(line.at(column.name), f"缺少「{column.label}」", f"补上：{expected}；不是数据的行就删掉")


def _fields(table: Table) -> Mapping[str, Column]:
    return {column.name: column for column in table.columns if not column.key}


def _titled(draft: Draft) -> str:
    return draft.label if draft.kind.single else f"{draft.label} {draft.id}"


def _written(value: str | list[str] | None) -> Any:
    return list(value) if isinstance(value, list) else value


def _put(tree: Tree, path: tuple[str, ...], value: Any) -> None:
    *way, last = path
    here: Any = tree
    for step in way:
        here = here.setdefault(step, {})
    here[last] = value
