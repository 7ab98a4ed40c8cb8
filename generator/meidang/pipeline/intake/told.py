"""What an import has to say: problems that stop it, and remarks about how something was read."""

from __future__ import annotations

from dataclasses import dataclass, field

from meidang.render.intake.headings import Heading
from meidang.render.intake.sheets import letters


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in the workbook: the sheet by its number and name, row and column from 1 (0: all of it)."""

    number: int
    sheet: str
    row: int = 0
    column: int = 0

    def __str__(self) -> str:
        """As people find it in Excel."""
        return f"工作表「{self.sheet}」{self.within}"

    @property
    def within(self) -> str:
        """Where in its sheet; empty for all of it."""
        column = f"（{letters(self.column)}{self.row}）" if self.column else ""
        return f"第 {self.row} 行{column}" if self.row else ""

    def at(self, heading: Heading | None) -> Place:
        """The cell below a heading."""
        return Place(self.number, self.sheet, self.row, heading.at if heading else 0)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong there, and what to write instead."""

    place: Place
    message: str
    fix: str = ""

    def __str__(self) -> str:
        """One sentence."""
        return f"{self.place}{self.words}"

    @property
    def words(self) -> str:
        """What and what instead, without where."""
        return self.message + (f"；{self.fix}" if self.fix else "")


@dataclass(slots=True)
class Told:
    """Everything that is said, in the order in which it was found; the same thing once."""

    problems: dict[Problem, None] = field(default_factory=dict)
    remarks: dict[Problem, None] = field(default_factory=dict)

    def wrong(self, place: Place, message: str, fix: str = "") -> None:
        """It stops the import."""
        self.problems[Problem(place, message, fix)] = None

    def note(self, place: Place, message: str, fix: str = "") -> None:
        """It stops nothing."""
        self.remarks[Problem(place, message, fix)] = None
