"""What goes into whose binder, in which order; and that nothing which the archive renders is lost."""

from __future__ import annotations

import re

import pytest
import yaml

from binder.made import desk, opened, plan_of, scope, table, words
from documents.example import CHECKOUT, SMALL, archive
from meidang.archive import Archive
from meidang.archive.collections import entries
from meidang.errors import UsageError
from meidang.kinds import KINDS
from meidang.models.base import adapter
from meidang.models.binder import Binder
from meidang.models.department import Department
from meidang.models.duties import Duties
from meidang.render.binder.belongs import clauses_of
from meidang.render.binder.lists import draw
from meidang.render.binder.order import PARTS, order_of
from meidang.render.binder.plan import plan
from meidang.render.binder.problems import missing_templates
from meidang.render.binder.sequence import natural
from meidang.render.binder.sheets import LIST
from meidang.render.documents.jobs import jobs
from meidang.render.views import Desk, show_year, years


def test_the_institution_has_the_inspectors_order():
    assert table(plan_of("institution"))[:10] == [
        "一 （一）一般信息与证照：机构技术档案",
        "评 评审标准与自评：小样评审标准　自评报告",
        "二 （二）国家、省、市禁止或限制的技术：省级限制目录　禁限技术目录",
        "四 （四）人员、职称、权限与科室：主要专业技术人员一览表、美容外科　科室技术档案",
        "五 （五）自身限制的技术项目：自身限制：肉毒毒素注射　自身限制及解除审批表",
        "六 （六）主要技术项目目录：技术项目目录",
        *[line for line in table(plan_of("institution")) if line.startswith(("七", "八"))],
        "九 （九）更新、变更登记：变更登记",
        "研 科研项目：重睑术式的回顾研究　科研项目档案",
    ]


def test_documents_stand_in_the_order_of_the_numbers_that_people_see():
    made = plan_of("institution", root=CHECKOUT)
    numbers = [sheet.archive_no for sheet in made.sheets if sheet.kind == "policies"]
    assert [one for one in numbers if "医〔2024〕" in one] == [f"澄光医〔2024〕{at}号" for at in (8, 9, 10, 15)]
    assert numbers == sorted(numbers, key=natural)
    devices = [sheet.archive_no for sheet in made.sheets if sheet.kind == "device"]
    assert devices == sorted(devices, key=natural)


def test_people_stand_by_department_then_by_number():
    people = [sheet for sheet in plan_of("institution", root=CHECKOUT).sheets if sheet.kind == "staff"]
    places = [
        (archive(CHECKOUT).get(Department, one.record.department_id).record.dept_no, natural(one.record.archive_no))
        for one in (archive(CHECKOUT).items[sheet.key] for sheet in people)
    ]
    assert places == sorted(places)
    assert people[0].department


@pytest.mark.parametrize("root", [SMALL, CHECKOUT], ids=["small", "example"])
def test_every_document_of_the_archive_has_one_place(root):
    made = plan_of("institution", root=root)
    rendered = [(job.kind, job.id, job.template) for job in jobs(desk(root), opened(), "")]
    rendered = [one for one in rendered if one[:2] not in _unused(root)]
    rendered += [("policies", key.partition("/")[2], "policies.reference.docx") for key in _policies(root)]
    bound = [(sheet.kind, sheet.id, sheet.template) for sheet in made.sheets if sheet.kind != LIST]
    assert sorted(bound) == sorted(rendered)
    assert made.remarks == ()


def test_a_department_that_is_not_in_use_has_no_blank_dossier_in_the_institution_s_binder():
    assert _unused(CHECKOUT)
    bound = {(sheet.kind, sheet.id) for sheet in plan_of("institution", root=CHECKOUT).sheets}
    assert not bound & _unused(CHECKOUT)
    assert ("department", "aesthetic_surgery") in bound


def _unused(root):
    """The departments without a dossier in the institution's binder."""
    return {("department", item.id) for item in archive(root).of(Department) if not item.record.in_use}


def _policies(root):
    return [key for key in archive(root).items if key.startswith("policies/")]


def test_a_departments_binder_holds_its_own():
    made = plan_of("department", "injectables", CHECKOUT)
    assert table(made)[0] == "四 （四）人员、职称、权限与科室：微整注射科　科室技术档案"
    people = next(part for part in made.parts if part.tab == "八")
    assert {sheet.id for sheet in people.sheets} == {"D07", "N02"}
    techniques = next(part for part in made.parts if part.tab == "七")
    assert {sheet.id for sheet in techniques.sheets} == {"T07", "T08"}
    assert [part.tab for part in made.parts] == ["四", "六", "七", "八", "九", "计", "委", "例", "质"]


def test_a_persons_binder_begins_with_what_the_person_may_do():
    made = table(plan_of("person", "何砚", CHECKOUT))
    assert made[0] == "权 授权与技术：授权技术一览"
    assert made[1].startswith("八 （八）个人技术档案：何砚　个人技术档案")
    assert len(made) == 2


def test_a_clauses_binder_begins_with_the_clause_and_holds_what_it_cites():
    made = plan_of("clause", "(七)5", CHECKOUT)
    assert table(made)[0] == "条 条款与判定：条款判定"
    assert {sheet.kind for part in made.parts[1:] for sheet in part.sheets} == {"technique"}


@pytest.mark.parametrize("chapter", ["g", "c1", "c6", "c7", "c8", "c9", "y"])
def test_all_that_the_clauses_of_a_chapter_cite_is_in_its_binder(chapter):
    made = plan_of("clause", chapter, CHECKOUT)
    bound = {sheet.id if sheet.kind == LIST else sheet.kind for sheet in made.sheets} | {one.key for one in made.sheets}
    whole = archive(CHECKOUT)
    ledgers = {row.id: row.ledger for item in whole.of(Duties) for row in item.record.duties}
    for clause in clauses_of(whole, made.scope):
        cited = clause.evidence
        if cited is None:
            continue
        kinds = [name for name in cited.records if whole.of(KINDS[name].model)]
        done = [one for one in (*cited.ledgers, *(ledgers[one] for one in cited.duties)) if entries(whole, one)]
        assert {*kinds, *done, *(f"policies/{one}" for one in cited.policies)} <= bound, clause.clause_no


def test_cited_ledgers_and_tables_are_drawn_with_the_columns_of_their_workbooks():
    made = plan_of("clause", "（八） 6", CHECKOUT)
    assert table(made)[1] == "据 证据清单：证照类型表、人员证照台账"
    listing = draw(desk(CHECKOUT), made, "staff.credentials")
    said = words(listing.xml)
    assert listing.is_wide
    assert said.startswith(f"共 {len(entries(archive(CHECKOUT), 'staff.credentials'))} 条。")
    assert "证照状态" in said
    assert "示例-护士执业" in said


def test_of_a_long_table_only_the_rows_concerned_are_shown():
    made = plan_of("clause", "(七)3", CHECKOUT)
    assert re.match("目录项目共 76 条，列出与本卷宗有关的 [0-9]+ 条。", _rows_of(made, "projects"))


def _rows_of(made, name: str) -> str:
    said = words(draw(desk(CHECKOUT), made, name).xml)
    return said[said.index("目录项目共") :]


def test_a_clauses_result_says_no_fault_where_a_rule_found_none():
    said = words(draw(desk(CHECKOUT), plan_of("clause", "(八)6", CHECKOUT), "条款判定").xml)
    assert "（CRD001）有问题 2 项" in said
    assert "（CRD002）无问题" in said
    assert "起始／到期日" in said


def test_a_chapter_stands_for_its_clauses():
    whole = plan_of("clause", "c7", CHECKOUT)
    one = plan_of("clause", "c7-5", CHECKOUT)
    assert set(one.sheets) < set(whole.sheets)


@pytest.mark.parametrize(
    ("level", "called", "said"),
    [
        ("department", "微整注射", "没有科室“微整注射”，是不是“微整注射科”？"),
        ("department", "美容", "没有科室“美容”，是不是“美容牙科”、“美容皮肤科”、“美容外科”、“美容中医科”？"),
        ("person", "D99", "没有人员“D99”。现有：梁栋、许可、"),
        ("person", "丁二", "没有人员“丁二”，是不是“丁一”？"),
        ("clause", "(七)99", "评审标准里没有条款“(七)99”，是不是"),
        ("clause", "8.1", "是不是“(八)1”？条款写条款号、编号或名称，例如 (一)、(一)1"),
        ("clause", "8", "是不是“(八)”？"),
        ("clause", "没有的", "评审标准里没有条款“没有的”。条款写条款号、编号或名称"),
    ],
)
def test_a_slip_of_a_name_is_met_with_the_nearest(level, called, said):
    with pytest.raises(UsageError, match=re.escape(said)):
        scope(level, called, CHECKOUT)


@pytest.mark.parametrize(
    ("called", "meant"), [("（八）6", "c8-6"), (" (八) 6", "c8-6"), ("八6", "c8-6"), ("（八）", "c8"), ("八", "c8")]
)
def test_a_clause_is_found_however_its_number_is_typed(called, meant):
    assert scope("clause", called, CHECKOUT).id == meant


def _with_order(tree) -> Desk:
    kept = archive(SMALL)
    item = next(iter(archive(CHECKOUT).of(Binder)))
    own = type(item)(item.kind, item.id, adapter(Binder).validate_python(tree), item.source)
    return Desk(Archive({**kept.items, "binder": own}, kept.ids, kept.references), desk().as_of)


def test_what_no_part_names_stands_in_a_last_one_and_is_said():
    own = _with_order({"parts": [{"title": "人员", "contents": [{"kind": "staff"}]}]})
    made = plan(own, opened(), scope("institution"))
    assert [part.title for part in made.parts] == ["人员", "其他"]
    assert [part.tab for part in made.parts] == ["1", "他"]
    assert made.remarks[0].endswith("请在 archive/binder.yaml 里写明归入哪里")
    assert len(made.sheets) == len([sheet for sheet in plan_of("institution").sheets if sheet.kind != LIST])


def test_a_part_that_stays_empty_is_named():
    where = [{"key": "authority_level", "values": ["机构等级"]}]
    contents = {"人员": {"kind": "staff"}, "空的": {"kind": "restriction", "where": where}}
    parts = [{"title": title, "contents": [one]} for title, one in contents.items()]
    made = plan(_with_order({"parts": parts}), opened(), scope("institution"))
    assert made.remarks[-1].startswith("archive/binder.yaml 的“空的”没有收到文档")


def test_a_part_of_which_there_is_no_record_yet_is_no_mistake():
    parts = [{"title": name, "contents": [{"kind": kind}]} for name, kind in (("人员", "staff"), ("协议", "agreement"))]
    own = _with_order({"parts": parts})
    kept = {key: item for key, item in own.archive.items.items() if item.kind.name != "agreement"}
    begun = Desk(Archive(kept, own.archive.ids, own.archive.references), own.as_of)
    assert plan(begun, opened(), scope("institution")).remarks[-1] == "“协议”还没有档案，没有编入"


def test_a_condition_on_a_field_that_is_none_takes_nothing():
    where = [{"key": "levle", "values": ["国家"]}]
    own = _with_order({"parts": [{"title": "禁限", "contents": [{"kind": "restriction", "where": where}]}]})
    assert [part.title for part in plan(own, opened(), scope("institution")).parts] == ["其他"]


def test_a_template_that_is_not_there_is_met_with_the_nearest():
    parts = [{"title": "人员", "contents": [{"template": "staf"}, {"template": "staff"}, {"template": "封皮"}]}]
    own = _with_order({"parts": parts})
    found = list(missing_templates(own.archive, {one.name for one in opened().templates}))
    assert [(one.code, one.message, one.fix) for one in found] == [
        ("BND002", "“人员”要的模板“staf.docx”不存在", "是不是“staff.docx”？"),
        ("BND002", "“人员”要的模板“封皮.docx”不存在", "写 templates 文件夹里已有的文件名，或先建立这个模板"),
    ]


def test_a_departments_ledger_shows_its_own_entries_only():
    at_desk, kind = desk(CHECKOUT), KINDS["case"]
    whole, own = show_year(at_desk, kind, 2026), show_year(at_desk, kind, 2026, "injectables")
    assert [group["department"] for group in own["departments"]] == ["微整注射科"]
    assert own["entries"] == [one for one in whole["entries"] if one["department"] == "微整注射科"]
    assert own["label"] == "病例台账 2026 年（微整注射科）"
    assert years(at_desk, kind, "medical_records") == []


def test_a_table_without_parts_only_sets_sizes():
    order = order_of(_with_order({"volume_pages": "120"}).archive)
    assert (order.volume_pages, len(order.parts)) == (120, len(PARTS))


def test_the_examples_table_is_the_order_that_holds_without_one():
    written = yaml.safe_load((CHECKOUT / "archive/binder.yaml").read_text())
    assert written["parts"] == list(PARTS)
