"""What the sheets say: the facts of the archive along the way of a person, a technique, a case; what to bring."""

from __future__ import annotations

import pytest

from documents.example import AS_OF, archive
from meidang.archive.tracer import populations
from meidang.models.base import changed
from meidang.render.tracer.pulls import use_words
from meidang.render.tracer.sample import maker
from tracer.made import BAD_CASE, drawn, edited, inspection


@pytest.fixture(scope="module")
def make():
    return maker(inspection())


def facts(sheet, words):
    """What stands beside the one question that has these words in it."""
    found = [check.facts for check in sheet.checks if words in check.question]
    assert len(found) == 1, [check.question for check in sheet.checks]
    return found[0]


def has(sheet, words):
    return any(words in check.question for check in sheet.checks)


# --- people ----------------------------------------------------------------------------------------------------------


def test_a_doctor_is_checked_for_papers_title_privileges_and_training(make):
    sheet = make("staff/D03")
    assert (sheet.title, sheet.about) == ("何砚（D03）", "美容外科　医师、主诊医师　主治医师")
    assert "医师执业证书 示例-医师执业-D03 至 长期 【在册】" in facts(sheet, "证照原件").splitlines()
    assert facts(sheet, "主诊备案专业").endswith("主诊备案专业：美容外科")
    assert "最高可开展 二级" in facts(sheet, "职称与证书")
    assert "脂肪抽吸术(2000-5000ml)" in facts(sheet, "三级及以上的授权")
    assert facts(sheet, "继续教育") == "2025 年 18 分，应达到 25 分"
    assert facts(sheet, "任抽 2 份病历") == "近 12 个月台账里操作 8 例，当天有授权的 8 例"
    assert facts(sheet, "现场提问") == "（现场核查）"


def test_what_the_rules_found_is_asked_about(make):
    assert "否决：何砚的手术授权（脂肪抽吸术(2000-5000ml)）为三级" in facts(make("staff/D03"), "（3 项）")
    assert not has(make("staff/D06"), "档案检查提示")


def test_each_post_is_asked_what_concerns_it(make):
    nurse, anaesthetist, radiographer = make("staff/N02"), make("staff/A02"), make("staff/R01")
    assert facts(nurse, "医美专科培训") == "已登记 128 学时，应达到 160 学时"
    assert "不可独立实施；指导医师 梁栋" in facts(anaesthetist, "麻醉授权")
    assert "职业健康检查 2025-03-03" in facts(radiographer, "放射培训")
    assert not has(radiographer, "主诊备案")
    assert not has(make("staff/D03"), "医美专科培训")


def test_a_new_person_is_asked_about_the_first_days():
    of = inspection(edited("staff/M01", hired_on=AS_OF))
    assert "入职 2026-06-30" in facts(maker(of)("staff/M01"), "岗前培训")


def test_what_the_archive_does_not_say_is_said():
    of = inspection(edited("staff/D03", credentials=(), titles=(), privileges=()))
    sheet = maker(of)("staff/D03")
    assert facts(sheet, "证照原件") == facts(sheet, "职称与证书") == "档案没有记载"
    assert "医师执业证书" in facts(sheet, "必须持有的证照")
    assert facts(sheet, "现有授权") == "没有有效的授权"


# --- techniques ------------------------------------------------------------------------------------------------------


def test_a_technique_is_checked_from_admission_to_results(make):
    sheet = make("technique/T05")
    assert "目录：脂肪抽吸术(2000ml≤吸脂量<5000ml)，三级" in facts(sheet, "分级目录")
    assert "备案编号 示例-三级目录-2018-01" in facts(sheet, "准入手续")
    assert "陆文岚（D01）、周启航（D02）、何砚（D03）" in facts(sheet, "授权名单")
    assert "并发症 2 例（9.09%）" in facts(sheet, "年度例数")
    assert "近 12 个月台账里 4 例" in facts(sheet, "任抽 2 份病历")


def test_a_suspended_and_a_new_technique_are_asked_what_concerns_them(make):
    assert facts(make("technique/T06"), "自身限制").startswith("2025-03-01 起自身限制（机构）")
    assert "审批 2025-03-10" in facts(make("technique/T13"), "新技术按期评价")
    assert not has(make("technique/T01"), "新技术按期评价")


# --- cases -----------------------------------------------------------------------------------------------------------


def test_a_case_is_followed_along_the_patients_way(make):
    order = "病历与台账 操作者 这项技术 术前评估 高风险 知情同意 麻醉方式 安全核查 设备 抗菌药物 麻醉恢复 访视 随访 不良反应"
    questions = [check.question for check in make("case/C26-0391").checks]
    places = [next(at for at, question in enumerate(questions) if words in question) for words in order.split()]
    assert places == sorted(places)


def test_what_a_case_lacks_is_said(make):
    sheet = make(BAD_CASE)
    assert facts(sheet, "病例讨论、委员会审核") == "没有病例讨论\n没有委员会审核"
    assert "签名：主诊医师 周启航" in facts(sheet, "术前评估").splitlines()
    assert "缺麻醉医师签名" in facts(sheet, "档案检查提示")


def test_the_privilege_is_that_of_the_day_of_the_case():
    person = archive().items["staff/D02"].record
    granted = tuple(changed(one, {"granted_on": AS_OF}) for one in person.privileges)
    sheet = maker(inspection(edited("staff/D02", privileges=granted)))(BAD_CASE)
    assert "授权（当天无效）：授权 2026-06-30" in facts(sheet, "操作者当天")


def test_lots_and_devices_are_looked_up_on_the_day(make):
    assert "批号 BT26042A（效期 2028-03-31）；剂量 54 U（上限 200）" in facts(make("case/C26-0549"), "批号可追溯")
    assert facts(make("case/C26-0391"), "校准") == "麻醉机（E03）：当天可以使用"


def test_visits_and_reactions_are_those_of_the_case(make):
    sheet = make("case/C26-0526")
    assert facts(sheet, "随访").splitlines()[0].startswith("第 1 天（应访 2026-06-12）：实访 2026-06-12")
    assert facts(sheet, "不良反应").startswith("AE26-30 轻度：报告 2026-06-11 16:40")
    assert facts(make("case/C26-0181"), "不良反应") == "没有登记不良反应"


# --- all -------------------------------------------------------------------------------------------------------------


def test_no_sheet_says_what_is_private():
    hidden = {
        "national_id": "11010519491231002X",
        "phone": "13800138001",
        "home_address": "东浦区桂花里三号",
        "note": "家中有急事",
    }
    make = maker(inspection(edited("staff/D03", **hidden)))
    for member in (one for of in populations(archive(), AS_OF) for one in of.members):
        sheet = make(member.key)
        said = "\n".join((sheet.title, sheet.about, *(check.facts for check in sheet.checks)))
        assert not [value for value in hidden.values() if value in said], member.key


def test_every_paper_is_listed_once_with_all_who_need_it():
    pulls = drawn(20260630).pulls
    places = [pull.paper.place.page for pull in pulls if pull.paper.place.page]
    assert len(places) == len(set(places))
    dossier = next(pull for pull in pulls if pull.paper.place.page == "staff/D03.html")
    assert (dossier.paper.what, use_words(dossier.uses)) == ("个人技术档案：何砚", "人员 2；病例 6")
    originals = next(pull for pull in pulls if pull.paper.what.startswith("学历学位"))
    assert (originals.paper.keeper, use_words(originals.uses)) == ("本人、人事部门", "人员 1–8")


def test_a_case_asks_for_the_record_and_for_everybody_and_everything_on_its_way(make):
    papers = {paper.what: paper for paper in make("case/C26-0391").papers}
    assert papers["病历全卷（知情同意书、核查表、用药和麻醉记录）"].keeper == "病案室"
    assert papers["个人技术档案：陆文岚"].number == "CG-RY-D01"
    assert {"个人技术档案：梁栋", "单项技术档案：全颜面及颌颈部除皱术", "设备档案、校准记录：麻醉机"} <= papers.keys()
    assert papers["委员会决议台账（2026 年）"].number == "JY2604-02"
    ledger = papers["病例台账（2026 年）"].place
    assert (ledger.page, ledger.anchor) == ("ledger/case-2026.html", "aesthetic_surgery-2026-04.2")


@pytest.mark.parametrize(
    ("uses", "words"),
    [
        (("人员 1",), "人员 1"),
        (("人员 1", "人员 2", "病例 3"), "人员 1、2；病例 3"),
        (("人员 1", "人员 2", "人员 3", "人员 5"), "人员 1–3、5"),
    ],
    ids=["one", "two", "runs"],
)
def test_who_needs_a_paper_in_few_words(uses, words):
    assert use_words(uses) == words
