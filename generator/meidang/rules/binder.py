"""The table of the binder's parts: what it asks for exists, and every part can hold something."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from meidang.archive import Archive, Item
from meidang.findings import Severity
from meidang.kinds import KINDS
from meidang.models.binder import Binder, BinderContent
from meidang.models.wording import called, labels
from meidang.rules.declarations import wrong_conditions
from meidang.rules.rule import Problem, rule


@rule("BND001", Severity.ERROR, clause="卷宗编排")
def part_never_filled(archive: Archive, as_of: date) -> Iterator[Problem]:  # noqa: ARG001 - true on any day
    """卷宗编排表里的一项收不到文档。

    为什么：条件里的字段名或取值写错一个字，该归入这一部分的档案就会落到卷宗最后的“其他”里，评审时翻不到。
    错误：
    contents:
      - kind: restriction
        where:
          - key: level
            values: [市级]
    正确：
    contents:
      - kind: restriction
        where:
          - key: authority_level
            values: [市]
    """
    for table in archive.of(Binder):
        for at, part in enumerate(table.record.parts):
            for within, content in enumerate(part.contents):
                yield from _wrong(table, ("parts", at, "contents", within), content)


#: What a part of the binder may gather, one of them.
_GATHERS: Final = ("kind", "template", "listing")


def _wrong(table: Item[Binder], path: tuple[str | int, ...], content: BinderContent) -> Iterator[Problem]:
    given = [name for name in _GATHERS if getattr(content, name)]
    if len(given) != 1:
        said = f"同时写了{labels(BinderContent, *given)}" if given else "没有写收什么"
        fix = f"{called(BinderContent, *_GATHERS)}三者写其中一个"
        yield Problem(table, path, f"卷宗内容的这一项{said}", fix)
        return
    if content.where and not content.kind:
        fix = f"删掉{called(BinderContent, 'where')}，或改写{called(BinderContent, 'kind')}"
        yield Problem(table, (*path, "where"), "写了条件而没有写种类，条件不起作用", fix)
    kind = KINDS.get(content.kind) if content.kind else None
    if kind is None:
        return
    if kind.is_table:
        message = f"{kind.title}是程序用的表，没有可以编入卷宗的文档"
        yield Problem(table, (*path, "kind"), message, "改写档案、台账或制度的种类")
    elif content.where and kind.is_ledger:
        fix = f"删掉{called(BinderContent, 'where')}"
        yield Problem(table, (*path, "where"), f"{kind.plural}按年编入卷宗，不能再加条件", fix)
    elif content.where:
        yield from wrong_conditions(table, (*path, "where"), kind.model, content.where)
