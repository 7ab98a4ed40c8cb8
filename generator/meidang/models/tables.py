"""The institution's own tables: titles, credential types, the graded catalogue, operation codes."""

from typing import ClassVar, Literal

from meidang.models.audience import Audience
from meidang.models.base import Model, Table, declare, field
from meidang.models.codes import DiagnosisCode, OperationCode
from meidang.models.references import ProjectRef, RowId
from meidang.models.scalars import Bool, Date, Grade, Period, Rank, Text
from meidang.models.shared import AntibacterialTier, Discipline
from meidang.models.staff import Post

Band = Literal["初级", "中级", "副高级", "正高级"]


@declare("职称", "S1-13.3", "S1-34")
class Title(Model):
    """A professional title. Ranks and bands: 医师/护理/药学/技术 ladders of five (requirement S1-13.3)."""

    title: Text = field("职称")
    ladder: Literal["医师", "护理", "药学", "技术"] = field("系列")
    rank: Rank = field("职称序")
    band: Band = field("级别段")
    max_grade: Grade | None = field("可开展最高级别", None, hint="医师系列填写：本机构允许该职称开展的最高手术级别")


@declare("抗菌药物授权", "S1-26")
class TierRule(Model):
    """The lowest band that may prescribe a tier (requirement S1-26)."""

    tier: AntibacterialTier = field("抗菌药物级别")
    min_band: Band = field("最低职称段")


@declare("职称表")
class Titles(Table):
    """Professional titles and what each may do here."""

    rows_field: ClassVar[str] = "titles"
    key_field: ClassVar[str] = "title"
    titles: tuple[Title, ...] = field("职称")
    antibacterial: tuple[TierRule, ...] = field("抗菌药物授权规定", ())
    narcotic_min_band: Band = field("麻精药品处方最低职称段", "初级")
    independent_anaesthesia_min_band: Band = field("独立实施麻醉最低职称段", "中级")


@declare("证照类型", "S1-14.6")
class CredentialType(Model):
    """A type of credential: who must hold it, how long it lasts, when to warn."""

    id: RowId = field("编号", audience=Audience.PUBLIC)
    name: Text = field("名称", audience=Audience.PUBLIC)
    holder: Literal["机构", "个人"] = field("持有者")
    required: Bool = field("必须持有", False, hint="持有者为机构时填写")
    required_of: tuple[Post, ...] = field("必须持有的岗位", (), hint="持有者为个人时填写")
    issuing_authority: Text | None = field("发证机关", None)
    expires: Bool = field("有期限", False, hint="有期限的证照必须填写有效期至")
    validity_months: Period | None = field("有效期（月）", None)
    renewal_rule: Text | None = field("延续规定", None)
    lead_days: tuple[Period, ...] = field("提前提醒天数", (), hint="从大到小三个数；不填用设置里的")
    verified_with: Text | None = field("依据", None)


@declare("证照类型表")
class CredentialTypes(Table):
    """Which credentials there are."""

    rows_field: ClassVar[str] = "credential_types"
    key_field: ClassVar[str] = "id"
    credential_types: tuple[CredentialType, ...] = field("证照类型", audience=Audience.PUBLIC)


@declare("目录项目", "S1-13.2")
class Project(Model):
    """An item of the graded catalogue (卫办医政发〔2009〕220号). Our codes; the catalogue has none."""

    code: RowId = field("编码")
    discipline: Discipline = field("专业")
    region: Text | None = field("部位", None)
    name: Text = field("项目名称")
    grade: Grade = field("级别")
    icd9cm3: tuple[OperationCode, ...] = field("手术编码", ())
    verified: Bool = field("已核对", True, hint="名称和级别是否已与公布的目录核对")


@declare("省级调整", "S1-13.2")
class ProjectChange(Model):
    """Another grade that a province gave a project of the catalogue, from a day on. The latest in effect applies."""

    code: ProjectRef = field("编码")
    grade: Grade = field("级别")
    basis: Text = field("依据文件")
    effective_on: Date | None = field("生效日期", None)


@declare("分级目录")
class Projects(Table):
    """The catalogue with the province's changes. A province's new project is an ordinary row with a code of its own."""

    rows_field: ClassVar[str] = "projects"
    key_field: ClassVar[str] = "code"
    basis: Text = field("依据文件")
    projects: tuple[Project, ...] = field("目录项目")
    provincial_changes: tuple[ProjectChange, ...] = field("省级调整", ())


@declare("编码", "S1-33")
class OperationCodeRow(Model):
    """One operation code."""

    code: OperationCode = field("手术编码")
    name: Text = field("手术名称")


@declare("疾病编码", "S1-33")
class DiagnosisCodeRow(Model):
    """One diagnosis code."""

    code: DiagnosisCode = field("疾病编码")
    name: Text = field("疾病名称")


@declare("手术编码表")
class OperationCodes(Table):
    """The institution's code lists, if it keeps them; codes used elsewhere must then be in them."""

    rows_field: ClassVar[str] = "codes"
    key_field: ClassVar[str] = "code"
    codes: tuple[OperationCodeRow, ...] = field("编码")
    diagnoses: tuple[DiagnosisCodeRow, ...] = field("疾病编码", (), hint="病案首页用的 ICD-10 编码；不填则不核对")
