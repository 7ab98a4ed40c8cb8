"""The site as a whole: what every page may ask for, and the list of pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import quote

from meidang.archive import Archive, Item
from meidang.archive.index import Path
from meidang.archive.privacy import hide
from meidang.findings import Explanation, Finding, Location
from meidang.kinds import KINDS, Kind
from meidang.models.base import Table
from meidang.render.pages import markup


def urgency(finding: Finding) -> tuple[Any, ...]:
    """The gravest first, then the soonest due, then by place."""
    return -finding.severity, finding.due or date.max, finding.sort_key


@dataclass(frozen=True)
class Book:
    """A projected archive, everything wrong with it, and the day and revision that every page names.

    ``explanations``: what each code of a finding means. ``locate`` gives a value's place in its file; the projected
    records no longer know it.
    """

    archive: Archive
    findings: Sequence[Finding]
    as_of: date
    revision: str
    explanations: Mapping[str, Explanation]
    locate: Callable[[str, Path], Location]

    @cached_property
    def _findings(self) -> Mapping[str, tuple[Finding, ...]]:
        grouped: dict[str, list[Finding]] = {}
        for finding in sorted(self.findings, key=urgency):
            grouped.setdefault(finding.record, []).append(finding)
        return {key: tuple(found) for key, found in grouped.items()}

    def findings_of(self, key: str) -> tuple[Finding, ...]:
        """What is wrong with a record, the gravest first."""
        return self._findings.get(key, ())

    @cached_property
    def urgent(self) -> tuple[Finding, ...]:
        """All findings, the gravest first."""
        return tuple(sorted(self.findings, key=urgency))

    def page(self, kind: str, target: str) -> str | None:
        """The path of the page of a record, or of the table that holds a row; None where there is none to show."""
        found = KINDS[kind]
        key = kind if found.single else f"{kind}/{target}"
        return path_of(self.archive.items[key]) if key in self.archive.items else None

    @cached_property
    def _rows(self) -> Mapping[str, Mapping[str, str]]:
        return {item.kind.name: _row_labels(item.record) for item in self.archive.items.values() if item.kind.is_table}

    def name(self, kind: str, target: str) -> str:
        """What people call a record or a table's row; the id itself where it is broken."""
        if KINDS[kind].is_table:
            return self._rows.get(kind, {}).get(target, target)
        return hide(self.archive.name(KINDS[kind].model, target))

    def link(self, here: str, kind: str, target: str) -> str:
        """A link from the page ``here`` to a record or row; just its name where there is no page."""
        there = self.page(kind, target)
        words = self.name(kind, target)
        if not KINDS[kind].is_table:
            return markup.link(here, there, words) if there else markup.text(words)
        if there is None or target not in self._rows[kind]:
            return markup.text(words)
        return markup.link(here, there, words, row_anchor(target))

    def link_key(self, here: str, key: str) -> str:
        """A link to the record with this key."""
        item = self.archive.items.get(key)
        return markup.link(here, path_of(item), item.label) if item else markup.text(key)


def path_of(item: Item[Any]) -> str:
    """The page of a record, below the site's root."""
    return f"{item.kind.name}.md" if item.kind.single else f"{item.kind.name}/{item.id}.md"


def list_path(kind: Kind) -> str:
    """The list of a kind's records; a single record is its own list."""
    return f"{kind.name}.md" if kind.single else f"{kind.name}/index.md"


def row_anchor(key: str) -> str:
    """Where a table's row stands on its page, in ASCII: MkDocs compares addresses as they are written."""
    return "row-" + quote(key, safe="").replace("%", ".")


def _row_labels(table: Table) -> Mapping[str, str]:
    rows = getattr(table, table.rows_field) if table.rows_field else ()
    return {getattr(row, table.key_field): getattr(row, "name", None) or getattr(row, table.key_field) for row in rows}
