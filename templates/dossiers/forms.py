"""The blank forms around a case, with figures from settings, policies and drug items; all forms by file name."""

from __future__ import annotations

from dossiers.applications import APPLICATIONS
from meidang.render.drawing.grid import Line, form, grid
from meidang.render.drawing.sheet import Sheet

_CASE: tuple[Line, ...] = (("*科室", "", "*病例号", "", "*日期", ""), ("*拟行项目", ("", 3), "*手术编码／级别", ""))
_CASE_WIDTHS = (2, 3.6, 2, 3.6, 2.6, 3.2)
_PRIVACY = "只填病例号，不填患者姓名、身份证号和电话。"


def preop() -> Sheet:
    """术前评估表: elements with points, the pass mark, three signatures."""
    sheet = form("术前评估表")
    grid(sheet, _CASE_WIDTHS, _CASE, "基本情况")
    lines: list[Line] = [
        ("*评估要素", "*评估内容", "*判定", "*满分", "*得分", "*异常说明（预警项）"),
        "{%tr for x in forms.preop_elements %}",
        (
            "{{ x.element }}",
            "{{ x.content }}",
            "□无异常\n□有异常，扣　　分",
            "{{ x.full }}",
            "",
            "",
        ),
        "{%tr endfor %}",
        (("*合计", 3), "{{ forms.preop_total }}", "", "合格分 {{ forms.preop_score_min }}"),
    ]
    grid(sheet, (2.4, 4.6, 3.2, 1.2, 1.4, 4.2), lines, "评分表", 1.0)
    decision: list[Line] = [
        ("*风险等级", "□高　□中　□低", "*评估结论", "□通过　□暂缓，补充检查　□不宜实施"),
        ("*高风险项目", ("□否　□是（病例讨论日期　　　　　　　委员会审核日期　　　　　　　）", 3)),
        ("*拟行麻醉", ("□无　□表面麻醉　□局麻　□静脉镇静　□椎管内麻醉　□全麻", 3)),
        ("*意见", ("", 3)),
    ]
    grid(sheet, (2.4, 4.2, 2.4, 8), decision, "评估结论", 0.9)
    sheet.note(
        "合计达到 {{ forms.preop_score_min }} 分方可判定通过，扣分的要素列为预警项并写明处理；"
        "{% if forms.preop_policy %}扣分细则和不论得分一律不合格的情形见《{{ forms.preop_policy }}》。"
        "{% else %}评估不达标的不得开展。{% endif %}"
    )
    sheet.note("高风险项目指{{ forms.high_risk }}，须先经科室病例讨论和委员会审核同意。")
    sheet.note(f"麻醉深于局麻的，须由麻醉医师与主诊医师双签；中、低风险的须有护士签名。{_PRIVACY}")
    sheet.signatures(["评估护士", "麻醉医师（深于局麻时）", "主诊医师"], per_row=3)
    return sheet


_NODES = (
    (
        "麻醉诱导前（麻醉实施前）",
        (
            "病例号、腕带与本人核对一致",
            "手术名称、部位与标识一致",
            "知情同意书已签署",
            "术前评估已通过，高风险项目已审核",
            "过敏史、皮试结果已核对",
            "麻醉机、监护仪、急救药械可用",
            "植入物、填充材料、高风险药品已备并扫码",
        ),
    ),
    (
        "手术开始前",
        (
            "病例号、手术名称、部位、体位再次核对",
            "术者、麻醉医师、护士均已到位",
            "预防用抗菌药物已按时给药或不需要",
            "手术步骤、预计时间、出血与风险已说明",
            "灭菌指示合格，器械敷料数目已清点",
            "影像与检验资料已调阅",
        ),
    ),
    (
        "患者离开手术室前",
        (
            "实际手术名称与用药、用量已记录",
            "器械、敷料、缝针清点无误",
            "标本标识与送检单一致或无标本",
            "植入物、药品追溯码已贴入病历",
            "皮肤、引流、生命体征已检查",
            "去向：□恢复室　□观察室　□病房　□离院",
        ),
    ),
)


def checklist() -> Sheet:
    """手术安全核查表: three moments, each with its items and three signatures."""
    sheet = form("手术安全核查表")
    lines: list[Line] = [
        *_CASE,
        ("*麻醉方式", ("□无　□表面麻醉　□局麻　□静脉镇静　□椎管内麻醉　□全麻", 3), "*手术间", ""),
    ]
    grid(sheet, _CASE_WIDTHS, lines, "基本情况")
    for title, items in _NODES:
        halves = [f"□ {item}" if not item.startswith("去向") else item for item in items]
        halves += [""] * (len(halves) % 2)
        rows: list[Line] = [((f"*{title}　　核查时间：　　　　年　　月　　日　　时　　分", 6),)]
        rows += [((left, 3), (right, 3)) for left, right in zip(halves[::2], halves[1::2], strict=True)]
        rows.append(("*手术医师", "", "*麻醉医师", "", "*手术室护士", ""))
        grid(sheet, _CASE_WIDTHS, rows, title, 0.95)
    sheet.note("每个节点由三方当场逐项核查后签名，局麻由实施者代麻醉医师签名；任何一项不符，不得进入下一步。")
    sheet.note(f"三个节点的时间须先后相接，核查后扫码登记。{_PRIVACY}")
    return sheet


def follow_up() -> Sheet:
    """术后随访表: one row for each visit that the settings ask for."""
    sheet = form("术后随访表")
    lines: list[Line] = [
        ("*科室", "", "*病例号", "", "*手术／治疗日", ""),
        ("*项目名称", ("", 3), "*项目类别", "□手术类　□非手术类"),
    ]
    grid(sheet, _CASE_WIDTHS, lines, "基本情况")
    weights = (1.7, 1.5, 3.2, 1.9, 1.9, 1.9, 1.9, 2, 1.6, 1.6)
    visits: list[Line] = [
        ("*类别", "*次数", "*随访时点", "*应访日", "*实访日", "*恢复情况", "*不良反应", "*满意度", "*结果", "*随访人"),
        "{%tr for x in forms.visit_days %}",
        (
            "{{ x.category }}",
            "{{ x.number }}",
            "{{ x.after }}\n（{{ x.window }}）",
            "",
            "",
            "",
            "□无\n□有：",
            "□满意\n□一般\n□不满意",
            "□完成\n□失访",
            "",
        ),
        "{%tr endfor %}",
    ]
    grid(sheet, weights, visits, "随访计划与记录", 1.5)
    sheet.note("应访日从手术（治疗）当日起算；前后 {{ forms.visit_tolerance }} 天内完成为按时。")
    sheet.note(f"联系三次未果的填“失访”并写明日期；发现不良反应的，同时填写不良反应登记表。{_PRIVACY}")
    sheet.signatures(["随访护士", "主诊医师审阅", "科室质控员"], per_row=3)
    return sheet


def reaction() -> Sheet:
    """不良反应登记表: what each severity asks for and how fast."""
    sheet = form("不良反应登记表")
    head: list[Line] = [
        ("*科室", "", "*编号", "", "*病例号", ""),
        ("*项目名称", ("", 3), "*手术／治疗日", ""),
        ("*发生时间", "　月　日　时　分", "*报告时间", "　月　日　时　分", "*报告人", ""),
    ]
    grid(sheet, _CASE_WIDTHS, head, "基本情况")
    levels: list[Line] = [
        ("*分级", "*处置时限", "*处置要求", "*登记内容", "*实际时间与人员"),
        "{%tr for x in forms.reactions %}",
        ("□{{ x.severity }}", "{{ x.limit }}", "{{ x.measures }}", "{{ x.record }}", ""),
        "{%tr endfor %}",
    ]
    grid(sheet, (1.5, 3, 4.6, 3.2, 4.7), levels, "分级与时限", 1.2)
    rest: list[Line] = [
        ("*情况描述\n（部位、表现、程度）", ""),
        ("*使用的药品、器械\n（品种、批号、剂量）", ""),
        ("*处置经过", ""),
        ("*转归", "□痊愈　□好转　□后遗　□转院　□其他：　　　　　　　　日期：　　　年　　月　　日"),
        ("*原因分析与改进", ""),
    ]
    grid(sheet, (3.4, 13.6), rest, "经过与转归", 1.15)
    sheet.note(f"从报告时间起算时限；重度同时按应急预案上报。{_PRIVACY}")
    sheet.signatures(["处置人", "主诊医师", "科主任", "医务部"], per_row=2)
    return sheet


def daily_count() -> Sheet:
    """高风险药品日核对表: a row for each day of a month."""
    sheet = form("高风险药品日核对表")
    sheet.note(
        "　　　　年　　　月　　品名：{% for x in forms.watched %}□{{ x.name }}（{{ x.unit }}）　"
        "{% else %}＿＿＿＿＿＿＿＿＿＿（单位＿＿＿＿）{% endfor %}"
    )
    names = ("日", "期初", "入库", "使用", "账面结存", "实盘", "是否相符", "签名 1", "签名 2", "差异处理")
    lines: list[Line] = [tuple(f"*{name}" for name in names)]
    lines += [(f"{day}", "", "", "", "", "", "□是　□否", "", "", "") for day in range(1, 32)]
    grid(sheet, (0.9, 1.4, 1.4, 1.4, 1.6, 1.4, 2.1, 2, 2, 2.8), lines, "日核对", 0.6)
    sheet.note(
        "每个工作日由两人分别清点并签名，二人不得相同；期初加入库减使用等于账面结存，与实盘不符的当日查明并报告。"
    )
    return sheet


#: File name -> what draws it: forms are documents of the institution.
FORMS = {
    "institution.preop_assessment.docx": preop,
    "institution.safety_checklist.docx": checklist,
    "institution.follow_up.docx": follow_up,
    "institution.adverse_event.docx": reaction,
    "institution.daily_count.docx": daily_count,
    **APPLICATIONS,
}
