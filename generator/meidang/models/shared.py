"""Groups and words that several kinds of record use."""

from typing import Literal

from meidang.models.attachment import Attachment
from meidang.models.audience import Audience
from meidang.models.base import Model, declare, field
from meidang.models.references import CredentialTypeRef
from meidang.models.scalars import Date, Expiry, Text

#: The four 二级诊疗科目 of 医疗美容科 (医疗美容服务管理办法, Art. 2 and its annex).
Discipline = Literal["美容外科", "美容牙科", "美容皮肤科", "美容中医科"]
#: Who approves a research project: district or county at least (requirement S1-18).
AuthorityLevel = Literal["国家", "省", "市", "区(县)"]
#: The three levels of antibacterials (抗菌药物临床应用管理办法).
AntibacterialTier = Literal["非限制使用级", "限制使用级", "特殊使用级"]


@declare("证照", "S1-06", "S1-14.6", "S0-27")
class Credential(Model):
    """A licence, certificate or filing that the institution or a person holds (requirements S1-06, S1-14.6, S0-27)."""

    credential_type: CredentialTypeRef = field(
        "证照类型", hint="证照类型表（credential_types.yaml）里的编号", audience=Audience.PUBLIC
    )
    number: Text | None = field("编号", None, audience=Audience.PUBLIC)
    authority: Text | None = field("发证机关", None, audience=Audience.PUBLIC)
    obtained_on: Date | None = field("取得日期", None, audience=Audience.PUBLIC)
    valid_to: Expiry | None = field(
        "有效期至", None, hint="最后一个有效的日子；没有期限写 长期", audience=Audience.PUBLIC
    )
    last_verified_on: Date | None = field("最近校验（核查）日期", None)
    filing_discipline: Discipline | None = field("备案专业", None, hint="主诊医师备案时填写")
    filing_institution: Text | None = field("备案机构", None, hint="主诊医师备案时填写，应为本机构全称")
    scan: Attachment | None = field("扫描件", None, audience=Audience.PUBLIC)


@declare("制度文件", "S1-13.6")
class GuidingDocument(Model):
    """A policy, plan or form that a record points to."""

    document_name: Text = field("文件名")
    document_no: Text | None = field("文号", None)
    version: Text | None = field("版本", None)
    effective_on: Date | None = field("生效日期", None)
    next_review_on: Date | None = field("下次复核日期", None)
    file: Attachment | None = field("附件", None)
