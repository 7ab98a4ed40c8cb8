"""From source trees to (Archive, findings): pure. User data never raises; one bad record never hides another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any, TypeVar

from pydantic import ValidationError

from meidang.archive import Archive, Item
from meidang.archive.collections import COLLECTIONS
from meidang.findings import Finding, Location, Severity
from meidang.kinds import KINDS, Kind, kind_of
from meidang.load.limits import limits_set_in
from meidang.load.references import dangling, references
from meidang.load.words import Misfit, explain, quoted, show
from meidang.models.base import Record, Table, adapter, describe
from meidang.models.plans import WorkPlan
from meidang.models.references import CLAUSE, COLLECTION, FIELD, KIND, PART, RULE, TASK
from meidang.models.standard import Standard
from meidang.rules import RULES
from meidang.source.tree import Source

_R = TypeVar("_R", bound=Record)
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}", re.ASCII)
#: Names that a page, a folder or Windows already uses.
_RESERVED = frozenset({"index", "con", "prn", "aux", "nul"}) | {
    f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of the sources. The files that records name nobody has looked at yet."""

    archive: Archive
    findings: tuple[Finding, ...]


def is_record_path(path: str) -> bool:
    """Whether a record or table belongs at ``path``."""
    return kind_of(path) is not None


def load_archive(sources: Iterable[Source], refused: Sequence[str] = ()) -> Loaded:
    """Validate every tree and connect the records; the ids of broken files stay known.

    Each source's data is looked at once, when it comes. ``refused`` are the paths of files that are no records for now,
    so that ``N03.yml`` does not make everybody who names N03 wrong.
    """
    misfits: list[Misfit] = []
    items: dict[str, Item[Any]] = {}
    paths: list[str] = []
    for source in sources:
        paths.append(source.path)
        if item := _load(source, misfits):
            items[item.key] = item
    ids = _known_ids([*paths, *refused], items)
    findings = [*_by_label(misfits, items)]
    for item in items.values():
        findings += _repeated_rows(item)
    found = tuple(reference for item in items.values() for reference in references(item))
    findings += _missing_files(paths)
    findings += dangling(found, ids, unknown=frozenset(_absent_tables(paths, items)) | _unsure(paths, items))
    return Loaded(Archive(items, ids, found), tuple(findings))


def _known_ids(paths: Sequence[str], items: Mapping[str, Item[Any]]) -> dict[str, frozenset[str]]:
    """What may be referred to, by kind: the names of the files, broken ones too, and the keys of the tables' rows."""
    ids: dict[str, set[str]] = {name: set() for name in KINDS}
    folders = {kind.folder: name for name, kind in KINDS.items() if not kind.single}
    for path in paths:
        folder, _, name = path.rpartition("/")
        if folder in folders:
            ids[folders[folder]].add(name.partition(".")[0])
    for item in items.values():
        if isinstance(item.record, Table):
            ids[item.kind.name].update(item.record.keys())
    return {
        **{name: frozenset(known) for name, known in ids.items()},
        CLAUSE: frozenset(clause.id for standard in _records(Standard, items) for clause in standard.clauses),
        TASK: frozenset(task.id for plan in _records(WorkPlan, items) for task in plan.tasks),
        PART: frozenset(KINDS) | {f"{name}/{one}" for name, known in ids.items() for one in known},
        **_OFFERED,
    }


def _records(model: type[_R], items: Mapping[str, Item[Any]]) -> Iterator[_R]:
    return (item.record for item in items.values() if isinstance(item.record, model))


#: What the program itself offers to be named.
_OFFERED: Mapping[str, frozenset[str]] = {
    KIND: frozenset(KINDS),
    COLLECTION: frozenset(COLLECTIONS),
    FIELD: frozenset(f"{kind.name}.{name}" for kind in KINDS.values() for name in describe(kind.model)),
    RULE: frozenset(RULES),
}


def record_id(kind: Kind, path: str) -> str:
    """The id of the record at ``path``: the file's name."""
    return PurePosixPath(path).name.removesuffix(kind.suffix)


def _by_label(misfits: Sequence[Misfit], items: Mapping[str, Item[Any]]) -> Iterator[Finding]:
    """The findings; where someone wrote what people call a record, its id is the fix."""
    called: dict[tuple[str, str], list[str]] = {}
    for item in items.values() if any(misfit.kind for misfit in misfits) else ():
        called.setdefault((item.kind.name, item.label), []).append(item.id)
    for misfit in misfits:
        ids = called.get((misfit.kind, misfit.text), [])
        yield replace(misfit.finding, fix=f"写编号“{ids[0]}”") if len(ids) == 1 else misfit.finding


def _load(source: Source, misfits: list[Misfit]) -> Item[Any] | None:
    kind = kind_of(source.path)
    if kind is None or source.data is None:
        return None
    name = record_id(kind, source.path)
    if problem := _bad_id(kind, name, source.path):
        misfits.append(Misfit(problem))
        return None
    try:
        record = adapter(kind.model).validate_python(source.data)
    except ValidationError as error:
        misfits += explain(error, kind, source)
        return None
    return Item(kind, name, record, source)


def _bad_id(kind: Kind, name: str, path: str) -> Finding | None:
    if kind.single or (_ID.fullmatch(name) and name.lower() not in _RESERVED):
        return None
    message = f"文件名“{show(name)}{kind.suffix}”不能作编号"
    fix = (
        f"文件名（不含 {kind.suffix}）就是编号：以字母开头，只含字母、数字、- 和 _，最多 64 个字符，"
        f"例如 D01{kind.suffix}"
    )
    return Finding("DAT006", Severity.ERROR, message, Location(path), fix)


def _missing_files(paths: Sequence[str]) -> Iterator[Finding]:
    present = frozenset(paths)
    for kind in KINDS.values():
        path = kind.path("")
        if kind.needed and path not in present:
            message = f"缺少「{kind.title}」文件 {path}"
            yield Finding(
                "DAT007",
                Severity.ERROR,
                message,
                Location(path),
                f"误删的从 Git 恢复：git checkout -- {path}；确实没有就新建",
            )


def _absent_tables(paths: Sequence[str], items: Mapping[str, Item[Any]]) -> Iterator[str]:
    """Tables that are broken, or needed and left out: what refers to their rows cannot be judged."""
    for kind in KINDS.values():
        if kind.is_table and kind.name not in items and (kind.needed or kind.path("") in paths):
            yield kind.name


def _unsure(paths: Sequence[str], items: Mapping[str, Item[Any]]) -> frozenset[str]:
    """Clauses cannot be judged while a standard is broken, tasks while a plan is."""
    return frozenset(
        named for named, kind in ((CLAUSE, "standard"), (TASK, "work_plan")) if _is_broken(kind, paths, items)
    )


def _is_broken(name: str, paths: Sequence[str], items: Mapping[str, Item[Any]]) -> bool:
    kind = KINDS[name]
    present = sum(path.startswith(f"{kind.folder}/") for path in paths)
    return present > sum(item.kind is kind for item in items.values())


def _repeated_rows(item: Item[Any]) -> Iterator[Finding]:
    table = item.record
    if not isinstance(table, Table):
        return
    seen: dict[str, int] = {}
    for index, key in enumerate(table.keys()):
        if key in seen:
            here = item.locate((table.rows_field, index, table.key_field))
            first = item.locate((table.rows_field, seen[key], table.key_field)).line
            message = f"{quoted(key, '这里写的编号')}在第 {first} 行已经有了"
            yield Finding("DAT008", Severity.ERROR, message, here, "删掉其中一行，或改成另一个编号", record=item.key)
        seen.setdefault(key, index)


__all__ = ["Loaded", "is_record_path", "limits_set_in", "load_archive"]
