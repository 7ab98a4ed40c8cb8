"""The ledgers of the small archive made in code."""

from __future__ import annotations

from typing import Any

_SIGNED = {"at": "2026-06-02T09:00", "signs": ["D01", "N01"]}
_CASE = {
    "case_no": "ZY2606001",
    "date": "2026-06-02",
    "category": "手术类",
    "technique_id": "T03",
    "scale": "大",
    "operator_id": "D01",
    "anaesthesia_type": "全麻",
    "preop_assessment": {"passed": "true", "score": "80", "risk_level": "中"},
    "case_discussion": {"discussed_on": "2026-06-01"},
    "committee_review": {"committee_reviewed_on": "2026-06-01", "approved": "true"},
    "safety_checklist": {
        "node1_at_and_signs": _SIGNED,
        "node2_at_and_signs": _SIGNED,
        "node3_at_and_signs": {"at": "2026-06-02T11:00", "signs": ["D01"]},
    },
    "pacu": {"entered_at": "2026-06-02T11:10", "left_at": "2026-06-02T12:30", "observer": "N01", "signature": "N01"},
    "visits": {"preop_visit_on": "2026-06-01", "preop_visitor": "N01"},
}
_INJECTION = {
    "case_no": "MZ2606009",
    "date": "2026-06-09",
    "category": "非手术类",
    "technique_id": "T07",
    "operator_id": "D01",
    "anaesthesia_type": "无",
    "injections": [
        {
            "drug_item_id": "botulinum",
            "lot_no": "L01",
            "dose_units": "240",
            "body_site": "额部",
            "minutes_per_site": "12",
            "checker_1": "N01",
            "checker_2": "D01",
            "verify_result": "通过",
        }
    ],
}

#: Ledger, whose (empty: the institution's), period, entries.
LEDGERS: tuple[tuple[str, str, str, list[dict[str, Any]]], ...] = (
    ("case", "surgery", "2026-06", [_CASE, _INJECTION]),
    (
        "qi_entry",
        "surgery",
        "2026-05",
        [
            {
                "qi_no": "KZ-2605",
                "level": "科级",
                "pdca_stage": "实施",
                "plan_id": "surgery-2026",
                "checked_on": "2026-05-20",
                "content": "抽查病历",
                "problem": "签名不全",
                "due_on": "2026-06-10",
            }
        ],
    ),
    (
        "meeting",
        "surgery",
        "2026-06",
        [
            {"date": "2026-06-05", "kind": "质控小组活动", "topic": "六月质控例会", "participants": ["D01", "N01"]},
            {"date": "2026-06-06", "kind": "协调会议", "topic": "接台衔接", "participating_depts": ["theatre"]},
        ],
    ),
    (
        "drill",
        "theatre",
        "2026-H1",
        [{"drilled_on": "2026-04-02", "plan_type": "停电", "expected_staff": "10", "aware_staff": "9"}],
    ),
    (
        "calibration",
        "",
        "2026",
        [{"device_id": "E01", "calibrated_on": "2026-02-10", "manufacturer_engineer": "厂家工程师"}],
    ),
    (
        "drug_lot",
        "pharmacy",
        "2026",
        [
            {
                "drug_item_id": "botulinum",
                "lot_no": "L01",
                "received_on": "2026-01-08",
                "expiry_on": "2026-06-15",
                "qty_in": "20",
            }
        ],
    ),
    (
        "drug_daily_count",
        "pharmacy",
        "2026-06",
        [
            {
                "drug_item_id": "botulinum",
                "date": "2026-06-08",
                "book": "20",
                "counted": "20",
                "sign_1": "D01",
                "sign_2": "N01",
            },
            {"drug_item_id": "botulinum", "date": "2026-06-09", "book": "19", "counted": "18", "sign_1": "D01"},
        ],
    ),
    (
        "monitor_reading",
        "",
        "2026-06",
        [
            {"monitor_point": "一号手术间", "measured_at": "2026-06-03T08:00", "temperature_c": "23"},
            {
                "monitor_point": "一号手术间",
                "measured_at": "2026-06-04T08:00",
                "temperature_c": "28",
                "rectify_due": "2026-06-11",
            },
        ],
    ),
    ("outpatient_record_qc", "", "2026-04", [{"audited_on": "2026-04-28", "sample_size": "10", "conforming": "8"}]),
    (
        "committee_decision",
        "",
        "2026",
        [
            {
                "committee_id": "technology",
                "decided_on": "2026-04-01",
                "decision_no": "JY-01",
                "matter": "技术准入",
                "decision": "同意开展",
            }
        ],
    ),
    (
        "compliance_report",
        "",
        "2026-06",
        [{"issued_on": "2026-06-30", "issued_by": "D01", "conclusion": "加强核查签名"}],
    ),
)
