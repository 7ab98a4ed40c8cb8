"""Draws the shipped Word templates: ``make templates``. People then edit them in Word; this is where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from drawing.agreement import agreement
from drawing.committee import committee
from drawing.compliance_report import compliance_report
from drawing.department import department
from drawing.device import device
from drawing.drug_item import drug_item
from drawing.forms import FORMS
from drawing.institution import institution, roster
from drawing.ledger import LEDGERS
from drawing.qi_plan import qi_plan
from drawing.reference import reference
from drawing.research_project import research_project
from drawing.restriction import restriction
from drawing.staff import staff
from drawing.standard import standard
from drawing.technique import technique
from drawing.work_plan import work_plan

HERE = Path(__file__).parent

#: File name -> what draws it. The name's first part is the kind that it serves.
DOSSIERS = {
    "institution.docx": institution,
    "institution.roster.docx": roster,
    "department.docx": department,
    "staff.docx": staff,
    "technique.docx": technique,
    "restriction.docx": restriction,
    "research_project.docx": research_project,
    "device.docx": device,
    "drug_item.docx": drug_item,
    "agreement.docx": agreement,
    "committee.docx": committee,
    "work_plan.docx": work_plan,
    "qi_plan.docx": qi_plan,
    "standard.docx": standard,
    "compliance_report.docx": compliance_report,
    **FORMS,
    **LEDGERS,
}


def draw() -> Mapping[str, bytes]:
    """Every template by file name: the same bytes on every machine."""
    return {**{name: sheet().docx() for name, sheet in DOSSIERS.items()}, "policies.reference.docx": reference()}


def main() -> None:
    """Write them beside this script."""
    for name, content in draw().items():
        (HERE / name).write_bytes(content)
        print(f"templates/{name}")


if __name__ == "__main__":
    main()
