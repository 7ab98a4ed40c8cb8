"""An agreement with an outside party (S1-23, S1-35)."""

from typing import Literal

from meidang.models.attachment import Attachment
from meidang.models.base import Model, Record, declare, field
from meidang.models.codes import Landline
from meidang.models.references import DepartmentRef
from meidang.models.scalars import Bool, Date, Expiry, LongText, Text, Year


@declare("对方资质", "S1-23")
class PartnerCredential(Model):
    """A document of the partner, or of one of its people."""

    name: Text = field("名称", hint="许可证、登记注册证、税务证、代码证、三证合一；个人资质写证书名称")
    number: Text | None = field("编号", None)
    valid_to: Expiry | None = field("有效期至", None)
    scan: Attachment | None = field("扫描件", None)


@declare("年度总结", "S1-23")
class YearSummary(Model):
    """What one year of the agreement brought."""

    year: Year = field("年度")
    summarised_on: Date = field("总结日期")
    summary: LongText = field("总结")


@declare("对外协议档案", "S1-23", "S1-35")
class Agreement(Record):
    """An agreement: with whom, for what, until when, and with which proofs."""

    agreement_type: Literal["委托检验", "急救绿色通道", "设备维保", "医疗废物处置", "其他"] = field("协议类别")
    partner: Text = field("第三方名称")
    department_id: DepartmentRef | None = field("责任科室", None)
    valid_from: Date | None = field("协议开始", None)
    valid_to: Expiry = field("协议截止")
    partner_grade: Literal["三级甲等", "三级乙等", "其他"] | None = field("等级", None)
    is_public: Bool | None = field("公立", None)
    is_general: Bool | None = field("综合", None)
    icu_named: Bool | None = field("重症医学科", None, hint="协议写明由重症医学科接收")
    contact_phone: Landline | None = field("联系电话", None)
    credentials: tuple[PartnerCredential, ...] = field("机构资质", ())
    personal_credentials: tuple[PartnerCredential, ...] = field("个人资质", ())
    year_summaries: tuple[YearSummary, ...] = field("年度总结", ())
    file: Attachment | None = field("协议文本", None)

    def label(self) -> str:
        """What for, and with whom."""
        return f"{self.agreement_type}：{self.partner}"
