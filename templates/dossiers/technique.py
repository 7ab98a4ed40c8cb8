"""单项技术档案, clause (七)."""

from __future__ import annotations

from dossiers.shared import ATTACHED, COVER, SELF, closing
from meidang.render.drawing.sheet import Sheet


def technique() -> Sheet:
    """单项技术档案, clause (七)."""
    sheet = Sheet("technique", "单项技术档案")
    sheet.cover(f"icd9cm3 grade specialty categories status {COVER}")
    sheet.heading("一、技术分类与分级")
    sheet.facts(
        "standard_name< aliases< grade status icd9cm3 project_code specialty categories departments leader_id "
        "restricted_by_law icd_note"
    )
    sheet.rows(
        "catalogue",
        "# catalogue_category*1.6 basis*4< approving_authority*3< approval_no*2.2< approved_on",
        title="目录类别",
    )
    _performers(sheet)
    _admission(sheet)
    _practice(sheet)
    sheet.heading("附件目录")
    sheet.rows("documents", "# use*2.3< document_name*4< document_no*2.4< version*1 effective_on|next_review_on")
    with sheet.when("attachments"):
        sheet.rows("attachments", ATTACHED, title="附件")
    closing(sheet)
    sheet.signatures(
        ["项目负责人", "科主任", "医务部", "医疗技术管理委员会", "伦理委员会（如需）", "院长／业务副院长（盖章）"]
    )
    return sheet


def _performers(sheet: Sheet) -> None:
    sheet.heading("二、准入职称规定与授权人员")
    sheet.facts("min_title admission_rule_doc.citation=准入规定")
    sheet.rows(
        "performers",
        "# name*1.5 department*2< title privilege_type|performing_status granted_on|valid_to granted_by*3<",
        title="授权人员",
    )
    with sheet.when("restrictions"):
        sheet.rows("restrictions", SELF, title="自身限制")


def _admission(sheet: Sheet) -> None:
    sheet.heading("三、报批与备案材料")
    sheet.facts(
        "admission.applied_on admission.dept_opinion admission.ethics_on admission.committee_approved_on "
        "admission.first_case_on admission.filed_on admission.filing_no<"
    )
    with sheet.when("new_technique.given"):
        sheet.heading("新业务新技术", 2)
        sheet.facts(
            "new_technique.project_name< new_technique.innovation< new_technique.approved_on new_technique.started_on "
            "new_technique.first_case_on new_technique.evaluated_on new_technique.outcome<"
        )
    with sheet.when("research"):
        sheet.heading("科研项目", 2)
        sheet.rows(
            "research",
            "# research_title*3< leader*1.5 approving_authority|level*2.4 approval_no*2.4< approved_on "
            "planned_close_on|extended_to=计划结题日期*2.2 closed_on",
        )


def _practice(sheet: Sheet) -> None:
    sheet.heading("四、操作规范与适应症、禁忌症")
    sheet.facts("operation_guide_doc.citation=操作规范< indications< contraindications<")
    sheet.heading("五、知情同意书")
    sheet.facts("consent_doc.citation=知情同意书<")
    sheet.heading("六、年度运行情况表")
    sheet.rows(
        "yearly",
        "year cases=例数*1 cured*1 improved*1 ineffective*1 cure_percent|cure_share=治愈率（含好转）*2 "
        "ineffective_percent|ineffective_share=无效率*1.7 complication_percent|complication_share=并发症率*1.7 "
        "dispute_percent|dispute_share=纠纷率*1.7",
        remark="note",
    )
    sheet.note("各率由例数算出，百分数下面是 n/N；治愈率含好转。")
    sheet.heading("七、风险预警与处置预案")
    sheet.facts(
        "risk.warning_indicators< risk.risk_plan_doc.citation=风险处置预案< risk.harm_plan_doc.citation=损害处置预案< "
        "risk.flow_doc.citation=流程图<"
    )
    with sheet.when("policies"):
        sheet.rows(
            "policies",
            "# name|document_no*5< category version*1 effective_on next_review_on",
            title="适用的制度、预案与操作指南",
        )
    with sheet.when("limits"):
        sheet.rows("limits", "# guide*4< item*3< range=限值*3", title="操作限值")
    sheet.heading("八、督导评价")
    sheet.rows("supervision", "# supervised_on supervisor*2< conclusion*4< rectification*4<")
    sheet.heading("九、状态变更（中止、终止、转日常）")
    sheet.rows("status_history", "# status changed_on=变更日期*2 basis*4< approved_by*2.5<")
