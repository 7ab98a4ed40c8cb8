"""对外协议档案: with whom, for what, until when, with which proofs, and what each year brought."""

from __future__ import annotations

from dossiers.shared import COVER, attached, closing
from meidang.render.drawing.sheet import Sheet

_CREDENTIALS = "# name*5< number*4< valid_to state"


def agreement() -> Sheet:
    """对外协议档案."""
    sheet = Sheet("agreement", "对外协议档案")
    sheet.cover(f"agreement_type partner valid_to state {COVER}", subject="")
    sheet.heading("一、协议概况")
    sheet.facts(
        "agreement_type department_id partner< partner_grade is_public is_general icu_named=重症医学科接收 "
        "valid_from valid_to state contact_phone"
    )
    sheet.heading("二、对方资质")
    sheet.rows("credentials", _CREDENTIALS, title="机构资质", remark="note")
    sheet.rows("personal_credentials", _CREDENTIALS, title="个人资质", remark="note")
    sheet.heading("三、年度总结")
    sheet.rows("year_summaries", "# year summarised_on summary*8<")
    attached(sheet)
    closing(sheet)
    sheet.signatures(["责任科室", "医务部审核", "分管院领导", "院长（盖章）"])
    return sheet
