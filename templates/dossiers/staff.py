"""个人技术档案, clause (八): the sections of a personal dossier in the order in use."""

from __future__ import annotations

from dossiers.shared import COVER, LISTED, SELF, attached, closing
from meidang.render.drawing.sheet import Sheet


def staff() -> Sheet:
    """个人技术档案, clause (八)."""
    sheet = Sheet("staff", "个人技术档案")
    sheet.cover(f"department_id title_and_position {COVER}")
    sheet.heading("一、个人一般信息")
    sheet.facts(
        "name sex birth_ym employment department_id other_departments present_title position posts filing "
        "latest_education latest_school practice_category_scope hired_on background "
        "left_on national_id phone home_address<"
    )
    sheet.rows("education", "# education*3< school*4< specialty*3< graduated_on", title="学历学位")
    sheet.heading("二、证照与资质授权")
    credential = "credential_type+filing_discipline+filing_institution=证照名称（备案专业、备案机构）*3<"
    sheet.rows(
        "credentials_and_missing", f"# {credential} number*3< authority*2.8< obtained_on valid_to state", remark="note"
    )
    with sheet.when("qualification_checks"):
        sheet.rows("qualification_checks", "# verified_on verified_by*2 result*6<", title="资质核查")
    _rights(sheet)
    _career(sheet)
    _training(sheet)
    _merits(sheet)
    attached(sheet)
    closing(sheet)
    sheet.signatures(["本人签名", "科主任签字", "医务部审核", "人事部门盖章"])
    return sheet


def _rights(sheet: Sheet) -> None:
    sheet.heading("三、技术权限内禁止、限制开展项目")
    sheet.rows("prohibitions", LISTED)
    sheet.heading("四、授权开展项目")
    sheet.rows(
        "authorised",
        "# privilege_type|performing_status name|code*2.2 grade granted_on|valid_to granted_by|reassess_on*3.4 "
        "conditions*1.8<",
    )
    with sheet.when("not_authorised"):
        sheet.rows(
            "not_authorised",
            "# privilege_type name*3< code grade granted_on|valid_to state=状态*1.6 conditions*2.6<",
            title="未生效、过期、暂停或受自身限制的授权",
        )
    sheet.heading("五、自身限制项目")
    sheet.rows("own_restrictions", SELF)


def _career(sheet: Sheet) -> None:
    sheet.heading("六、主要参与技术项目（年度例数）")
    sheet.rows("participation", "# year technique_id*5< code grade role*1.6 cases*1.6", remark="note")
    sheet.heading("七、晋升晋级")
    sheet.rows("titles", "# title*3 obtained_on appointed_on document_no*4<")
    sheet.heading("八、科研论文")
    sheet.rows("papers", "# paper_title*5< journal_or_project*3< author_position*1.6 date")


def _training(sheet: Sheet) -> None:
    sheet.heading("九、继教培训")
    sheet.rows("credits_by_year", "year*2 items*2 credits*2", title="各年度学分")
    with sheet.when("continuing_education"):
        sheet.rows("continuing_education", "# year item_name*6< category credits*1.3", title="继续教育项目")
    with sheet.when("training"):
        sheet.rows(
            "training",
            "# trained_on content*5< aesthetic*1.7 hours*1.2 assessment_result*1.6",
            title="专科培训",
        )
        sheet.note("医美专科培训合计 {{ training_hours }} 学时。")
    with sheet.when("skill_contests"):
        sheet.rows(
            "skill_contests",
            "# contest_on=大比武日期*2 item_name*4< score*1.3 performance_linked*1.6",
            title="技能考核",
        )
    with sheet.when("radiation.given"):
        sheet.heading("放射工作人员监护", 2)
        sheet.facts("radiation.trained_on radiation.health_check_on radiation.dosimeter_cycle_months<")


def _merits(sheet: Sheet) -> None:
    sheet.heading("十、进修学习")
    sheet.rows("further_study", "# host_unit*4< specialty*3< period_from period_to completion_certificate*2.5<")
    sheet.heading("十一、教学获奖")
    sheet.rows("awards", "# name*5< kind*1.3 level*2 date")
    sheet.heading("十二、考核与奖惩")
    sheet.rows("assessments", "# kind*2.2 date result*5<", remark="note")
    with sheet.when("third_party_assessments"):
        sheet.rows(
            "third_party_assessments",
            "# assessed_on assessing_body*3< item_name*2.6< result*1.2 suspended_on|restored_on "
            "retrained_on retake_result*1.7",
            title="第三方能力评估",
            remark="note",
        )
    with sheet.when("suspensions"):
        sheet.rows("suspensions", "# reason*5< suspended_on rectified_on", title="暂停执业")
