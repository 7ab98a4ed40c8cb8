"""年度工作计划及完成情况表: goals, tasks, who owes what until when, how far it is; overdue ones marked."""

from __future__ import annotations

from dossiers.shared import COVER, closing
from meidang.render.drawing.sheet import Sheet


def work_plan() -> Sheet:
    """年度工作计划及完成情况表."""
    sheet = Sheet("work_plan", "年度工作计划及完成情况表")
    sheet.cover(f"year issued_on approved_by {COVER}")
    sheet.heading("一、总体思路与目标")
    sheet.facts("year approved_by idea<")
    sheet.rows("goals_listed", "# goal*8< tasks*1.2 done*1.2", title="年度目标")
    sheet.heading("二、完成情况")
    sheet.note("{{ progress }}")
    with sheet.when("overdue"):
        sheet.rows(
            "overdue",
            "# task*4< owner_dept*2< owner_id*1.5 due_on=完成时限 state=完成情况*2.4<",
            title="逾期未完成的任务",
        )
    sheet.heading("三、任务分解与完成情况表")
    sheet.rows(
        "tasks",
        "# task+goal*4.2< owner_dept|owner_id=责任科室、责任人*2.2< due_on|completed_on state=完成情况*2 evidence*3<",
        remark="note",
    )
    sheet.note("“逾期”按截至日期计算：完成时限已过而没有完成日期。")
    closing(sheet)
    sheet.signatures(["编制部门", "医务部审核", "业务副院长", "院长（盖章）"])
    return sheet
