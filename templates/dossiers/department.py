"""科室技术档案: what records and ledgers hold of a department; what concerns it alone follows in the inserts."""

from __future__ import annotations

from dossiers.inserts import inserts
from dossiers.shared import (
    CATALOGUE,
    COVER,
    FIGURES,
    IMPROVEMENT,
    IMPROVEMENT_HEAD,
    INDEX,
    PLANS,
    SELF,
    attached,
    closing,
)
from meidang.render.drawing.sheet import Sheet


def department() -> Sheet:
    """科室技术档案."""
    sheet = Sheet("department", "科室技术档案")
    sheet.cover(f"dept_no category head_id {COVER}")
    sheet.heading("一、科室概况")
    sheet.facts(
        "dept_no dept_name category in_use established_on clinical_subjects head_id head_nurse_id people_count beds "
        "stations overview<"
    )
    sheet.rows("equipment", "# device_name*5< model*3< quantity*1.5", title="主要设备")
    with sheet.when("devices"):
        sheet.rows(
            "devices",
            "# name*3< model*2< keeper*1.5 state calibrated_last|calibration_due*2.3 calibration_state=校验状态*1.5 "
            "inspected_last",
            title="设备档案",
        )
    sheet.heading("二、科室人员与权限一览")
    sheet.rows("people", "# name*1.6 title posts*2.4< privileges*7<")
    sheet.heading("三、科室技术项目目录（六类）")
    sheet.rows("catalogues", CATALOGUE)
    with sheet.when("uncatalogued"):
        sheet.rows("uncatalogued", INDEX, title="未列入六类目录的技术项目")
    sheet.heading("四、自身限制项目")
    sheet.rows("restrictions", SELF)
    _quality(sheet)
    _events(sheet)
    inserts(sheet)
    attached(sheet)
    closing(sheet)
    sheet.signatures(["科主任", "护士长", "质控员", "医务部审核"])
    return sheet


def _quality(sheet: Sheet) -> None:
    sheet.heading("五、质控小组与活动")
    sheet.rows("qc_group", "# name*2 title position*2.4 posts*4<", title="质控小组成员")
    with sheet.when("qc_group_head or qc_group_duties"):
        sheet.facts("qc_group_head< qc_group_duties<")
    sheet.rows("quality_plans", PLANS, title="质量管理与持续改进方案")
    sheet.rows(
        "qc_meetings",
        "# date topic*3< participants*3< opinion=结论与意见*4< improvement_action|implemented=改进措施与落实*3.4<",
        title="质控小组活动（近一年）",
        remark="note",
    )
    sheet.heading("六、科级持续改进台账")
    with sheet.when("indicators"):
        sheet.rows("indicators", FIGURES.replace(" department*1.8<", ""), title="科室指标")
    sheet.cards("improvement", IMPROVEMENT_HEAD, IMPROVEMENT, title="持续改进条目（近一年及未闭环的）")


def _events(sheet: Sheet) -> None:
    sheet.heading("七、应急预案与演练")
    sheet.rows(
        "plans",
        "# name|document_no*5< plan_type=类别*1.4 effective_on next_review_on drilled_on awareness*2.4",
        title="应急预案",
    )
    sheet.rows(
        "drills",
        "# drilled_on plan*3< participants*3< awareness_rate*2 evaluation*3< improvement_action*2.6<",
        title="演练（近一年）",
        remark="note",
    )
    with sheet.when("adverse_events"):
        sheet.rows(
            "adverse_events",
            "# event_no*2 severity*1.2 reported_at handler_id*1.6 response_minutes=响应（分钟）*1.4 "
            "description*4< final_outcome*2<",
            title="不良反应登记（近一年）",
            remark="note",
        )
    sheet.heading("八、会议与协调记录")
    sheet.rows(
        "meetings",
        "# date kind*1.5 topic*2.6< participating_depts|participants=参加科室与人员*4.4< opinion*3.2< "
        "improvement_action|implemented=改进措施与落实*3.2<",
        remark="note",
    )
    sheet.heading("九、年度总结")
    sheet.cards(
        "annual_summaries",
        "{{ loop.index }}．{{ x.summarised_on }}",
        "done=主要工作与指标< problem< next_year=改进计划<",
    )
