"""医疗质量管理与持续改进方案: goals with what was reached, and the ledger entries that carry the plan out."""

from __future__ import annotations

from dossiers.shared import COVER, FIGURES, IMPROVEMENT, IMPROVEMENT_HEAD, closing
from meidang.render.drawing.sheet import Sheet


def qi_plan() -> Sheet:
    """医疗质量管理与持续改进方案."""
    sheet = Sheet("qi_plan", "医疗质量管理与持续改进方案")
    sheet.cover(f"year level department_id issued_on approved_by {COVER}")
    sheet.heading("一、质量目标")
    sheet.rows("quality_goals", "# goal*4< target=目标值*2 latest*3.4 state=结果*1.4 measure*4<", remark="note")
    sheet.heading("二、检查与改进办法")
    sheet.facts("methods<")
    sheet.heading("三、指标最近实际值")
    sheet.rows("figures", FIGURES)
    sheet.heading("四、落实情况")
    sheet.note("{{ implementation }}")
    sheet.cards("entries", IMPROVEMENT_HEAD, IMPROVEMENT, title="对应的持续改进条目")
    closing(sheet)
    sheet.signatures(["编制人", "科主任／质控办", "医务部审核", "医疗质量与安全管理委员会"])
    return sheet
