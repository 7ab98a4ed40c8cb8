"""台账: a year of a ledger on landscape A4, department by department; the improvement ledger by its two levels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from meidang.kinds import KINDS
from meidang.render.drawing.sheet import Sheet
from meidang.render.drawing.word import Page, paragraph

_PAGE = Page(wide=True, top=2.4, side=2.0)
_BLANK = "—"
_SIGNED = ("登记人", "科室负责人", "主管职能部门")
#: forms.yaml, cqi_record: the columns of the record of quality management and improvement.
_CQI = (
    "checked_on checkers*1.8< content*3< problem+medical_record_no|responsible*3.4< cause*2.6< "
    "actions|action_owner|due_on*3.4< effect|state*2.6< sign_qc*1.5 sign_head*1.5"
)

#: The columns of each ledger: what its printed list must show; the workbook has every field.
COLUMNS: Mapping[str, str] = {
    "case": (
        "# case_no*2 date category*1.5 technique_id/operation_name=技术项目*3.2< operator_id*1.4 anaesthesia_type*1.5 "
        "anaesthetist_id*1.4 preop_assessment.score=评估评分*1 preop_assessment.risk_level=风险等级*1 "
        "case_discussion.discussed_on=病例讨论 committee_review.committee_reviewed_on=委员会审核 "
        "safety_checklist.node3_at_and_signs.at=安全核查完成*1.9 pacu.left_at=恢复室出室*1.9"
    ),
    "follow_up": (
        "# case_no*2 kind*1.5 due_on done_on days_apart=相差（天）*1 entered_at*2 recovery*3< adverse_reaction*2.4< "
        "satisfaction*1.2 state*1.4 visitor*1.5"
    ),
    "adverse_event": (
        "# event_no*1.6 case_no*1.6 technique_id*2.4< severity*1 reported_at*1.9 handler_id*1.4 handled_at*1.9 "
        "response_minutes=响应（分钟）*1.1 tracked_until*1.9 description*3.6< final_outcome*1.6<"
    ),
    "incident": "# incident_no*1.6 date event_level*1.8 element*1 description*5< handling*5< closed_on",
    "medical_record_qc": (
        "# record_no*1.8 graded_on nursing_level*1.4 three_level_signatures=三级签名*1 timeliness*1 accuracy*1 "
        "completeness*1 legality*1 grade grader*1.4 problem*3.4< rectification*3.4<"
    ),
    "record_quality_summary": "# level summarised_on summary*3< analysis*3< evaluation*3< actions*3< effect*2.4<",
    "front_sheet": (
        "# medical_record_no*2 checked_on chief_doctor_sign*1.8 attending_doctor_sign*1.8 resident_doctor_sign*1.8 "
        "icd10*3< icd9cm3*3< coder*1.6"
    ),
    "archiving_record": "# medical_record_no*3 due_on filed_on days_overdue*1.4 storage_location*4< note*4<",
    "outpatient_record_qc": (
        "# audited_on sample_size*1.3 conforming*1.3 conforming_rate*2.6 defects*5< rectification*5< auditor*1.6"
    ),
    "outpatient_evaluation": "# kind*1.5 evaluated_on summary*4< analysis*4< actions*4< evaluator*1.5",
    "outpatient_plan_approval": "# outpatient_no*2 date plan_type*1.6 evaluator*1.8 approver*1.8 conclusion*5<",
    "image_quality_review": (
        "# reviewed_on sample_size*1.3 excellent*1.4 good*1 poor*1 excellent_rate*2.6 reviewer*1.6 conclusion*6<"
    ),
    "prescription_review": (
        "# reviewed_on sample_size*1.5 rational_count*1.1 nonstandard_count*1.1 inappropriate_count*1.5 "
        "extraordinary_count*1.1 rational_rate*2.8 reviewer*1.6 note*4<"
    ),
    "antibiotic_use_review": (
        "# case_no*1.8 reviewed_on drug*2< tier*1.8 purpose*1 doctor_id*1.5 given_at*1.9 incision_at*1.9 "
        "stopped_at*1.9 appropriate*1.1 problem*3< reviewer*1.4"
    ),
    "drug_lot": (
        "# drug_item_id*3< lot_no*2 received_on expiry_on state*1.4 qty_in*1 storage_bin*1.6 keyholder_1*1.4 "
        "keyholder_2*1.4 supplier*3<"
    ),
    "drug_daily_count": (
        "# date drug_item_id*3< opening*1 qty_in*1 qty_used*1 book*1 counted*1 difference*1 sign_1*1.5 sign_2*1.5 "
        "handling*4<"
    ),
    "monitor_reading": (
        "# monitor_point*3< measured_at*2.2 temperature_c*1.4 humidity_pct*1.4 deviation*3.6< rectify_due closed_on "
        "state*1.6"
    ),
    "calibration": (
        "# device_id*3< calibrated_on manufacturer_engineer*2 parameters*5< result*1.1 stopped_on next_due_on=下次校验"
    ),
    "device_inspection": "# device_id*3< kind*1.8 inspected_on inspector*1.6 result*1.1 handling*6<",
    "quality_check": "# date kind*2.2 inspectors*2< content*4.5< analysis*4.5< note*3<",
    "meeting": (
        "# date kind*1.8 topic*3< participating_depts*2.6< participants*2.6< opinion*3.4< improvement_action*3< "
        "implemented*2<"
    ),
    "committee_decision": (
        "# decided_on decision_no*1.8 committee_id*2.4< matter*1.5 participants*2.8< decision*5< followed_up*2.4<"
    ),
    "drill": (
        "# drilled_on plan_type*1.3 policy_id*2.6< participants*3< awareness_rate*2.7 evaluation*4< "
        "improvement_action*3.4<"
    ),
    "training_record": (
        "# trained_on kind*1.7 content*4< teacher*1.5 expected_trainees=应训*1 actual_trainees=实训*1 "
        "attendance_rate*2.7 assessment*3< effective*1.1"
    ),
    "annual_summary": "# summarised_on done*5< problem*4< next_year*4<",
    "period_figure": "# period*2 figure*3.4< count*1.4 counted_on origin*4< note*3<",
}


def by_department(kind: str) -> Sheet:
    """A ledger's entries of a year, a list for each department."""
    sheet = _begun(kind)
    with sheet.each("departments", "d"):
        sheet.heading("{{ d.department }}（{{ d.count }} 条）", 2)
        sheet.rows("d.entries", COLUMNS[kind])
    return _signed(sheet, _SIGNED)


def improvement() -> Sheet:
    """The two-level improvement ledger: the institution's items, then those of the departments."""
    sheet = _begun("qi_entry")
    for level, place in (("院级", ""), ("科级", "department*1.9 ")):
        listed = f'entries if x.level == "{level}"'
        sheet.rows(listed, f"# {place}{_CQI}", title=f"{level}持续改进台账")
    return _signed(sheet, ("质控员", "科主任", "质量管理部门", "分管院领导"))


def _begun(kind: str) -> Sheet:
    title = KINDS[kind].title
    sheet = Sheet(kind, title, _PAGE, blank=_BLANK)
    sheet.add(
        paragraph("{{ institution_name }}", style="Subtitle"),
        paragraph(f"{{{{ year }}}} 年{title}", style="Subtitle"),
        paragraph("截至 {{ as_of_long }}　共 {{ count }} 条", style="TableCentre"),
    )
    return sheet


def _signed(sheet: Sheet, who: tuple[str, ...]) -> Sheet:
    sheet.signatures(who, per_row=len(who), height=1.7)
    return sheet


#: File name -> what draws it.
LEDGERS: Mapping[str, Callable[[], Sheet]] = {
    **{f"{kind}.docx": partial(by_department, kind) for kind in COLUMNS},
    "qi_entry.docx": improvement,
}
