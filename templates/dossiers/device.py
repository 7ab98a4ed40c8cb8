"""设备档案: the life of a device, from the argument for its purchase to its disposal."""

from __future__ import annotations

from dossiers.shared import COVER, attached, closing
from meidang.render.drawing.sheet import Sheet


def device() -> Sheet:
    """设备档案."""
    sheet = Sheet("device", "设备档案")
    sheet.cover(f"model serial_no department_id state {COVER}")
    sheet.heading("一、基本信息")
    sheet.facts(
        "device_name< model serial_no manufacturer department_id keeper_id state energy_based calibration_interval "
        "registration_no registration_valid_to registration_state inspection_valid_to inspection_state"
    )
    sheet.heading("二、采购论证")
    sheet.facts(
        "purchase.argued_on purchase.purchased_on purchase.argument< "
        "purchase.safety_report_doc.citation=安全性评价报告< purchase.approved_by<"
    )
    sheet.heading("三、验收调试")
    sheet.facts("acceptance.accepted_on acceptance.result acceptance.third_party acceptance.accepted_by")
    sheet.heading("四、参数校验")
    sheet.facts("calibrated_last calibration_due calibration_state calibration_interval")
    sheet.rows(
        "calibrations",
        "# calibrated_on manufacturer_engineer*2.6< parameters*4< result*1.2 stopped_on next_due_on=下次应校验",
        title="参数校验记录",
        remark="note",
    )
    sheet.heading("五、巡检与检测（近一年）")
    sheet.rows("inspections", "# inspected_on kind*2 inspector*1.6 result*1.2 handling*4<", remark="note")
    sheet.heading("六、报废处置")
    with sheet.when("disposal.given"):
        sheet.facts("disposal.retired_on disposal.approved_by disposal.way<")
    with sheet.when("not disposal.given"):
        sheet.note("截至 {{ as_of }} 没有报废记录。")
    attached(sheet)
    closing(sheet)
    sheet.signatures(["设备保管人", "使用科室负责人", "设备管理部门", "分管院领导（盖章）"])
    return sheet
