"""禁限技术目录, or 自身限制及解除审批表: the record says which."""

from __future__ import annotations

from dossiers.shared import COVER, REVISIONS, said
from meidang.render.drawing.sheet import Sheet
from meidang.render.drawing.word import paragraph, tag


def restriction() -> Sheet:
    """禁限技术目录, or 自身限制及解除审批表, as the record says."""
    title = "{% if self_restriction.given %}自身限制及解除审批表{% else %}禁限技术目录{% endif %}"
    sheet = Sheet("restriction", title)
    sheet.cover(f"authority_level basis issued_on {COVER}", subject="{{ name }}")
    sheet.add(tag("{%p if self_restriction.given %}"))
    sheet.heading("一、自身限制")
    own = "self_restriction"
    sheet.facts(f"{own}.technique< {own}.code {own}.grade {own}.scope {own}.state {own}.restricted_on {own}.reasons")
    sheet.facts(f"{own}.release_conditions<")
    sheet.heading("二、解除审批")
    sheet.facts(f"{own}.release_requested_on {own}.released_on {own}.release_evidence< {own}.release_approved_by<")
    sheet.signatures(["科室申请", "医务部核查条件", "医疗技术临床应用管理委员会意见", "医院批准（盖章）"])
    sheet.add(paragraph(style="Note"), tag("{%p else %}"))
    sheet.covered = True
    sheet.heading("一、目录依据")
    sheet.facts("authority_level issued_on basis< declared_none<")
    sheet.heading("二、禁止、限制的技术项目")
    sheet.rows("rows", "# category name*5< code grade filed*1.6 filed_on")
    sheet.add(tag("{%p endif %}"))
    sheet.heading("变更登记")
    sheet.rows("revisions", REVISIONS)
    said(sheet)
    return sheet
