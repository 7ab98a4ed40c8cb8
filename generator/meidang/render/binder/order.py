"""The inspector's order, which holds where the institution has no ``archive/binder.yaml``."""

from __future__ import annotations

from typing import Any, Final

from meidang.archive import Archive
from meidang.models.base import adapter, changed
from meidang.models.binder import Binder

_LAW: Final = [{"key": "authority_level", "values": ["国家", "省", "市"]}]
_GRADE: Final = [{"key": "authority_level", "values": ["机构等级"]}]
_SELF: Final = [{"key": "authority_level", "values": ["自身"]}]


def _part(title: str, tab: str, owner: str, *contents: str | dict[str, Any]) -> dict[str, Any]:
    """A part; a text stands for all documents of a kind."""
    written = [{"kind": one} if isinstance(one, str) else one for one in contents]
    return {"title": title, "tab": tab, "owner_dept": owner, "contents": written}


#: First the nine sections of the institution's file, the self-assessment behind the general one; then research,
#: then the evidence by departments' matters, then forms.
PARTS: Final = (
    _part("（一）一般信息与证照", "一", "院办", {"template": "institution.docx"}),
    _part("评审标准与自评", "评", "质控办", "standard"),
    _part("（二）国家、省、市禁止或限制的技术", "二", "医务部", {"kind": "restriction", "where": _LAW}),
    _part("（三）等级权限禁止或限制的项目", "三", "医务部", {"kind": "restriction", "where": _GRADE}),
    _part("（四）人员、职称、权限与科室", "四", "医务部、人事", {"template": "institution.roster.docx"}, "department"),
    _part("（五）自身限制的技术项目", "五", "医务部", {"kind": "restriction", "where": _SELF}),
    _part("（六）主要技术项目目录", "六", "医务部", {"listing": "技术项目目录"}),
    _part("（七）单项技术档案", "七", "医务部", "technique"),
    _part("（八）个人技术档案", "八", "人事、医务部", "staff"),
    _part("（九）更新、变更登记", "九", "质控办", {"listing": "变更登记"}),
    _part("科研项目", "研", "医务部", "research_project"),
    _part("制度、预案与操作指南", "制", "院办", "policies"),
    _part("计划与质量方案", "计", "质控办", "work_plan", "qi_plan"),
    _part("委员会与会议", "委", "院办", "committee", "committee_decision", "meeting"),
    _part("设备", "设", "设备科", "device", "calibration", "device_inspection"),
    _part(
        "药品、耗材与处方",
        "药",
        "药剂科",
        "drug_item",
        "drug_lot",
        "drug_daily_count",
        "monitor_reading",
        "prescription_review",
        "antibiotic_use_review",
    ),
    _part("对外协议", "协", "医务部", "agreement"),
    _part("病例、随访与不良反应", "例", "医务部", "case", "follow_up", "adverse_event", "incident"),
    _part(
        "病历与图像质量",
        "历",
        "病案室",
        "medical_record_qc",
        "record_quality_summary",
        "front_sheet",
        "archiving_record",
        "outpatient_record_qc",
        "outpatient_evaluation",
        "outpatient_plan_approval",
        "image_quality_review",
    ),
    _part(
        "质量改进、培训与演练",
        "质",
        "质控办",
        {"listing": "指标一览"},
        "qi_entry",
        "quality_check",
        "drill",
        "training_record",
        "annual_summary",
        "compliance_report",
        "period_figure",
    ),
    _part("申报、审核和记录表单", "表", "医务部", "institution"),
)

#: Where documents go that no part names.
REST: Final = ("其他", "他")


def order_of(archive: Archive) -> Binder:
    """The institution's own order, or the inspector's; a table without parts only sets sizes."""
    items = archive.of(Binder)
    own = items[0].record if items else None
    if own is not None and own.parts:
        return own
    usual: Binder = adapter(Binder).validate_python({"parts": list(PARTS)})
    return usual if own is None else changed(own, {"parts": usual.parts})
