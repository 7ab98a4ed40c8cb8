"""``meidang new``: a new record with what it must hold, and the rest as remarks to fill in."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from meidang.archive import Archive
from meidang.cli.agreeing import say, settle
from meidang.clock import today
from meidang.errors import UsageError
from meidang.models.base import Declared
from meidang.pipeline import check, require_archive
from meidang.pipeline.editing.creating import Wish, asked_for, creation, refuse_taken
from meidang.pipeline.editing.named import is_kind, kind_called
from meidang.pipeline.editing.plan import judged
from meidang.pipeline.editing.values import Given, fault_in, given_in, offered
from meidang.project import Project
from meidang.source.characters import visible

#: Choices that are listed; the rest is a number.
_MOST: Final = 20


def run(options: argparse.Namespace) -> int:
    """Plan, judge, show, write; 1 where it would not pass."""
    project = require_archive(Project(options.root.absolute()))
    if options.id and is_kind(options.id) and not is_kind(options.kind):
        raise UsageError(f"先写种类，再写编号：meidang new {options.id} {visible(options.kind)}")
    kind = kind_called(options.kind)
    if not kind.is_ledger and (options.department or options.period):
        raise UsageError(f"--department 和 --period 只用于台账；{kind.title}的字段用 --set 给出")
    if kind.is_ledger and options.id:
        raise UsageError("台账的文件名由科室和期间决定，不写编号；用 --department 和 --period")
    now = today()
    before = check(project, today=now)
    wish = Wish(kind, options.id, (), options.department, options.period)
    wish = replace(wish, given=tuple(given_in(before.archive, options.set or (), wish.model)))
    refuse_taken(project, before.archive, wish)  # before anybody answers questions for nothing
    if sys.stdin.isatty() and sys.stdout.isatty():
        wish = replace(wish, given=(*wish.given, *_asked(before.archive, asked_for(wish))))
    plan = creation(project, before.archive, wish, before.as_of)
    return settle(project, plan, judged(project, plan, before, now), write=options.write)


def _asked(archive: Archive, fields: Sequence[Declared]) -> list[Given]:
    """What the person at the terminal answers, each question until the answer fits."""
    return [Given(field.name, _answer(archive, field)) for field in fields]


def _answer(archive: Archive, field: Declared) -> str:
    choices = list(offered(archive, field))
    more = f" 等 {len(choices)} 个" if len(choices) > _MOST else ""
    about = "、".join(islice(choices, _MOST)) + more if choices else field.expected
    say([f"「{field.label}」{field.hint or about}" + (f"（{about}）" if field.hint and choices else "")])
    while True:
        try:
            text = input(f"{field.label}：").strip()
        except EOFError:
            raise UsageError(f"没有给出「{field.label}」，没有写入任何文件") from None
        if not (fault := fault_in(archive, field, text)):
            return text
        say([fault])
