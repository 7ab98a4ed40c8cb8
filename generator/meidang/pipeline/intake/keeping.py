"""What an import does not replace unless somebody says so: the name that goes with an id, a note, the items of a list.

A roster that has slipped by a row gives everybody the name of somebody else; a hospital's column 备注 speaks of its
own table, while a note of the archive may be the only place where something stands; its column 岗位 says 护士 of a
nurse who has other duties, too, and what is owed for them would be forgotten with them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from meidang.load.words import quoted
from meidang.pipeline.intake.changes import words
from meidang.pipeline.intake.choosing import Wanted
from meidang.pipeline.intake.drafts import Draft
from meidang.pipeline.intake.lines import Line
from meidang.pipeline.intake.told import Told
from meidang.render.intake.columns import Column
from meidang.render.intake.headings import plain
from meidang.render.intake.names import LISTED_AS, Names, folded

#: Between the sentences of a note.
_SENTENCES: Final = re.compile(r"[\n；;。]+")


@dataclass(frozen=True)
class Keeping:
    """``is_form``: whether the workbook is our own form with what the archive said: notes and lists could be edited."""

    wanted: Wanted
    names: Names
    told: Told
    is_form: bool = False

    def refuses(self, draft: Draft, line: Line, column: Column, now: Any) -> bool:
        """Whether what stands there must stay, which is told."""
        value = line.said[column.name].value
        # Why not of joined cells: that nobody can tell what they fill has been said.
        if line.cells[column.name].is_spread:
            return False
        if isinstance(now, tuple) and isinstance(value, list):
            return self._refuses_list(draft, line, column, now)
        if not isinstance(now, str) or not isinstance(value, str):
            return False
        if column.path == ("name",):
            return self._refuses_name(draft, line, now, value)
        return column.path[-1] == "note" and self._refuses_note(draft, line, column, now, value)

    def _refuses_name(self, draft: Draft, line: Line, now: str, name: str) -> bool:
        if folded(name) == folded(now):
            return False
        called = quoted(name, "另一个姓名")
        others = [key for key in self.names.named(draft.kind.name, name) if key != draft.id]
        whose = f"，那是 {LISTED_AS.join(others)} 的姓名" if others else ""
        place, said = line.at("name"), f"编号 {draft.id} 在档案里是{now}，这一行写的是{called}{whose}"
        if self.wanted.may_rename(draft.id):
            self.told.note(place, said, f"按 --rename-person {draft.id} 改名")
            return False
        advice = "核对编号和姓名有没有错行" if others else "核对编号和姓名"
        self.told.wrong(place, said, f"{advice}；确实要给 {draft.id} 改名，就加 --rename-person {draft.id}")
        return True

    def _refuses_note(self, draft: Draft, line: Line, column: Column, now: str, note: str) -> bool:
        if self.is_form or self.wanted.replaces_notes or _sentences(now) <= _sentences(note):
            return False
        self.told.wrong(
            line.at(column.name),
            f"「{column.label}」在档案里已有别的内容（{draft.path}），导入会盖掉",
            f"不带入这一列就加 --ignore-column {_ignored(line, column)}；要以表格为准就加 --replace-notes",
        )
        return True

    def _refuses_list(self, draft: Draft, line: Line, column: Column, now: tuple[Any, ...]) -> bool:
        stays = {folded(str(one)) for one in line.value(column) or ()}
        gone = tuple(one for one in now if folded(str(one)) not in stays)
        # Why not the only one: another word in its place is a change like that of any other field.
        if not gone or len(now) == 1:
            return False
        said = f"「{column.label}」会去掉档案里已有的 {words(column, gone, self.names)}（{draft.path}）"
        place = line.at(column.name)
        if self.is_form or self.wanted.replaces_lists:
            self.told.note(place, said)
            return False
        advice = f"要保留就在这一格写全，或加 --ignore-column {_ignored(line, column)} 不带入这一列"
        self.told.wrong(place, said, f"{advice}；确实要去掉就加 --replace-lists")
        return True


def _ignored(line: Line, column: Column) -> str:
    """The heading as it is typed behind the option."""
    heading = line.chosen.heading(column.name)
    typed = plain(heading.text) if heading else ""
    return typed if typed.isalnum() else "标题"


def _sentences(text: str) -> set[str]:
    """Of which a note consists, as they are compared: one that says all of another and more takes nothing away."""
    return {folded(one) for one in _SENTENCES.split(text)} - {""}


__all__ = ["Keeping"]
