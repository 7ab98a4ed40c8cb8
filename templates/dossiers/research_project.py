"""科研项目档案."""

from __future__ import annotations

from dossiers.shared import COVER, attached, closing
from meidang.render.drawing.sheet import Sheet


def research_project() -> Sheet:
    """科研项目档案."""
    sheet = Sheet("research_project", "科研项目档案")
    sheet.cover(f"leader_id approving_authority level state {COVER}")
    sheet.heading("一、立项")
    sheet.facts(
        "research_title< technique_ids< leader_id approving_authority level approval_no approved_on planned_close_on"
    )
    sheet.heading("二、进展与结题")
    sheet.facts("extended_to close_by closed_on state")
    attached(sheet)
    closing(sheet)
    sheet.signatures(["课题负责人", "科主任", "科教部门", "医学伦理委员会（如需）"])
    return sheet
