"""The facts that people care about, each as a small edit of the small archive and the sentences expected."""

from __future__ import annotations

from datetime import date

import pytest

from consequences.versions import SMALL
from meidang.consequences import Fact, Moves, State, summary
from meidang.consequences.facts import facts_between
from meidang.pipeline import read_archive
from meidang.project import Project

D01 = "staff/D01.yaml"
CASES = {
    "a filing renewed": (
        D01,
        "valid_to: 2026-08-20",
        "valid_to: 2031-08-20",
        ["证照延续：何砚的", "2026-08-20 → 2031-08-20"],
    ),
    "a filing that lapses": (D01, "valid_to: 2026-08-20", "valid_to: 2026-05-01", ["证照失效：何砚的"]),
    "a credential removed": (
        "institution.yaml",
        "  - {credential_type: medical_ad_review, number: 示例-医广-0001, valid_to: 2026-05-28}\n",
        "",
        ["证照删去：小样医疗美容门诊部的医疗广告审查证明，原有效期至 2026-05-28"],
    ),
    "a privilege extended": (
        D01,
        "level: 2, granted_on: 2025-01-01, valid_to: 2026-12-31",
        "level: 2, granted_on: 2025-01-01, valid_to: 2027-12-31",
        ["授权延续：何砚的手术授权（A型肉毒毒素注射） 2026-12-31 → 2027-12-31"],
    ),
    "a privilege suspended": (
        D01,
        "level: 2, granted_on: 2025-01-01",
        "level: 2, suspended_on: 2026-06-01, granted_on: 2025-01-01",
        ["授权暂停：何砚的手术授权（A型肉毒毒素注射），自 2026-06-01 起"],
    ),
    "a privilege taken away": (
        D01,
        "  - {privilege_type: 手术, technique_id: T02, level: 2, granted_on: 2025-01-01, valid_to: 2026-12-31}\n",
        "",
        ["授权失去：何砚的手术授权（A型肉毒毒素注射），记录已删去，原有效期至 2026-12-31"],
    ),
    "a privilege that begins later than it did": (
        D01,
        "technique_id: T02, level: 2, granted_on: 2025-01-01",
        "technique_id: T02, level: 2, granted_on: 2026-09-01",
        ["授权失去：何砚的手术授权（A型肉毒毒素注射），改成自 2026-09-01 起"],
    ),
    "a renewal suspended while the older paper still runs": (
        D01,
        "  - {privilege_type: 手术, technique_id: T02,",
        "  - {privilege_type: 手术, technique_id: T02, granted_on: 2026-05-01, valid_to: 2028-04-30, suspended_on: 2026-06-01}\n  - {privilege_type: 手术, technique_id: T02,",
        ["授权暂停：何砚的手术授权（A型肉毒毒素注射），自 2026-06-01 起"],
    ),
    "an expired privilege renewed": (
        D01,
        "granted_on: 2024-01-01, valid_to: 2026-03-31",
        "granted_on: 2024-01-01, valid_to: 2027-03-31",
        ["授权延续：何砚的抗生素授权（非限制使用级） 2026-03-31 → 2027-03-31"],
    ),
    "a privilege granted": (
        D01,
        "participation:",
        "  - {privilege_type: 西医处方, granted_on: 2026-06-01, valid_to: 2028-05-31}\nparticipation:",
        ["授权取得：何砚的西医处方授权，有效期至 2028-05-31"],
    ),
    "a privilege that is yet to begin": (
        D01,
        "participation:",
        "  - {privilege_type: 西医处方, granted_on: 2026-08-01}\nparticipation:",
        ["授权将取得：何砚的西医处方授权，自 2026-08-01 起"],
    ),
    "somebody leaves": (
        D01,
        "hired_on: 2018-03-01",
        "hired_on: 2018-03-01\nleft_on: 2026-06-01",
        ["离职：何砚，美容外科，离职日期 2026-06-01，离职前有 2 项有效授权"],
    ),
    "a title": (
        D01,
        "  - {title: 主治医师, obtained_on: 2016-05-01}",
        "  - {title: 主治医师, obtained_on: 2016-05-01}\n  - {title: 副主任医师, obtained_on: 2026-05-01}",
        ["职称变动：何砚 主治医师 → 副主任医师"],
    ),
    "a post": (D01, "posts: [医师]", "posts: [医师, 主诊医师]", ["岗位变动：何砚 医师 → 医师、主诊医师"]),
    "a technique stopped": (
        "technique/T01.yaml",
        "  - {status: 在用, changed_on: 2019-06-01}",
        "  - {status: 在用, changed_on: 2019-06-01}\n  - {status: 中止, changed_on: 2026-06-01}",
        ["技术停用：重睑成形术 在用 → 中止"],
    ),
    "a year's figures": (
        "technique/T01.yaml",
        "cases: 45, cured: 40",
        "cases: 46, cured: 41",
        ["年度数据变动：重睑成形术 2025 年，开展例数 45 → 46，治愈 40 → 41"],
    ),
    "a self-restriction released": (
        "restriction/self-T02.yaml",
        "restricted_on: 2026-01-01",
        "restricted_on: 2026-01-01, released_on: 2026-06-01",
        ["解除自身限制：A型肉毒毒素注射（机构）"],
    ),
    "a policy abolished": (
        "policies/follow-up.md",
        "effective_on: 2026-01-01",
        "effective_on: 2026-01-01\nabolished_on: 2026-06-01",
        ["制度废止：《随访<b>规程</b>》，小样医〔2026〕2号"],
    ),
}


def _state(texts: dict[str, str]) -> State:
    """The small archive, with other texts of some files; nothing judged and nothing made."""
    return State(read_archive(Project(SMALL.parent), instead=texts).archive, (), (), {})


@pytest.fixture(scope="module")
def before() -> State:
    return _state({})


def _edited(name: str, old: str, new: str) -> dict[str, str]:
    """Where no file is called so, the one of that folder in which the words stand."""
    places = [SMALL / name] if (SMALL / name).exists() else sorted((SMALL / name).parent.iterdir())
    (place,) = [one for one in places if old in one.read_text(encoding="utf-8")]
    path = f"archive/{place.relative_to(SMALL).as_posix()}"
    return {path: place.read_text(encoding="utf-8").replace(old, new, 1)}


def _told(before: State, name: str, old: str, new: str) -> tuple[Fact, ...]:
    after = _state(_edited(name, old, new))
    return facts_between(before, after, date(2026, 6, 30), Moves(), is_whole=True)


@pytest.mark.parametrize("case", CASES, ids=[case.replace(" ", "-") for case in CASES])
def test_a_fact_reads(before, case):
    name, old, new, expected = CASES[case]
    told = "\n".join(one.sentence for one in _told(before, name, old, new))
    for one in expected:
        assert one in told


def test_somebody_who_joins_is_one_fact(versions):
    versions.write("staff/N02.yaml", "name: 甲乙\ndepartment_id: K01\nposts: [护士]\nhired_on: 2026-06-01\n")
    told = versions.told()
    assert [one.sentence for one in told.facts if one.key == "staff/N02"] == ["入职：甲乙，美容外科，护士"]
    assert "新增个人技术档案「甲乙」" in summary(told)


def test_a_privilege_that_begins_earlier_than_planned_is_granted():
    planned = _state(_edited(D01, "level: 2, granted_on: 2025-01-01", "level: 2, granted_on: 2026-09-01"))
    (fact,) = facts_between(planned, _state({}), date(2026, 6, 30), Moves(), is_whole=True)
    assert fact.sentence == "授权取得：何砚的手术授权（A型肉毒毒素注射），有效期至 2026-12-31"


def test_what_takes_something_away_is_told_first_and_a_veto_clause_is_named(versions):
    versions.write("standard/tiny.yaml", TINY)
    versions.write("policies/hands.md", HANDS.replace("2026-05-31", "2026-12-31"))
    versions.commit()
    versions.edit("policies/hands.md", "next_review_on: 2026-12-31", "next_review_on: 2026-05-31")
    versions.edit("technique/T01.yaml", "grade: 1", "grade: 2")
    versions.edit(D01, "posts: [医师]", "posts: [医师, 主诊医师]")
    versions.edit(D01, "hired_on: 2018-03-01", "hired_on: 2018-03-01\nleft_on: 2026-06-01")
    told = versions.told("HEAD")
    lines = summary(told)
    assert lines[0].startswith("离职：何砚，")
    assert lines[1] == "技术分级变动：重睑成形术 一级 → 二级"
    assert any("其中否决项 1 条：一 手卫生" in one for one in lines)


JANUARY = "ledger/outpatient_record_qc/hospital-2026-01.yaml"


def test_an_indicator_tells_both_values_and_the_target(before):
    (fact,) = _told(before, JANUARY, "conforming: 10", "conforming: 5")
    assert fact.sort.name == "INDICATOR"
    assert fact.is_grave
    assert fact.sentence == (
        "指标变动：门诊病历规范率 2026 年 1 月 100.0%（10/10），达标 → 50.0%（5/10），未达标（目标不低于 90%）"
    )


def test_a_rate_that_hardly_moves_is_counted_and_told_last(versions):
    versions.edit(JANUARY, "sample_size: 10, conforming: 10", "sample_size: 20, conforming: 20")
    told = versions.told()
    assert [one.is_slight for one in told.facts] == [True]
    assert "1 项指标只变了数值，达标与否不变" in summary(told)
    assert not any(one.startswith("指标变动") for one in summary(told))


def test_the_only_change_is_told_in_the_summary(versions):
    versions.edit("technique/T01.yaml", "grade: 1", "grade: 1\nicd_note: 另有编码")
    assert "改动单项技术档案「重睑成形术」：「编码说明」填写 另有编码" in summary(versions.told())


def test_what_appears_disappears_and_turns_is_told_once(versions):
    versions.edit(D01, "valid_to: 2026-08-20", "valid_to: 2026-05-01")
    told = versions.told()
    assert told.weighs
    assert [one.record for one in told.findings.came if "主诊" in one.message or "备案" in one.message]
    back = versions.commit()
    assert back
    versions.edit(D01, "valid_to: 2026-05-01", "valid_to: 2026-08-20")
    undone = versions.told("HEAD")
    assert {one.message for one in undone.findings.went} == {one.message for one in told.findings.came}
    assert not undone.weighs


def test_documents_and_parts_of_the_binder_that_change_are_named(versions):
    versions.edit(D01, "sex: 男", "sex: 男\nposition: 科主任")
    papers = versions.told().papers
    assert not papers.unsaid
    titles = {one.title for one in papers.documents}
    assert "何砚　个人技术档案" in titles
    assert any("何砚" in title for part in papers.parts for title in part.changed)
    assert not any(one.sort.value != "修改" for one in papers.documents)


TINY = """name: 小标准
clauses:
  - {id: k1, clause_no: 一, title: 手卫生, veto: true, evidence: {policies: [hands]}}
"""
HANDS = """---
document_name: 手卫生规程
document_no: 小样医〔2026〕9号
category: 制度
archive_no: XY-1
owner_dept: 院感科
updated_on: 2026-01-01
approved_by: 甲某
approved_on: 2026-01-01
effective_on: 2026-01-01
next_review_on: 2026-05-31
---
甲。
"""


def test_a_clause_that_turns_says_why_and_where_its_standard_stands(versions):
    versions.write("standard/tiny.yaml", TINY)
    versions.write("policies/hands.md", HANDS)
    versions.commit()
    versions.edit("policies/hands.md", "next_review_on: 2026-05-31", "next_review_on: 2026-12-31")
    told = versions.told("HEAD")
    (turn,) = [one for one in told.clauses if one.standard == "小标准"]
    assert turn.sentence == "一 手卫生（否决项）：未达到 → 已达到"
    assert not turn.is_worse
    assert turn.why == ("不再有：制度“手卫生规程”应于 2026-05-31 复核，已逾期",)
    (standing,) = [one for one in told.standings if one.standard == "小标准"]
    assert (standing.not_met, standing.vetoes) == ((1, 0), (1, 0))
    versions.commit()
    versions.edit("policies/hands.md", "effective_on: 2026-01-01", "effective_on: 2026-09-01")
    (turn,) = [one for one in versions.told("HEAD").clauses if one.standard == "小标准"]
    assert turn.is_worse
    assert turn.why[0].endswith("没有生效或已废止")


def test_an_attachment_that_came_is_named_without_a_number_in_its_name(versions):
    versions.write("attachments/13800138001.txt", "甲")
    told = versions.told()
    assert [one.path for one in told.papers.attachments] == ["attachments/（已隐去）.txt"]
    assert not any("13800138001" in str(one) for one in told.findings.came)


def test_an_attachment_that_lies_elsewhere_is_one_that_moved(versions):
    versions.write("attachments/旧名.txt", "甲")
    versions.write("attachments/留下.txt", "甲")
    versions.commit()
    versions.path("attachments/旧名.txt").rename(versions.path("attachments/新名.txt"))
    (moved,) = versions.told("HEAD").papers.attachments
    assert (moved.mark, moved.called) == ("改名", "attachments/旧名.txt → attachments/新名.txt")
