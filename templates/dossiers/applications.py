"""Forms of third parties, filled from records: for a new technique, for privileges, for the review of the grade."""

from __future__ import annotations

from meidang.render.drawing.grid import WIDE_FORM, Line, boxes, form, grid, open_boxes
from meidang.render.drawing.sheet import Sheet

_DAY = "　　　　年　　月　　日"


def _on(path: str) -> str:
    """A day in words, or room to write one."""
    return f'{{{{ {path}|date_long or "{_DAY}" }}}}'


def _signed(who: str) -> str:
    return f"{who}：　　　　　　　　　{_DAY}"


# --- privileges ------------------------------------------------------------------------------------------------------


def privilege() -> Sheet:
    """手术权限申请表: the applicant, every operation with what was done of it, who decides."""
    sheet = form("手术权限申请表", kind="staff", page=WIDE_FORM, condition='operations or "医师" in posts')
    held = "{% for c in credentials %}{% if not loop.first %}、{% endif %}{{ c.credential_type }}{% endfor %}"
    studied = "{% for s in further_study %}{{ s.host_unit }}（{{ s.specialty }}）{% endfor %}"
    lines: list[Line] = [
        ("*姓名", "{{ name }}", "*职称", "{{ present_title }}", "*科室", "{{ department_id }}"),
        ("*申请时间", _DAY, "*执业类别／范围", "{{ practice_category_scope }}", "*主诊备案专业", "{{ filing }}"),
        ("*本人资质", (f"学历学位：{{{{ latest_education }}}}　证照：{held}", 3), "*进修", studied),
    ]
    grid(sheet, (2.4, 5.4, 2.8, 5.4, 2.8, 6.9), lines, "申请人")
    grid(sheet, (1, 4.2, 2, 1.7, 4, 1.9, 1.1, 1.1, 1.7, 1.2, 2, 3.8), _operations(), "申请内容", 0.7)
    with sheet.together():
        sheet.note("手术类型由申请人勾选；已参与该手术次数为历年合计。状态为截至 {{ as_of_long }} 的授权状态。")
    who = ["本人申请", "科主任意见", "医务部审核", "医疗技术临床应用管理委员会意见", "院长／业务副院长批准（盖章）"]
    sheet.signatures([*who, "最后审批结果：☐通过　☐不通过"], per_row=3, height=1.6)
    return sheet


def _operations() -> list[Line]:
    kinds = open_boxes("择期", "限期", "急诊")
    return [
        (
            "*序号",
            "*手术名称",
            "*手术编码",
            "*手术等级",
            "*手术类型",
            "*要求资质",
            ("*已参与次数", 2),
            "*指导医师",
            "*状态",
            "*授权时间",
            "*备注",
        ),
        ("^", "^", "^", "^", "^", "^", "*术者", "*一助", "^", "^", "^", "^"),
        "{%tr for x in operations|rows(5) %}",
        (
            "{{ loop.index }}",
            "{{ x.name }}",
            "{{ x.code }}",
            "{{ x.grade }}",
            kinds,
            "{{ x.required }}",
            "{{ x.done }}",
            "{{ x.assisted }}",
            "{{ x.supervisor }}",
            "{{ x.state }}",
            "{{ x.granted_on }}",
            "{{ x.conditions }}",
        ),
        "{%tr endfor %}",
    ]


# --- a new technique -------------------------------------------------------------------------------------------------

_GRADES = ("一级", "二级", "三级", "四级")
_BANDS = {"正高级": "正高级", "副高级": "副高级以上", "中级": "中级以上", "初级": "初级以上"}
_LEADER = ("name", "birth_ym", "education", "title", "position", "specialty", "expertise", "phone")
_TRADES = ("医师", "护士", "药剂人员", "技术人员")


def new_technique() -> Sheet:
    """新技术新业务申报表: only of techniques that are new; what no record holds is left to be written."""
    sheet = form("新技术新业务申报表", kind="technique", condition="new_technique.given")
    _head(sheet)
    _people(sheet)
    _grounds(sheet)
    agreed = open_boxes("同意", "不同意")
    opinions: list[Line] = [
        ("*科室意见", f"{{{{ admission.dept_opinion }}}}\n{_signed('科主任签字')}"),
        ("*医务部意见", f"\n{_signed('签字')}"),
        ("*伦理委员会意见", f"{agreed}　　审查日期：{_on('admission.ethics_on')}\n{_signed('签字')}"),
        (
            "*医疗技术临床应用\n管理委员会意见",
            f"{agreed}　　批准日期：{_on('admission.committee_approved_on')}\n{_signed('签字')}",
        ),
        ("*院长意见", f"\n{_signed('签字（盖章）')}"),
        ("*限制类技术备案", f"备案日期：{_on('admission.filed_on')}　　备案编号：{{{{ admission.filing_no }}}}"),
    ]
    sheet.heading("审批", 2)
    grid(sheet, (4, 13), opinions, "审批", 1.2)
    return sheet


def _head(sheet: Sheet) -> None:
    bands = "　".join(f'{{{{ application.min_band|box("{band}") }}}}{said}' for band, said in _BANDS.items())
    head: list[Line] = [
        ("*申请科室", "{{ application.department }}", "*申请日期", _on("admission.applied_on")),
        ("*项目名称", ("{{ new_technique.project_name or standard_name }}", 3)),
        ("*项目级别", boxes("grade", _GRADES), "*限制类医疗技术", boxes("restricted_by_law", ("否", "是"))),
        ("*项目类型", (open_boxes("手术类", "治疗操作类", "检验检查类", "其他类"), 3)),
        (
            "*第一操作者的\n最低职称",
            (f"级别　{bands}　☐其他\n类别　{boxes('application.min_trade', _TRADES)}　☐其他", 3),
        ),
    ]
    grid(sheet, (2.8, 5.8, 3.2, 5.2), head, "基本情况", 0.85)


def _people(sheet: Sheet) -> None:
    who = {name: f"{{{{ application.leader.{name} }}}}" for name in _LEADER}
    sexes = boxes("application.leader.sex", ("男", "女"))
    leader: list[Line] = [
        ("*项目\n负责人", "*姓名", who["name"], "*性别", sexes, "*出生年月", who["birth_ym"]),
        ("^", "*学历、学位", who["education"], "*职称", who["title"], "*职务", who["position"]),
        ("^", "*专业", who["specialty"], "*专长", who["expertise"], "*手机号码", who["phone"]),
    ]
    grid(sheet, (1.5, 2, 3.4, 1.5, 3.4, 2, 3.2), leader, "项目负责人", 0.85)
    members: list[Line] = [
        ("*项目成员", "*性别", "*年龄", "*学历", "*职务职称", "*专业方面"),
        "{%tr for x in application.members|rows(4) %}",
        tuple(f"{{{{ x.{name} }}}}" for name in ("name", "sex", "age", "education", "title_and_position", "specialty")),
        "{%tr endfor %}",
    ]
    grid(sheet, (2.6, 1.4, 1.4, 3.6, 4.2, 3.8), members, "项目成员")
    joint: list[Line] = [
        ("*协作科室", "*项目贡献度（合计为 1）", "*承担的责任", "*科室主任签名"),
        "{%tr for x in application.joint|rows(2) %}",
        ("{{ x.department }}", "", "", ""),
        "{%tr endfor %}",
    ]
    grid(sheet, (4, 4, 5, 4), joint, "协作科室")


def _grounds(sheet: Sheet) -> None:
    harm = "{% if risk.harm_plan_doc.given %}；{{ risk.harm_plan_doc.citation }}{% endif %}"
    consent = '{{ consent_doc.given|box("是") }}知情同意书样本'
    enclosed = open_boxes("产品生产许可", "经营许可", "注册批文", "查新报告（一、二级项目）", "人员资质")
    body: list[Line] = [
        ("*项目主要内容及意义、\n创新之处", "{{ new_technique.innovation }}"),
        ("*国内外应用概况", ""),
        ("*临床应用安全性分析\n及佐证资料", ""),
        ("*临床应用有效性分析\n及佐证资料", ""),
        ("*科室已具备的技术\n和设备条件", ""),
        ("*实施计划与效益分析", ""),
        ("*适应症", "{{ indications }}"),
        ("*禁忌症", "{{ contraindications }}"),
        (
            "*不良后果、并发症\n及防范",
            f"{{{{ risk.warning_indicators }}}}\n{{{{ risk.risk_plan_doc.citation }}}}{harm}",
        ),
        ("*操作规程、质控措施\n及人员职责", "{{ operation_guide_doc.citation }}"),
        ("*知情同意书", "{{ consent_doc.citation }}"),
        ("*附件", f"{enclosed}　{consent}"),
    ]
    sheet.heading("项目论证", 2)
    grid(sheet, (4, 13), body, "项目论证", 1.2)


# --- the grade of projects -------------------------------------------------------------------------------------------


def grade_review() -> Sheet:
    """医疗美容项目分级管理审核表: the institution, its projects by grade, what is enclosed, two opinions."""
    sheet = form("医疗美容项目分级管理审核表")
    until = "{% if grade_review.licence_valid_to %}（有效期至 {{ grade_review.licence_valid_to }}）{% endif %}"
    grades = boxes("institution_grade", ("一级", "二级", "三级", "未定级"))
    beds = "床位 {{ beds }} 张　美容治疗床 {{ treatment_beds }} 张"
    chairs = "牙科综合治疗椅 {{ dental_chairs }} 台　手术台 {{ operating_tables }} 台"
    staff = "医师 {{ grade_review.doctors }} 人　护士 {{ grade_review.nurses }} 人　设备 {{ grade_review.devices }} 台"
    head: list[Line] = [
        ("*机构名称", ("{{ name }}", 3)),
        ("*地址", ("{{ address }}{% if postcode %}（邮编 {{ postcode }}）{% endif %}", 3)),
        ("*机构类型", "{{ institution_type }}", "*机构等级", grades),
        ("*法定代表人", "{{ legal_representative }}", "*主要负责人", "{{ responsible_person }}"),
        ("*联系电话", "{{ phone }}", "*邮箱", "{{ email }}"),
        ("*执业许可证", "{{ grade_review.licence_no }}" + until, "*诊疗科目", "{{ grade_review.subjects }}"),
        ("*床位与设施", (f"{beds}　{chairs}", 3)),
        ("*人员与设备", (staff, 3)),
        ("*可开展最高级别", ("{{ max_grade_allowed }}", 3)),
    ]
    grid(sheet, (2.8, 5.7, 2.8, 5.7), head, "机构情况", 0.85)
    projects: list[Line] = [
        ("*序号", "*项目名称", "*手术编码", "*级别", "*专业", "*开展科室", "*项目负责人"),
        "{%tr for x in grade_review.projects|rows(10) %}",
        tuple(
            f"{{{{ {path} }}}}"
            for path in ("loop.index", "x.name", "x.code", "x.grade", "x.specialty", "x.departments", "x.leader")
        ),
        "{%tr endfor %}",
    ]
    grid(sheet, (1, 4.8, 2.5, 1.4, 2.4, 2.9, 2), projects, "申请审核的项目")
    grid(sheet, (2.8, 14.2), [("*附件", _enclosed())], "附件", 0.9)
    opinions: list[Line] = [
        ("*医疗机构意见", f"\n\n法定代表人（签字）：　　　　　　　　　　（印章）\n{_DAY}"),
        ("*卫生行政部门意见", f"\n\n　　　　　　　　　　　　　　　　　　　（印章）\n{_DAY}"),
    ]
    grid(sheet, (2.8, 14.2), opinions, "意见", 2.8)
    return sheet


def _enclosed() -> str:
    def ticked(name: str, words: str) -> str:
        return f"{{% if grade_review.{name} %}}☑{{% else %}}☐{{% endif %}}{words}"

    return "\n".join(
        (
            ticked("licence_no", "执业许可证副本"),
            "☐医疗机构级别评审证书",
            ticked("doctors", "医师及护理人员执业资质材料"),
            ticked("devices", "专科设备及手术间急救设备、器械清单"),
        )
    )


# --- feedback, written by hand ---------------------------------------------------------------------------------------


def new_technique_summary() -> Sheet:
    """新技术新项目总结反馈表: what came of it, and what the committee decides."""
    sheet = form("新技术新项目总结反馈表")
    head: list[Line] = [
        ("*项目名称", ("", 3)),
        ("*项目类型", "", "*申报科室", ""),
        ("*项目负责人", "", "*开展时间", "　　　年　　月至　　　　年　　月"),
    ]
    grid(sheet, (2.6, 5.9, 2.6, 5.9), head, "基本情况", 0.9)
    results: list[Line] = [
        ("*开展例数", "*治愈例数", "*好转例数", "*无效例数", "*治愈好转率", "*并发症例数", "*纠纷例数"),
        ("", "", "", "", "", "", ""),
    ]
    grid(sheet, (1,) * 7, results, "开展情况", 0.9)
    sheet.note("治愈好转率＝（治愈例数＋好转例数）÷开展例数。□ 附开展情况明细")
    sections: list[Line] = [
        ("*主要经济效益与\n社会效益", ""),
        ("*不良反应或并发症", "□无　□有，　　　例，主要内容："),
        ("*主要问题", ""),
        ("*改进措施及\n改进结果", ""),
    ]
    grid(sheet, (3.4, 13.6), sections, "总结", 1.6)
    sheet.heading("审批", 2)
    opinion = "□驳回重填　□转化为常规技术　□终止开展\n审核意见："
    grid(sheet, (3.4, 13.6), [("*医疗技术临床应用\n管理委员会意见", opinion)], "委员会意见", 1.6)
    sheet.signatures(["项目负责人", "科主任", "医务部", "医疗技术临床应用管理委员会（盖章）"])
    return sheet


#: File name -> what draws it.
APPLICATIONS = {
    "technique.新技术新业务申报表.docx": new_technique,
    "staff.手术权限申请表.docx": privilege,
    "institution.医疗美容项目分级管理审核表.docx": grade_review,
    "institution.new_technique_summary.docx": new_technique_summary,
}
