"""On its day the example is found wanting where its facts are irregular, and nowhere else."""

from __future__ import annotations

from meidang.findings import Severity

#: Code, record, and words of the message: what an expert finds in the facts of the example hospital (2026-06-30).
FOUND = {
    # people and institution
    ("CRD001", "staff/C01", "2026-02-14"),
    ("CRD001", "staff/N03", "2026-04-30"),
    ("CRD002", "institution", "医疗广告审查证明"),
    ("CRD008", "institution", "2026-05-20"),
    ("CRD019", "institution", "放射诊疗许可证"),
    ("PRV004", "staff/D03", "最高可开展二级"),
    ("PRV013", "staff/D03", "要求副主任医师以上"),
    ("PRV008", "staff/D07", "特殊使用级"),
    ("STF002", "staff/D03", "18 学分"),
    ("STF004", "staff/N02", "128 学时"),
    ("STF013", "department/medical_records", "马晓"),
    # techniques and research
    ("NEW001", "technique/T12", "2025-11-15"),
    ("RES001", "research_project/R01", "2026-05-31"),
    # cases
    ("CAS006", "case/aesthetic_surgery-2026-01", "C26-0118"),
    ("CAS010", "case/aesthetic_surgery-2026-01", "C26-0118"),
    ("CAS011", "case/aesthetic_surgery-2026-01", "C26-0118"),
    ("CAS001", "case/aesthetic_surgery-2026-02", "C26-0240"),
    ("CAS003", "case/injectables-2026-03", "C26-0301"),
    ("CAS004", "case/injectables-2026-03", "C26-0301"),
    ("CAS011", "case/aesthetic_surgery-2026-03", "C26-0344"),
    ("CAS023", "case/aesthetic_surgery-2026-04", "C26-0391"),
    ("CAS010", "case/aesthetic_surgery-2026-04", "C26-0402"),
    ("CAS011", "case/aesthetic_surgery-2026-04", "C26-0402"),
    ("CAS012", "case/aesthetic_surgery-2026-04", "C26-0402"),
    ("CAS013", "case/injectables-2026-05", "C26-0461"),
    # devices, drugs, reactions
    ("DUT004", "device/E01", "2026-04-12"),
    ("DUT005", "calibration/aesthetic_dermatology-2025-Q4", "2025-10-13"),
    ("DRG001", "drug_daily_count/pharmacy-2026-05", "2026-05-19"),
    ("DRG002", "drug_daily_count/pharmacy-2026-05", "2026-05-19"),
    ("AEV002", "adverse_event/hospital-2026-04", "AE26-19"),
    # periodic work and rates
    ("DUT001", "duties", "科级病历质量季度总结：2025 年第三季度"),
    ("DUT002", "outpatient_record_qc/hospital-2026-06", "8 份"),
    ("IND001", "indicators", "8/10"),
    ("IND001", "indicators", "417/420"),
    ("IND001", "indicators", "129/131"),
    ("IND001", "indicators", "101/1475"),
    ("IND001", "indicators", "31/32"),
    # agreements and policies
    ("AGR001", "agreement/lab-outsourcing", "2026-03-31"),
    ("AGR004", "agreement/lab-outsourcing", "个人资质"),
    ("POL004", "department/operating_room", "停气"),
    ("POL006", "policies/performance", "科室绩效"),
    ("POL006", "policies/performance", "个人绩效"),
}
#: What falls due within the lead times; the agreement's end is a fact.
DUE_SOON = {"AGR002", "CRD005", "PRV002", "REV007"}


def _of_the_hospital(checked):
    return [one for one in checked.findings if not one.code.startswith("SCH")]


def test_every_irregular_fact_is_found(checked):
    found = [(one.code, one.record, one.message) for one in _of_the_hospital(checked)]
    assert [row for row in FOUND if not any(_fits(row, one) for one in found)] == []


def test_nothing_regular_is_found_fault_with(checked):
    graver = [one for one in _of_the_hospital(checked) if one.severity is not Severity.NOTICE]
    found = [(one.code, one.record, one.message) for one in graver]
    assert [one for one in found if not any(_fits(row, one) for row in FOUND)] == []
    assert len(found) == len(FOUND)


def test_else_only_what_falls_due_is_mentioned(checked):
    mentioned = {one.code for one in _of_the_hospital(checked) if one.severity is Severity.NOTICE}
    assert mentioned <= DUE_SOON


def _fits(row, one):
    return row[:2] == one[:2] and row[2] in one[2]
