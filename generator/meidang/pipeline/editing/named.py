"""A word of the command line -> the record, row or credential that is meant, or the nearest ones and the way out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from meidang.archive import Archive, Item
from meidang.errors import UsageError
from meidang.kinds import KINDS, Kind
from meidang.load.nearest import nearest
from meidang.models.department import Department
from meidang.models.ledger import HOSPITAL
from meidang.render.intake.names import close_name
from meidang.source.characters import visible
from meidang.source.names import same_name_key

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}", re.ASCII)
#: Line and column behind a path.
_LINE = re.compile(r"(?::[0-9]+){1,2}$")
#: Names that are listed; the rest is a number.
_MOST = 8


def kind_called(word: str, among: Iterable[Kind] | None = None) -> Kind:
    """The kind of that name, title or plural. Raises UsageError."""
    kinds = list(among or KINDS.values())
    for kind in kinds:
        if word.casefold() in _kind_names(kind):
            return kind
    known = {name: kind for kind in kinds for name in _kind_names(kind)}
    alike = [kind for kind in kinds if any(word in name for name in _kind_names(kind))]
    close = alike[0] if len(alike) == 1 else None if alike else known.get(nearest(word, known) or "")
    hint = f"是不是 {close.name}（{close.title}）？" if close else f"可以写：{_kinds_listed(alike or kinds)}"
    raise UsageError(f"没有“{visible(word)}”这种档案；{hint}")


def is_kind(word: str) -> bool:
    """Whether a kind is called so."""
    return any(word.casefold() in _kind_names(kind) for kind in KINDS.values())


def _kind_names(kind: Kind) -> Sequence[str]:
    return (kind.name, kind.title, kind.plural, kind.title.removesuffix("台账"))


def _kinds_listed(kinds: Sequence[Kind]) -> str:
    """In the words that people type; ledgers without the word that all of them end in."""
    records = "、".join(kind.plural for kind in kinds if not kind.is_ledger)
    ledgers = "、".join(kind.title.removesuffix("台账") for kind in kinds if kind.is_ledger)
    return f"{records}；台账：{ledgers}" if records and ledgers else records or ledgers


def record_called(archive: Archive, word: str, kinds: Sequence[Kind]) -> Item[Any]:
    """The one record of these kinds with that id (``D01``, ``staff/D01``), file or name. Raises UsageError."""
    items = [item for item in archive.items.values() if item.kind in kinds]
    file = file_called(word)
    for found in (
        [item for item in items if word in (item.key, item.id) or file == item.source.path],
        [item for item in items if item.label == word],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            listed = _listed(found, archive)
            raise UsageError(f"“{visible(word)}”不止一份：{listed}；请写全，例如 {found[0].key}")
    titles = "、".join(kind.title for kind in kinds[:_MOST])
    close = close_name(word, {name for item in items for name in (item.id, item.label)})
    meant = [item for item in items if close in (item.id, item.label)]
    near = f"；是不是 {_listed(meant[:1], archive)}？" if meant else "；写编号或名称"
    broken = [kind for kind in kinds if word in archive.ids.get(kind.name, ())]
    if broken and not any(item.id == word for item in items):
        raise UsageError(f"{broken[0].path(word)} 读不进来，请先运行 meidang check 改正")
    raise UsageError(f"没有叫“{visible(word)}”的档案（{titles}）{near}")


def is_record(archive: Archive, word: str, kinds: Sequence[Kind]) -> bool:
    """Whether a record of these kinds is called so."""
    file = file_called(word)
    items = (item for item in archive.items.values() if item.kind in kinds)
    return any(word in (item.key, item.id, item.label) or file == item.source.path for item in items)


def file_called(word: str) -> str:
    """A word as the path of a file: findings give it with a line behind it, Windows with backslashes."""
    return _LINE.sub("", word).replace("\\", "/").removeprefix("./")


def _listed(items: Sequence[Item[Any]], archive: Archive) -> str:
    names = [f"{item.key}（{visible(item.label)}{_of(item, archive)}）" for item in items[:_MOST]]
    return "、".join(names) + (f" 等 {len(items)} 份" if len(items) > _MOST else "")


def _of(item: Item[Any], archive: Archive) -> str:
    """The department of somebody, by which people of one name are told apart."""
    department = getattr(item.record, "department_id", None) if item.kind.name == "staff" else None
    return f"，{visible(archive.name(Department, department))}" if department else ""


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
