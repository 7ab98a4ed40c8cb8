"""The archive as a value: every valid record with its file, its place in it, and who refers to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar, cast

from meidang.findings import Location
from meidang.kinds import KINDS, Kind
from meidang.models.base import Model, Record, Table, adapter
from meidang.models.institution import Institution
from meidang.models.settings import Settings
from meidang.models.tables import CredentialType, CredentialTypes, Project, Projects, Title, Titles
from meidang.source.tree import Source

#: The way to a value inside a record: field names and list positions.
Path = tuple[str | int, ...]

M = TypeVar("M", bound=Model)
T = TypeVar("T", bound=Table)


@dataclass(frozen=True, slots=True)
class Item(Generic[M]):
    """A record with its kind, id and file."""

    kind: Kind
    id: str
    record: M
    source: Source

    @property
    def key(self) -> str:
        """Unique in the archive: ``staff/D01``, or the kind's name for a kind with a single record."""
        return self.kind.name if self.kind.single else f"{self.kind.name}/{self.id}"

    @property
    def label(self) -> str:
        """What people call it."""
        return (self.record.label() if isinstance(self.record, Record) else "") or self.kind.title

    def locate(self, path: Sequence[str | int] = (), *, key: bool = False) -> Location:
        """The place of a value in the file; of the nearest thing above it where the value is not there."""
        return self.source.locate(path, key=key)


@dataclass(frozen=True, slots=True)
class Reference:
    """``item`` names ``target`` of ``kind`` at ``path``."""

    item: Item[Any]
    path: Path
    kind: str
    target: str


@dataclass(frozen=True)
class Archive:
    """All valid records. ``ids`` also knows those whose file is broken, so that one error does not breed others."""

    items: Mapping[str, Item[Any]]
    ids: Mapping[str, frozenset[str]] = field(default_factory=dict)
    references: tuple[Reference, ...] = ()

    @cached_property
    def memory(self) -> dict[object, Any]:
        """What ``once`` has computed of this archive; nobody else writes here."""
        return {}

    @cached_property
    def _by_model(self) -> Mapping[type[Model], tuple[Item[Any], ...]]:
        grouped: dict[type[Model], list[Item[Any]]] = {kind.model: [] for kind in KINDS.values()}
        for item in self.items.values():
            grouped[item.kind.model].append(item)
        return {model: tuple(sorted(found, key=lambda item: item.id)) for model, found in grouped.items()}

    def of(self, model: type[M]) -> tuple[Item[M], ...]:
        """The records of one kind, by id."""
        return cast("tuple[Item[M], ...]", self._by_model[model])

    @cached_property
    def _by_model_id(self) -> Mapping[tuple[type[Model], str], Item[Any]]:
        return {(item.kind.model, item.id): item for item in self.items.values()}

    def get(self, model: type[M], record_id: str | None) -> Item[M] | None:
        """The record with this id; None where there is none, or it is broken, or no id is given."""
        return self._by_model_id.get((model, record_id or ""))

    def name(self, model: type[Model], record_id: str | None) -> str:
        """What people call a record that another one names; the id where it is broken, empty where none is named."""
        item = self.get(model, record_id)
        return item.label if item else record_id or ""

    def _table(self, model: type[T]) -> T | None:
        items = self.of(model)
        return items[0].record if items else None

    @cached_property
    def institution(self) -> Item[Institution] | None:
        """The institution, unless its file is missing or broken."""
        return next(iter(self.of(Institution)), None)

    @cached_property
    def settings(self) -> Settings:
        """The institution's settings, or the defaults."""
        return self._table(Settings) or adapter(Settings).validate_python({})

    @cached_property
    def titles(self) -> Mapping[str, Title]:
        """Professional titles by name."""
        table = self._table(Titles)
        return {row.title: row for row in table.titles} if table else {}

    @cached_property
    def title_rules(self) -> Titles:
        """The whole table of titles with what each may do."""
        return self._table(Titles) or adapter(Titles).validate_python({"titles": []})

    @cached_property
    def credential_types(self) -> Mapping[str, CredentialType]:
        """Credential types by id."""
        table = self._table(CredentialTypes)
        return {row.id: row for row in table.credential_types} if table else {}

    @cached_property
    def projects(self) -> Mapping[str, Project]:
        """The graded catalogue by code, as published; ``listed.project_of`` applies what the province changed."""
        table = self._table(Projects)
        return {row.code: row for row in table.projects} if table else {}

    @cached_property
    def _references_to(self) -> Mapping[tuple[str, str], tuple[Reference, ...]]:
        grouped: dict[tuple[str, str], list[Reference]] = {}
        for reference in self.references:
            grouped.setdefault((reference.kind, reference.target), []).append(reference)
        return {target: tuple(found) for target, found in grouped.items()}

    def references_to(self, kind: str, target: str) -> tuple[Reference, ...]:
        """Who names the record or row ``target`` of ``kind``, in the order of the files."""
        return self._references_to.get((kind, target), ())
