"""高风险药品与耗材档案: limits of use, lots, daily counts."""

from __future__ import annotations

from dossiers.shared import COVER, closing
from meidang.render.drawing.sheet import Sheet


def drug_item() -> Sheet:
    """药品档案."""
    sheet = Sheet("drug_item", "药品档案")
    sheet.cover(f"item_class high_risk storage_bin {COVER}")
    sheet.heading("一、品种与使用上限")
    sheet.facts("product_name< item_class unit high_risk double_lock dose_limit minutes_limit hazard<")
    sheet.heading("二、专库与双人管理")
    sheet.facts("storage_bin< keyholder_1 keyholder_2")
    sheet.heading("三、批号追踪")
    sheet.rows(
        "lots",
        "# lot_no*2.4 received_on expiry_on qty_in*1 storage_bin*2< keyholder_1|keyholder_2*1.6 supplier*2.6< "
        "state=状态*1.4",
        remark="note",
    )
    sheet.heading("四、日核对")
    sheet.note("{{ counts_summary }}最近一次实盘：{% if stock %}{{ stock }}{% else %}无{% endif %}。")
    sheet.rows(
        "counts",
        "# date qty_in*1 qty_used*1 book*1 counted*1 sign_1*1.5 sign_2*1.5 state*1.9 handling*2.6<",
        title="最近的日核对",
        remark="note",
    )
    closing(sheet)
    sheet.signatures(["双人 1", "双人 2", "药剂科负责人", "医务部审核"])
    return sheet
