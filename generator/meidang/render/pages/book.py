"""The site as a whole: what every page may ask for, and the list of pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final

from meidang.agenda.found import Found, urgency
from meidang.archive import Archive, Item
from meidang.archive.collections import Entered
from meidang.archive.index import Path
from meidang.archive.privacy import hide
from meidang.findings import Explanation, Finding, Location
from meidang.kinds import KINDS
from meidang.models.audience import Edition
from meidang.models.base import Table
from meidang.models.duties import Duties, Indicators
from meidang.models.plans import Task, WorkPlan
from meidang.models.policy import Policy
from meidang.models.references import CLAUSE, TASK
from meidang.models.standard import Clause, Standard
from meidang.readiness import Judged, Judgement
from meidang.render.attachments import Picture
from meidang.render.pages import markup
from meidang.render.pages.addresses import clause_path, list_path, offered, page_of, path_of, row_anchor
from meidang.render.pages.review.changed import last_changed
from meidang.render.pages.work.sheets import anchor_of, sheet_of_file, sheet_of_gathered
from meidang.source.history import History

#: Ids that people say and write: D03, T12.
_CODE: Final = re.compile(r"[A-Z]{0,3}[0-9]{1,6}")


@dataclass(frozen=True)
class Book:
    """An archive as an edition shows it, everything wrong with it, and the day and revision that every page names.

    ``explanations``: what each code of a finding means. ``locate`` gives a value's place in its file; the projected
    records no longer know it. ``judgements``: what was found of each standard. ``pictures``: the pages of scans
    that the edition may show, by their file. ``history``: what Git knows of the records. ``is_past``: an older version,
    which nobody can edit any more. ``has_forms``: records are edited in forms beside the pages; ``saves_at_once``:
    what is saved there is in the archive, and nobody looks at it before.
    """

    edition: Edition
    archive: Archive
    findings: Sequence[Finding]
    as_of: date
    revision: str
    explanations: Mapping[str, Explanation]
    locate: Callable[[str, Path], Location]
    judgements: Sequence[Judgement] = ()
    pictures: Mapping[str, Sequence[Picture]] = field(default_factory=dict)
    history: History | None = None
    is_past: bool = False
    has_forms: bool = False
    saves_at_once: bool = False

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it; then much of what other editions say would be wrong or nobody's affair."""
        return self.edition is Edition.PUBLIC

    @cached_property
    def _findings(self) -> Mapping[str, tuple[Finding, ...]]:
        grouped: dict[str, list[Finding]] = {}
        for finding in sorted(self.findings, key=urgency):
            grouped.setdefault(finding.record, []).append(finding)
            if finding.about:
                grouped.setdefault(finding.about, []).append(finding)
        return {key: tuple(found) for key, found in grouped.items()}

    def findings_of(self, key: str) -> tuple[Finding, ...]:
        """What is wrong with a record, or with what a row of a table asks for (``duties/audit``), the gravest first."""
        return self._findings.get(key, ())

    def findings_in_group(self, key: str, name: str, index: int) -> Sequence[Finding]:
        """What is wrong with one group of a record's list; of the last one also what stands below the list."""
        start, following = self.locate(key, (name, index)), self.locate(key, (name, index + 1))
        above = following.line if following.line > start.line else None
        return [
            one
            for one in self.findings_of(key)
            if one.location.path == start.path
            and one.location.line >= start.line
            and (above is None or one.location.line < above)
        ]

    @cached_property
    def findings_by_code(self) -> Mapping[str, Sequence[Finding]]:
        """All findings by the code of the rule."""
        grouped: dict[str, list[Finding]] = {}
        for finding in self.findings:
            grouped.setdefault(finding.code, []).append(finding)
        return grouped

    @cached_property
    def findings_by_words(self) -> Mapping[tuple[str, str, str], Finding]:
        """Findings by code, record and message, which is what a clause's gap keeps of them."""
        return {(one.code, one.record, one.message): one for one in self.findings}

    @cached_property
    def found(self) -> Found:
        """What is asked for whose turn it is, and when."""
        return Found(self.archive, self.findings, self.as_of, self.locate)

    @property
    def urgent(self) -> tuple[Finding, ...]:
        """All findings, the gravest first."""
        return self.found.urgent

    @cached_property
    def last_changed(self) -> Mapping[str, date]:
        """The day of each record's latest change, as far as Git knows it."""
        return last_changed(self.history) if self.history else {}

    # --- pages and names ---------------------------------------------------------------------------------------------

    def page(self, kind: str, target: str) -> str | None:
        """The path of the page of a record, or of the table that holds a row; None where there is none to show."""
        if kind == CLAUSE:
            return clause_path(target) if target in self.clauses else None
        if kind == TASK:
            return path_of(self.tasks[target][0]) if target in self.tasks else None
        found = KINDS[kind]
        key = kind if found.single else f"{kind}/{target}"
        if key not in self.archive.items or (self.is_public and not found.is_record):
            return None
        row = page_of(kind, target) if target in self._rows.get(kind, {}) else None
        return row or self.path(self.archive.items[key])

    def path(self, item: Item[Any]) -> str:
        """The page of a record; of a ledger's file the page on which its entries stand."""
        return sheet_of_file(self.archive)[item.key].path if item.kind.is_ledger else path_of(item)

    @cached_property
    def _rows(self) -> Mapping[str, Mapping[str, str]]:
        return {item.kind.name: _row_labels(item.record) for item in self.archive.items.values() if item.kind.is_table}

    @cached_property
    def clauses(self) -> Mapping[str, tuple[Item[Standard], Clause]]:
        """Every clause of every standard by its id."""
        return {clause.id: (item, clause) for item in self.archive.of(Standard) for clause in item.record.clauses}

    @cached_property
    def tasks(self) -> Mapping[str, tuple[Item[WorkPlan], Task]]:
        """Every task of every year's plan by its id."""
        return {task.id: (item, task) for item in self.archive.of(WorkPlan) for task in item.record.tasks}

    @cached_property
    def clauses_by_number(self) -> Mapping[str, str]:
        """The id of a clause by what people call it, (八)6."""
        return {clause.clause_no: key for key, (_, clause) in reversed(tuple(self.clauses.items()))}

    @cached_property
    def clauses_asking(self) -> Mapping[str, Sequence[Clause]]:
        """The clauses that ask for records of a kind, or for fields of theirs, by the kind's name."""
        found: dict[str, dict[str, Clause]] = {}
        for _, clause in self.clauses.values():
            if clause.evidence:
                named = (*clause.evidence.records, *(name.partition(".")[0] for name in clause.evidence.fields))
                for kind in named:
                    found.setdefault(kind, {})[clause.id] = clause
        return {kind: tuple(each.values()) for kind, each in found.items()}

    @cached_property
    def judged(self) -> Mapping[str, Judged]:
        """What was found of each clause, by its id."""
        return {one.clause.id: one for judgement in self.judgements for one in judgement.clauses}

    def name(self, kind: str, target: str) -> str:
        """What people call a record, a clause or a table's row; the id itself where it is broken."""
        if kind == CLAUSE:
            clause = self.clauses[target][1] if target in self.clauses else None
            return f"{clause.clause_no} {clause.title}" if clause else target
        if kind == TASK:
            return hide(self.tasks[target][1].task) if target in self.tasks else target
        if known := offered(kind, target, self.explanations):
            return known.words
        if kind not in KINDS:
            return target
        if KINDS[kind].is_table:
            return self._rows.get(kind, {}).get(target, target)
        return hide(self.archive.name(KINDS[kind].model, target))

    def link(self, here: str, kind: str, target: str) -> str:
        """A link from the page ``here`` to a record, row, clause, ledger or rule; its name where it has no page."""
        words = self.name(kind, target)
        if known := offered(kind, target, self.explanations):
            return markup.link(here, known.path, words, known.anchor)
        if kind not in (CLAUSE, TASK) and kind not in KINDS:
            return markup.text(words)
        there = self.page(kind, target)
        if there is None:
            return markup.text(words)
        if kind in (CLAUSE, TASK) or not KINDS[kind].is_table or page_of(kind, target) == there:
            return markup.link(here, there, words, code=self.code(kind, target))
        return markup.link(here, there, words, row_anchor(target)) if target in self._rows[kind] else markup.text(words)

    def label(self, item: Item[Any]) -> str:
        """What people call a record; of a ledger's file also whose it is."""
        return self.found.label(item)

    def link_key(self, here: str, key: str) -> str:
        """A link to the record with this key."""
        item = self.archive.items.get(key)
        if item is None:
            return markup.text(key)
        return markup.link(here, self.path(item), self.label(item), code=self.code(item.kind.name, item.id))

    def code(self, kind: str, target: str) -> str:
        """What a record is called on paper; empty where its id is a word of the program's rather than people's."""
        if kind == "policies":
            policy = self.archive.get(Policy, target)
            return policy.record.document_no if policy else ""
        return target if kind in KINDS and KINDS[kind].is_record and _CODE.fullmatch(target) else ""

    @cached_property
    def asks(self) -> Mapping[str, tuple[Sequence[str], Sequence[str]]]:
        """The duties and the indicators that are counted from a ledger, by its name."""
        found: dict[str, tuple[list[str], list[str]]] = {}
        for duties in self.archive.of(Duties):
            for duty in duties.record.duties:
                found.setdefault(duty.ledger, ([], []))[0].append(duty.id)
        for indicators in self.archive.of(Indicators):
            for one in indicators.record.indicators:
                for name in dict.fromkeys(each.ledger for each in (one.numerator, one.denominator) if each):
                    found.setdefault(name, ([], []))[1].append(one.id)
        return found

    # --- entries -----------------------------------------------------------------------------------------------------

    def entry_link(self, here: str, one: Entered, words: str) -> str:
        """A link to an entry's row on the page of its ledger, or to the group of the record that holds it."""
        if one.item.kind.is_ledger:
            return markup.link(here, self.path(one.item), words, anchor_of(one))
        return markup.link(here, path_of(one.item), words, one.field.replace("_", "-"))

    def row_link(self, here: str, one: Entered, words: str) -> str:
        """A link to an entry's row on a ledger's page, of gathered ledgers too."""
        there = sheet_of_gathered(self.archive).get((one.item.key, one.field, one.index))
        return markup.link(here, there, words, anchor_of(one)) if there else self.entry_link(here, one, words)

    def about_link(self, here: str, finding: Finding) -> str:
        """A link to what a finding is about: the entry, the duty or indicator, or the record."""
        item = self.archive.items.get(finding.record)
        if item is None:
            return f"<code>{markup.text(str(finding.location))}</code>"
        if item.kind.is_ledger:
            index = self.entry_index(finding)
            anchor = f"{item.id}.{index + 1}" if index is not None else ""
            return markup.link(here, self.path(item), self.label(item), anchor)
        kind, _, row = finding.about.partition("/")
        return self.link(here, kind, row) if row and kind == item.kind.name else self.link_key(here, item.key)

    def entry_index(self, finding: Finding) -> int | None:
        """In which entry of its ledger's file a finding is; None where it is above them all."""
        return self.found.entry_index(finding)

    def findings_by_entry(self, key: str) -> Mapping[int | None, Sequence[Finding]]:
        """What is wrong with a ledger's file, by the entry; under None what is above them all."""
        if key not in self._by_entry:
            grouped: dict[int | None, list[Finding]] = {}
            for finding in self.findings_of(key):
                grouped.setdefault(self.entry_index(finding), []).append(finding)
            self._by_entry[key] = grouped
        return self._by_entry[key]

    @cached_property
    def _by_entry(self) -> dict[str, Mapping[int | None, Sequence[Finding]]]:
        return {}


def _row_labels(table: Table) -> Mapping[str, str]:
    rows = getattr(table, table.rows_field) if table.rows_field else ()
    return {getattr(row, table.key_field): getattr(row, "name", None) or getattr(row, table.key_field) for row in rows}


__all__ = ["Book", "list_path", "path_of", "row_anchor"]
