"""Each clause's state follows from its evidence and the findings; nothing counts as met that a rule denies."""

from __future__ import annotations

from datetime import date

import pytest

from meidang.readiness import State, cited_by, judge
from meidang.rules import RULES, run_rules
from rules.harness import AS_OF, changed_texts, load

INSPECTION = date(2026, 9, 15)
HEAD = """\
name: 示例标准
archive_no: BZ-01
owner_dept: 质控办
updated_on: 2026-03-10
next_review_on: 2027-03-10
clauses:
"""
CLAUSE = """\
  - id: {id}
    clause_no: {id}
    title: {id} 的要求
    owner_dept: 人事科
"""


def clause(name, evidence="", **more):
    lines = CLAUSE.format(id=name) + "".join(f"    {key}: {value}\n" for key, value in more.items())
    return lines + (f"    evidence:\n      {evidence}\n" if evidence else "")


def judged(*clauses, edit=None, add=None):
    """The clauses of one standard by id, and the whole judgement."""
    texts = changed_texts({"add": {"standard/a": HEAD + "".join(clauses), **(add or {})}, "edit": edit or {}})
    archive, errors = load(texts)
    assert errors == []
    findings = run_rules(archive, RULES.values(), AS_OF)
    (judgement,) = judge(archive, findings, AS_OF, INSPECTION)
    return {one.clause.id: one for one in judgement.clauses}, judgement


AUDIT = """\
duties:
  - id: audit
    name: 门诊病历月考评
    owner_dept: 质控办
    ledger: outpatient_record_qc
    every: 月
    sample: sample_size
    min_sample: 10
    since: {since}
    clause: 门诊部2
"""
LICENCE = "rules: [CRD001]"


def licence(until):
    return {"staff/N01": {"credentials.0.valid_to": until}}


def test_a_clause_without_findings_is_met():
    clauses, _ = judged(clause("a", LICENCE))
    assert clauses["a"].state is State.MET


def test_what_has_expired_is_not_met_and_says_what_whose_and_since_when():
    clauses, _ = judged(clause("a", LICENCE), edit=licence("2026-04-30"))
    (gap,) = clauses["a"].gaps
    assert clauses["a"].state is State.NOT_MET
    assert (gap.what, gap.owner, gap.since) == (
        "张静的护士执业证书已于 2026-04-30 过期",
        "手术室",
        date(2026, 4, 30),
    )


def test_what_expires_before_the_inspection_is_at_risk():
    clauses, _ = judged(clause("a", "rules: [CRD001, CRD005]"), edit=licence("2026-08-20"))
    (risk,) = clauses["a"].risks
    assert clauses["a"].state is State.AT_RISK
    assert (risk.what, risk.since) == ("张静的护士执业证书还有 51 天到期（2026-08-20）", date(2026, 8, 20))


def test_what_turns_without_a_notice_is_said_of_that_day():
    """Here the institution asks for no notices."""
    clauses, _ = judged(
        clause("a", "rules: [REV001]"),
        edit={"staff/N01": {"next_review_on": "2026-09-10"}, "settings": {"lead_days": []}},
    )
    risks = [risk.what for risk in clauses["a"].risks]
    assert risks == ["到评审日：个人技术档案“张静”应于 2026-09-10 复核，已逾期"]


def test_what_expires_after_the_inspection_is_met():
    clauses, _ = judged(clause("a", LICENCE), edit=licence("2026-09-15"))
    assert clauses["a"].state is State.MET


def test_work_that_nobody_could_have_done_yet_is_no_risk():
    clauses, _ = judged(clause("a", "duties: [audit]"), add={"duties": AUDIT.format(since="2026-07-01")})
    assert clauses["a"].state is State.MET


def test_a_missed_duty_is_the_turn_of_its_owner():
    clauses, _ = judged(clause("a", "duties: [audit]"), add={"duties": AUDIT.format(since="2026-05-01")})
    (gap,) = clauses["a"].gaps
    assert (gap.owner, gap.since) == ("质控办", date(2026, 5, 31))


@pytest.mark.parametrize(
    ("evidence", "words"),
    [
        ("ledgers: [incident]", "安全事件台账 0 条：没有"),
        ("fields: [institution.website]", None),
        ("records: [research_project]", "科研项目 0 份：没有"),
    ],
)
def test_evidence_that_is_not_there_is_a_gap(evidence, words):
    clauses, _ = judged(clause("a", evidence))
    said = [gap.what for gap in clauses["a"].gaps]
    assert said == ([words] if words else [])


def test_an_empty_field_is_a_gap():
    clauses, _ = judged(clause("a", "fields: [institution.website]"), edit={"institution": {"website": None}})
    (gap,) = clauses["a"].gaps
    assert gap.what.startswith("机构技术档案的「官网」（")
    assert gap.what.endswith("没有填写）：没有填全")


def test_a_clause_of_departments_that_are_not_in_use_does_not_apply():
    clauses, _ = judged(clause("a", LICENCE, departments="[K15]"), edit=licence("2026-04-30"))
    assert (clauses["a"].state, clauses["a"].reason) == (State.NOT_APPLICABLE, "没有设置药剂科")


def test_a_clause_may_say_why_it_does_not_apply():
    clauses, _ = judged(clause("a", not_applicable="标准原文没有提供"))
    assert (clauses["a"].state, clauses["a"].reason) == (State.NOT_APPLICABLE, "标准原文没有提供")


def test_a_clause_that_names_no_evidence_is_not_met():
    clauses, _ = judged(clause("a"))
    assert clauses["a"].state is State.NOT_MET


def test_a_chapter_is_as_its_worst_clause():
    clauses, judgement = judged(
        clause("chapter"),
        clause("a", LICENCE, parent="chapter"),
        clause("b", "records: [research_project]", parent="chapter", veto="true"),
    )
    assert clauses["chapter"].state is State.NOT_MET
    assert not clauses["chapter"].is_leaf
    assert [one.depth for one in judgement.clauses] == [0, 1, 1]
    assert [one.clause.id for one in judgement.vetoes] == ["b"]


def test_clauses_may_stand_as_deep_as_they_are_many():
    """Recursion would stop at a thousand."""
    chain = [clause("c0"), *(clause(f"c{n}", parent=f"c{n - 1}") for n in range(1, 1_200))]
    clauses, judgement = judged(*chain, clause("c1200", LICENCE, parent="c1199"), clause("z", LICENCE))
    assert [one.depth for one in judgement.clauses] == [*range(1_201), 0]
    assert clauses["c0"].state is State.MET


def test_a_clause_written_twice_is_judged_once_each_time():
    """That is a data error (STD001), but nothing that takes for ever."""
    twice = [clause("c0")] * 2 + [clause(f"c{n}", parent=f"c{n - 1}") for n in range(1, 40) for _ in "ab"]
    _, judgement = judged(*twice)
    assert len(judgement.clauses) == 80


def two_duties(since, first, second):
    """Two duties of every device, each within so many months."""
    lines = [
        f"  - {{id: {name}, name: {name}, owner_dept: 医务部, ledger: device_inspection, per: 设备, "
        f"within_months: {months}, since: {since}, clause: 二}}\n"
        for name, months in (("checked", first), ("tested", second))
    ]
    return {"duties": "duties:\n" + "".join(lines)}


def test_what_one_duty_lacks_today_does_not_hide_what_another_will_lack():
    """Both are found at the first line of the device that owes them."""
    clauses, _ = judged(clause("a", "duties: [tested]"), add=two_duties("2026-01-01", 3, 8))
    said = [risk.what for risk in clauses["a"].risks]
    assert said == ["到评审日：麻醉机的tested最迟应在 2026-09-01 完成，至今没有记录（间隔不超过 8 个月）"]


def test_of_two_notices_in_one_place_both_are_risks():
    clauses, _ = judged(clause("a", "duties: [checked, tested]"), add=two_duties("2026-04-10", 3, 3))
    assert [risk.what for risk in clauses["a"].risks] == [
        "麻醉机的checked应在 2026-07-10 前完成，还有 10 天",
        "麻醉机的tested应在 2026-07-10 前完成，还有 10 天",
    ]


def test_counts_and_points_are_of_the_clauses_that_apply():
    _, judgement = judged(
        clause("a", LICENCE, weight=3),
        clause("b", "records: [research_project]", weight=2),
        clause("c", not_applicable="没有", weight=5),
    )
    assert {state.value: count for state, count in judgement.counts.items()} == {
        "已达到": 1,
        "有风险": 0,
        "未达到": 1,
        "不适用": 1,
    }
    assert judgement.score == (3, 5)


def test_two_standards_stand_side_by_side_on_the_same_evidence():
    other = HEAD.replace("BZ-01", "BZ-02") + clause("z", LICENCE)
    texts = changed_texts({"add": {"standard/a": HEAD + clause("a", LICENCE), "standard/b": other}})
    archive, errors = load(texts)
    assert errors == []
    found = judge(archive, run_rules(archive, RULES.values(), AS_OF), AS_OF)
    assert [one.clauses[0].state for one in found] == [State.MET, State.MET]
    assert [one.id for _, one in cited_by(archive)["rules/CRD001"]] == ["a", "z"]


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        ("rules: [CRD999]", "“CRD999”在检查规则里不存在"),
        ("ledgers: [casus]", "“casus”在台账里不存在"),
        ("duties: [nothing]", "“nothing”在应办事项表里不存在"),
        ("indicators: [nothing]", "“nothing”在指标表里不存在"),
        ("policies: [nothing]", "“nothing”在制度里不存在"),
        ("fields: [institution.fax]", "“institution.fax”在字段里不存在"),
        ("records: [stuff]", "“stuff”在档案种类里不存在"),
    ],
)
def test_a_clause_that_cites_what_does_not_exist_is_a_data_error(evidence, said):
    archive, errors = load(changed_texts({"add": {"standard/a": HEAD + clause("a", evidence)}}))
    assert [error.message for error in errors] == [said]
    # A preview judges an archive with such an error all the same.
    (judgement,) = judge(archive, errors, AS_OF, INSPECTION)
    assert len(judgement.clauses[0].proofs) == 1


def test_a_policy_that_cites_a_clause_which_no_standard_has_is_a_data_error():
    policy = """\
---
document_name: 随访规程
document_no: A-1
category: 制度
clauses: [a-1, a9]
archive_no: ZD-01
---

正文
"""
    texts = dict(changed_texts({"add": {"standard/a": HEAD + clause("a-1", LICENCE)}}))
    texts["archive/policies/follow-up.md"] = policy
    _, errors = load(texts)
    assert [(error.message, error.location.line) for error in errors] == [("“a9”在评审标准的条款里不存在", 5)]


@pytest.mark.parametrize(
    ("only", "state"),
    [
        ("[staff]", State.NOT_MET),
        ("[staff/N01]", State.NOT_MET),
        ("[department/K12]", State.NOT_MET),
        ("[department/K01]", State.NOT_MET),
        ("[department/K11]", State.MET),
        ("[staff/A01]", State.MET),
        ("[institution]", State.MET),
    ],
)
def test_a_clause_may_speak_of_a_part_of_the_archive_only(only, state):
    """N01 works in K12, and in K01 besides."""
    clauses, _ = judged(clause("a", f"{LICENCE}\n      only: {only}"), edit=licence("2026-04-30"))
    assert clauses["a"].state is state


def test_a_part_that_does_not_exist_is_a_data_error():
    text = HEAD + clause("a", f"{LICENCE}\n      only: [staff/N99]")
    _, errors = load(changed_texts({"add": {"standard/a": text}}))
    assert [error.message for error in errors] == ["“staff/N99”在档案里不存在"]


ENTRY = """\
period: 2026-06
entries:
  - audited_on: 2026-06-20
    sample_size: {size}
    conforming: {size}
"""


@pytest.mark.parametrize(
    ("since", "size", "words"),
    [
        ("2026-06-01", 10, "门诊病历月考评：按期完成"),
        ("2026-06-01", 8, "门诊病历月考评：发现 1 项"),
        ("2026-06-01", None, "门诊病历月考评：还没有到期"),
        ("2026-05-01", None, "门诊病历月考评：发现 1 项"),
        ("2026-10-01", None, "门诊病历月考评：从 2026-10-01 起"),
    ],
)
def test_a_duty_is_said_to_be_done_only_where_no_rule_denies_it(since, size, words):
    add = {"duties": AUDIT.format(since=since)}
    if size:
        add["outpatient_record_qc/hospital-2026-06"] = ENTRY.format(size=size)
    clauses, _ = judged(clause("a", "duties: [audit]"), add=add)
    assert [proof.words for proof in clauses["a"].proofs] == [words]
