"""What is checked of a case, along the patient's way: by whom, assessed, consented, operated, watched, visited.

By numbers only; nobody's name but those who work here.
"""

from __future__ import annotations

from collections.abc import Iterator

from meidang.archive.cases import (
    BEYOND_LOCAL,
    Done,
    forbidden_grade,
    high_risk,
    listed_rows,
    privileges_for,
    usable_for,
)
from meidang.archive.collections import Entered
from meidang.archive.devices import against_use
from meidang.archive.drugs import lots, minutes_of
from meidang.archive.facts import present_status, present_title
from meidang.archive.follow_ups import Visit, is_answered, visits_by_case, visits_due
from meidang.archive.granted import is_usable
from meidang.archive.tracer import Traced
from meidang.models.base import describe
from meidang.models.drug_item import DrugItem
from meidang.models.ledgers.cases import Injection, SafetyChecklist
from meidang.models.scalars import AMOUNT, EXPIRY, GRADE, MOMENT
from meidang.models.staff import Staff
from meidang.models.technique import Technique
from meidang.render.tracer.inspection import Inspection, document_words, labelled, said
from meidang.render.tracer.sheet import NOTHING, Check, Paper, Sheet
from meidang.render.views.cases import is_large

#: The ledgers that speak of a case, and by which number a row of them is found.
_LEDGERS = {
    "follow_up": "case_no",
    "adverse_event": "event_no",
    "committee_decision": "decision_no",
    "antibiotic_use_review": "case_no",
}
_NODES = ("node1_at_and_signs", "node2_at_and_signs", "node3_at_and_signs")


def case_sheet(of: Inspection, traced: Traced) -> Sheet:
    """The sheet of a case."""
    done = traced.done
    department = of.desk.whose(done.entered.department_id)
    operator = of.desk.name("staff", done.case.operator_id)
    about = "　".join(filter(None, (str(done.day), department, done.operation, f"操作者 {operator}")))
    ledger = of.entry(done.entered, done.case.case_no)
    papers = (ledger, *_papers(of, done))
    checks = tuple(_checks(of, done))
    return Sheet(traced.key, f"病例 {done.case.case_no}", about, ledger.place, papers, checks)


# --- papers ----------------------------------------------------------------------------------------------------------


def _papers(of: Inspection, done: Done) -> Iterator[Paper]:
    case = done.case
    yield Paper("病历全卷（知情同意书、核查表、用药和麻醉记录）", case.case_no, "病案室")
    yield from of.dossier("staff", case.operator_id, "个人技术档案")
    yield from of.dossier("technique", case.technique_id, "单项技术档案")
    if case.anaesthetist_id != case.operator_id:
        yield from of.dossier("staff", case.anaesthetist_id, "个人技术档案")
    for device in case.device_ids:
        yield from of.dossier("device", device, "设备档案、校准记录")
    for item in dict.fromkeys(one.drug_item_id for one in case.injections):
        yield from of.dossier("drug_item", item, "药品档案、批号台账")
    for ledger, number in _LEDGERS.items():
        for one in of.desk.entries_about(ledger, "case_no", case.case_no):
            yield of.entry(one, getattr(one.entry, number))


# --- the way of a case -----------------------------------------------------------------------------------------------


def _checks(of: Inspection, done: Done) -> Iterator[Check]:
    yield Check("病历与台账一致：日期、操作、编码、级别、操作者？", _written(of, done))
    yield from _before(of, done)
    yield from _during(of, done)
    yield from _after(of, done)
    yield from of.found_of_entry(done.entered)


def _before(of: Inspection, done: Done) -> Iterator[Check]:
    yield Check("操作者当天在职，有这项授权，没有越级？", _operator(of, done))
    yield Check("这项技术当天可以开展，技术档案齐全？", _technique(of, done))
    yield Check("术前评估在操作以前完成并通过，签名齐全？", _assessed(of, done))
    why = high_risk(of.archive, done)
    if why:
        yield Check(f"高风险（{why}）：病例讨论、委员会审核都在操作以前？", _reviewed(of, done))
    consent = done.technique.record.consent_doc if done.technique else None
    words = document_words(consent)
    yield Check(
        "知情同意书版本正确，由本人在操作以前签署，写明替代方案？",
        f"现行版本：{words}\n本例签署情况看病历" if words else "技术档案没有登记知情同意书\n本例签署情况看病历",
    )


def _during(of: Inspection, done: Done) -> Iterator[Check]:
    case = done.case
    yield Check("麻醉方式、麻醉医师资质和指导符合规定？", _anaesthesia(of, done))
    if case.category == "手术类" or case.safety_checklist:
        yield Check("手术安全核查三个节点依次进行，签名齐全？", _checklist(of, case.safety_checklist))
    if case.injections:
        lines = [_injection(of, done, one) for one in case.injections]
        yield Check("药品、耗材批号可追溯，在效期内，双人查对，剂量不超限？", "\n".join(lines))
    if case.device_ids:
        lines = [_device(of, done, one) for one in case.device_ids]
        yield Check("设备当天在校准、检验有效期内？", "\n".join(lines))
    reviews = of.desk.entries_about("antibiotic_use_review", "case_no", case.case_no)
    if reviews:
        yield Check("抗菌药物使用合理，时机符合规定？", "\n".join(_antibiotic(one) for one in reviews))


def _after(of: Inspection, done: Done) -> Iterator[Check]:
    case = done.case
    if case.anaesthesia_type in BEYOND_LOCAL or case.pacu:
        yield Check("麻醉恢复全程有人观察，记录完整？", _recovery(of, done))
    if is_large(of.desk, done) or case.visits:
        yield Check("术前访视、术后回访都做了？", _visited(of, done))
    yield Check("随访按计划完成，内容与病历一致？", _followed(of, done))
    events = of.desk.entries_about("adverse_event", "case_no", case.case_no)
    facts = "\n".join(_event(of, one) for one in events) or "没有登记不良反应"
    yield Check("不良反应、并发症如实登记，处置及时，闭环？", facts)


def _written(of: Inspection, done: Done) -> str:
    case = done.case
    codes = "、".join(dict.fromkeys(done.codes))
    return said(
        labelled(日期=done.day, 操作=done.operation, 手术编码=codes, 级别=GRADE.show(done.grade)),
        labelled(类别=case.category, 规模=case.scale),
        labelled(操作者=of.people([case.operator_id]), 助手=of.people(case.assistants)),
    )


def _operator(of: Inspection, done: Done) -> str:
    person = done.operator
    if person is None:
        return NOTHING
    title = present_title(person.record, done.day)
    usable = usable_for(of.archive, done)
    lines = []
    for one in usable or privileges_for(of.archive, done):
        until = EXPIRY.show(one.valid_to) if one.valid_to else ""
        state = "当天有效" if one in usable else "当天无效"
        lines.append(f"授权（{state}）：{labelled(授权=one.granted_on, 有效期至=until, 签批=one.granted_by)}")
    return said(
        labelled(操作者=person.label, 当天职称=title.title if title else "没有登记"),
        *(lines or ["没有这项授权的记录"]),
    )


def _technique(of: Inspection, done: Done) -> str:
    if done.technique is None:
        return "台账没有对应到技术项目"
    technique: Technique = done.technique.record
    status = present_status(technique, done.day)
    rows = [f"列入{one.item.label}（{one.row.category}）" for one in listed_rows(of.archive, done)]
    return said(
        labelled(技术项目=f"{done.technique.label}（{done.technique.id}）", 分级=GRADE.show(technique.grade)),
        labelled(当天状态=status.status if status else "没有登记", 准入职称=technique.min_title),
        forbidden_grade(of.archive, done.grade),
        *rows,
    )


def _assessed(of: Inspection, done: Done) -> str:
    one = done.case.preop_assessment
    if one is None:
        return "没有术前评估"
    score = AMOUNT.show(one.score) if one.score is not None else ""
    signed = labelled(
        主诊医师=of.people([one.sign_attending]),
        麻醉医师=of.people([one.sign_anaesthetist]),
        护士=of.people([one.sign_nurse]),
    )
    return said(
        labelled(评估=one.assessed_on, 评分=score, 风险=one.risk_level, 结论="通过" if one.passed else "未通过"),
        f"签名：{signed or '没有'}",
        f"预警项：{'；'.join(one.alert_items)}" if one.alert_items else "",
    )


def _reviewed(of: Inspection, done: Done) -> str:
    discussed, reviewed = done.case.case_discussion, done.case.committee_review
    talk = labelled(讨论=discussed.discussed_on, 参加人=of.people(discussed.participants)) if discussed else ""
    agreed = ("同意" if reviewed.approved else "不同意") if reviewed else ""
    review = labelled(委员会审核=reviewed.committee_reviewed_on, 结论=agreed) if reviewed else ""
    return said(talk or "没有病例讨论", review or "没有委员会审核")


def _anaesthesia(of: Inspection, done: Done) -> str:
    case, who = done.case, of.archive.get(Staff, done.case.anaesthetist_id)
    held = [one for one in who.record.privileges if one.privilege_type == "麻醉"] if who else []
    usable = [one for one in held if who and is_usable(who.record, one, done.day)]
    lines = []
    if who:
        alone = any(one.independent for one in usable)
        words = "当天有麻醉授权，" + ("可独立实施" if alone else "不可独立实施") if usable else "当天没有麻醉授权"
        lines.append(f"{who.label}：{words}")
    people = labelled(麻醉医师=of.people([case.anaesthetist_id]), 指导医师=of.people([case.supervised_by]))
    return said("；".join(filter(None, (f"麻醉方式 {case.anaesthesia_type}", people))), *lines)


def _checklist(of: Inspection, checklist: SafetyChecklist | None) -> str:
    if checklist is None:
        return "没有手术安全核查"
    lines = []
    for name in _NODES:
        node, label = getattr(checklist, name), describe(SafetyChecklist)[name].label
        lines.append(f"{label}：{MOMENT.show(node.at)} {of.people(node.signs)}" if node else f"{label}：没有")
    return said(*lines, "已扫码" if checklist.scanned else "没有扫码确认")


def _injection(of: Inspection, done: Done, one: Injection) -> str:
    item = of.archive.get(DrugItem, one.drug_item_id)
    lot = lots(of.archive).get((one.drug_item_id, one.lot_no or ""))
    minutes, unit = minutes_of(one), item.record.unit if item else ""
    limit = f"（上限 {AMOUNT.show(item.record.dose_max)}）" if item and item.record.dose_max is not None else ""
    dose = f"{AMOUNT.show(one.dose_units)} {unit}{limit}" if one.dose_units is not None else ""
    expiry = f"效期 {lot.expiry_on}" + ("，当天已过期" if lot.expiry_on < done.day else "") if lot else "批号台账里没有"
    words = labelled(
        批号=f"{one.lot_no or '没有写'}（{expiry}）",
        剂量=dose,
        部位=one.body_site,
        时间=f"{minutes} 分钟" if minutes is not None else "",
        查对=of.people([one.checker_1, one.checker_2]),
        扫码验证=one.verify_result,
    )
    return f"{of.desk.name('drug_item', one.drug_item_id)}：{words}"


def _device(of: Inspection, done: Done, device_id: str) -> str:
    against = against_use(of.archive, device_id, done.day)
    return f"{of.desk.name('device', device_id)}（{device_id}）：{against or '当天可以使用'}"


def _antibiotic(one: Entered) -> str:
    entry = one.entry
    given = MOMENT.show(entry.given_at) if entry.given_at else ""
    incision = MOMENT.show(entry.incision_at) if entry.incision_at else ""
    judged = "合理" if entry.appropriate else f"不合理：{entry.problem or '没有写问题'}"
    return f"{entry.drug}（{entry.tier}，{entry.purpose}）：{labelled(给药=given, 切皮=incision, 点评=judged)}"


def _recovery(of: Inspection, done: Done) -> str:
    one = done.case.pacu
    if one is None:
        return "没有麻醉恢复记录"
    left = MOMENT.show(one.left_at) if one.left_at else "没有写"
    people = labelled(观察人=of.people([one.observer]), 签名=of.people([one.signature]))
    return said(
        labelled(入室=MOMENT.show(one.entered_at), 出室=left, Aldrete评分=one.aldrete),
        people or "没有写观察人",
        labelled(异常处理=one.abnormality_handling),
    )


def _visited(of: Inspection, done: Done) -> str:
    one = done.case.visits
    if one is None:
        return "没有访视和回访记录"
    before = labelled(术前访视=one.preop_visit_on, 访视人=of.people([one.preop_visitor]))
    after = labelled(术后回访=one.postop_visit_on, 回访人=of.people([one.postop_visitor]))
    return said(before or "没有术前访视", after or "没有术后回访")


def _followed(of: Inspection, done: Done) -> str:
    day = of.desk.as_of
    due = list(visits_due(of.archive, done, day))
    entered = visits_by_case(of.archive).get(done.case.case_no, ())
    lines = [_visit(of, one) for one in due]
    waiting = [str(one.entry.due_on) for one in entered if one.moment > day]
    return said(*(lines or ["还没有到期的随访"]), f"待访：{'、'.join(waiting)}" if waiting else "")


def _visit(of: Inspection, one: Visit) -> str:
    name = f"第 {one.days} 天（应访 {one.due}）"
    entry = one.entered.entry if one.entered else None
    if entry is None or not is_answered(entry, of.desk.as_of):
        return f"{name}：没有随访记录"
    if entry.outcome == "失访":
        return f"{name}：失访"
    return f"{name}：{labelled(实访=entry.done_on, 恢复=entry.recovery, 不良反应=entry.adverse_reaction)}"


def _event(of: Inspection, one: Entered) -> str:
    event = one.entry
    handled = max((at for at in (event.handled_at, event.seen_at, event.consultation_at) if at), default=None)
    return f"{event.event_no} {event.severity}：" + labelled(
        报告=MOMENT.show(event.reported_at),
        处置=MOMENT.show(handled) if handled else "没有写",
        处置人=of.people([event.handler_id]),
        转归=event.final_outcome or "没有写",
    )
