"""The ledgers' files: an entry in the file of its period, a file under the name of what is in it (S1-15, S1-10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from meidang.archive import Archive
from meidang.archive.collections import COLLECTIONS, Entered, entries, ledger_items
from meidang.archive.spans import span, span_words
from meidang.findings import Severity
from meidang.models.base import describe
from meidang.models.department import Department
from meidang.models.ledger import HOSPITAL
from meidang.models.wording import called
from meidang.rules.rule import Problem, rule

#: Ledgers that look back: their entries are written when the period is over.
LOOKING_BACK: Final = frozenset(
    {
        "annual_summary",
        "antibiotic_use_review",
        "compliance_report",
        "front_sheet",
        "image_quality_review",
        "medical_record_qc",
        "outpatient_evaluation",
        "outpatient_record_qc",
        "period_figure",
        "prescription_review",
        "record_quality_summary",
    }
)


#: Ledgers that look ahead: their day is the one by which something is due.
LOOKING_AHEAD: Final = frozenset({"archiving_record", "follow_up"})


@rule("LED001", Severity.MINOR, clause="(九)", requirements=("S1-15",))
def outside_period(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """台账里的日期不在文件的期间内。

    为什么：台账一个期间一个文件，放错文件的记录查不到，也会被当成没有做。考评、总结、统计等事后写的，只要不早于期间。
    错误：
    period: 2026-05
    entries:
      - date: 2026-06-03
    正确：
    period: 2026-06
    entries:
      - date: 2026-06-03
    """
    for name, collection in COLLECTIONS.items():
        if not collection.kind.is_ledger:
            continue
        label = describe(collection.model)[collection.day_field].label
        for one in entries(archive, name):
            period, looks_back = span(one.item.record.period), name in LOOKING_BACK
            if one.day is None or one.day in period or (looks_back and one.day > period.last):
                continue
            message = f"{collection.title}的{label} {one.day} 不在 {period.words}之内"
            yield Problem(one.item, one.at(collection.day_field), message, "移到那个期间的文件；日期写错就改正")


@rule("LED002", Severity.MINOR, clause="(九)", requirements=("S1-15",))
def name_does_not_agree(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """台账的文件名与里面的科室、期间不一致。

    为什么：文件名是“科室-期间”，院级是“hospital-期间”；不一致就说不清是谁的、哪一期的台账。
    错误：
    # archive/ledger/case/K02-2026-05.yaml
    department_id: K01
    period: 2026-05
    正确：
    # archive/ledger/case/K01-2026-05.yaml
    department_id: K01
    period: 2026-05
    """
    for item in ledger_items(archive):
        ledger = item.record
        proper = f"{ledger.department_id or HOSPITAL}-{ledger.period}"
        if item.id != proper:
            whose = f"{archive.name(Department, ledger.department_id)}（{ledger.department_id}）"
            said = f"{whose if ledger.department_id else '院级'} {span_words(ledger.period)}"
            path = ("department_id" if ledger.department_id and item.id.endswith(f"-{ledger.period}") else "period",)
            message = f"{item.kind.title}的文件名是 {item.id}，内容却是{said}"
            yield Problem(item, path, message, f"文件改名为 {proper}.yaml，或改正科室和期间")


@rule("LED003", Severity.MINOR, clause="(四)", requirements=("S1-10",))
def department_not_in_use(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """台账的科室没有设置。

    为什么：没有设置的科室不应有台账；科室撤并后，记录归到承接的科室。
    错误：
    # K05 的 in_use 是 false
    department_id: K05
    正确：
    department_id: K01
    """
    for item in ledger_items(archive):
        department = archive.get(Department, item.record.department_id)
        if department and not department.record.in_use:
            message = f"{item.label}的科室{department.label}（{department.id}）没有设置"
            fix = f"改成承接的科室；已设置的，把科室档案的{called(Department, 'in_use')}改成“是”（true）"
            yield Problem(item, ("department_id",), message, fix)


@rule("LED004", Severity.NOTICE, clause="(九)", requirements=("S1-15",))
def dated_ahead(archive: Archive, as_of: date) -> Iterator[Problem]:
    """台账里有晚于截至日期的记录。

    为什么：台账记做过的事；日期还没有到的，应办事项、指标和统计都不计入，多半是年份或月份输错。
    随访和病案归档按应办的日期登记，不查。
    错误：
    # 截至 2026-06-30
    date: 2027-06-03
    正确：
    date: 2026-06-03
    """
    later: list[list[Entered]] = []
    for found in _ahead(archive, as_of):
        first = found[0]
        if span(first.item.record.period).first > as_of:
            later.append(found)
            continue
        collection = COLLECTIONS[first.item.kind.name]
        label = describe(collection.model)[collection.day_field].label
        others = f"（共 {len(found)} 条）" if len(found) > 1 else ""
        message = f"{collection.title}的{label} {first.day} 晚于截至日期 {as_of}，还不计入{others}"
        fix = "日期写错就改正；还没有做的，做完再登记"
        yield Problem(first.item, first.at(collection.day_field), message, fix)
    if later:
        # Why one for all: on a past day every later file is one.
        number, item = sum(map(len, later)), later[0][0].item
        message = f"有 {len(later)} 个台账文件的期间晚于截至日期 {as_of}，其中 {number} 条记录还不计入"
        yield Problem(item, ("period",), message, "期间写错就改正；查看历史时不用处理")


def _ahead(archive: Archive, as_of: date) -> Iterator[list[Entered]]:
    """The entries after the day, file by file."""
    for name, collection in COLLECTIONS.items():
        if not collection.kind.is_ledger or name in LOOKING_AHEAD:
            continue
        ahead: dict[str, list[Entered]] = {}
        for one in entries(archive, name):
            if one.day and one.day > as_of:
                ahead.setdefault(one.item.id, []).append(one)
        yield from ahead.values()


@rule("LED005", Severity.MINOR, clause="(九)", requirements=("S1-15",))
def without_entries(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """台账文件里没有一条记录。

    为什么：空的台账什么也证明不了，看上去却像有人管。
    错误：
    period: 2026-06
    entries: []
    正确：
    period: 2026-06
    entries:
      - date: 2026-06-03
    """
    for item in ledger_items(archive):
        if not item.record.entries:
            whose = archive.name(Department, item.record.department_id) or "院级"
            message = f"{item.kind.title}（{whose}，{span_words(item.record.period)}）没有一条记录"
            fix = f"在{called(item.kind.model, 'entries')}里补登这一期的记录；这一期没有发生的，删掉这个文件"
            yield Problem(item, ("entries",), message, fix, key=True)
