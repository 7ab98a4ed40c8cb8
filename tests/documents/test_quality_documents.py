"""Documents of what the ledgers tell: devices, drugs, plans, the inserts of departments, forms and computed reports."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from documents.example import AS_OF, REVISION, paragraphs, templates
from documents.made import item, made
from documents.made_ledgers import LEDGERS
from documents.test_views import differences
from meidang.archive import Archive
from meidang.archive.cases import done_cases
from meidang.findings import Finding, Location, Severity
from meidang.models.base import changed
from meidang.models.ledgers.cases import Injection
from meidang.readiness import Gap, Judged, Proof, State
from meidang.render.documents import render_documents
from meidang.render.views import Desk, is_by_year, names, show, show_year
from meidang.render.views.cases import check_rows
from meidang.render.views.doses import dose_rows
from meidang.render.views.standard import evidence_lines
from meidang.rules import RULES, run_rules

ARCHIVE = made()
DESK = Desk(ARCHIVE, AS_OF)
#: The rules of the steps that the month's report counts, in its order.
_RULES = ("CAS007", "CAS010", "CAS011", "CAS015", "CAS016", "CAS017")
_NODES = ("node1_at_and_signs", "node2_at_and_signs", "node3_at_and_signs")
LAPSE = Finding("CAS015", Severity.MAJOR, "第三节点只有一人签名", Location("a"), "补签", record="case/surgery-2026-06")


def seen(key: str, *, archive=ARCHIVE, as_of: date = AS_OF, findings=()):
    """The view of a record."""
    return show(Desk(archive, as_of, findings), archive.items[key])


def printed(template: str, archive=ARCHIVE, findings=()) -> dict[str, str]:
    """What a template prints, by the record's id."""
    files = {template: templates()[template]}
    documents = render_documents(archive, findings, files, as_of=AS_OF, revision=REVISION)
    return {one.id: "\n".join(paragraphs(one.content)) for one in documents}


@cache
def departments() -> dict[str, str]:
    """The dossiers of all departments."""
    return printed("department.docx")


def text_of(template: str, key: str, *, archive=ARCHIVE, findings=()) -> str:
    """What a template prints of a record."""
    return printed(template, archive, findings)[key.rpartition("/")[2]]


@pytest.mark.parametrize(
    "key", [key for key, one in ARCHIVE.items.items() if not one.kind.is_table and not is_by_year(one.kind)]
)
def test_views_of_what_ledgers_tell_keep_their_promise(key):
    one = ARCHIVE.items[key]
    assert list(differences(names(one.kind), show(DESK, one))) == []


# --- devices, drugs, agreements --------------------------------------------------------------------------------------


def test_an_energy_device_says_until_when_its_calibration_holds():
    shown = seen("device/E01")
    assert (shown["calibrated_last"], shown["calibration_due"]) == ("2026-02-10", "2026-05-10")
    assert shown["calibration_state"] == "过期"
    assert shown["registration_state"] == "过期"
    assert seen("device/E01", as_of=date(2026, 4, 30))["calibration_state"] == "临期"


def test_a_device_is_in_use_until_the_day_of_its_disposal():
    assert seen("device/E09")["state"] == "已报废"
    assert seen("device/E09", as_of=date(2026, 2, 28))["state"] == "在用"


def test_a_device_without_records_says_so():
    text = text_of("device.docx", "device/E01")
    assert "截至 2026-06-30 没有报废记录。" in text
    assert "无" in text.split("五、巡检与检测（近一年）")[1].split("六、报废处置")[0]


def test_a_watched_drug_shows_limits_expired_lots_and_faulty_counts():
    shown = seen("drug_item/botulinum")
    assert shown["dose_limit"] == "200 U"
    assert [row["state"] for row in shown["lots"]] == ["已过期"]
    assert [row["state"] for row in shown["counts"]] == ["相符", "账物不符，缺双人签名"]
    assert shown["counts_summary"] == "近一年日核对 2 次：账物不符 1 次，双人签名不全 1 次。"


def test_an_agreement_and_the_partners_documents_say_whether_they_still_hold():
    shown = seen("agreement/lab")
    assert (shown["state"], shown["credentials"][0]["state"]) == ("过期", "有效")


def test_a_research_project_past_its_day_says_so():
    assert seen("research_project/R01")["state"] == "逾期未结题"
    assert seen("research_project/R01", as_of=date(2026, 4, 30))["state"] == "在研"


# --- plans -----------------------------------------------------------------------------------------------------------


def test_tasks_say_how_far_they_are_and_overdue_ones_are_marked():
    shown = seen("work_plan/plan-2026")
    assert [row["state"] for row in shown["tasks"]] == ["▲逾期 91 天（进行中）", "已完成（超期）", "未开始"]
    assert [row["task"] for row in shown["overdue"]] == ["修订制度"]
    assert "已完成 1 项，逾期未完成 1 项" in shown["progress"]


def test_a_quality_plan_counts_the_entries_that_carry_it_out():
    shown = seen("qi_plan/surgery-2026")
    assert shown["linked_entry_count"] == "1"
    assert shown["implementation"] == "对应台账 1 条：逾期 1 条。"
    assert seen("qi_plan/surgery-2026", archive=made(without="qi_entry"))["implementation"] == "还没有对应的台账记录。"


# --- departments -----------------------------------------------------------------------------------------------------


def test_the_sections_of_a_department_are_filled_from_its_ledgers():
    text = departments()["surgery"]
    group, improvement = text.split("五、质控小组与活动")[1].split("六、科级持续改进台账")
    assert "六月质控例会" in group
    assert "【逾期】" in improvement
    assert "接台衔接" in text.split("八、会议与协调记录")[1].split("九、年度总结")[0]


def test_a_section_without_entries_says_none():
    text = text_of("department.docx", "department/records", archive=made(without="qi_entry"))
    assert "无" in text.split("六、科级持续改进台账")[1].split("七、应急预案与演练")[0]
    assert "无" in text.split("九、年度总结")[1].split("附：科室专项资料")[0]


@pytest.mark.parametrize(
    ("department", "heading"),
    [
        ("laboratory", "委托检验协议"),
        ("imaging", "图像质量评价（近一年）"),
        ("pharmacy", "抗菌药物处方权"),
        ("records", "病案首页抽查（近一年）"),
        ("anaesthesia", "麻醉分级授权"),
        ("theatre", "术前访视与术后回访"),
        ("surgery", "注射剂量登记"),
    ],
)
def test_an_insert_appears_where_it_applies_and_nowhere_else(department, heading):
    assert {whose for whose, text in departments().items() if heading in text.split("\n")} == {department}


def test_the_operating_room_shows_which_supply_has_no_plan():
    rows = seen("department/theatre")["theatre"]["plans"]
    assert [(row["plan_type"], row["name"]) for row in rows] == [
        ("停电", "停电应急预案"),
        ("停水", "没有预案"),
        ("停气", "没有预案"),
    ]
    assert rows[0]["awareness"] == "90.00%（9/10）"


def test_registers_show_what_was_not_recorded():
    assert [row["postop"] for row in seen("department/theatre")["theatre"]["visits"]] == ["未登记"]
    assert [row["observer"] for row in seen("department/anaesthesia")["anaesthesia"]["recovery"]] == ["白护士"]


def test_a_technique_shows_the_guides_and_limits_that_name_it():
    text = text_of("technique.docx", "technique/T07")
    assert "注射类项目操作步骤分解指南" in text
    assert "不超过 200 U/次" in text


# --- the institution -------------------------------------------------------------------------------------------------


def test_the_appendix_of_the_institution_holds_audits_and_decisions():
    appendix = text_of("institution.docx", "institution").split("附：院级质量方案与台账")[1]
    assert "80.00%（8/10）" in appendix
    assert "同意开展" in appendix


SETTINGS = item(
    "settings",
    "settings",
    {
        "preop_score_min": "75",
        "follow_up": {"surgical_days": ["2", "14"], "other_days": ["5"], "tolerance_days": "1"},
        "reactions": {"mild_tracked_hours": "72", "moderate_seen_minutes": "90", "severe_started_minutes": "15"},
    },
)


def form(name: str) -> str:
    archive = made()
    archive = type(archive)({**archive.items, SETTINGS.key: SETTINGS})
    return text_of(f"institution.{name}.docx", "institution", archive=archive)


def test_the_assessment_form_prints_the_pass_mark_of_the_settings():
    text = form("preop_assessment")
    assert "合计达到 75 分" in text
    assert all(name in text for name in ("心脑血管", "凝血功能", "心理预期", "既往医美史", "过敏史"))
    assert "\n100\n" in text


def test_points_of_a_policy_in_force_stand_on_the_assessment_form():
    points = {"心脑血管": "30", "凝血功能": "20", "心理预期": "20", "既往医美史": "15", "过敏史": "15"}
    limits = [{"item_name": name, "param_max": each, "unit": "分"} for name, each in points.items()]
    policy = {"document_name": "术前评估操作规范", "document_no": "GF-01", "category": "规范", "limits": limits}
    forms = seen("institution", archive=made(("policies", "preop", {**policy, "effective_on": "2026-01-01"})))["forms"]
    assert [row["full"] for row in forms["preop_elements"]] == ["30", "20", "20", "15", "15"]
    assert forms["preop_total"] == "100"
    later = seen("institution", archive=made(("policies", "preop", {**policy, "effective_on": "2026-07-01"})))["forms"]
    assert {row["full"] for row in later["preop_elements"]} == {"20"}


def test_the_follow_up_form_has_a_row_for_each_day_of_the_settings():
    text = form("follow_up")
    assert all(word in text for word in ("术后第 2 天", "术后第 14 天", "治疗后第 5 天", "（第 13–15 天）"))
    assert "术后第 7 天" not in text


def test_the_reaction_form_prints_the_time_limits_of_the_settings():
    text = form("adverse_event")
    assert all(word in text for word in ("72 小时", "90 分钟内主诊医师复诊", "15 分钟内会诊"))


def test_the_checklist_has_three_moments_each_with_three_signatures():
    text = form("safety_checklist")
    assert [text.count(who) for who in ("手术医师", "手术室护士")] == [3, 3]
    assert text.index("麻醉诱导前（麻醉实施前）") < text.index("手术开始前") < text.index("患者离开手术室前")


def test_the_daily_count_has_a_row_for_each_day_and_names_the_watched_drugs():
    text = form("daily_count")
    assert "□A型肉毒毒素（U）" in text
    assert text.count("□是　□否") == 31


def test_signatures_stand_in_the_order_of_signing():
    after = form("new_technique_summary").split("审批")[-1]
    places = [after.find(who) for who in ("项目负责人：", "科主任：", "医务部：")]
    assert -1 not in places
    assert places == sorted(places)


# --- computed reports ------------------------------------------------------------------------------------------------


def test_the_months_report_counts_cases_steps_doses_and_readings():
    shown = seen("compliance_report/hospital-2026-06", findings=[LAPSE])
    assert [(row["department"], row["cases"], row["passed"]) for row in shown["departments"]] == [
        ("美容外科", "2", "50.00%（1/2）")
    ]
    steps = {row["step"]: row["rate"] for row in shown["checks"]}
    assert steps["高风险项目病例讨论"] == "50.00%（1/2）"
    assert steps["手术安全核查完整（三节点依次签名齐全并扫码）"] == "0.00%（0/1）"
    assert steps["非局部麻醉恢复观察记录完整"] == "100.00%（1/1）"
    assert [(row["case_no"], row["over"]) for row in shown["over_limit"]] == [("MZ2606009", "240 U，上限 200 U")]
    assert [(row["deviation"], row["state"]) for row in shown["readings"]] == [("温度超限", "逾期未整改")]
    assert [(row["code"], row["ledger"]) for row in shown["deviations"]] == [("CAS015", "病例台账（美容外科）")]
    assert (shown["issued_by"], shown["conclusion"]) == ("沈医生", "加强核查签名")


_SIGNED = {"at": "2026-06-02T09:00", "signs": ["D01", "N01", "A01"]}
_WHOLE = {
    **next(entries[0] for kind, _, _, entries in LEDGERS if kind == "case"),
    "safety_checklist": {**dict.fromkeys(_NODES, _SIGNED), "scanned": "true"},
    "visits": {
        "preop_visit_on": "2026-06-01",
        "preop_visitor": "N01",
        "postop_visit_on": "2026-06-03",
        "postop_visitor": "N01",
    },
}
_PACU, _VISITS, _CHECKLIST = _WHOLE["pacu"], _WHOLE["visits"], _WHOLE["safety_checklist"]
_TWO = {**_SIGNED, "signs": ["D01", "N01"]}


@pytest.mark.parametrize(
    ("changed", "lapses"),
    [
        ({}, set()),
        ({"preop_assessment": {"passed": "false"}}, {"CAS007"}),
        ({"preop_assessment": {"passed": "true", "assessed_on": "2026-06-03"}}, {"CAS007"}),
        ({"case_discussion": {"discussed_on": "2026-06-03", "conclusion": "同意"}}, {"CAS010"}),
        ({"committee_review": {"committee_reviewed_on": "2026-06-01", "approved": "false"}}, {"CAS011"}),
        ({"safety_checklist": {**_CHECKLIST, "node2_at_and_signs": _TWO}}, {"CAS015"}),
        ({"safety_checklist": {**_CHECKLIST, "scanned": "false"}}, {"CAS015"}),
        ({"anaesthesia_type": "局麻", "safety_checklist": {**_CHECKLIST, "node2_at_and_signs": _TWO}}, set()),
        ({"pacu": {**_PACU, "left_at": "2026-06-02T11:00"}}, {"CAS016"}),
        ({"pacu": {**_PACU, "observer": None}}, {"CAS016"}),
        ({"visits": {**_VISITS, "postop_visitor": None}}, {"CAS017"}),
        ({"visits": {**_VISITS, "preop_visit_on": "2026-06-04"}}, {"CAS017"}),
    ],
)
def test_a_step_of_the_months_report_is_done_exactly_where_its_rule_finds_nothing(changed, lapses):
    fields = {"department_id": "surgery", "period": "2026-06", "entries": [{**_WHOLE, **changed}]}
    case = item("case", "surgery-2026-06", fields)
    archive = Archive({**made(without="case").items, case.key: case})
    steps = check_rows(Desk(archive, AS_OF), done_cases(archive, AS_OF))
    undone = {code for code, row in zip(_RULES, steps, strict=False) if row["done"] != row["needed"]}
    found = {one.code for one in run_rules(archive, [RULES[code] for code in _RULES], AS_OF)}
    assert (undone, found) == (lapses, lapses)


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        ({"temperature_c": "23"}, "正常"),
        ({"temperature_c": "4", "monitor_point": "药品冷藏柜"}, "正常"),
        ({"temperature_c": "4", "monitor_point": "药品冷藏柜", "deviation": "断电"}, "未定整改期限"),
        ({"temperature_c": "29"}, "未定整改期限"),
        ({"temperature_c": "29", "closed_on": "2026-06-03"}, "已整改（未定期限）"),
        ({"humidity_pct": "90", "rectify_due": "2026-06-30"}, "整改中"),
        ({"humidity_pct": "90", "rectify_due": "2026-06-29"}, "逾期未整改"),
        ({"humidity_pct": "90", "rectify_due": "2026-06-04", "closed_on": "2026-06-05"}, "已整改（超期）"),
        ({"humidity_pct": "90", "rectify_due": "2026-06-04", "closed_on": "2026-06-04"}, "已整改"),
        ({"humidity_pct": "90", "rectify_due": "2026-07-04", "closed_on": "2026-07-01"}, "整改中"),
    ],
)
def test_a_reading_stands_in_its_ledger_as_the_months_report_and_the_rule_say(reading, words):
    fields = {
        "period": "2026-06",
        "entries": [{"monitor_point": "一号手术间", "measured_at": "2026-06-03T08:00", **reading}],
    }
    ledger = item("monitor_reading", "hospital-2026-06", fields)
    archive = Archive({**made(without="monitor_reading").items, ledger.key: ledger})
    (entry,) = show_year(Desk(archive, AS_OF), ledger.kind, 2026)["entries"]
    reported = [row["state"] for row in seen("compliance_report/hospital-2026-06", archive=archive)["readings"]]
    assert (entry["state"], reported) == (words, [] if words == "正常" else [words])
    silent = not run_rules(archive, [RULES["MON001"]], AS_OF)
    assert silent == (words in ("正常", "整改中", "已整改"))


def test_two_items_of_one_name_are_counted_apart():
    watched = {
        "product_name": "A型肉毒毒素",
        "item_class": "药品",
        "unit": "U",
        "high_risk": "true",
        "dose_max": "100",
    }
    archive = made(("drug_item", "other", watched))
    used = [Injection(drug_item_id=name, dose_units="150") for name in ("botulinum", "other")]
    (done, *_) = done_cases(archive, AS_OF)
    rows = dose_rows(Desk(archive, AS_OF), [replace(done, case=changed(done.case, {"injections": tuple(used)}))])
    assert sorted((row["dose_limit"], row["dose_over"]) for row in rows) == [("100 U", "1"), ("200 U", "0")]


@pytest.mark.parametrize(("closed_on", "shown"), [(None, True), ("2026-07-01", True), ("2026-06-30", False)])
def test_an_old_improvement_item_is_listed_until_the_day_on_which_it_is_closed(closed_on, shown):
    entry = {
        "qi_no": "KZ-2401",
        "level": "科级",
        "pdca_stage": "实施",
        "checked_on": "2024-01-05",
        "content": "抽查病历",
        "problem": "签名不全",
    }
    fields = {"department_id": "surgery", "period": "2024-01", "entries": [{**entry, "closed_on": closed_on}]}
    archive = made(("qi_entry", "surgery-2024-01", fields))
    listed = [row["qi_no"] for row in seen("department/surgery", archive=archive)["improvement"]]
    assert ("KZ-2401" in listed) is shown


def test_a_month_without_cases_has_a_report_that_says_none():
    text = text_of(
        "compliance_report.docx", "compliance_report/hospital-2026-06", archive=made(without="case"), findings=[LAPSE]
    )
    assert "本期登记病例 0 例" in text
    assert "规则没有发现偏离" in text


def test_the_self_assessment_says_what_is_missing_and_whose_turn_it_is():
    shown = seen("standard/evaluation")
    # Why not a day: nobody has set one, and what is printed on a cover is taken for settled.
    assert shown["inspection_on"].startswith("未定（暂按 ")
    assert [(row["clause_no"], row["state"], row["veto"]) for row in shown["judged"]] == [
        ("总则", "未达到", ""),
        ("总则1", "已达到", ""),
        ("总则2", "未达到", "★"),
    ]
    assert shown["summary"] == "共 2 条：已达到 1 条，有风险 0 条，未达到 1 条，不适用 0 条。否决项有 1 条未达到。"
    assert [(row["clause_no"], row["owner"]) for row in shown["open_gaps"]] == [("总则2", "医务部")]


def test_evidence_is_told_in_few_lines_and_only_broken_rules_are_named():
    clause = ARCHIVE.items["standard/evaluation"].record.clauses[1]
    proofs = (
        Proof("records", "staff", "人员 2 份", is_there=True),
        Proof("fields", "staff.sex", "个人技术档案的「性别」", is_there=True),
        Proof("fields", "staff.education", "个人技术档案的「学历」（甲没有填写）", is_there=False),
        Proof("fields", "staff.position", "个人技术档案的「职务」", is_there=True),
        Proof("ledgers", "case", "病例台账 2 条", is_there=True),
        Proof("policies", "a", "《甲》", is_there=True),
        Proof("policies", "b", "《乙》", is_there=True),
        Proof("rules", "CRD001", "没有发现问题", is_there=True),
        Proof("rules", "CRD002", "发现 1 项", is_there=True),
    )
    broken = Judged(clause, State.NOT_MET, "", (Gap("过期", "", None, code="CRD002"),), (), proofs, 1, is_leaf=True)
    assert list(evidence_lines(broken)) == [
        "人员 2 份",
        "《甲》、《乙》",
        "个人技术档案的「学历」（甲没有填写）",
        "病例台账 2 条",
        "个人技术档案已填写：性别、职务",
        "检查规则 2 条：其中 1 条发现问题（CRD002）",
    ]
    assert list(evidence_lines(replace(broken, gaps=())))[-1] == "检查规则 2 条：没有发现问题"
    assert list(evidence_lines(replace(broken, state=State.NOT_APPLICABLE))) == []


def test_references_to_rows_and_clauses_are_shown_by_name():
    standard = seen("standard/evaluation")
    assert standard["clauses"][1]["parent"] == "总则 总则"
    assert standard["clauses"][1]["evidence"]["records"] == "设备档案"
    assert standard["clauses"][2]["evidence"]["ledgers"] == "安全事件台账"
