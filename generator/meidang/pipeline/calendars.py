"""What falls due -> calendar files: one for all, one for each department, office and person employed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from meidang.agenda import OFFICE, Found, Who, by_who, together, turns, waiting
from meidang.agenda.whose import name_of
from meidang.outputs import Output, safe_file_name, write_outputs
from meidang.render.calendars import Calendars

_FOLDERS = {"department": "科室", OFFICE: "部门", "staff": "人员"}


def build_calendars(found: Found, folder: Path, ahead: timedelta) -> int:
    """Write them, and how many; what an earlier run wrote and nobody needs any more is gone."""
    outputs = list(calendars(found, ahead))
    write_outputs(folder, outputs, private=True)
    return len(outputs)


def calendars(found: Found, ahead: timedelta) -> Iterator[Output]:
    """The files, in memory: of everybody employed and every department also where nothing has a day now."""
    every, made = turns(found, ahead), Calendars(found)
    dated = [turn for turn in every if turn.matter.due]
    institution = found.archive.institution
    yield Output("全院.ics", made.of(together(dated), f"{institution.label if institution else '全院'}待办"))
    mine = by_who(dated)
    for one in waiting(found, every, ahead):
        who = Who(one.kind, one.id)
        content = made.of(mine.get(who, ()), f"{one.name}的待办")
        yield Output(f"{_FOLDERS[who.kind]}/{_name(found, who)}", content)


def _name(found: Found, who: Who) -> str:
    """By id and name; of an office, which is a name only, by a digest of it, as two may differ in a mere sign."""
    if who.kind != OFFICE:
        return safe_file_name(who.id, name_of(found, who), suffix=".ics")
    return safe_file_name(hashlib.sha256(who.id.encode()).hexdigest()[:8], who.id, suffix=".ics")
