"""The files that records name: who cites each, and what it is called there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from meidang.archive import Archive, Item
from meidang.archive.called import called
from meidang.archive.index import Path
from meidang.archive.once import once
from meidang.findings import Location
from meidang.models.attachment import Attachment
from meidang.models.base import Declared, Model, Record, describe, per_model

#: Labels of fields that hold the paper of the group itself.
_SAYS_NOTHING: Final = frozenset({"扫描件", "附件"})


@dataclass(frozen=True, slots=True)
class Attached:
    """An attachment of a record: the way to its group, and what it is called: 医师执业证书."""

    path: Path
    label: str
    attachment: Attachment


@dataclass(frozen=True, slots=True)
class Citation:
    """``item`` names a file at ``path``, under ``label``; ``sha256`` is empty where none is registered there."""

    item: Item[Any]
    path: Path
    label: str
    sha256: str = ""

    def locate(self, name: str = "") -> Location:
        """Where the group stands in the record's file, or its field ``name``."""
        return self.item.locate((*self.path, name) if name else self.path)


@dataclass(frozen=True, slots=True)
class Cited:
    """A file with everybody who cites it; ``sha256`` is the first that is registered."""

    file: str
    sha256: str
    citations: tuple[Citation, ...]


@once
def cited(archive: Archive) -> tuple[Cited, ...]:
    """Every file that records name, in the order in which they are first named."""
    found: dict[str, list[Citation]] = {}
    for item in archive.items.values():
        for one in attached(archive, item.record):
            citation = Citation(item, one.path, one.label, one.attachment.sha256 or "")
            found.setdefault(one.attachment.file, []).append(citation)
    return tuple(
        Cited(file, next((one.sha256 for one in citations if one.sha256), ""), tuple(citations))
        for file, citations in found.items()
    )


def attached(archive: Archive, record: Model) -> Iterator[Attached]:
    """The attachments of a record, in the order of its declarations."""
    yield from _attached(archive, record, (), "")


@per_model
def _ways(model: type[Model]) -> tuple[Declared, ...]:
    """The fields that are attachments, or groups that may hold some."""
    groups = (declared for declared in describe(model).values() if declared.model)
    return tuple(one for one in groups if one.model is Attachment or (one.model and _ways(one.model)))


def _attached(archive: Archive, model: Model, above: Path, group: str) -> Iterator[Attached]:
    for declared in _ways(type(model)):
        value = getattr(model, declared.name)
        for index, one in enumerate(value if declared.many else (value,)):
            path = (*above, declared.name, index) if declared.many else (*above, declared.name)
            if isinstance(one, Attachment):
                above_it = "" if isinstance(model, Record) else _title(archive, model) or group
                yield Attached(path, _label(above_it, declared.label), one)
            elif one is not None:
                yield from _attached(archive, one, path, declared.label)


def _label(group: str, field: str) -> str:
    """``护士执业证书``, ``污染区标识照片``: the field is named where it says more than that it holds a file."""
    return group if group and field in _SAYS_NOTHING else f"{group}{field}"


def _title(archive: Archive, model: Model) -> str:
    """A group's own words: its first field, as a reference's name where it is one."""
    name, declared = next(iter(describe(type(model)).items()))
    value = getattr(model, name)
    if declared.model or declared.many or value is None:
        return ""
    return called(archive, declared.ref, value) if declared.ref else declared.show(value)
