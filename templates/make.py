"""Draws the shipped Word templates: ``make templates``. People then edit them in Word; this is where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from dossiers.agreement import agreement
from dossiers.committee import committee
from dossiers.compliance_report import compliance_report
from dossiers.department import department
from dossiers.device import device
from dossiers.drug_item import drug_item
from dossiers.forms import FORMS
from dossiers.institution import institution, roster
from dossiers.ledger import LEDGERS
from dossiers.qi_plan import qi_plan
from dossiers.reference import reference
from dossiers.research_project import research_project
from dossiers.restriction import restriction
from dossiers.staff import staff
from dossiers.standard import standard
from dossiers.technique import technique
from dossiers.work_plan import work_plan

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
