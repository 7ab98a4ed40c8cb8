"""科室技术档案: what the records hold, and forms for what is still written by hand."""

from __future__ import annotations

from drawing.shared import CATALOGUE, COVER, CQI, INDEX, SELF, attached, closing
from drawing.sheet import Sheet


def department() -> Sheet:
    """科室技术档案."""
    sheet = Sheet("department", "科室技术档案")
    sheet.cover(f"dept_no category head_id {COVER}")
    sheet.heading("一、科室概况")
    sheet.facts(
        "dept_no dept_name category in_use established_on clinical_subjects head_id head_nurse_id people_count beds "
        "stations overview<"
    )
    sheet.rows("equipment", "# device_name*5< model*3< quantity*1.5", title="主要设备")
    sheet.heading("二、科室人员与权限一览")
    sheet.rows("people", "# name*1.6 title posts*2.4< privileges*7<")
    sheet.heading("三、科室技术项目目录（六类）")
    sheet.rows("catalogues", CATALOGUE)
    with sheet.when("uncatalogued"):
        sheet.rows("uncatalogued", INDEX, title="未列入六类目录的技术项目")
    sheet.heading("四、自身限制项目")
    sheet.rows("restrictions", SELF)
    _by_hand(sheet)
    attached(sheet)
    closing(sheet)
    sheet.signatures(["科主任", "护士长", "质控员", "医务部审核"])
    return sheet


def _by_hand(sheet: Sheet) -> None:
    sheet.heading("五、质控小组与活动")
    sheet.rows("qc_group", "# name*2 title position*2.4 posts*4<", title="质控小组成员")
    sheet.blank_form(("活动日期", "主题内容", "参加人员", "结论与措施"), 3, "质控小组活动")
    sheet.heading("六、科级持续改进台账")
    sheet.blank_form(CQI, 3, "科级持续改进台账")
    sheet.heading("七、应急预案与演练")
    sheet.blank_form(("预案名称", "演练日期", "参加人员", "演练评价与改进"), 3, "应急预案与演练")
    sheet.heading("八、会议与协调记录")
    sheet.blank_form(("会议日期", "会议主题", "参加科室与人员", "决定与落实"), 3, "会议与协调记录")
    sheet.heading("九、年度总结")
    sheet.blank_form(("年度", "主要工作与指标完成情况", "存在问题", "下年度改进计划"), 2, "年度总结")
