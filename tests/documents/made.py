"""A small archive made in code, for documents of what the ledgers tell: one of everything, a lapse here and there."""

from __future__ import annotations

from typing import Any

from documents.made_ledgers import LEDGERS
from meidang.archive import Archive, Item
from meidang.kinds import KINDS
from meidang.models.base import adapter
from meidang.source.tree import Source

#: Kind, id, fields as text: what the reader would hand over.
Fields = tuple[str, str, dict[str, Any]]

_RECORDS: tuple[Fields, ...] = (
    ("institution", "institution", {"name": "晴川医疗美容医院", "institution_grade": "二级", "archive_no": "JG-01"}),
    (
        "department",
        "surgery",
        {
            "dept_no": "1",
            "dept_name": "美容外科",
            "category": "临床",
            "in_use": "true",
            "head_id": "D01",
            "qc_group_members": ["D01", "N01"],
        },
    ),
    ("department", "pharmacy", {"dept_no": "15", "dept_name": "药剂科", "category": "医技", "in_use": "true"}),
    ("department", "theatre", {"dept_no": "12", "dept_name": "手术室", "category": "医技", "in_use": "true"}),
    ("department", "anaesthesia", {"dept_no": "11", "dept_name": "麻醉科", "category": "医技", "in_use": "true"}),
    (
        "department",
        "laboratory",
        {
            "dept_no": "13",
            "dept_name": "检验科",
            "category": "医技",
            "in_use": "true",
            "zones": [{"zone": "污染区", "checked_on": "2026-01-05"}],
        },
    ),
    ("department", "imaging", {"dept_no": "14", "dept_name": "影像科", "category": "医技", "in_use": "true"}),
    ("department", "records", {"dept_no": "16", "dept_name": "病案室", "category": "职能", "in_use": "true"}),
    ("staff", "D01", {"name": "沈医生", "department_id": "surgery"}),
    ("staff", "N01", {"name": "白护士", "department_id": "surgery"}),
    (
        "technique",
        "T03",
        {"standard_name": "吸脂术", "grade": "3", "departments": ["surgery"]},
    ),
    (
        "technique",
        "T07",
        {
            "standard_name": "A型肉毒毒素注射",
            "grade": "1",
            "departments": ["surgery"],
            "catalogue": [{"catalogue_category": "高危"}],
        },
    ),
    (
        "device",
        "E01",
        {
            "device_name": "755nm皮秒激光治疗仪",
            "department_id": "surgery",
            "energy_based": "true",
            "registration_valid_to": "2026-05-31",
            "acceptance": {"accepted_on": "2025-01-10"},
        },
    ),
    ("device", "E09", {"device_name": "旧灯", "department_id": "surgery", "disposal": {"retired_on": "2026-03-01"}}),
    (
        "drug_item",
        "botulinum",
        {
            "product_name": "A型肉毒毒素",
            "item_class": "药品",
            "unit": "U",
            "high_risk": "true",
            "dose_max": "200",
            "storage_bin": "专柜",
        },
    ),
    (
        "agreement",
        "lab",
        {
            "agreement_type": "委托检验",
            "partner": "某医学检验所",
            "valid_to": "2026-05-31",
            "credentials": [{"name": "医疗机构执业许可证", "valid_to": "2027-01-01"}],
        },
    ),
    ("committee", "technology", {"name": "医疗技术临床应用管理委员会", "members": [{"staff_id": "D01"}]}),
    (
        "work_plan",
        "plan-2026",
        {
            "plan_title": "2026年度工作计划",
            "year": "2026",
            "goals": ["安全"],
            "tasks": [
                {"id": "a", "task": "修订制度", "goal": "安全", "due_on": "2026-03-31", "status": "进行中"},
                {
                    "id": "b",
                    "task": "培训",
                    "due_on": "2026-02-01",
                    "status": "已完成",
                    "completed_on": "2026-02-03",
                },
                {"id": "c", "task": "总结", "due_on": "2026-12-31", "status": "未开始"},
            ],
        },
    ),
    (
        "qi_plan",
        "surgery-2026",
        {"plan_title": "美容外科质量方案", "year": "2026", "level": "科级", "department_id": "surgery"},
    ),
    (
        "research_project",
        "R01",
        {"research_title": "某课题", "technique_ids": ["T03"], "planned_close_on": "2026-05-01"},
    ),
    (
        "standard",
        "evaluation",
        {
            "name": "评价标准",
            "clauses": [
                {"id": "g1", "clause_no": "总则", "title": "总则"},
                {
                    "id": "g2",
                    "clause_no": "总则1",
                    "parent": "g1",
                    "title": "有设备档案",
                    "evidence": {"records": ["device"]},
                },
                {
                    "id": "g3",
                    "clause_no": "总则2",
                    "parent": "g1",
                    "title": "有演练",
                    "veto": "true",
                    "owner_dept": "医务部",
                    "evidence": {"ledgers": ["incident"]},
                },
            ],
        },
    ),
    (
        "policies",
        "power-failure",
        {
            "document_name": "停电应急预案",
            "document_no": "YA-01",
            "category": "预案",
            "plan_type": "停电",
            "effective_on": "2026-01-01",
        },
    ),
    (
        "policies",
        "injection-guide",
        {
            "document_name": "注射类项目操作步骤分解指南",
            "document_no": "ZN-01",
            "category": "操作步骤指南",
            "techniques": ["T07"],
            "effective_on": "2026-01-01",
            "limits": [{"item_name": "A型肉毒毒素", "param_max": "200", "unit": "U/次"}],
        },
    ),
)


def item(kind: str, record_id: str, fields: dict[str, Any]) -> Item[Any]:
    """A record of the fields as they would be read."""
    record = adapter(KINDS[kind].model).validate_python(fields)
    return Item(KINDS[kind], record_id, record, Source(KINDS[kind].path(record_id)))


def made(*more: Fields, without: str = "") -> Archive:
    """The small archive with more records; records of ``without`` and that kind's ledgers are left out."""
    items = [item(*record) for record in (*_RECORDS, *more) if record[0] != without]
    for kind, department, period, entries in LEDGERS:
        whose = {"department_id": department} if department else {}
        if kind != without:
            items.append(
                item(kind, f"{department or 'hospital'}-{period}", {**whose, "period": period, "entries": entries})
            )
    return Archive({one.key: one for one in items})
