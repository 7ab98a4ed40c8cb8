"""What single departments show besides: each insert appears only where it applies."""

from __future__ import annotations

from meidang.render.drawing.sheet import Sheet

OUTPATIENT_AUDITS = "# month*1.8 audited_on sample*1.2 rate*2.4 defects*3.4< rectification*3.2< auditor*1.5"
OUTPATIENT_EVALUATIONS = "# kind*1.5 evaluated_on summary*4< analysis*3< actions*3< evaluator*1.5"
OUTPATIENT_APPROVALS = "# outpatient_no*2 date plan_type*1.5 evaluator*1.6 approver*1.6 conclusion*3<"
_AGREEMENTS = "# partner*3.6< grade nature*1.6 icu*1.5 phone*2 valid_from|valid_to state"
_REGISTER = "只列近三个月，完整记录见病例台账。"


def inserts(sheet: Sheet) -> None:
    """Policies for every department, then what concerns some."""
    sheet.heading("附：科室专项资料")
    sheet.rows(
        "guiding", "# name|document_no*5< category*1.5 version*1 effective_on next_review_on", title="适用的制度与规范"
    )
    _outpatient(sheet)
    _laboratory(sheet)
    with sheet.when("imaging.applies"):
        sheet.rows(
            "imaging.reviews",
            "# reviewed_on sample_size*1.2 excellent*1.1 good*1 poor*1 excellent_rate=甲片率*2.2 reviewer*1.6 "
            "conclusion*4<",
            title="图像质量评价（近一年）",
        )
    _pharmacy(sheet)
    _records(sheet)
    _anaesthesia(sheet)
    _theatre(sheet)
    _operation(sheet)


def _outpatient(sheet: Sheet) -> None:
    with sheet.when("outpatient.applies"):
        sheet.rows("outpatient.audits", OUTPATIENT_AUDITS, title="门诊病历月考评（近一年）")
        sheet.rows("outpatient.evaluations", OUTPATIENT_EVALUATIONS, title="门诊病历季度评价与年度总结")
        sheet.rows("outpatient.approvals", OUTPATIENT_APPROVALS, title="门诊诊疗方案核准")


def _laboratory(sheet: Sheet) -> None:
    with sheet.when("laboratory.applies"):
        sheet.rows("laboratory.agreements", _AGREEMENTS, title="委托检验协议")
        sheet.rows(
            "laboratory.credentials",
            "# partner*3< whose*1.2 name*3< number*3< valid_to state",
            title="第三方机构与人员资质",
        )
        sheet.rows("laboratory.summaries", "# partner*3< year summarised_on summary*6<", title="委托检验年度总结")
        sheet.rows(
            "zones",
            "# zone*2 signed*1.5 checked_on plan_doc.citation=平面图*5< sign_photo.cited=标识照片*3<",
            title="三区布局",
            remark="note",
        )


def _pharmacy(sheet: Sheet) -> None:
    with sheet.when("pharmacy.applies"):
        sheet.rows(
            "pharmacy.antibacterials",
            "# person*1.6 department*2.4< title tier*2 exam*2.4 granted_on valid_to",
            title="抗菌药物处方权",
        )
        sheet.heading("用药监督机制", 2)
        sheet.facts(
            "monitoring_mechanism.supervision_policy_doc< monitoring_mechanism.system_name "
            "monitoring_mechanism.monitoring_frequency"
        )
        sheet.note("抗菌药物：{{ pharmacy.antibacterial_use }}")
        sheet.rows(
            "pharmacy.reviews",
            "# reviewed_on sample_size*1.3 rational_count*1 nonstandard_count*1.2 inappropriate_count*1.4 "
            "extraordinary_count*1 rational_rate=合理率*2.4 reviewer*1.6",
            title="处方月点评（近一年）",
            remark="note",
        )
        sheet.rows(
            "pharmacy.drugs",
            "# name*2.6< item_class*1 limits*2.2< storage*2.4< stock*2 summary*4<",
            title="高风险药品与耗材",
        )
        sheet.rows(
            "pharmacy.lots",
            "# drug_item_id=品名*2.6< lot_no*2.2 received_on expiry_on qty_in*1 keyholder_1|keyholder_2*1.6 "
            "state=状态*1.4",
            title="批号追踪（近一年）",
        )


def _records(sheet: Sheet) -> None:
    with sheet.when("medical_records.applies"):
        sheet.rows(
            "medical_records.people", "# name*1.6 post*1.6 title background*2 trainings*5<", title="病案管理人员"
        )
        sheet.cards(
            "medical_records.summaries",
            "{{ loop.index }}．{{ x.level }}　{{ x.department }}　{{ x.summarised_on }}",
            "summary< analysis< evaluation< actions< effect<",
            title="季度病历质量分析（院、科两级，近一年）",
        )
        sheet.rows(
            "medical_records.front_sheets",
            "# medical_record_no*2 checked_on "
            "chief_doctor_sign|attending_doctor_sign|resident_doctor_sign=三级医师签名*2 "
            "icd10*2.2 icd9cm3*2.2 coder*1.4 state=结果*2<",
            title="病案首页抽查（近一年）",
        )
        sheet.rows(
            "medical_records.archiving", "# month*2 due*1.2 in_time*1.2 rate*2.4 late*5<", title="病案归档（近一年）"
        )


def _anaesthesia(sheet: Sheet) -> None:
    with sheet.when("anaesthesia.applies"):
        sheet.rows(
            "anaesthesia.authorised",
            "# person*1.6 title scope*5< granted_on|valid_to granted_by*3<",
            title="麻醉分级授权",
        )
        sheet.rows("anaesthesia.green_channels", _AGREEMENTS, title="急救绿色通道协议")
        sheet.rows(
            "anaesthesia.recovery",
            "# case_no*2.2 anaesthesia*1.5 entered_at left_at observer*1.5 aldrete*1.2 abnormality*2.4< signature*1.5",
            title="麻醉恢复登记",
        )
        sheet.note(_REGISTER)
        sheet.rows("anaesthesia.credits", "# person*2 year credits*1.4 needed*1.4 state=结果*1.4", title="年度继续教育")


def _theatre(sheet: Sheet) -> None:
    with sheet.when("theatre.applies"):
        sheet.rows(
            "theatre.plans",
            "# plan_type=类别*1.4 name|document_no*4.4< effective_on next_review_on drilled_on awareness*2.2",
            title="停电、停水、停气预案与全员知晓",
        )
        sheet.rows(
            "theatre.visits",
            "# case_no*2.2 date technique*3< scale*1 preop*2.6 postop*2.6",
            title="术前访视与术后回访",
        )
        sheet.note(_REGISTER)
        sheet.rows(
            "theatre.checks",
            "# date inspectors*2< content*3.4< defects_words*4< analysis*3<",
            title="手术室质量检查（近一年）",
            remark="note",
        )


def _operation(sheet: Sheet) -> None:
    with sheet.when("operation.applies"):
        sheet.rows(
            "operation.guides", "# name|document_no*5< version*1 effective_on next_review_on", title="操作步骤分解指南"
        )
        sheet.rows("operation.limits", "# guide*4< item*3< range=限值*3", title="操作限值")
        with sheet.when("operation.doses"):
            sheet.rows(
                "operation.doses",
                "# date case_no*2 technique*2.4< operator*1.5 item|lot_no*2.6< dose*1.4 site*1.6< minutes*1.1 "
                "checkers*1.6 verified*1.1",
                title="注射剂量登记",
            )
            sheet.note(_REGISTER)
