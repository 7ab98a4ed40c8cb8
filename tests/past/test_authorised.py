"""Who was authorised for a technique on a day: the paper, and everything else that the rules hold against it."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from meidang.archive.authorised import Verdict, answers, best, every_series, institution_side, series_of
from meidang.archive.authorised_days import course, institution_course, technique_course
from meidang.archive.granted import granted_in_force
from meidang.archive.permits import PrivilegeState, performers, privilege_state
from meidang.models.staff import Staff
from meidang.models.technique import Technique
from meidang.pipeline import read_archive
from meidang.project import Project
from meidang.rules import RULES
from past.asked import D01, T01, archive_with

ROOT = Path(__file__).parents[2]
DAY = date(2026, 3, 14)
SUSPENDED = "suspended_on: 2026-02-01\n    suspended_for: 再评估未通过"


def _of_d01(archive, technique="T01", day=DAY):
    found = [one for one in answers(archive, archive.get(Technique, technique), day) if one.held.item.id == "D01"]
    assert len(found) == 1
    return found[0]


def test_whoever_holds_a_sound_privilege_may():
    one = _of_d01(archive_with())
    assert (one.verdict, one.against, one.held.privilege.granted_by) == (Verdict.MAY, (), "医务部")


@pytest.mark.parametrize(
    ("edits", "words"),
    [
        ([(D01, "reassess_on: 2027-08-01", f"reassess_on: 2027-08-01\n    {SUSPENDED}")], "授权自 2026-02-01 起暂停"),
        ([(D01, "archive_no:", "suspensions:\n  - reason: 超范围\n    suspended_on: 2026-01-05\narchive_no:")], "自 2026-01-05 起暂停执业"),
        ([(D01, "obtained_on: 2000-03-01", "obtained_on: 2000-03-01\n    valid_to: 2026-03-13")], "医师执业证书已于 2026-03-13 过期"),
        ([(D01, "credential_type: doctor_practice", "credential_type: radiation_worker")], "任医师，档案里没有当时的医师执业证书"),
        ([(T01, "grade: 1", "grade: 4")], "为四级，本机构最高可开展三级"),
        ([(T01, "min_title: 主治医师", "min_title: 主任医师"), (D01, "obtained_on: 2016-11-01", "obtained_on: 2026-11-01")], "要求主任医师以上，本人为主治医师"),
        ([(T01, "grade: 1", "grade: 3"), (D01, "obtained_on: 2016-11-01", "obtained_on: 2026-11-01")], "为三级，主治医师最高可开展二级"),
        ([(D01, "filing_discipline: 美容外科", "filing_discipline: 美容皮肤科")], "属于美容外科，备案专业是美容皮肤科"),
        ([(D01, "result: 通过", "result: 不通过\n    technique_id: T01")], "2025-11-08 第三方评估不通过，尚未恢复"),
        ([("archive/restriction/self-T01.yaml", None, "name: 限\nauthority_level: 自身\nself_restriction: {scope: 个人, technique_id: T01, staff_id: D01, restricted_on: 2026-03-01}\n")], "自 2026-03-01 起自身限制（范围：个人）"),
    ],
    ids=["suspended", "out-of-practice", "lapsed", "missing", "forbidden", "minimal-title", "title", "filing", "test", "restricted"],
)  # fmt: skip
def test_a_privilege_in_force_does_not_help_against(edits, words):
    one = _of_d01(archive_with(*edits))
    assert one.verdict is Verdict.BARRED
    assert words in one.against


TITLES = "archive/titles.yaml"
BY_TITLE = {
    "PRV008": ("D01", "抗生素", [(D01, "obtained_on: 2016-11-01", "obtained_on: 2026-11-01")], "要求副高级以上职称，本人为主治医师"),
    "PRV010": ("A01", "麻精处方", [(TITLES, "narcotic_min_band: 初级", "narcotic_min_band: 正高级")], "要求医师系列正高级以上职称，本人为"),
    "PRV011": ("A01", "麻醉", [(TITLES, "anaesthesia_min_band: 中级", "anaesthesia_min_band: 正高级")], "为独立实施，要求医师系列正高级以上职称，本人为"),
}  # fmt: skip


@pytest.mark.parametrize("code", BY_TITLE)
def test_whoever_prescribes_or_anaesthetises_above_the_title_may_not_and_the_rule_says_the_same(code):
    person, kind, edits, words = BY_TITLE[code]

    def asked(archive):
        found = answers(archive, archive.get(Staff, person), DAY)
        return next(one for one in found if one.held.privilege.privilege_type == kind)

    assert asked(archive_with()).verdict is Verdict.MAY
    archive = archive_with(*edits)
    one = asked(archive)
    assert one.verdict is Verdict.BARRED
    (said,) = one.against
    assert said.startswith(words)
    assert f"{one.held.whose}{said}" in [problem.message for problem in RULES[code].check(archive, DAY)]


def test_a_technique_that_was_stopped_or_not_yet_begun_is_nobodys():
    stopped = archive_with((T01, "status_history:", "status_history:\n  - {status: 中止, changed_on: 2026-02-01}"))
    assert _of_d01(stopped).against == ("技术自 2026-02-01 起为“中止”",)
    assert _of_d01(stopped, day=date(2026, 1, 31)).verdict is Verdict.MAY


def test_the_reason_of_a_suspension_is_told_apart_from_that_there_is_one():
    one = _of_d01(archive_with((D01, "reassess_on: 2027-08-01", f"reassess_on: 2027-08-01\n    {SUSPENDED}")))
    assert one.reason == "再评估未通过"
    assert "再评估未通过" not in "".join(one.against)


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2025, 8, 31), "授权从 2025-09-01 才开始"), (date(2027, 9, 1), "授权已于 2027-08-31 到期")],
    ids=["before", "after"],
)
def test_near_misses_say_from_when_to_when(day, words):
    one = _of_d01(archive_with(), day=day)
    assert (one.verdict, one.against) == (Verdict.NOT_THEN, (words,))


@pytest.mark.parametrize("day", [date(2025, 9, 1), date(2027, 8, 31)], ids=["first", "last"])
def test_the_first_and_the_last_day_count(day):
    assert _of_d01(archive_with(), day=day).verdict is Verdict.MAY


def test_whoever_had_left_was_not_authorised():
    one = _of_d01(archive_with((D01, "hired_on: 2016-09-18", "hired_on: 2016-09-18\nleft_on: 2026-03-01")))
    assert (one.verdict, one.against) == (Verdict.NOT_THEN, ("已于 2026-03-01 离职",))


def test_a_renewal_speaks_for_what_it_renewed():
    old = "{privilege_type: 手术, technique_id: T01, granted_on: 2023-09-01, valid_to: 2025-08-31}"
    archive = archive_with((D01, "privileges:", f"privileges:\n  - {old}"))
    assert _of_d01(archive).held.privilege.valid_to == date(2027, 8, 31)
    assert _of_d01(archive, day=date(2024, 1, 1)).held.privilege.valid_to == date(2025, 8, 31)


@pytest.mark.parametrize(
    ("suspended", "words"),
    [("2026-02-01", ("同一授权的另一份自 2026-02-01 起暂停",)), ("2025-08-01", ())],
    ids=["since", "before"],
)
def test_a_suspension_holds_for_the_other_paper_too_unless_that_was_granted_afterwards(suspended, words):
    other = f"granted_on: 2025-06-01, valid_to: 2026-12-31, suspended_on: {suspended}"
    archive = archive_with(
        (D01, "privileges:", f"privileges:\n  - {{privilege_type: 手术, technique_id: T01, {other}}}")
    )
    one = _of_d01(archive)
    assert (one.verdict, one.against) == (Verdict.BARRED if words else Verdict.MAY, words)


def test_rules_documents_and_the_question_agree_on_an_older_paper_beside_a_suspended_renewal():
    older = "granted_on: 2025-06-01, valid_to: 2026-12-31"
    archive = archive_with(
        (D01, "privileges:", f"privileges:\n  - {{privilege_type: 手术, technique_id: T01, {older}}}"),
        (D01, "reassess_on: 2027-08-01", f"reassess_on: 2027-08-01\n    {SUSPENDED}"),
    )
    person = archive.get(Staff, "D01")
    paper = person.record.privileges[0]
    assert _of_d01(archive).verdict is Verdict.BARRED
    assert privilege_state(archive, person, paper, DAY) is PrivilegeState.SUSPENDED
    assert paper not in [one.privilege for one in granted_in_force(archive, DAY)]
    assert "D01" not in [one.id for one in performers(archive, "T01", DAY)]


INSTITUTION = "archive/institution.yaml"
LACKS = {
    "licence over": ([(INSTITUTION, "valid_to: 2031-09-17", "valid_to: 2026-03-13")], "执业许可证已于 2026-03-13 过期"),
    "never licensed": ([(INSTITUTION, "0001\n    obtained_on: 2016-09-18\n    valid_to: 2031", "0001\n    obtained_on: 2026-03-15\n    valid_to: 2031")], "档案里没有当时的医疗机构执业许可证"),
    "verified too late": ([(INSTITUTION, "verified_on: 2026-05-20", "verified_on: 2025-03-13"), (INSTITUTION, "- verified_on: 2026-05-20", "- verified_on: 2025-03-13")], "应于 2026-03-13 前校验，档案里没有这次校验"),
    "verification failed": ([(INSTITUTION, "- verified_on: 2026-05-20\n    authority: 岚江市卫生健康委员会\n    result: 合格", "- verified_on: 2026-03-10\n    result: 暂缓校验")], "2026-03-10 的校验结论为暂缓校验"),
    "not registered": ([(INSTITUTION, "name: 美容外科", "name: 美容牙科")], "技术的专业美容外科不在登记的诊疗科目里（诊疗科目不分日期，按现在登记的）"),
    "approved later": ([(T01, "committee_approved_on: 2024-03-20", "committee_approved_on: 2026-03-15")], "技术委员会 2026-03-15 才批准"),
    "no approval": ([(T01, "  committee_approved_on: 2024-03-20\n", "")], "没有登记技术委员会批准的日期"),
    "not filed": ([(T01, "specialty:", "restricted_by_law: true\nspecialty:")], "属于限制类技术，应于 2024-05-01 前备案，当时没有备案"),
}  # fmt: skip


@pytest.mark.parametrize("case", LACKS, ids=[case.replace(" ", "-") for case in LACKS])
def test_what_the_institution_lacked_is_told_beside_the_people(case):
    edits, words = LACKS[case]
    archive = archive_with(*edits)
    assert any(one.endswith(words) for one in institution_side(archive, archive.get(Technique, "T01"), DAY))
    assert _of_d01(archive).verdict is Verdict.MAY


def test_an_institution_in_order_lacks_nothing():
    archive = archive_with((INSTITUTION, "- verified_on: 2026-05-20", "- verified_on: 2025-05-20"))
    assert institution_side(archive, archive.get(Technique, "T01"), DAY) == ()


def test_a_privilege_that_names_the_operation_only_counts_for_its_technique():
    archive = archive_with((D01, "technique_id: T01\n    operation_name: 重睑成形术", "operation_name: 双眼皮手术"))
    assert _of_d01(archive).verdict is Verdict.MAY


def test_a_person_has_prescribing_rights_beside_techniques():
    archive = archive_with()
    found = answers(archive, archive.get(Staff, "D01"), DAY)
    assert [one.held.technique.id if one.held.technique else one.held.privilege.tier for one in found] == [
        "T01",
        "T02",
        "T03",
        "特殊使用级",
    ]


@pytest.fixture(scope="module")
def example():
    return read_archive(Project(ROOT)).archive


def _days(seed, count):
    drawn = random.Random(seed)
    return [date(2012, 1, 1) + timedelta(days=drawn.randrange(365 * 20)) for _ in range(count)]


def test_the_stretches_of_a_page_say_what_is_said_of_each_day(example):
    for series in every_series(example):
        stretches = course(example, series)
        for day in _days(len(series), 150):
            said = [one for one in stretches if one.since is None or one.since <= day][-1].answer
            asked = best(example, series, day)
            assert (said.verdict, said.against, said.reason) == (asked.verdict, asked.against, asked.reason)
            assert said.held == asked.held


def test_what_a_page_says_of_the_institution_is_what_is_said_of_each_day(example):
    courses = {item.key: technique_course(example, item.id) for item in example.of(Technique)}
    for day in _days(1, 300):
        said = [one for one in institution_course(example) if one.since is None or one.since <= day][-1].words
        assert said == institution_side(example, example.institution, day)
        for item in example.of(Technique):
            own = [one for one in courses[item.key] if one.since is None or one.since <= day][-1].words
            assert (*said, *own) == institution_side(example, item, day)


def test_nobody_may_whose_privilege_other_pages_call_unusable(example):
    seen = set()
    for day in _days(0, 60):
        for series in (one for every in series_of(example).values() for one in every):
            one = best(example, series, day)
            state = privilege_state(example, one.held.item, one.held.privilege, day)
            seen.add(state)
            assert one.verdict is not Verdict.MAY or state is PrivilegeState.USABLE, (one, day)
    assert {PrivilegeState.USABLE, PrivilegeState.EXPIRED, PrivilegeState.PENDING} <= seen


def test_a_privilege_without_a_date_is_answered_for_every_day():
    archive = archive_with((D01, "privileges:", "privileges:\n  - {privilege_type: 大型仪器}"))
    series = next(one for one in every_series(archive) if one[0].privilege.privilege_type == "大型仪器")
    first = course(archive, series)[0]
    assert (first.since, first.answer.verdict) == (None, Verdict.NOT_THEN)
    assert course(archive, series)[-1].answer.verdict is Verdict.MAY
