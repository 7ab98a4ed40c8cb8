"""机构技术档案, clauses (一) to (九), and 主要专业技术人员一览表."""

from __future__ import annotations

from typing import get_args

from dossiers.inserts import OUTPATIENT_APPROVALS, OUTPATIENT_AUDITS, OUTPATIENT_EVALUATIONS
from dossiers.shared import ATTACHED, CATALOGUE, COVER, FIGURES, IMPROVEMENT, IMPROVEMENT_HEAD, INDEX, PLANS, SELF, said
from meidang.models.staff import PrivilegeType
from meidang.render.drawing.sheet import Sheet
from meidang.render.drawing.word import Page, paragraph


def institution() -> Sheet:
    """机构技术档案, clauses (一) to (九)."""
    sheet = Sheet("institution", "机构技术档案")
    sheet.cover(f"institution_type institution_grade responsible_person {COVER}", subject="")
    sheet.heading("（一）一般信息与证照")
    sheet.rows("facts", "# name*3 value*9<", title="机构一般信息")
    sheet.facts("institution_type max_grade_allowed beds treatment_beds dental_chairs operating_tables")
    sheet.rows("clinical_subjects", "# code=科目代码*2 name*6<", title="诊疗科目")
    sheet.rows(
        "licences",
        "# credential_type=证照名称*3< number*3< authority*2.6< obtained_on|valid_to last_verified_on=最近校验 state",
        title="机构证照",
        remark="note",
    )
    with sheet.when("attachments"):
        sheet.rows("attachments", ATTACHED, title="证照附件")
    sheet.rows("annual_verification", "# verified_on authority*5< result*2", title="年检校验")
    _limits_and_people(sheet)
    _registers(sheet)
    _quality(sheet)
    with sheet.together():
        said(sheet)
    sheet.heading("签署")
    sheet.signatures(["编制部门", "医务部审核", "业务副院长", "院长（盖章）"])
    return sheet


def _limits_and_people(sheet: Sheet) -> None:
    sheet.heading("（二）国家、省、市禁止或限制的技术")
    sheet.rows("law_restrictions", "# level*1.2 category name*3.4< code basis+issued_on*4.4< filed|filed_on")
    sheet.heading("（三）等级权限禁止或限制的项目")
    sheet.rows("grade_restrictions", "# category name*4< code grade basis*4<")
    sheet.heading("（四）人员、职称、权限与科室")
    sheet.rows(
        "departments",
        "no*1 name*3 category=科室类别*1.6 in_use*1.6 head*2 people*1.4 archive_no*2.5",
        title="科室设置一览",
    )
    sheet.rows(
        "people", "# name*1.5 department*2< title filing=备案专业*1.8 privileges*6<", title="人员、职称及权限一览"
    )
    sheet.heading("（五）自身限制的技术项目")
    sheet.rows("self_restrictions", SELF)


def _registers(sheet: Sheet) -> None:
    sheet.heading("（六）主要技术项目目录")
    sheet.rows("catalogues", CATALOGUE.replace("grade", "grade departments*1.8<"))
    sheet.heading("（七）单项技术档案索引")
    sheet.rows("techniques", INDEX)
    sheet.heading("（八）个人技术档案索引")
    sheet.rows(
        'dossiers if x.kind == "个人技术档案"',
        "archive_no*2.4 label=姓名*2.6 owner_dept*2.4 updated_on next_review_on=下次复核*2",
    )
    sheet.heading("（九）更新、变更登记")
    sheet.rows("changes", "# record*3.2< change*3.6< changed_on due_on|done_on owner_dept*1.8 done_by*1.5")


def _quality(sheet: Sheet) -> None:
    sheet.heading("附：院级质量方案与台账")
    sheet.rows("quality_plans", PLANS, title="院级质量管理与持续改进方案")
    sheet.rows("indicators", FIGURES.replace(" department*1.8<", ""), title="院级指标")
    sheet.cards("improvement", IMPROVEMENT_HEAD, IMPROVEMENT, title="院级持续改进台账（近一年及未闭环的）")
    sheet.cards(
        "record_summaries",
        "{{ loop.index }}．{{ x.summarised_on }}　{{ x.department }}",
        "summary< analysis< evaluation< actions< effect<",
        title="季度病历质量分析（院级，近一年）",
    )
    with sheet.when("outpatient.applies"):
        sheet.rows("outpatient.audits", OUTPATIENT_AUDITS, title="门诊病历月考评（近一年）")
        sheet.rows("outpatient.evaluations", OUTPATIENT_EVALUATIONS, title="门诊病历季度评价与年度总结")
        sheet.rows("outpatient.approvals", OUTPATIENT_APPROVALS, title="门诊诊疗方案核准")
    sheet.rows(
        "decisions",
        "# decided_on committee_id*2.6< decision_no*1.8< matter*1.5 decision*5< followed_up*2.4<",
        title="委员会决议（近一年）",
    )


def roster() -> Sheet:
    """主要专业技术人员一览表: who holds which of the eighteen privileges, then each privilege."""
    sheet = Sheet("institution", "主要专业技术人员一览表", Page(wide=True, top=2.2, side=2.0))
    sheet.add(
        paragraph("{{ institution_name }}", style="Subtitle"),
        paragraph("主要专业技术人员、职称及授权一览表", style="Subtitle"),
        paragraph("截至 {{ as_of_long }}", style="TableCentre"),
    )
    sheet.heading("一、人员与授权类别")
    marks = [f"marks.{kind}" for kind in get_args(PrivilegeType)]
    sheet.rows(
        "people",
        "# name*1.6 department*2.4< title position*2.4<",
        marks=marks,
    )
    sheet.note("√ 表示截至日期有效的授权；过期、暂停和受自身限制的不列。")
    sheet.heading("二、授权明细")
    sheet.rows(
        "grants",
        "# person*1.7 title privilege_type name*4.2< code grade performing_status granted_on valid_to "
        "conditions*2.2< granted_by*4.4<",
    )
    sheet.heading("签署")
    sheet.signatures(["医务部", "护理部", "人事部门", "院长／业务副院长（盖章）"], per_row=4)
    return sheet
