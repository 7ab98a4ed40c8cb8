"""A person's whole technical dossier, clause (八) item by item (S1-09, S1-14.1 to S1-14.11, S0-27 to S0-29)."""

from typing import ClassVar, Literal

from meidang.models.attachment import Attachment
from meidang.models.audience import Audience
from meidang.models.base import Model, Record, declare, field
from meidang.models.codes import Mobile, NationalId, OperationCode
from meidang.models.references import DepartmentRef, StaffRef, TechniqueRef, TitleRef
from meidang.models.scalars import (
    Amount,
    BirthMonth,
    Bool,
    Count,
    Date,
    Expiry,
    Grade,
    LongText,
    MaxAsa,
    MaxGrade,
    Text,
    Year,
)
from meidang.models.shared import AntibacterialTier, Credential

#: What a person does here; the table of credential types says which credentials each must hold.
Post = Literal[
    "医师",
    "主诊医师",
    "麻醉医师",
    "护士",
    "医美护士",
    "药师",
    "放射工作人员",
    "检验人员",
    "灭菌操作人员",
    "病案人员",
    "院感人员",
    "纹绣师",
]

#: The eighteen kinds of privilege of clause (四); a slash or bracket in the clause counts as two (requirement S1-09).
PrivilegeType = Literal[
    "手术",
    "抗生素",
    "麻精处方",
    "西医处方",
    "中医处方",
    "拍片",
    "拍牙片",
    "植发",
    "私密",
    "麻醉",
    "手术护士",
    "检验",
    "大型仪器",
    "中药师",
    "西药师",
    "院感",
    "高压灭菌",
    "纹绣师",
]


@declare("学历学位", "S1-14.1")
class Education(Model):
    """One course of study."""

    education: Text = field("学历学位", hint="例如 本科 / 医学学士")
    school: Text = field("毕业院校")
    specialty: Text | None = field("专业", None)
    graduated_on: Date | None = field("毕业日期", None)


@declare("晋升晋级", "S1-14.7")
class TitleRecord(Model):
    """One step of the career (requirement S1-14.7). The latest obtained is the present title."""

    title: TitleRef = field("职称", hint="职称表（titles.yaml）里的名称", audience=Audience.PUBLIC)
    obtained_on: Date = field("取得日期", audience=Audience.PUBLIC)
    appointed_on: Date | None = field("聘任日期", None)
    document_no: Text | None = field("文号", None)


@declare("授权", "S1-09", "S1-14.3", "S1-26", "S1-34")
class Privilege(Model):
    """One thing that the person may do (requirement S1-09): an operation, a prescribing right, an apparatus."""

    privilege_type: PrivilegeType = field("授权类别")
    technique_id: TechniqueRef | None = field("授权项目", None)
    operation_name: Text | None = field("手术名称", None)
    icd9cm3: OperationCode | None = field("手术编码", None)
    level: Grade | None = field("级别", None)
    performing_status: Literal["在开展", "能开展"] | None = field("开展状态", None)
    tier: AntibacterialTier | None = field("抗菌药物级别", None, hint="授权类别为抗生素时填写")
    exam_on: Date | None = field("培训考核日期", None)
    score: Amount | None = field("考核成绩", None)
    independent: Bool | None = field("独立实施", None, hint="授权类别为麻醉时填写：能否独立实施麻醉")
    supervised_by: StaffRef | None = field("指导医师", None, hint="不能独立实施时填写")
    max_asa: MaxAsa | None = field("ASA 上限", None)
    max_op_grade: MaxGrade | None = field("手术级别上限", None)
    granted_on: Date | None = field("授权日期", None)
    valid_to: Expiry | None = field("有效期至", None)
    granted_by: Text | None = field("授权签批", None)
    reassess_on: Date | None = field("再评估日期", None)
    suspended_on: Date | None = field("暂停日期", None)
    restored_on: Date | None = field("恢复日期", None)
    suspended_for: Text | None = field("暂停原因", None, audience=Audience.INTERNAL)


@declare("继续教育", "S1-14.9", "S1-37", "S0-27")
class ContinuingEducation(Model):
    """Credits of one item in one year (requirements S1-14.9, S0-27)."""

    year: Year = field("年度")
    item_name: Text = field("项目")
    category: Literal["Ⅰ类", "Ⅱ类"] | None = field("类别", None)
    credits: Amount = field("学分")


@declare("专科培训", "S0-28")
class Training(Model):
    """Hours of training (requirement S0-28 counts those in aesthetics)."""

    trained_on: Date = field("培训日期")
    content: Text = field("内容")
    aesthetic: Bool = field("医美专科", True, hint="是否计入医美专科培训学时")
    hours: Amount = field("学时")
    assessment_result: Literal["合格", "不合格"] | None = field("考核结果", None)


@declare("技能考核", "S0-28")
class SkillContest(Model):
    """A half-yearly contest of nursing skills (requirement S0-28)."""

    contest_on: Date = field("大比武日期")
    item_name: Text | None = field("项目", None)
    score: Amount = field("成绩")
    performance_linked: Bool = field("绩效关联", True)


@declare("第三方能力评估", "S0-29")
class ThirdPartyAssessment(Model):
    """The yearly test by an outside body, and what followed a failure (requirement S0-29)."""

    assessed_on: Date = field("评估日期")
    assessing_body: Text = field("评估机构")
    item_name: Text = field("项目")
    technique_id: TechniqueRef | None = field("对应技术项目", None)
    result: Literal["通过", "不通过"] = field("结果")
    suspended_on: Date | None = field("暂停日期", None)
    retrained_on: Date | None = field("复训日期", None)
    retake_result: Literal["通过", "不通过"] | None = field("补考结果", None)
    restored_on: Date | None = field("恢复日期", None)


@declare("暂停执业", "S0-27")
class Suspension(Model):
    """A suspension for working beyond scope or a wrong filing (requirement S0-27)."""

    reason: Text = field("原因", audience=Audience.INTERNAL)
    suspended_on: Date = field("暂停日期")
    rectified_on: Date | None = field("整改完成", None)


@declare("资质核查", "S0-27")
class QualificationCheck(Model):
    """One regular check of licence, filing and credits (requirement S0-27)."""

    verified_on: Date = field("核查日期")
    verified_by: Text | None = field("核查人", None)
    result: Text | None = field("核查结果", None)


@declare("放射工作人员监护", "S1-14.6")
class RadiationMonitoring(Model):
    """Training, health check and dose cycle of a radiation worker (条例第 449 号, Art. 28 to 30)."""

    trained_on: Date | None = field("培训日期", None)
    health_check_on: Date | None = field("职业健康检查日期", None)
    dosimeter_cycle_months: Count | None = field("个人剂量监测周期（月）", None)


@declare("主要参与技术项目", "S1-14.5")
class Participation(Model):
    """Cases of one technique in one year (requirement S1-14.5)."""

    technique_id: TechniqueRef = field("技术项目")
    role: Literal["术者", "一助", "负责人", "麻醉", "护理配合", "其他"] = field("角色")
    year: Year = field("年度")
    cases: Count = field("年度例数")


@declare("科研论文", "S1-14.8")
class Paper(Model):
    """A paper or project (requirement S1-14.8)."""

    paper_title: Text = field("题目")
    journal_or_project: Text = field("期刊/项目")
    author_position: Text | None = field("作者排序", None)
    date: Date | None = field("日期", None)
    file: Attachment | None = field("附件", None)


@declare("进修学习", "S1-14.10")
class FurtherStudy(Model):
    """A stay at another institution (requirement S1-14.10)."""

    host_unit: Text = field("单位")
    specialty: Text = field("专业")
    period_from: Date = field("开始日期")
    period_to: Date | None = field("结束日期", None)
    completion_certificate: Text | None = field("结业证", None)


@declare("教学获奖", "S1-14.11")
class Award(Model):
    """Teaching or an award (requirement S1-14.11)."""

    name: Text = field("名称")
    kind: Literal["教学", "获奖"] = field("类别")
    level: Text | None = field("级别", None)
    date: Date | None = field("日期", None)


@declare("考核与奖惩", "S1-14.6")
class Assessment(Model):
    """An assessment, a reward or a sanction."""

    kind: Literal["年度考核", "医师定期考核", "医德考评", "奖励", "处分", "其他"] = field("类别")
    date: Date = field("日期")
    result: Text = field("结果")


@declare("个人技术档案", "S1-02", "S1-09", "S1-14.1", "S1-29")
class Staff(Record):
    """A person. What is private here never reaches the site."""

    archive_level: ClassVar[str] = "个人"

    name: Text = field("姓名", audience=Audience.PUBLIC)
    sex: Literal["男", "女"] | None = field("性别", None)
    birth_ym: BirthMonth | None = field("出生年月", None)
    national_id: NationalId | None = field("身份证号", None, hint="只进内部文件，不上网站")
    phone: Mobile | None = field("手机号码", None, hint="只进内部文件，不上网站")
    home_address: LongText | None = field("家庭住址", None, audience=Audience.NOBODY, hint="只进内部文件，不上网站")
    department_id: DepartmentRef = field("科室", audience=Audience.PUBLIC)
    other_departments: tuple[DepartmentRef, ...] = field("兼职科室", (), audience=Audience.PUBLIC)
    posts: tuple[Post, ...] = field("岗位", (), hint="决定必须持有哪些证照", audience=Audience.PUBLIC)
    position: Text | None = field("职务", None, audience=Audience.PUBLIC)
    practice_category_scope: Text | None = field(
        "执业类别/范围", None, hint="例如 临床 / 外科专业", audience=Audience.PUBLIC
    )
    hired_on: Date | None = field("入职日期", None)
    left_on: Date | None = field("离职日期", None)
    background: Literal["医学", "统计学", "医学和统计学", "其他"] | None = field("专业背景", None)
    education: tuple[Education, ...] = field("学历学位", ())
    credentials: tuple[Credential, ...] = field("证照与资质", ())
    titles: tuple[TitleRecord, ...] = field("晋升晋级", (), audience=Audience.PUBLIC)
    privileges: tuple[Privilege, ...] = field("授权", ())
    participation: tuple[Participation, ...] = field("主要参与技术项目", ())
    continuing_education: tuple[ContinuingEducation, ...] = field("继续教育", ())
    training: tuple[Training, ...] = field("专科培训", ())
    skill_contests: tuple[SkillContest, ...] = field("技能考核", ())
    third_party_assessments: tuple[ThirdPartyAssessment, ...] = field("第三方能力评估", ())
    qualification_checks: tuple[QualificationCheck, ...] = field("资质核查", ())
    suspensions: tuple[Suspension, ...] = field("暂停执业", ())
    radiation: RadiationMonitoring | None = field("放射工作人员监护", None)
    papers: tuple[Paper, ...] = field("科研论文", ())
    further_study: tuple[FurtherStudy, ...] = field("进修学习", ())
    awards: tuple[Award, ...] = field("教学获奖", ())
    assessments: tuple[Assessment, ...] = field("考核与奖惩", ())

    def label(self) -> str:
        """The person's name."""
        return self.name
