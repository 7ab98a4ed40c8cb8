"""``meidang import``: what a workbook says goes into the records, after everybody has seen it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from meidang.cli.agreeing import agreed, difference, findings, refusals, say
from meidang.cli.placed import problem_lines, remark_lines
from meidang.clock import today
from meidang.errors import UsageError
from meidang.pipeline import require_archive
from meidang.pipeline.intake import Intake, Wanted, intake
from meidang.pipeline.intake.changes import Change
from meidang.pipeline.intake.choosing import asked_table
from meidang.pipeline.rewriting import Rewrite, rewrite
from meidang.project import Project
from meidang.render.intake.package import MOST_BYTES, Unreadable
from meidang.report.lines import LIMIT


def run(options: argparse.Namespace) -> int:
    """Say what would change, and change it where ``--write``, or the person at the terminal, says so.

    1 where a row is not understood, or the result does not pass.
    """
    project = require_archive(Project(options.root.absolute()))
    if options.table:
        asked_table(options.table)
    wanted = Wanted(
        options.table or "",
        options.sheet,
        options.ignore_column,
        options.rename_person,
        replaces_notes=options.replace_notes,
        replaces_lists=options.replace_lists,
    )
    try:
        found = intake(project, _read(options.file), wanted, today=today())
    except Unreadable as error:
        say([f"{options.file.name}：{error}。", "没有写入任何文件。"])
        return 1
    say(_report(found, with_diff=options.diff))
    if found.problems or found.errors:
        say(["没有写入任何文件；改好表格再运行一次。"])
        return 1
    if not found.rewrites:
        return 0
    _write(project, found.rewrites, is_agreed=options.write)
    return 0


def _write(project: Project, rewrites: Sequence[Rewrite], *, is_agreed: bool) -> None:
    if is_agreed or agreed(f"写入这 {len(rewrites)} 个文件吗？"):
        rewrite(project.root, rewrites)
        say([f"已写入 {len(rewrites)} 个文件。运行 meidang check 检查。"])
    else:
        say(["没有写入；看过以后加 --write 写入。"])


def _read(file: Path) -> bytes:
    if not file.is_file():
        raise UsageError(f"没有文件 {file}")
    with file.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)


# --- the report ------------------------------------------------------------------------------------------------------


def _report(found: Intake, *, with_diff: bool) -> Iterator[str]:
    yield from found.tables
    yield from remark_lines("读法和没有带入的内容", found.remarks)
    if found.problems:
        yield from problem_lines("有问题", found.problems)
        return
    yield from _changes(found.changes)
    if found.unchanged:
        yield f"另有 {found.unchanged} 行与档案一致，不用改。"
    if with_diff:
        for one in found.rewrites:
            yield from list(difference(one)) or [f"{one.path}：改动都在个人信息里，不显示"]
    if found.errors:
        yield from refusals(found.errors)
        return
    yield from findings("检查会新增", found.appearing)
    yield from findings("检查会消除", found.disappearing)


def _changes(changes: Sequence[Change]) -> Iterator[str]:
    if not changes:
        yield "没有要改的内容：表格与档案一致。"
        return
    new = sum(one.before is None for one in changes)
    yield f"要新增 {new} 条、修改 {len(changes) - new} 处："
    shown = changes[:LIMIT]
    for (record, table), group in groupby(shown, key=lambda one: (one.record, one.table)):
        yield f"  {record}（{table}）"
        yield from (f"    {_change(one)}" for one in group)
    if len(changes) > LIMIT:
        yield f"  …以及另外 {len(changes) - LIMIT} 处"


def _change(one: Change) -> str:
    row = f"　〔第 {one.place.row} 行〕"
    if one.before is None:
        return f"新增：{one.after}{row}"
    of = f"{one.of}　" if one.of else ""
    return f"{of}「{one.field}」{one.before or '（空）'} → {one.after or '（空）'}{row}"
