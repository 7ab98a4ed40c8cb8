"""What must be repeated: the licence's verification, doctors' assessments, radiation workers' care (S1-06, S1-14.6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from meidang.archive import Archive, Item
from meidang.archive.calendar import add_months, days_left
from meidang.archive.facts import is_employed, known
from meidang.archive.holdings import (
    holdings,
    is_doctor,
    practice_licence,
    verification_due,
    verification_months,
)
from meidang.archive.institution_limits import last_verification
from meidang.archive.named_types import PERIODIC_ASSESSMENT, RADIODIAGNOSIS_LICENCE
from meidang.findings import Severity
from meidang.models.shared import Credential
from meidang.models.staff import RadiationMonitoring, Staff
from meidang.models.wording import called
from meidang.rules.rule import Problem, rule


@rule("CRD008", Severity.VETO, clause="(一)", requirements=("S1-06",))
def verification_overdue(archive: Archive, as_of: date) -> Iterator[Problem]:
    """医疗机构执业许可证校验逾期或未通过。

    为什么：逾期不校验，或校验不合格，都不能执业。床位不满 100 张每年一次，满 100 张每三年一次（周期见设置）。
    依据：医疗机构管理条例第二十二条
    错误：
    annual_verification:
      - verified_on: 2025-05-20
    正确：
    annual_verification:
      - verified_on: 2025-05-20
      - verified_on: 2026-05-18
    """
    item, due = archive.institution, verification_due(archive, as_of)
    if item is None or practice_licence(archive, as_of) is None:
        return
    index, latest = last_verification(item, as_of)
    place, fix = ("annual_verification", index), "办理校验，通过后在年检校验里登记"
    if latest and latest.result != "合格":
        message = f"{item.label}执业许可证 {latest.verified_on} 的校验结论为{latest.result}"
        yield Problem(item, (*place, "result"), message, "停止执业并整改；重新校验合格后登记")
    elif due is None:
        yield Problem(item, place, f"{item.label}执业许可证没有校验日期", fix, key=True)
    elif due < as_of:
        yield Problem(item, place, f"{item.label}执业许可证应于 {due} 前校验，已逾期", fix, due=due, key=True)


@rule("CRD009", Severity.NOTICE, clause="(一)", requirements=("S1-06",))
def verification_due_soon(archive: Archive, as_of: date) -> Iterator[Problem]:
    """医疗机构执业许可证快到校验日期。

    为什么：校验由原登记机关办理，须提前准备材料。
    依据：医疗机构管理条例第二十二条
    错误：
    annual_verification:
      - verified_on: 2025-08-01
    正确：
    annual_verification:
      - verified_on: 2025-08-01
      - verified_on: 2026-06-25
    """
    item, due = archive.institution, verification_due(archive, as_of)
    lead = timedelta(days=max(archive.settings.lead_days, default=0))
    if item and due and as_of <= due <= as_of + lead:
        message = f"{item.label}执业许可证应于 {due} 前校验，{days_left(due, as_of)}"
        place = ("annual_verification", last_verification(item, as_of)[0])
        yield Problem(item, place, message, "准备材料，到原登记机关办理校验", due=due, key=True)


@rule("CRD019", Severity.MAJOR, clause="(一)", requirements=("S1-06",))
def radiodiagnosis_not_verified(archive: Archive, as_of: date) -> Iterator[Problem]:
    """放射诊疗许可证没有随执业许可证校验。

    为什么：放射诊疗许可证没有单独的期限，与医疗机构执业许可证同时校验，周期相同；没有校验过的从发证起算。
    依据：放射诊疗管理规定（与医疗机构执业许可证同时校验）
    错误：
    credential_type: radiodiagnosis_licence
    last_verified_on: 2025-05-20
    正确：
    credential_type: radiodiagnosis_licence
    last_verified_on: 2026-05-18
    """
    for held in holdings(archive, as_of):
        if held.item is not archive.institution or held.credential.credential_type != RADIODIAGNOSIS_LICENCE:
            continue
        last = known(held.credential.last_verified_on, as_of) or held.credential.obtained_on
        due = add_months(last, verification_months(archive)) if last else None
        if due is None or due < as_of:
            said = f"应于 {due} 前校验，已逾期" if due else "没有校验日期"
            fix = f"与执业许可证一并办理校验，通过后更新{called(Credential, 'last_verified_on')}"
            yield Problem(held.item, (*held.path, "last_verified_on"), f"{held.whose}{said}", fix, due=due)


@rule("CRD010", Severity.MAJOR, clause="(八)6", requirements=("S1-14.6",))
def periodic_assessment_overdue(archive: Archive, as_of: date) -> Iterator[Problem]:
    """医师定期考核逾期。

    为什么：医师每个周期须定期考核合格才能继续执业，结果以“合格”开头的才算；从入职或上次合格起算，周期见设置。
    依据：医师法第四十二条（周期三年）
    错误：
    assessments:
      - kind: 医师定期考核
        date: 2022-05-10
        result: 合格
    正确：
    assessments:
      - kind: 医师定期考核
        date: 2025-05-10
        result: 合格
    """
    months = archive.settings.doctor_assessment_months
    for item in archive.of(Staff):
        if not (is_doctor(item.record) and is_employed(item.record, as_of)):
            continue
        last = max((day for day in _assessed(item.record) if day <= as_of), default=None)
        since = last or item.record.hired_on
        if since and add_months(since, months) < as_of:
            said = f"上次合格是 {last}" if last else "没有合格的考核记录"
            message = f"{item.label}的医师定期考核超过 {months} 个月，{said}"
            fix = "安排定期考核，合格后在考核与奖惩里登记"
            yield Problem(item, ("assessments",), message, fix, due=add_months(since, months), key=True)


def _assessed(person: Staff) -> Iterator[date]:
    """When the doctor passed; also where it is kept as a credential."""
    for assessment in person.assessments:
        if assessment.kind == "医师定期考核" and assessment.result.startswith("合格"):
            yield assessment.date
    for credential in person.credentials:
        if credential.credential_type == PERIODIC_ASSESSMENT and credential.obtained_on:
            yield credential.obtained_on


@rule("CRD011", Severity.MAJOR, clause="(八)6", requirements=("S1-14.6",))
def radiation_care_overdue(archive: Archive, as_of: date) -> Iterator[Problem]:
    """放射工作人员的培训、体检或剂量监测不合要求。

    为什么：上岗须经培训，定期职业健康检查，并按周期监测个人剂量；间隔见设置。
    依据：放射性同位素与射线装置安全和防护条例第二十八至三十条
    错误：
    radiation:
      trained_on: 2023-02-18
      health_check_on: 2025-03-03
      dosimeter_cycle_months: 6
    正确：
    radiation:
      trained_on: 2025-02-18
      health_check_on: 2025-03-03
      dosimeter_cycle_months: 3
    """
    for item in archive.of(Staff):
        if "放射工作人员" not in item.record.posts or not is_employed(item.record, as_of):
            continue
        care = item.record.radiation
        if care is None:
            path = ("posts", item.record.posts.index("放射工作人员"))
            message = f"{item.label}是放射工作人员，没有监护记录"
            fix = f"登记{called(Staff, 'radiation')}：培训日期、职业健康检查日期、个人剂量监测周期"
            yield Problem(item, path, message, fix)
        else:
            yield from _overdue_care(archive, item, care, as_of)
            yield from _long_cycle(archive, item, care)


def _overdue_care(archive: Archive, item: Item[Staff], care: RadiationMonitoring, as_of: date) -> Iterator[Problem]:
    terms = archive.settings.radiation
    for name, words, months in (
        ("trained_on", "放射防护培训", terms.training_months),
        ("health_check_on", "职业健康检查", terms.health_check_months),
    ):
        last = known(getattr(care, name), as_of)
        due = add_months(last, months) if last else None
        if due is None:
            yield Problem(item, ("radiation", name), f"{item.label}没有{words}记录", f"安排{words}并填写日期")
        elif due < as_of:
            message = f"{item.label}的{words}应于 {due} 前再做，上次是 {last}"
            yield Problem(item, ("radiation", name), message, f"安排{words}，完成后更新日期", due=due)


def _long_cycle(archive: Archive, item: Item[Staff], care: RadiationMonitoring) -> Iterator[Problem]:
    months = archive.settings.radiation.dosimeter_months
    cycle, path = care.dosimeter_cycle_months, ("radiation", "dosimeter_cycle_months")
    if cycle is None:
        yield Problem(item, path, f"{item.label}没有填写个人剂量监测周期", f"佩戴剂量计，周期不超过 {months} 个月")
    elif cycle > months:
        message = f"{item.label}的个人剂量监测周期是 {cycle} 个月，超过 {months} 个月"
        yield Problem(item, path, message, f"把监测周期缩短到 {months} 个月以内")
