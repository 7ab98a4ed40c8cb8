"""A drug or consumable that is watched: high-risk ones under two locks, with limits of use (S0-12, S0-13, S0-24)."""

from typing import Literal

from meidang.models.base import Record, declare, field
from meidang.models.references import StaffRef
from meidang.models.scalars import Amount, Bool, Period, Text


@declare("药品档案", "S0-12", "S0-13", "S0-24")
class DrugItem(Record):
    """A drug, or a device of class III that is kept with them (hyaluronic filler)."""

    product_name: Text = field("品名")
    item_class: Literal["药品", "器械"] = field("类别")
    unit: Text = field("剂量单位", hint="例如 U 或 ml")
    high_risk: Bool = field("高风险", False)
    hazard: Text | None = field("风险说明", None)
    dose_max: Amount | None = field("单次剂量上限", None)
    minutes_max: Period | None = field("单部位时间上限（分钟）", None)
    storage_bin: Text | None = field("库位", None, hint="专库或专柜")
    double_lock: Bool | None = field("双人双锁", None)
    keyholder_1: StaffRef | None = field("双人 1", None)
    keyholder_2: StaffRef | None = field("双人 2", None)

    def label(self) -> str:
        """The product's name."""
        return self.product_name
