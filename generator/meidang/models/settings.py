"""What the institution decides: the as-of date, every threshold and period. Defaults are the requirements' figures."""

from decimal import Decimal
from typing import Literal

from meidang.models.attachment import Attachment
from meidang.models.audience import Audience
from meidang.models.base import Model, Table, declare, field
from meidang.models.codes import AppId, Branch, Repository, WebAddress
from meidang.models.scalars import Amount, Bool, Count, Date, MaxGrade, Period, PerYear, Text
from meidang.source.limits import DEFAULT_LIMITS, MIB


@declare("新技术评价期限", "S1-17")
class NewTechniqueTerms(Model):
    """Two years after approval, with notices before (requirement S1-17)."""

    evaluate_within_months: Period = field("评价期限（月）", 24)
    notice_months: tuple[Period, ...] = field("提醒月数", (18, 21))
    counted_from: Literal["院内审批日期", "首例日期"] = field("起算点", "院内审批日期")


@declare("校验期限", "S1-06")
class VerificationTerms(Model):
    """医疗机构管理条例, Art. 22: fewer than 100 beds every year, else every three years."""

    few_beds_below: Count = field("床位界限", 100)
    few_beds_months: Period = field("少于界限的校验周期（月）", 12)
    many_beds_months: Period = field("达到界限的校验周期（月）", 36)


@declare("放射人员监护期限", "S1-14.6")
class RadiationTerms(Model):
    """条例第 449 号, Art. 28 to 30."""

    training_months: Period = field("培训间隔（月）", 24)
    health_check_months: Period = field("体检间隔（月）", 24)
    dosimeter_months: Period = field("剂量监测周期（月）", 3)


@declare("随访计划", "S0-15")
class FollowUpTerms(Model):
    """When a patient must be visited after a case, in days, and how late is still in time (requirement S0-15)."""

    surgical_days: tuple[Period, ...] = field("手术类（天）", (3, 7, 30, 90), hint="术后 3 天、7 天、1 个月、3 个月")
    other_days: tuple[Period, ...] = field("非手术类（天）", (1, 7, 30), hint="治疗后 24 小时、1 周、1 个月")
    tolerance_days: Period = field("宽限（天）", 3)


@declare("不良反应处置时限", "S0-17")
class ReactionTerms(Model):
    """How fast a reaction must be handled, by severity (requirement S0-17)."""

    mild_tracked_hours: Period = field("轻度跟踪（小时）", 48)
    moderate_seen_minutes: Period = field("中度复诊（分钟）", 120, hint="从报告到主诊医师复诊")
    severe_started_minutes: Period = field("重度会诊与应急启动（分钟）", 30, hint="从报告起算；要求写作“立即”")


@declare("高风险项目", "S0-06")
class HighRiskTerms(Model):
    """Which cases need a discussion and the committee's review (requirement S0-06)."""

    from_grade: MaxGrade = field("手术级别起点", 3)
    catalogue: Bool = field("包括高危目录", True, hint="高危技术项目目录里的技术也算")


@declare("环境限值", "S0-14")
class RoomTerms(Model):
    """What a reading must keep to (requirement S0-14 gives no figures; these are common for operating rooms)."""

    temperature_min_c: Amount = field("温度下限（℃）", Decimal(21))
    temperature_max_c: Amount = field("温度上限（℃）", Decimal(25))
    humidity_min_pct: Amount = field("湿度下限（%）", Decimal(30))
    humidity_max_pct: Amount = field("湿度上限（%）", Decimal(60))


@declare("工作日历")
class Calendar(Model):
    """Working days are Monday to Friday but for these (国务院办公厅 yearly notice)."""

    days_off: tuple[Date, ...] = field("法定节假日", ())
    days_worked: tuple[Date, ...] = field("调休工作日", ())


#: Colours of the site's header, on which white words are easy to read.
SiteColour = Literal["青", "蓝", "绿", "紫", "红", "灰"]


@declare("网站")
class SiteLook(Model):
    """What makes the site the institution's own; its name comes from the institution's record."""

    short_name: Text | None = field(
        "简称", None, hint="手机上的页眉用它，第一个字作图标；不填用名称", audience=Audience.PUBLIC
    )
    colour: SiteColour = field("颜色", "青", hint="页眉和图标的颜色", audience=Audience.PUBLIC)
    logo: Attachment | None = field(
        "徽标", None, hint="方形图片，写了就在网站各版的页眉上代替第一个字", audience=Audience.PUBLIC
    )


@declare("在线表单")
class OnlineForms(Model):
    """Where the edit forms of the site save: a repository on a platform, through a branch and a pull request."""

    platform: Literal["GitHub", "GitLab", "Forgejo"] = field("平台", hint="Gitea 也写 Forgejo")
    repository: Repository = field("仓库", hint="档案所在的仓库")
    branch: Branch = field("主分支", "main", hint="合并后的内容所在的分支")
    address: WebAddress | None = field(
        "平台地址", None, hint="自建的平台才写；Forgejo 必须写，GitHub 和 GitLab 的公共网站不写"
    )
    app_id: AppId | None = field(
        "应用编号",
        None,
        hint=(
            "GitLab 和 Forgejo 要写：在平台的“设置-应用”里登记一个应用（不勾选“机密”），"
            "回调地址写表单页的地址（网站地址加 forms/index.html），登记后显示的应用编号（客户端 ID）"
        ),
    )
    auth_address: WebAddress | None = field(
        "登录服务地址",
        None,
        hint="只有 GitHub 要写：替网页换取登录凭证的服务（OAuth 代理）的地址，由信息科部署",
    )


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
    inspection_on: Date | None = field("评审日期", None, hint="准备度按这一天判断“有风险”；不填则为截至日期后 90 天")
    calibration_months: Period = field("能量设备校验周期（月）", 3)
    performance_weight_min: Amount = field("术前评估合格率绩效权重下限（%）", Decimal(20))
    preop_score_min: Amount = field("术前评估合格分", Decimal(60))
    zone_check_months: Period = field("检验科分区检查周期（月）", 12)
    required_plans: tuple[Text, ...] = field(
        "必须有的应急预案", ("停电", "停水", "停气"), hint="手术室意外事件应急预案的类别"
    )
    guide_from_cases: Count = field("须有操作步骤指南的年例数", 1000, hint="上一年度例数达到它的技术项目")
    small_sample_below: Count = field("小样本界限", 30, hint="分母少于它的率标明“样本少”")
    follow_up: FollowUpTerms = field("随访计划", factory=FollowUpTerms)
    reactions: ReactionTerms = field("不良反应处置时限", factory=ReactionTerms)
    high_risk: HighRiskTerms = field("高风险项目", factory=HighRiskTerms)
    room: RoomTerms = field("环境限值", factory=RoomTerms)
    calendar: Calendar = field("工作日历", factory=Calendar)
    limits: Limits = field("读取上限", factory=Limits)
    site: SiteLook = field("网站", factory=SiteLook, audience=Audience.PUBLIC)
    forms: OnlineForms | None = field(
        "在线表单", None, hint="写了就能用 meidang build site --forms 给网站加上填写表单", audience=Audience.INTERNAL
    )
    edit_url: Text | None = field(
        "编辑链接",
        None,
        hint="记录在代码托管平台上的地址前缀，例如 https://example.invalid/archive/edit/main/",
        audience=Audience.INTERNAL,
    )
