"""What the institution decides: the as-of date, every threshold and period. Defaults are the requirements' figures."""

from decimal import Decimal
from typing import Literal

from meidang.models.base import Model, Table, declare, field
from meidang.models.scalars import Amount, Count, Date, Period, PerYear, Text
from meidang.source.limits import DEFAULT_LIMITS, MIB


@declare("新技术评价期限")
class NewTechniqueTerms(Model):
    """Two years after approval, with notices before (requirement S1-17)."""

    evaluate_within_months: Period = field("评价期限（月）", 24)
    notice_months: tuple[Period, ...] = field("提醒月数", (18, 21))
    counted_from: Literal["院内审批日期", "首例日期"] = field("起算点", "院内审批日期")


@declare("校验期限")
class VerificationTerms(Model):
    """医疗机构管理条例, Art. 22: fewer than 100 beds every year, else every three years."""

    few_beds_below: Count = field("床位界限", 100)
    few_beds_months: Period = field("少于界限的校验周期（月）", 12)
    many_beds_months: Period = field("达到界限的校验周期（月）", 36)


@declare("放射人员监护期限")
class RadiationTerms(Model):
    """条例第 449 号, Art. 28 to 30."""

    training_months: Period = field("培训间隔（月）", 24)
    health_check_months: Period = field("体检间隔（月）", 24)
    dosimeter_months: Period = field("剂量监测周期（月）", 3)


@declare("工作日历")
class Calendar(Model):
    """Working days are Monday to Friday but for these (国务院办公厅 yearly notice)."""

    days_off: tuple[Date, ...] = field("法定节假日", ())
    days_worked: tuple[Date, ...] = field("调休工作日", ())


@declare("读取上限")
class Limits(Model):
    """How much is read at most; the reader's own figures where the institution sets none."""

    files: Count = field("文件数", DEFAULT_LIMITS.files)
    archive_mib: Count = field("档案总大小（MiB）", DEFAULT_LIMITS.archive_bytes // MIB)


@declare("设置")
class Settings(Table):
    """One file, ``archive/settings.yaml``; without it the defaults hold."""

    as_of: Date | None = field("截至日期", None, hint="固定的截至日期；不填则用当天（北京时间）")
    review_interval_months: Period = field("档案复核周期（月）", 12, hint="要求未给出周期，由机构确定")
    reflect_change_days: Period = field("变更登记时限（天）", 7)
    lead_days: tuple[Period, ...] = field("提前提醒天数", (90, 30, 7), hint="从大到小三个数")
    filing_working_days: Period = field("限制类技术备案时限（工作日）", 15, hint="医疗技术临床应用管理办法第十一条")
    credits_per_year: Amount = field("每年继续教育学分", Decimal(25))
    nurse_training_hours: Amount = field("护士医美专科培训学时", Decimal(160))
    contests_per_year: PerYear = field("每年护理技能考核次数", 2)
    third_party_months: Period = field("第三方评估周期（月）", 12)
    supervision_per_year: Period = field("每年督导次数", 1)
    figures_years: Period = field("须有年度数据的年数", 1, hint="往前数几个完整年度")
    doctor_assessment_months: Period = field("医师定期考核周期（月）", 36, hint="医师法第四十二条")
    new_technique: NewTechniqueTerms = field("新技术评价期限", factory=NewTechniqueTerms)
    verification: VerificationTerms = field("校验期限", factory=VerificationTerms)
    radiation: RadiationTerms = field("放射人员监护期限", factory=RadiationTerms)
    calendar: Calendar = field("工作日历", factory=Calendar)
    limits: Limits = field("读取上限", factory=Limits)
    edit_url: Text | None = field(
        "编辑链接", None, hint="记录在代码托管平台上的地址前缀，例如 https://example.invalid/archive/edit/main/"
    )
