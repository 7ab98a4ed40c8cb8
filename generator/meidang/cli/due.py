"""``meidang due``: what is wrong or falls due, whose turn it is and until when; as calendars; told when it is news."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from meidang.agenda import AHEAD, YEAR, Found, Turn, Who, together, turns
from meidang.agenda.groups import groups
from meidang.agenda.whose import name_apart
from meidang.cli.asked import Asked, asked
from meidang.errors import UsageError
from meidang.findings import Severity
from meidang.pipeline import Checked, Read, check, read_archive
from meidang.pipeline.agenda import department_called, found_by, person_called
from meidang.project import Project
from meidang.report.due import DUE_FORMATS, MOST, DueReport
from meidang.report.lines import one_line

if TYPE_CHECKING:
    from meidang.pipeline.digests import Desk
    from meidang.pipeline.remembering import Memory
    from meidang.pipeline.sending import Target

#: Something was not sent: the exit code of what could not be written.
_UNSENT: Final = 74
#: How everybody is called.
_EVERYBODY: Final = "全院"


def run(options: argparse.Namespace) -> int:
    """List; or write calendars; or say what is news, and send it."""
    _refuse_mixed(options)
    with asked(options) as of:
        read = read_archive(of.project, processes=os.cpu_count() or 1)
        checked = check(of.project, as_of=of.as_of, today=of.day, read=read)
        found = found_by(checked)
        if options.ics is not None:
            return _calendars(of.project, checked, found, options)
        if options.digest or options.send:
            return _tell(of.project, read, found, options)
        return _list(found, options, of, checked)


def _refuse_mixed(options: argparse.Namespace) -> None:
    """Options that the call does not heed would be taken for heeded."""
    is_told = options.digest or options.send
    if not is_told and (options.since or options.to or options.state):
        raise UsageError("--since、--to、--state 要和 --digest 或 --send 一起用")
    if (is_told or options.ics is not None) and (options.person or options.department):
        raise UsageError("--person、--department 只用于列出；日历给每个人、每个科室各写一个，提醒用 --to 选发给谁")
    if options.rev and (is_told or options.ics is not None):
        raise UsageError("--rev 只用于列出；日历和提醒只按现在的档案")
    if is_told and options.within is not None:
        raise UsageError("提醒按设置里的提前提醒天数，不用 --within")
    if options.person and options.department:
        raise UsageError("--person 和 --department 只写一个")


# --- the list --------------------------------------------------------------------------------------------------------


def _list(found: Found, options: argparse.Namespace, of: Asked, checked: Checked) -> int:
    within = _ahead(found, options, AHEAD)
    every = [turn for turn in together(turns(found, within)) if _is_asked(turn, found.as_of + within)]
    who = _who(found, options)
    mine = [turn for turn in every if who is None or who in turn.whose]
    report = DueReport(
        found,
        mine,
        groups(found, mine, options.by),
        within,
        name_apart(found, who) if who else "",
        None if options.all else MOST,
        of.revision if of.project.then else "",
    )
    sys.stdout.write(DUE_FORMATS[options.format](report))
    if remark := of.remark(checked):
        # Why not always beside the list: what a program reads may hold no sentence of ours.
        print(remark, file=sys.stdout if options.format == "text" else sys.stderr)
    grave = (one for one in mine if (one.matter.severity or 0) >= Severity.MAJOR)
    return int(any(one.matter.is_late(found.as_of) for one in grave))


def _ahead(found: Found, options: argparse.Namespace, default: timedelta) -> timedelta:
    """How far to look: so many days, or until a day."""
    if options.within is None:
        return default
    if isinstance(options.within, int):
        return timedelta(days=options.within)
    if options.within < found.as_of:
        raise UsageError(f"--within 要不早于截至日期 {found.as_of}")
    ahead: timedelta = options.within - found.as_of
    return ahead


def _is_asked(turn: Turn, until: date) -> bool:
    """What is wrong always; what merely falls due, until the day."""
    return turn.matter.is_wrong or turn.matter.due is None or turn.matter.due <= until


def _who(found: Found, options: argparse.Namespace) -> Who | None:
    if options.person:
        return person_called(found, options.person)
    # Why a year: of an office for which nothing waits within the days nobody shall hear that there is none.
    return department_called(found, turns(found, YEAR), options.department) if options.department else None


# --- calendars -------------------------------------------------------------------------------------------------------


def _calendars(project: Project, checked: Checked, found: Found, options: argparse.Namespace) -> int:
    from meidang.pipeline.calendars import build_calendars  # the list needs no calendars

    if checked.has_errors:
        raise UsageError("档案有数据错误，日历会缺内容；先运行 meidang check，改好“数据错误”各条")
    folder = project.build / "due" / "calendars" if options.ics == Path() else options.ics
    ahead = _ahead(found, options, YEAR)
    count = build_calendars(found, folder, ahead)
    print(f"已写入 {count} 个日历文件（截至 {found.as_of}，今后 {ahead.days} 天）：{folder}")
    print("每个人、每个科室各一个，全院.ics 是全部；含内部信息，请只发给本人和本科室。")
    return 0


# --- digests ---------------------------------------------------------------------------------------------------------


def _tell(project: Project, read: Read, found: Found, options: argparse.Namespace) -> int:
    from meidang.pipeline.digests import desk  # the list tells nothing
    from meidang.pipeline.remembering import Memory, read_told

    if options.since and options.since >= found.as_of:
        raise UsageError(f"--since 要早于截至日期 {found.as_of}")
    file = options.state or project.build / "due" / "told.json"
    memory = Memory(file, dict(read_told(file)))
    at = desk(project, found, read, options.since)
    if options.since and not at.is_past_read:
        why = f"Git 里没有 {options.since} 以前的档案，按现在的档案推算那一天；此后改档案引起的新问题，推算不出来"
        print(f"meidang：{why}", file=sys.stderr)
    if options.send:
        return _send(at, _targets(found, options), memory)
    digest = at.prepared(None, memory.oldest("all")).digest
    print(digest.text if digest else _quiet(found))
    return 0


def _targets(found: Found, options: argparse.Namespace) -> Sequence[Target]:
    """Whom to tell. Raises UsageError where nobody's address is given, or nothing can be sent."""
    from meidang.pipeline.sending import require_sender, strangers, targets

    for name in strangers(found, os.environ):
        print(f"meidang：环境变量 {one_line(name)} 不是哪个科室或人员的，没有用到", file=sys.stderr)
    chosen = [one for one in targets(found, os.environ) if not options.to or one.kind in options.to]
    if not chosen:
        raise UsageError("没有发送的地址：写在环境变量 MEIDANG_NOTIFY 里，说明见 meidang due --help")
    require_sender()
    return chosen


def _send(at: Desk, chosen: Sequence[Target], memory: Memory) -> int:
    from meidang.pipeline.sending import Sent, send_news

    unsent = 0
    for target in chosen:
        name = one_line(name_apart(at.found, target.who) if target.who else _EVERYBODY)
        sent = send_news(at, target, memory)
        for number, one in enumerate(sent, 1):
            if not one.is_well:
                which = f" 的第 {number} 个地址" if len(sent) > 1 else ""
                print(f"meidang：没有发出去：{name}（{target.variable}{which}）；{one.value}", file=sys.stderr)
                unsent += 1
        if Sent.TAKEN in sent:
            print(f"已发送：{name}")
        elif Sent.NO_NEWS in sent:
            print(f"没有变化，不发送：{name}")
    return _UNSENT if unsent else 0


def _quiet(found: Found) -> str:
    pinned = found.archive.settings.as_of
    fixed = f"；设置里固定了截至日期 {pinned}，每天的结果都一样" if pinned == found.as_of else ""
    return f"没有新进入提醒的事项（截至 {found.as_of}）{fixed}。"
