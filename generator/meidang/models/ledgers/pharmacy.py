"""Prescriptions, antibacterials and high-risk drugs (S1-19, S1-26, S1-28, S0-23 to S0-25)."""

from __future__ import annotations

from typing import ClassVar, Literal

from meidang.models.base import Model, declare, field
from meidang.models.codes import NumberCode
from meidang.models.ledger import Entry, Ledger
from meidang.models.references import DrugItemRef, StaffRef
from meidang.models.scalars import Amount, Bool, Count, Date, Moment, Temperature, Text
from meidang.models.shared import AntibacterialTier


@declare("问题处方", "S1-28")
class DoubtfulPrescription(Model):
    """A prescription that was not found rational."""

    prescription_no: NumberCode = field("处方号")
    doctor_id: StaffRef = field("处方医师")
    result: Literal["不规范", "用药不适宜", "超常"] = field("结果")
    problem: Text = field("存在问题")


@declare("处方点评", "S1-28")
class PrescriptionReview(Entry):
    """A month's sample of prescriptions in four classes (S1-28; 处方点评实施细则)."""

    day_field: ClassVar[str] = "reviewed_on"
    reviewed_on: Date = field("点评日期")
    sample_size: Count = field("抽查处方数")
    rational_count: Count = field("合理")
    nonstandard_count: Count = field("不规范")
    inappropriate_count: Count = field("用药不适宜")
    extraordinary_count: Count = field("超常")
    doubtful: tuple[DoubtfulPrescription, ...] = field("问题处方", ())
    reviewer: StaffRef | None = field("点评人", None)


@declare("处方月点评台账")
class PrescriptionReviewLedger(Ledger):
    """The monthly reviews."""

    entries: tuple[PrescriptionReview, ...] = field("处方点评", ())


@declare("抗菌药物点评", "S1-19", "S1-26")
class AntibioticUseReview(Entry):
    """One use of an antibacterial, preventive above all (S1-19, S1-26)."""

    day_field: ClassVar[str] = "reviewed_on"
    case_no: NumberCode = field("病例号")
    reviewed_on: Date = field("点评日期")
    drug: Text = field("药品")
    tier: AntibacterialTier = field("级别")
    purpose: Literal["预防", "治疗"] = field("用药目的")
    doctor_id: StaffRef = field("处方医师")
    prescribed_on: Date = field("处方日期")
    outpatient: Bool = field("门诊使用", False)
    given_at: Moment | None = field("给药时机", None)
    incision_at: Moment | None = field("切皮时间", None)
    stopped_at: Moment | None = field("停药时间", None)
    appropriate: Bool = field("是否合理")
    problem: Text | None = field("存在问题", None)
    reviewer: StaffRef | None = field("点评人", None)


@declare("抗菌药物合理应用点评台账")
class AntibioticUseReviewLedger(Ledger):
    """The uses reviewed in one month."""

    entries: tuple[AntibioticUseReview, ...] = field("抗菌药物点评", ())


@declare("药品批号", "S0-24")
class DrugLot(Entry):
    """A lot received: its expiry, its place, its two keyholders (S0-24)."""

    day_field: ClassVar[str] = "received_on"
    drug_item_id: DrugItemRef = field("品名")
    lot_no: NumberCode = field("批号")
    received_on: Date = field("入库日期")
    expiry_on: Date = field("效期")
    qty_in: Count = field("入库")
    storage_bin: Text | None = field("库位", None)
    keyholder_1: StaffRef | None = field("双人 1", None)
    keyholder_2: StaffRef | None = field("双人 2", None)
    supplier: Text | None = field("供货单位", None)


@declare("批号追踪台账")
class DrugLotLedger(Ledger):
    """The lots received in one period."""

    entries: tuple[DrugLot, ...] = field("批号", ())


@declare("日核对", "S0-24")
class DrugDailyCount(Entry):
    """A day's count of a high-risk drug: account against stock, two signatures (S0-24)."""

    drug_item_id: DrugItemRef = field("品名")
    date: Date = field("日期")
    opening: Count | None = field("期初", None, hint="不填则取上一次的实盘")
    qty_in: Count = field("入库", 0)
    qty_used: Count = field("使用", 0)
    book: Count = field("结存")
    counted: Count = field("实盘")
    sign_1: StaffRef | None = field("签名1", None)
    sign_2: StaffRef | None = field("签名2", None)
    handling: Text | None = field("差异处理", None)


@declare("高风险药品日核对台账")
class DrugDailyCountLedger(Ledger):
    """The counts of one month."""

    entries: tuple[DrugDailyCount, ...] = field("日核对", ())


@declare("环境与剂量监测", "S0-14")
class MonitorReading(Entry):
    """A reading that was recorded, and what became of a deviation (S0-14)."""

    day_field: ClassVar[str] = "measured_at"
    monitor_point: Text = field("监测点")
    measured_at: Moment = field("时间")
    temperature_c: Temperature | None = field("温度（℃）", None)
    humidity_pct: Amount | None = field("湿度（%）", None)
    deviation: Text | None = field("偏离", None, hint="没有偏离不填")
    rectify_due: Date | None = field("整改期限", None)
    closed_on: Date | None = field("完成", None)


@declare("环境监测台账")
class MonitorReadingLedger(Ledger):
    """The readings of one month."""

    entries: tuple[MonitorReading, ...] = field("监测", ())
