"""A word of the command line -> the record, row or credential that is meant, or the nearest ones and the way out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from meidang.archive import Archive, Item
from meidang.errors import UsageError
from meidang.kinds import KINDS, Kind
from meidang.load.nearest import nearest
from meidang.models.ledger import HOSPITAL
from meidang.source.characters import visible
from meidang.source.names import same_name_key

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}", re.ASCII)
#: Names that are listed; the rest is a number.
_MOST = 8


def kind_called(word: str, among: Iterable[Kind] | None = None) -> Kind:
    """The kind of that name, title or plural. Raises UsageError."""
    kinds = list(among or KINDS.values())
    for kind in kinds:
        if word.casefold() in (kind.name, kind.title, kind.plural):
            return kind
    known = {name: kind for kind in kinds for name in (kind.name, kind.title, kind.plural)}
    close = nearest(word, known)
    hint = f"是不是 {known[close].name}（{known[close].title}）？" if close else "种类的名称见网站的“字段说明”页"
    raise UsageError(f"没有“{visible(word)}”这种档案；{hint}")


def record_called(archive: Archive, word: str, kinds: Sequence[Kind]) -> Item[Any]:
    """The one record of these kinds with that id (``D01``, ``staff/D01``) or name. Raises UsageError."""
    items = [item for item in archive.items.values() if item.kind in kinds]
    for means in (lambda item: word in (item.key, item.id), lambda item: item.label == word):
        found = [item for item in items if means(item)]
        if len(found) == 1:
            return found[0]
        if found:
            raise UsageError(f"“{visible(word)}”不止一份：{_listed(found)}；请写全，例如 {found[0].key}")
    titles = "、".join(kind.title for kind in kinds[:_MOST])
    close = nearest(word, {name for item in items for name in (item.id, item.label)})
    meant = [item for item in items if close in (item.id, item.label)]
    near = f"；是不是 {_listed(meant[:1])}？" if meant else "；写编号或名称"
    broken = [kind for kind in kinds if word in archive.ids.get(kind.name, ())]
    if broken and not any(item.id == word for item in items):
        raise UsageError(f"{broken[0].path(word)} 读不进来，请先运行 meidang check 改正")
    raise UsageError(f"没有叫“{visible(word)}”的档案（{titles}）{near}")


def _listed(items: Sequence[Item[Any]]) -> str:
    names = [f"{item.key}（{visible(item.label)}）" for item in items[:_MOST]]
    return "、".join(names) + (f" 等 {len(items)} 份" if len(items) > _MOST else "")


def refuse_no_id(word: str) -> None:
    """Raises UsageError where a word cannot be an id."""
    if not _ID.fullmatch(word):
        raise UsageError(f"“{visible(word)}”不能作编号：字母开头，只含字母、数字、- 和 _，最多 64 个字符，例如 D01")


def free_id(archive: Archive, kind: Kind, word: str, but: str = "") -> str:
    """``word`` as the id of a new record, or row. Raises UsageError where it is none, or taken on some computer.

    ``but``: the id that gives way to it.
    """
    refuse_no_id(word)
    if kind.name == "department" and same_name_key(word) == HOSPITAL:
        raise UsageError(f"{word} 在台账的文件名里表示全院，不能作科室的编号，请换一个")
    for known in archive.ids.get(kind.name, ()):
        if known != but and same_name_key(known) == same_name_key(word):
            same = "" if known == word else "（只差大小写，在别的电脑上是同一个文件）"
            raise UsageError(f"{kind.title}里已经有 {known}{same}，请换一个编号")
    return word
