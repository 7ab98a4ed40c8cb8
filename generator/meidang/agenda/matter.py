"""One thing to do, what it is about, and whose turn it is: what pages, commands, calendars and digests are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from meidang.agenda.whose import Who
from meidang.archive.index import Path
from meidang.findings import Location, Severity


@dataclass(frozen=True, slots=True)
class About:
    """What a matter is about: the key of a record, the section or entry in it, and the row of a table that asks for it.

    ``record`` is empty for a file that is no record; ``row`` is a key such as ``duties/outpatient_audit``.
    """

    record: str = ""
    path: Path = ()
    row: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing to do. ``label``: what people call what it is about; ``file``: the one to change, if one is known.

    ``severity`` is None for what is not wrong yet. ``identity`` stays the same from day to day, also when the matter
    gets worse or is put off: it names what must be kept up, not until when. ``code``: the rule's.
    """

    words: str
    fix: str
    due: date | None
    severity: Severity | None
    about: About
    label: str
    file: str = ""
    identity: str = field(default="", compare=False)
    code: str = field(default="", compare=False)
    location: Location | None = field(default=None, compare=False)

    @property
    def is_wrong(self) -> bool:
        """Whether it must be put right; everything else merely falls due."""
        return self.severity is not None and self.severity > Severity.NOTICE

    def is_late(self, day: date) -> bool:
        """Whether it should have been done before the day."""
        return self.due is not None and self.due < day


@dataclass(frozen=True, slots=True)
class Turn:
    """A matter with whose turn it is; nobody's where no record says."""

    matter: Matter
    whose: tuple[Who, ...]

    @property
    def said(self) -> str:
        """What the matter is, with the record that it is about where the words do not name it."""
        matter = self.matter
        subject = matter.label.partition(" ")[0].rpartition("：")[2].removesuffix("台账")
        is_named = not subject or subject in matter.words or matter.about.row or "/" not in matter.about.record
        return matter.words if is_named else f"{matter.label}：{matter.words}"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Everything that waits for a person, a department, or another office that records name."""

    kind: str
    id: str
    name: str
    wrong: tuple[Matter, ...]
    soon: tuple[Matter, ...]
