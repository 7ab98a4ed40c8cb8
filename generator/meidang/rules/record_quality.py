"""Medical records: graded while they run, complete in front, filed in time (S1-20, S1-31, S1-33)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from meidang.archive import Archive
from meidang.archive.collections import Entered, entries_until, period_name
from meidang.archive.facts import known
from meidang.archive.spans import span_words
from meidang.findings import Severity
from meidang.models.ledgers.records import ArchivingRecord, FrontSheet, MedicalRecordQc
from meidang.models.tables import OperationCodes
from meidang.models.wording import called, labels
from meidang.rules.rule import Problem, rule


@rule("REC001", Severity.MAJOR, clause="日常2", requirements=("S1-20",))
def signatures_incomplete(archive: Archive, as_of: date) -> Iterator[Problem]:
    """运行病历三级医师签名不全，也没有免签说明。

    为什么：运行病历要落实三级医师负责制；缺一级签名就说不清谁审过。
    错误：
    three_level_signatures: false
    正确：
    three_level_signatures: false
    exemption: 日间手术，按规定由主治医师与主任医师两级签名
    """
    for one in entries_until(archive, "medical_record_qc", as_of):
        if not one.entry.three_level_signatures and one.entry.exemption is None:
            message = f"运行病历 {one.entry.record_no}（{one.day} 考评）三级医师签名不全，也没有免签说明"
            fix = (
                f"补齐签名后把{called(MedicalRecordQc, 'three_level_signatures')}改成“是”（true）；"
                f"按规定可以免签的，在{called(MedicalRecordQc, 'exemption')}写明理由"
            )
            yield Problem(one.item, one.at("three_level_signatures"), message, fix)


@rule("REC002", Severity.MINOR, clause="日常2", requirements=("S1-20",))
def one_nursing_level_only(archive: Archive, as_of: date) -> Iterator[Problem]:
    """一个月的病历考评只抽了一种护理级别的病历。

    为什么：月度考评要含不同护理级别的病历；台账里别的月份有其他护理级别，说明本科室收治过。
    错误：
    # 本月考评的病历都是二级护理
    nursing_level: 二级护理
    正确：
    # 本月另有一份一级护理的病历
    nursing_level: 一级护理
    """
    done = entries_until(archive, "medical_record_qc", as_of)
    existing: dict[str | None, dict[str, None]] = {}
    batches: dict[tuple[str | None, str], list[Entered]] = {}
    for one in done:
        existing.setdefault(one.department_id, {})[one.entry.nursing_level] = None
        batches.setdefault((one.department_id, period_name(one, "月")), []).append(one)
    for (department, month), batch in batches.items():
        covered = {one.entry.nursing_level for one in batch}
        others = [level for level in existing[department] if level not in covered]
        if len(covered) == 1 and others:
            message = f"{span_words(month)}考评的 {len(batch)} 份病历都是{covered.pop()}，没有{'、'.join(others)}的病历"
            fix = "补抽其他护理级别的病历；本月确实没有的，在备注写明"
            yield Problem(batch[0].item, batch[0].at("nursing_level"), message, fix)


_SHEET: Final = ("chief_doctor_sign", "attending_doctor_sign", "resident_doctor_sign", "icd10", "icd9cm3", "coder")


@rule("REC003", Severity.MAJOR, clause="病案5", requirements=("S1-33",))
def front_sheet_incomplete(archive: Archive, as_of: date) -> Iterator[Problem]:
    """病案首页缺三级医师、编码或编码员签名，或编码不在本机构的编码表里。

    为什么：病案首页要落实三级医师负责制，并按 ICD-10、ICD-9-CM-3 编码。没有建立手术编码表
    （operation_codes.yaml），或表里没有填「疾病编码」（diagnoses）的，相应的编码不核对。
    错误：
    chief_doctor_sign: D01
    attending_doctor_sign: D02
    正确：
    chief_doctor_sign: D01
    attending_doctor_sign: D02
    resident_doctor_sign: D03
    icd10: [Z41.101]
    icd9cm3: ['08.8902']
    coder: M01
    """
    tables = [table.record for table in archive.of(OperationCodes)]
    lists = (
        ("icd9cm3", "手术编码", {row.code for table in tables for row in table.codes}),
        ("icd10", "疾病编码", {row.code for table in tables for row in table.diagnoses}),
    )
    for one in entries_until(archive, "front_sheet", as_of):
        sheet: FrontSheet = one.entry
        missing = [name for name in _SHEET if not getattr(sheet, name)]
        if missing:
            message = f"病案 {sheet.medical_record_no}（{one.day} 抽查）的首页没有{labels(FrontSheet, *missing)}"
            yield Problem(one.item, one.at("medical_record_no"), message, f"补上{called(FrontSheet, *missing)}")
        for name, word, known_codes in lists:
            for index, code in enumerate(getattr(sheet, name) if known_codes else ()):
                if code not in known_codes:
                    message = f"病案 {sheet.medical_record_no} 首页的{word} {code} 不在编码表里"
                    fix = "改正编码，或补到编码表（operation_codes.yaml）"
                    yield Problem(one.item, one.at(name, index), message, fix)


@rule("REC004", Severity.MAJOR, clause="病案3", requirements=("S1-31",))
def filed_late(archive: Archive, as_of: date) -> Iterator[Problem]:
    """病案没有按期归档，或归档后没有写保管位置。

    为什么：病案要按时完成质量评估并存档保管；逾期未归的病案容易缺页、遗失。只缺保管位置的按一般。
    错误：
    due_on: 2026-05-10
    filed_on: 2026-05-18
    正确：
    due_on: 2026-05-10
    filed_on: 2026-05-08
    storage_location: A 区 3 架
    """
    for one in entries_until(archive, "archiving_record", as_of):
        due, filed = one.entry.due_on, known(one.entry.filed_on, as_of)
        late = ((filed or as_of) - due).days
        if late > 0:
            state = f"{filed} 才归档，晚了" if filed else "至今没有归档，已逾期"
            message = f"病案 {one.entry.medical_record_no} 应在 {due} 归档，{state} {late} 天"
            fix = (
                "日期写错就改正；属实的，在备注写明原因"
                if filed
                else f"立即归档，填写{called(ArchivingRecord, 'filed_on', 'storage_location')}"
            )
            yield Problem(one.item, one.at("filed_on"), message, fix, due)
        if filed and one.entry.storage_location is None:
            message = f"病案 {one.entry.medical_record_no} 已于 {filed} 归档，没有写保管位置"
            fix = f"补上{called(ArchivingRecord, 'storage_location')}"
            yield Problem(one.item, one.at("filed_on"), message, fix, severity=Severity.MINOR)
