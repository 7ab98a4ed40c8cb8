"""What can be picked in a form: names and ids of records and rows, and the files that records name.

Nothing else of any record: the form reads records from the repository, and the site's folder may be seen by more people
than may read that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from meidang.archive import Archive
from meidang.archive.called import called
from meidang.archive.privacy import hide
from meidang.kinds import KINDS
from meidang.models.attachment import Attachment
from meidang.models.base import Model, Table, describe
from meidang.models.references import PART
from meidang.render.forms.fields import Field

#: Whose credentials are whose, in the words of the table of types.
_HOLDERS: Final = {"staff": "个人", "institution": "机构"}
#: An id and what people call it.
Pick = list[str]


def picks(archive: Archive, fields: Iterator[Field]) -> dict[str, list[Pick]]:
    """The pick list of every kind that some field refers to."""
    kinds = sorted({field["kind"] for field in _all(fields) if field["widget"] == "md-ref"})
    return {kind: [_pick(archive, kind, target) for target in _targets(archive, kind)] for kind in kinds}


def own(archive: Archive) -> dict[str, list[str]]:
    """The types of credentials that a record of a kind can hold: what is picked there most stands first."""
    types = archive.credential_types.values()
    return {kind: [hide(one.id) for one in types if one.holder == holder] for kind, holder in _HOLDERS.items()}


def _targets(archive: Archive, kind: str) -> list[str]:
    """Records by their ids; rows of a table as the institution has put them."""
    ids = sorted(archive.ids.get(kind, ()))
    table = archive.items.get(kind)
    if table is None or not isinstance(table.record, Table):
        return ids
    rows = {key: place for place, key in enumerate(table.record.keys())}
    return sorted(ids, key=lambda one: rows.get(one, len(rows)))


def _all(fields: Iterator[Field]) -> Iterator[Field]:
    for field in fields:
        yield field
        yield from _all(iter(field.get("fields", ())))


def _pick(archive: Archive, kind: str, target: str) -> Pick:
    name = _part(archive, target) if kind == PART else called(archive, kind, target)
    return [hide(target), "" if name == target else hide(name)]


def _part(archive: Archive, target: str) -> str:
    kind, _, record = target.partition("/")
    if kind not in KINDS:
        return target
    words = KINDS[kind].plural
    return f"{words}：{called(archive, kind, record)}" if record else words


def ids(archive: Archive) -> Mapping[str, list[str]]:
    """The ids that are taken, of every kind with a file for each record."""
    return {kind.name: sorted(archive.ids.get(kind.name, ())) for kind in KINDS.values() if not kind.single}


def files(archive: Archive) -> list[str]:
    """The attachments that records name, without those whose name holds a personal number."""
    found = {file for item in archive.items.values() for file in _files(item.record)}
    return sorted(file for file in found if hide(file) == file)


def _files(record: Model) -> Iterator[str]:
    if isinstance(record, Attachment):
        yield record.file
        return
    for declared in describe(type(record)).values():
        if declared.model:
            value: Any = getattr(record, declared.name)
            for one in value if declared.many else (value,):
                if one is not None:
                    yield from _files(one)
