"""``meidang import-word``: what a reviewer edited in Word goes back into the records, after everybody has seen it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from meidang.cli.agreeing import agreed, findings
from meidang.clock import today
from meidang.errors import UsageError
from meidang.pipeline import require_archive
from meidang.pipeline.returning import Returned, Unreadable, returned
from meidang.pipeline.rewriting import rewrite
from meidang.project import Project
from meidang.report.lines import one_line

#: More than any Word document that is read.
_MOST_BYTES: Final = 21 * 2**20
#: Places that were not taken in and are named; the rest is a number.
_MOST_REFUSED: Final = 200
_WIDTH: Final = 80


def run(options: argparse.Namespace) -> int:
    """Say what would change, and change it where ``--write``, or the person at the terminal, says so.

    1 where something found no place or does not pass.
    """
    project = require_archive(Project(options.root.absolute()))
    try:
        found = returned(project, _read(options.file), today=today())
    except Unreadable as error:
        print(one_line(f"{options.file.name}：{error}"))
        print("没有写入任何文件。")
        return 1
    print("\n".join(_report(found)))
    if found.errors or not found.rewrites:
        return int(bool(found.errors or found.refused))
    if options.write or agreed(f"写入这 {len(found.rewrites)} 个文件吗？"):
        rewrite(project.root, found.rewrites)
        print(f"已写入 {len(found.rewrites)} 个文件。运行 meidang check 检查，再重新生成文档。")
    else:
        print("没有写入；看过以后加 --write 写入。")
    return int(bool(found.refused))


def _read(file: Path) -> bytes:
    if not file.is_file():
        raise UsageError(f"没有文件 {file}")
    with file.open("rb") as opened:
        return opened.read(_MOST_BYTES)


# --- the report ------------------------------------------------------------------------------------------------------


def _report(found: Returned) -> Iterator[str]:
    facts = found.facts
    yield one_line(f"《{facts.title}》{facts.kind}/{facts.id}，档案版本 {facts.revision}，截至 {facts.as_of}")
    if found.warning:
        yield one_line(f"注意：{found.warning}。")
    yield from _placed(found)
    if found.known:
        yield f"另有 {found.known} 处，档案里已经是这样。"
    if found.following:
        yield f"另有 {found.following} 处由档案算出，与文档里改的一致，不用写。"
    for one in found.rewrites:
        yield from (one_line(line) for line in one.diff())
    yield from _refused(found)
    if found.remarks:
        yield f"批注 {len(found.remarks)} 条（不导入，请人工处理）："
        for remark in found.remarks:
            yield one_line(f"  {remark.author}：{remark.text}〔{remark.place}“{_cut(remark.about, 20)}”〕")
    yield from map(one_line, findings("这样改了以后不合格，没有写入", found.errors))
    yield from map(one_line, findings("检查会新增", found.appearing))
    yield from map(one_line, findings("检查会消除", found.disappearing))


def _placed(found: Returned) -> Iterator[str]:
    if not found.placed:
        yield "没有要改的字段：文档与档案一致。" if not found.refused else "没有能带入档案的改动。"
        return
    yield f"要改 {len(found.placed)} 处："
    for one in found.placed:
        yield one_line(f"  {one.path}　{one.what}")
        yield one_line(f"    {_cut(one.before) or '（空）'} → {_cut(one.after) or '（空）'}　〔{one.place}〕")
        if one.note:
            yield one_line(f"    注意：{one.note}")


def _refused(found: Returned) -> Iterator[str]:
    if not found.refused:
        return
    yield f"没能带入 {len(found.refused)} 处："
    for one in found.refused[:_MOST_REFUSED]:
        change = " → ".join(_cut(text) or "（空）" for text in (one.before, one.after))
        yield one_line(f"  {one.place}：{change}")
        yield one_line(f"    {one.why}")
    if (left := len(found.refused) - _MOST_REFUSED) > 0:
        yield f"  …以及另外 {left} 处"


def _cut(text: str, width: int = _WIDTH) -> str:
    return text if len(text) <= width else f"{text[:width]}…"
