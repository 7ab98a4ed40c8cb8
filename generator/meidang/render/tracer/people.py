"""What is checked of a person: papers, title, privileges, what was done under them, training, a talk on the spot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from meidang.archive import Item
from meidang.archive.calendar import add_months
from meidang.archive.cases import is_authorised
from meidang.archive.facts import (
    aesthetic_hours,
    credential_name,
    credential_state,
    known,
    open_suspension,
    present_title,
    title_row,
)
from meidang.archive.holdings import filing_disciplines, is_doctor, is_nurse, missing_credentials
from meidang.archive.permits import PrivilegeState, privilege_state
from meidang.archive.tracer.cases import MONTHS
from meidang.archive.tracer.people import NEW_MONTHS, is_anaesthetist
from meidang.models.scalars import AMOUNT, EXPIRY, GRADE
from meidang.models.staff import Privilege, Staff
from meidang.render.tracer.inspection import Inspection, few, labelled, said
from meidang.render.tracer.sheet import ON_SPOT, Check, Paper, Place, Sheet
from meidang.render.views.privileges import in_one_line


def person_sheet(of: Inspection, item: Item[Staff]) -> Sheet:
    """The sheet of somebody who works here."""
    person, title = item.record, present_title(item.record, of.desk.as_of)
    known_of = (of.desk.name("department", person.department_id), "、".join(person.posts), title.title if title else "")
    papers = (*of.dossier("staff", item.id, "个人技术档案"), *of.scans(item), *_originals(of, item))
    about = "　".join(filter(None, known_of))
    return Sheet(item.key, f"{item.label}（{item.id}）", about, Place(of.page(item)), papers, tuple(_checks(of, item)))


def _originals(of: Inspection, item: Item[Staff]) -> Iterator[Paper]:
    yield Paper("学历学位、职称和执业证照的原件", keeper="本人、人事部门")
    for granted_by in dict.fromkeys(one.granted_by for one in item.record.privileges if one.granted_by):
        yield Paper("授权批件", granted_by, "医务部门")
    yield Paper("继续教育、培训和考核的证明", keeper="本人、人事部门")
    if item.id in of.operated:
        yield Paper(f"近 {MONTHS} 个月本人操作的病历，任抽 2 份", keeper="病案室")


def _checks(of: Inspection, item: Item[Staff]) -> Iterator[Check]:
    yield from _of_papers(of, item)
    yield from _of_privileges(of, item)
    yield from _of_training(of, item.record)
    yield from _of_standing(of, item.record)
    yield Check("现场提问：本岗位的核心制度、应急预案和授权范围，回答正确？", ON_SPOT)
    yield from of.found(item.key)


# --- papers ----------------------------------------------------------------------------------------------------------


def _of_papers(of: Inspection, item: Item[Staff]) -> Iterator[Check]:
    person, day = item.record, of.desk.as_of
    yield Check("本人、岗位、科室与档案一致？", _post(of, person))
    yield Check("证照原件都在，都在有效期内，与档案一致？", _credentials(of, item))
    missing = "、".join(kind.name for _, kind in missing_credentials(of.archive, item, day))
    yield Check("本岗位必须持有的证照齐全？", f"档案里没有：{missing}" if missing else "必须持有的，档案里都有登记")
    filed = filing_disciplines(person, day)
    if filed or "主诊医师" in person.posts:
        words = labelled(执业类别和范围=person.practice_category_scope)
        for_what = f"主诊备案专业：{'、'.join(filed) or '没有'}"
        yield Check("执业范围、主诊备案专业包括所做的项目？", said(words, for_what))
    elif is_doctor(person):
        yield Check("执业范围包括所做的工作？", said(person.practice_category_scope or ""))
    yield Check("职称与证书、聘文一致，没有越级开展？", _title(of, person))


def _post(of: Inspection, person: Staff) -> str:
    other = "、".join(of.desk.name("department", one) for one in person.other_departments)
    home = of.desk.name("department", person.department_id)
    return said(
        labelled(科室=home, 兼职科室=other, 岗位="、".join(person.posts)),
        labelled(职务=person.position, 入职=person.hired_on),
    )


def _credentials(of: Inspection, item: Item[Staff]) -> str:
    lines = []
    for one in of.held.get(item.key, ()):
        held, state = one.credential, credential_state(of.archive, one.credential, of.desk.as_of)
        until = f"至 {EXPIRY.show(held.valid_to)}" if held.valid_to else ""
        words = (credential_name(of.archive, held), held.number, until, f"【{state.value}】")
        lines.append(" ".join(word for word in words if word))
    return said(*lines)


def _title(of: Inspection, person: Staff) -> str:
    held = present_title(person, of.desk.as_of)
    if held is None:
        return said()
    row = title_row(of.archive, person, of.desk.as_of)
    most = GRADE.show(row.max_grade) if row and row.max_grade else ""
    return labelled(职称=held.title, 取得=held.obtained_on, 聘任=held.appointed_on, 最高可开展=most)


# --- privileges ------------------------------------------------------------------------------------------------------


def _of_privileges(of: Inspection, item: Item[Staff]) -> Iterator[Check]:
    yield Check("现有授权与批件、科室公示一致，没有超期？", _granted(of, item))
    high = _high(of, item.record)
    if high:
        grade = GRADE.show(of.archive.settings.high_risk.from_grade)
        yield Check(f"{grade}及以上的授权经医疗技术委员会批准？", high)
    if is_anaesthetist(item.record, of.desk.as_of):
        yield Check("麻醉授权与职称相符，不能独立实施的有指导医师？", _anaesthesia(of, item.record))
    if item.id in of.operated:
        yield Check("任抽 2 份病历：操作当天都有这项授权？", _cases(of, item))


def _granted(of: Inspection, item: Item[Staff]) -> str:
    states = [(one, privilege_state(of.archive, item, one, of.desk.as_of)) for one in item.record.privileges]
    usable = [one for one, state in states if state is PrivilegeState.USABLE]
    ends = [one.valid_to for one in usable if one.valid_to]
    others = [
        f"{one.privilege_type}{_what(of, one)}【{state.value}】"
        for one, state in states
        if state is not PrivilegeState.USABLE
    ]
    return said(
        f"有效 {len(usable)} 项：{in_one_line(of.desk, usable)}" if usable else "没有有效的授权",
        f"最早到期 {EXPIRY.show(min(ends))}" if ends else "",
        f"不能使用：{few(others)}" if others else "",
    )


def _what(of: Inspection, one: Privilege) -> str:
    name = of.desk.name("technique", one.technique_id) if one.technique_id else one.operation_name or one.tier
    return f"（{name}）" if name else ""


def _high(of: Inspection, person: Staff) -> str:
    least = of.archive.settings.high_risk.from_grade
    lines = [
        f"{one.privilege_type}{_what(of, one)} {GRADE.show(one.level)}："
        f"{labelled(授权=one.granted_on, 签批=one.granted_by) or said()}"
        for one in person.privileges
        if one.level is not None and one.level >= least
    ]
    return "\n".join(lines)


def _anaesthesia(of: Inspection, person: Staff) -> str:
    alone = {True: "可独立实施", False: "不可独立实施", None: "没有写能否独立实施"}
    lines = []
    for one in person.privileges:
        if one.privilege_type == "麻醉":
            until = EXPIRY.show(one.valid_to) if one.valid_to else ""
            guide = of.people([one.supervised_by])
            limits = labelled(指导医师=guide, ASA上限=one.max_asa, 手术级别上限=one.max_op_grade, 有效期至=until)
            lines.append("；".join(filter(None, (alone[one.independent], limits))))
    return said(*lines)


def _cases(of: Inspection, item: Item[Staff]) -> str:
    done = of.operated[item.id]
    lacking = [one.case.case_no for one in done if not is_authorised(of.archive, one)]
    return said(
        f"近 {MONTHS} 个月台账里操作 {len(done)} 例，当天有授权的 {len(done) - len(lacking)} 例",
        f"当天没有授权的：{few(lacking, unit='例')}" if lacking else "",
    )


# --- training and standing -------------------------------------------------------------------------------------------


def _of_training(of: Inspection, person: Staff) -> Iterator[Check]:
    year, terms = of.desk.as_of.year - 1, of.archive.settings
    points = [one.credits for one in person.continuing_education if one.year == year]
    got = f"{year} 年 {AMOUNT.show(sum(points))} 分" if points else f"{year} 年没有登记学分"
    yield Check("继续教育学分达标，有证明？", f"{got}，应达到 {AMOUNT.show(terms.credits_per_year)} 分")
    if is_nurse(person):
        hours = AMOUNT.show(aesthetic_hours(person, of.desk.as_of))
        need = AMOUNT.show(terms.nurse_training_hours)
        yield Check("医美专科培训学时达标，有签到和考核？", f"已登记 {hours} 学时，应达到 {need} 学时")
    if person.hired_on and person.hired_on > add_months(of.desk.as_of, -NEW_MONTHS):
        first = min((one.granted_on for one in person.privileges if one.granted_on), default=None)
        facts = labelled(入职=person.hired_on, 首次授权=first)
        yield Check("岗前培训、带教和授权都在独立上岗以前？", facts)


def _of_standing(of: Inspection, person: Staff) -> Iterator[Check]:
    day = of.desk.as_of
    yield Check("第三方能力评估、考核和资质核查有记录，问题已整改？", _assessed(person, day))
    radiation = person.radiation
    if radiation:
        facts = labelled(
            放射培训=radiation.trained_on,
            职业健康检查=radiation.health_check_on,
            剂量监测周期=radiation.dosimeter_cycle_months and f"{radiation.dosimeter_cycle_months} 个月",
        )
        yield Check("放射培训、职业健康检查和个人剂量监测按期？", said(facts))
    suspended = open_suspension(person, day)
    if suspended:
        facts = f"{suspended[1].suspended_on} 起暂停执业"
        yield Check("暂停执业期间确实没有上岗操作？", facts)


def _assessed(person: Staff, day: date) -> str:
    tests = [one for one in person.third_party_assessments if one.assessed_on <= day]
    assessed = [one for one in person.assessments if one.date <= day]
    checks = [one for one in person.qualification_checks if known(one.verified_on, day)]
    lines = []
    if tests:
        test = max(tests, key=lambda one: one.assessed_on)
        lines.append(f"第三方评估 {test.assessed_on} {test.item_name}：{test.result}")
    if assessed:
        last = max(assessed, key=lambda one: one.date)
        lines.append(f"{last.kind} {last.date}：{last.result}")
    if checks:
        check = max(checks, key=lambda one: one.verified_on)
        lines.append(f"资质核查 {check.verified_on}：{check.result or '没有写结果'}")
    return said(*lines)
