"""Draws the shipped Word templates: ``make templates``. People then edit them in Word; this is where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from drawing.department import department
from drawing.institution import institution, roster
from drawing.restriction import restriction
from drawing.staff import staff
from drawing.technique import technique

HERE = Path(__file__).parent

#: File name -> what draws it. The name's first part is the kind that it serves.
DOSSIERS = {
    "institution.docx": institution,
    "institution.roster.docx": roster,
    "department.docx": department,
    "staff.docx": staff,
    "technique.docx": technique,
    "restriction.docx": restriction,
}


def draw() -> Mapping[str, bytes]:
    """Every template by file name: the same bytes on every machine."""
    return {name: sheet().docx() for name, sheet in DOSSIERS.items()}


def main() -> None:
    """Write them beside this script."""
    for name, content in draw().items():
        (HERE / name).write_bytes(content)
        print(f"templates/{name}")


if __name__ == "__main__":
    main()
