"""What commands that edit records share: the change is shown, judged, agreed to, and only then written."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from meidang.findings import Finding
from meidang.pipeline.editing.plan import Judged, Plan
from meidang.pipeline.editing.veiled import veiled
from meidang.pipeline.rewriting import Rewrite, rewrite
from meidang.project import Project
from meidang.report.lines import one_line
from meidang.source.characters import masked

#: Findings that are named; the rest is a number.
_MOST: Final = 10
#: Files of which the lines are shown; an id that many name would fill the screen.
_MOST_FILES: Final = 20
#: A digest is no number that names a person.
_DIGEST: Final = re.compile(r"([0-9a-f]{64})")


def agreed(question: str) -> bool:
    """Asked on a terminal only; whoever pipes must say ``--write``."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    try:
        answer = input(f"{question}输入 y 写入，直接回车不写：")
    except EOFError:
        return False
    return answer.strip().lower() in ("y", "yes", "是")


def say(lines: Iterable[str]) -> None:
    """Print each on a line of its own."""
    sys.stdout.writelines(f"{one_line(line)}\n" for line in lines)


def settle(project: Project, plan: Plan, judged: Judged, *, write: bool) -> int:
    """Show a plan and what comes of it, and make it where ``write``, or the person at the terminal, says so.

    1 where it would not pass; nothing is written then.
    """
    say(_told(plan))
    if judged.errors:
        say(refusals(judged.errors))
        return 1
    say(findings("检查会新增", judged.coming))
    say(findings("检查会消除", judged.going))
    count = len(plan.changes) + len(plan.files)
    if write or agreed(f"写入这 {count} 个文件吗？"):
        rewrite(project.root, plan.changes, plan.files)
        say([f"已写入 {count} 个文件。"])
    else:
        said = f"要写 {count} 个文件，" if count > 1 else ""
        say([f"{said}没有写入；看过以后加 --write 写入。"])
    return 0


def _told(plan: Plan) -> Iterator[str]:
    yield from map(masked, plan.said)
    yield from (f"改名：{old} → {new}" for old, new in plan.moves.items())
    changes = [change for change in shown(plan) if change.before != change.after]
    for change in changes[:_MOST_FILES]:
        yield from difference(change)
    if len(changes) > _MOST_FILES:
        yield f"…以及另外 {len(changes) - _MOST_FILES} 个文件里的改动"
    yield from (f"新增附件：{path}（{-(-len(content) // 1024):,} KiB）" for path, content in plan.files.items())
    yield from (f"注意：{masked(line)}" for line in plan.remarks)


def refusals(errors: Sequence[Finding]) -> Iterator[str]:
    """Why nothing is written."""
    yield f"这样改了以后不合格，没有写入任何文件（{len(errors)} 条）："
    for one in errors[:_MOST]:
        yield f"  {one.location}　{masked(one.message)}" + (f"；{masked(one.fix)}" if one.fix else "")
    if len(errors) > _MOST:
        yield f"  …以及另外 {len(errors) - _MOST} 条"


def findings(title: str, found: Iterable[Finding]) -> Iterator[str]:
    """The first few under a heading; nothing where there is none."""
    every = list(found)
    if every:
        yield f"{title} {len(every)} 条："
    for one in islice(every, _MOST):
        yield f"  {one.severity.label} {one.code} {one.location}　{masked(one.message)}"
    if len(every) > _MOST:
        yield f"  …以及另外 {len(every) - _MOST} 条"


# --- what changes, without what nobody is to see ---------------------------------------------------------------------


def shown(plan: Plan) -> Iterator[Rewrite]:
    """The changes; a file that moves is shown once, with the lines that change on the way."""
    texts = {change.path: change.after for change in plan.changes}
    for change in plan.changes:
        if change.path in plan.moves:
            yield Rewrite(change.path, change.before, texts[plan.moves[change.path]])
        elif change.path not in plan.moves.values():
            yield change


def difference(change: Rewrite, around: int = 1) -> Iterator[str]:
    """The lines that change; private values and long numbers are hidden."""
    before, after = (None if text is None else veiled(change.path, text) for text in (change.before, change.after))
    for line in Rewrite(change.path, before, after).diff(around):
        yield "".join(each if _DIGEST.fullmatch(each) else masked(each) for each in _DIGEST.split(line))
