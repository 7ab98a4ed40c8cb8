"""What was done: nothing above the grade, prohibited, restricted, stopped or not yet admitted (S1-07 to S1-13)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from meidang.archive import Archive
from meidang.archive.calendar import add_working_days
from meidang.archive.cases import Done, done_cases, forbidden_grade, listed_rows, restriction_on
from meidang.archive.facts import ACTIVE_STATUSES, STOPPED_STATUSES, first_case, known, present_status
from meidang.archive.listed import Listed
from meidang.findings import Severity
from meidang.models.ledgers.cases import Case
from meidang.models.scalars import GRADE
from meidang.models.wording import called
from meidang.rules.rule import Problem, rule


def _named(done: Done) -> tuple[str | int, ...]:
    """Where the case says what was done."""
    return done.at("operation_name" if done.is_by_hand else "technique_id")


@rule("CAS001", Severity.VETO, clause="(三)", requirements=("S1-08",))
def above_institution(archive: Archive, as_of: date) -> Iterator[Problem]:
    """病例的手术级别超出本机构可开展的级别。

    为什么：超出机构等级权限开展手术，按超范围执业处理。
    依据：医疗美容项目分级管理目录（卫办医政发〔2009〕220号）
    错误：
    # 本机构最高可开展三级
    operation_name: 下颌角成形术
    operation_grade: 4
    正确：
    operation_name: 颞部填充术
    operation_grade: 1
    """
    for done in done_cases(archive, as_of):
        why, row = forbidden_grade(archive, done.grade), _row(archive, done, "禁止", by_grade=True)
        if why:
            path = done.at("operation_grade") if done.case.operation_grade == done.grade else _named(done)
            message = f"{done.whose}为{GRADE.show(done.grade)}手术，{why}"
            yield Problem(done.item, path, message, "立即停止开展并按超范围执业整改；级别写错就改正")
        elif row:
            message = f"{done.whose}与{row.item.label}里禁止的“{row.row.technique_name}”名称或编码相同"
            yield Problem(done.item, _named(done), message, "立即停止开展并按超范围执业整改；名称或编码写错就改正")


@rule("CAS002", Severity.VETO, clause="(二)", requirements=("S1-07",))
def prohibited(archive: Archive, as_of: date) -> Iterator[Problem]:
    """病例做的是目录中禁止开展的技术。

    为什么：禁止类技术任何人不得开展。名称、别名或手术编码相同即视为同一项。
    依据：医疗技术临床应用管理办法
    错误：
    operation_name: 聚丙烯酰胺水凝胶注射隆乳
    正确：
    technique_id: T03
    """
    for done in done_cases(archive, as_of):
        row = _row(archive, done, "禁止")
        if row:
            message = f"{done.whose}与{row.item.label}里禁止的“{row.row.technique_name}”名称或编码相同"
            yield Problem(done.item, _named(done), message, "立即停止开展并报告；名称或编码写错就改正")


def _row(archive: Archive, done: Done, category: str, *, by_grade: bool = False) -> Listed | None:
    """The first row of that category that a case answers to: of the lists of the authorities, or of the grade's."""
    rows = (one for one in listed_rows(archive, done) if (one.level == "机构等级") is by_grade)
    return next((one for one in rows if one.row.category == category), None)


@rule("CAS023", Severity.VETO, clause="(五)", requirements=("S1-11",))
def self_restricted(archive: Archive, as_of: date) -> Iterator[Problem]:
    """自身限制期间开展了受限的技术。

    为什么：机构、科室或个人的自身限制在解除之前，不得有病例。
    错误：
    # T06 自 2025-11-01 起自身限制，没有解除
    date: 2026-04-09
    technique_id: T06
    正确：
    date: 2026-04-09
    technique_id: T05
    """
    for done in done_cases(archive, as_of):
        own = restriction_on(archive, done)
        if own:
            message = f"{done.whose}在自身限制期间开展，自 {own.restricted_on} 起受限（范围：{own.scope}）"
            fix = "停止开展；符合条件的先按程序解除限制，已解除的登记解除日期"
            yield Problem(done.item, _named(done), message, fix)


@rule("CAS024", Severity.VETO, clause="(七)8", requirements=("S1-13.8",))
def not_in_use(archive: Archive, as_of: date) -> Iterator[Problem]:
    """病例当天，技术已经中止、终止，或者还没有进入试用。

    为什么：中止、终止之后不得再有病例；试用之前也不得有。以技术档案的状态变更为准；因自身限制中止的只报自身限制。
    错误：
    # T09 已于 2026-03-01 中止
    date: 2026-03-20
    technique_id: T09
    正确：
    date: 2026-02-20
    technique_id: T09
    """
    for done in done_cases(archive, as_of):
        history = done.technique.record.status_history if done.technique else ()
        status = present_status(done.technique.record, done.day) if done.technique else None
        if not history or (status and status.status in ACTIVE_STATUSES) or restriction_on(archive, done):
            continue
        if status is None:
            said = f"技术的状态变更从 {min(step.changed_on for step in history)} 才开始"
        elif status.status in STOPPED_STATUSES:
            said = f"技术已于 {status.changed_on} {status.status}"
        else:
            said = f"技术当天只到“{status.status}”"
        yield Problem(done.item, _named(done), f"{done.whose}：{said}", "停止开展；状态或日期写错就在技术档案里改正")


@rule("CAS025", Severity.VETO, clause="(七)4", requirements=("S1-13.4",))
def before_approval(archive: Archive, as_of: date) -> Iterator[Problem]:
    """病例早于技术委员会批准。

    为什么：未经技术委员会批准就用于患者，属于违规开展技术。
    依据：医疗技术临床应用管理办法
    错误：
    # T13 的 committee_approved_on 是 2025-03-10
    date: 2025-03-01
    technique_id: T13
    正确：
    date: 2025-04-15
    technique_id: T13
    """
    for done in done_cases(archive, as_of):
        admission = done.technique.record.admission if done.technique else None
        approved = admission.committee_approved_on if admission else None
        if approved and done.day < approved:
            message = f"{done.whose}早于技术委员会批准（{approved}）"
            yield Problem(done.item, done.at("date"), message, "按原始文件改正日期；属实的按违规开展处理")


@rule("CAS026", Severity.MAJOR, clause="(七)4", requirements=("S1-13.4",))
def without_dossier(archive: Archive, as_of: date) -> Iterator[Problem]:
    """病例做的项目没有技术档案。

    为什么：开展的每一项技术都要按程序报批，并建立单项技术档案；手写的手术名称查不到准入、授权和风险预案。
    错误：
    operation_name: 颞部填充术
    正确：
    technique_id: T17
    """
    for done in done_cases(archive, as_of):
        if done.is_by_hand and not forbidden_grade(archive, done.grade) and _row(archive, done, "禁止") is None:
            message = f"{done.whose}没有对应的技术档案" if done.operation else f"{done.whose}没有写做的是什么技术"
            fix = f"填写{called(Case, 'technique_id')}；还没有技术档案的先按程序准入建档"
            yield Problem(done.item, _named(done), message, fix)


@rule("CAS027", Severity.VETO, clause="(二)", requirements=("S1-07",))
def restricted_unfiled(archive: Archive, as_of: date) -> Iterator[Problem]:
    """病例做的是限制类技术，过了备案期限还没有备案。

    为什么：限制类技术应在首例之日起 15 个工作日内备案（期限见设置），逾期未备案不得继续开展。
    依据：医疗技术临床应用管理办法第十一条
    错误：
    # T20 首例 2026-01-05，没有备案
    date: 2026-03-02
    technique_id: T20
    正确：
    # T20 已于 2026-01-15 备案
    date: 2026-03-02
    technique_id: T20
    """
    for done in done_cases(archive, as_of):
        row = _row(archive, done, "限制")
        by_law = done.technique is not None and done.technique.record.restricted_by_law
        if (row or by_law) and not _is_filed(archive, done):
            where = f"{row.item.label}里的限制类技术“{row.row.technique_name}”" if row else "限制类技术"
            message = f"{done.whose}是{where}，当天已过备案期限而没有备案"
            yield Problem(done.item, _named(done), message, "停止开展，向发证机关备案；已备案的补上备案日期")


def _is_filed(archive: Archive, done: Done) -> bool:
    """Filed on the day, or still within the working days after the first case."""
    record = done.technique.record if done.technique else None
    filings = [one.row.filed_on for one in listed_rows(archive, done)]
    filings.append(record.admission.filed_on if record and record.admission else None)
    if any(known(filed, done.day) for filed in filings):
        return True
    first, terms = first_case(record, done.day) if record else None, archive.settings
    return first is not None and done.day <= add_working_days(first, terms.filing_working_days, terms.calendar)


@rule("CAS018", Severity.MAJOR, clause="一", requirements=("S0-02",))
def number_twice(archive: Archive, as_of: date) -> Iterator[Problem]:
    """病例号出现两次。

    为什么：术前评估、随访、不良反应都凭病例号追溯；号码重复，就分不清是哪一例。
    错误：
    entries:
      - case_no: C26-0118
      - case_no: C26-0118
    正确：
    entries:
      - case_no: C26-0118
      - case_no: C26-0119
    """
    first: dict[str, Done] = {}
    for done in done_cases(archive, as_of):
        before = first.setdefault(done.case.case_no, done)
        if before is not done:
            place = before.item.locate(before.at("case_no"))
            message = f"病例号 {done.case.case_no} 出现两次，另一处在 {place.path}（{before.day}）"
            yield Problem(done.item, done.at("case_no"), message, "改正病例号；同一例只登记一次")
