"""自评报告: what each clause of a standard asks for, what shows it, what is missing, whose turn it is, since when."""

from __future__ import annotations

from dossiers.shared import said
from meidang.render.drawing.sheet import Sheet
from meidang.render.drawing.word import Page


def standard() -> Sheet:
    """自评报告, in landscape: eight columns side by side."""
    sheet = Sheet("standard", "自评报告", Page(wide=True, top=2.0, side=2.0))
    sheet.cover("edition scoring inspection_on archive_no version updated_on")
    sheet.heading("一、自评结论")
    sheet.note("{{ summary }}{% if score %}自评得分 {{ score }}。{% endif %}")
    sheet.rows("counts", "state=结论*2 count*2 share*2")
    sheet.facts("inspection_on scoring source<")
    with sheet.when("vetoes"):
        sheet.rows("vetoes", "clause_no*1.4 title*4< gaps*8< owner*2 since=自何时起*1.8", title="未达到的否决项")
    sheet.note(
        "已达到：要求的证据齐全，没有发现问题。有风险：现在达到，到评审日期之前会出问题。"
        "未达到：缺证据，或发现问题。不适用：写明理由。★ 为否决项。"
    )
    sheet.heading("二、逐条自评", new_page=True)
    sheet.rows(
        "judged",
        "clause_no+veto=条款号*2 title|requirement=条款与要求*4.6< state=结论*1.4 evidence*6< "
        "gaps*6< owner*2.2< since=自何时起*1.9",
        whole=False,
    )
    sheet.heading("三、差距与责任")
    sheet.rows(
        "open_gaps", "# clause_no*1.4 title=条款*2.6< state=结论*1.4 what*7< fix*4.6< owner*2.2< since=自何时起*1.9"
    )
    with sheet.together():
        said(sheet)
    sheet.heading("签署")
    sheet.signatures(["自评小组", "医务部", "业务副院长", "院长（盖章）"], per_row=4)
    return sheet
