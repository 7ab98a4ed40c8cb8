"""The blank forms of application and feedback: for a privilege, for a new technique; signatures in their order."""

from __future__ import annotations

from meidang.render.drawing.grid import Line, blank_lines, form, grid
from meidang.render.drawing.sheet import Sheet


def privilege() -> Sheet:
    """手术权限申请表: applicant, content, who decides."""
    sheet = form("手术权限申请表")
    lines: list[Line] = [
        ("*姓名", "", "*职称", "", "*科室", ""),
        ("*申请时间", "", "*执业类别／范围", "", "*主诊备案专业", ""),
        ("*手术名称", ("", 3), "*手术编码", ""),
        (
            "*手术等级",
            "□一级　□二级　□三级　□四级　□不分级",
            "*手术类型",
            "□择期　□限期　□急诊",
            "*开展状态",
            "□在开展　□能开展",
        ),
        ("*要求资质", ("", 5)),
        ("*本人资质", ("（证书、职称、培训、进修）", 5)),
        ("*已参与该手术", ("术者＿＿＿＿例　　一助＿＿＿＿例　　观摩＿＿＿＿例　　起止：　　　　　　　　", 5)),
        ("*是否需要指导医师", ("□否　□是，指导医师：", 2), "*备注", ("", 2)),
        ("*不良结果", ("□无　□有：", 5)),
    ]
    grid(sheet, (2.4, 3.7, 2.4, 3.2, 2.2, 3.1), lines, "申请内容", 0.85)
    sheet.heading("同时申请的其他手术", 2)
    other = ("手术名称", "手术编码", "手术等级", "手术类型", "需指导医师", "备注")
    grid(sheet, (5, 2.6, 2, 2, 2.2, 3), [tuple(f"*{name}" for name in other), *blank_lines(3, 6)], "其他手术")
    sheet.heading("审批", 2)
    sheet.signatures(
        ["本人申请", "科主任意见", "医务部审核", "医疗技术临床应用管理委员会意见", "院长／业务副院长批准（盖章）"]
    )
    sheet.note("状态：□申请中　□已通过　□已拒绝　□已授权　　最后审批时间：　　　　　　　授权时间：　　　　　　　")
    return sheet


_TITLES = "级别　□正高级　□副高级以上　□中级以上　□初级以上　□其他"
_TRADES = "类别　□医师　□护士　□药剂人员　□技术人员　□其他"


def new_technique() -> Sheet:
    """新技术新项目申报表: cover block, leader, members, joint departments, body, signatures."""
    sheet = form("新技术新项目申报表")
    head: list[Line] = [
        ("*申请科室", "", "*申请日期", ""),
        ("*项目名称", ("", 3)),
        ("*项目级别", "□一级　□二级　□三级　□四级", "*限制类医疗技术", "□否　□是"),
        ("*项目类型", ("□手术类　□治疗操作类　□检验检查类　□其他类", 3)),
        ("*第一操作者的\n最低职称", (f"{_TITLES}\n{_TRADES}", 3)),
    ]
    grid(sheet, (2.8, 6, 2.8, 5.4), head, "基本情况", 0.85)
    leader: list[Line] = [
        ("*负责人", "", "*性别", "", "*出生年月", "", "*学历、学位", ""),
        ("*职称", "", "*职务", "", "*专业", "", "*专长", ""),
    ]
    grid(sheet, (1.9, 2.6, 1.5, 1.9, 2, 2.2, 2.2, 2.7), leader, "项目负责人", 0.85)
    members = ("姓名", "性别", "年龄", "学历", "职务职称", "专业方面")
    grid(sheet, (3, 1.6, 1.6, 3, 4, 3.8), [tuple(f"*{name}" for name in members), *blank_lines(4, 6)], "项目成员")
    joint = ("协作科室", "项目贡献度（合计为 1）", "承担的责任", "科室主任签名")
    grid(sheet, (4, 4, 5, 4), [tuple(f"*{name}" for name in joint), *blank_lines(2, 4)], "协作科室")
    sheet.heading("项目论证", 2)
    body = (
        "项目主要内容及意义、创新之处",
        "国内外应用概况",
        "临床应用安全性分析及佐证资料",
        "临床应用有效性分析及佐证资料",
        "科室已具备的技术和设备条件",
        "实施计划与效益分析",
        "适应症",
        "禁忌症",
        "不良后果、并发症及防范",
        "操作规程、质控措施及人员职责",
        "知情同意书",
    )
    grid(sheet, (4, 13), [(name, "") for name in body], "项目论证", 1.5)
    attached = "□产品生产许可　□经营许可　□注册批文　□查新报告（一、二级项目）　□人员资质　□知情同意书样本"
    grid(sheet, (4, 13), [("*附件", attached)], "附件", 0.9)
    sheet.heading("审批", 2)
    sheet.signatures(["项目负责人", "科主任", "医务部", "伦理委员会", "医疗技术临床应用管理委员会", "院长（盖章）"])
    sheet.note(
        "限制类医疗技术经院长批准后，按规定向核发执业许可证的部门备案：备案日期　　　　　　　　备案编号　　　　　　　　"
    )
    return sheet


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
