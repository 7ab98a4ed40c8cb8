"""操作合规性分析报告: a month as its ledgers tell it, for reading, deciding and signing."""

from __future__ import annotations

from dossiers.shared import FIGURES
from meidang.render.drawing.sheet import Sheet
from meidang.render.drawing.word import paragraph


def compliance_report() -> Sheet:
    """操作合规性分析报告."""
    sheet = Sheet("compliance_report", "操作合规性分析报告")
    sheet.cover("month period_from period_to issued_on issued_by", subject="{{ month }}")
    sheet.heading("一、本期概况")
    sheet.note("{{ summary }}")
    sheet.rows("departments", "# department*3 cases*1.4 surgical*1.4 high_risk*1.4 passed*3", title="各科室病例")
    sheet.rows("techniques", "# technique*4< grade cases*1.4 operators*4<", title="各技术项目病例")
    sheet.heading("二、关键环节落实情况")
    sheet.rows("checks", "# step*6< needed*1.4 done*1.4 rate*3")
    sheet.heading("三、注射剂量与时间")
    sheet.rows(
        "doses",
        "# item*3< uses*1.1 dose_most|dose_limit*2 dose_over*1.2 minutes_most|minutes_limit*2.2 minutes_over*1.2",
    )
    with sheet.when("over_limit"):
        sheet.rows(
            "over_limit", "# case_no*2.2 date department*2< operator*1.5 item*2.4< over*3.4<", title="超过上限的注射"
        )
    sheet.heading("四、环境监测")
    sheet.note("{{ readings_summary }}")
    sheet.rows(
        "readings",
        "# point*2< measured_at temperature*1.2 humidity*1.2 deviation*2.6< rectify_due|closed_on state=整改情况*1.8",
    )
    sheet.heading("五、规则发现的偏离")
    sheet.rows("deviations", "# severity*1.2 code*1.9 ledger*2.2< message*5< fix*3.4<")
    sheet.heading("六、本期指标")
    sheet.rows("indicators", FIGURES)
    with sheet.together():
        sheet.heading("七、结论与要求")
        sheet.add(paragraph('{{ conclusion or "—" }}', style="Normal"))
    sheet.heading("签署")
    sheet.signatures(["编制（质控办）", "医务部审核", "业务副院长", "签发（盖章）"])
    return sheet
