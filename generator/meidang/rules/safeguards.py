"""What keeps a technique safe: risk plans, documents in date, supervision, consent (clauses (六)2, (七)6, (七)7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from meidang.archive import Archive
from meidang.archive.facts import (
    ACTIVE_STATUSES,
    active_techniques,
    lasting_techniques,
    present_status,
    restricted_throughout,
    statuses_during,
)
from meidang.findings import Severity
from meidang.models.base import describe
from meidang.models.shared import GuidingDocument
from meidang.models.technique import Risk, Technique
from meidang.models.wording import called, labels
from meidang.rules.rule import Problem, rule


@rule("TEC012", Severity.MAJOR, clause="(七)6", requirements=("S1-13.6",))
def risk_plans_incomplete(archive: Archive, as_of: date) -> Iterator[Problem]:
    """风险预警与处置不齐：预警指标、风险处置预案、损害处置预案、流程图缺一不可。

    为什么：每项技术都要有预警机制、两个预案和流程；预案和流程图要有文号或附件，才找得到原件。
    错误：
    risk:
      warning_indicators: [术后血肿]
    正确：
    risk:
      warning_indicators: [术后血肿]
      risk_plan_doc:
        document_name: 重睑成形术风险处置预案
        document_no: YW-T01-3
      harm_plan_doc:
        document_name: 重睑成形术损害处置预案
        document_no: YW-T01-4
      flow_doc:
        document_name: 重睑成形术应急流程图
        document_no: YW-T01-5
    """
    wanted = [(name, declared.label) for name, declared in describe(Risk).items() if name != "note"]
    for item in active_techniques(archive, as_of):
        missing = [name for name, _ in wanted if not getattr(item.record.risk, name, None)]
        if missing:
            message = f"{item.label}没有{labels(Risk, *missing)}"
            fix = f"在{called(Technique, 'risk')}里补上{called(Risk, *missing)}"
            yield Problem(item, ("risk",), message, fix, key=True)
        for name, label in wanted:
            document = getattr(item.record.risk, name, None)
            if isinstance(document, GuidingDocument) and document.document_no is None and document.file is None:
                message = f"{item.label}的{label}《{document.document_name}》没有文号，也没有附件"
                fix = f"补上{called(GuidingDocument, 'document_no')}或{called(GuidingDocument, 'file')}"
                yield Problem(item, ("risk", name, "document_name"), message, fix)


def _documents(technique: Technique) -> Iterator[tuple[tuple[str, ...], GuidingDocument]]:
    """The guiding documents of a technique with their places."""
    for prefix, group in (((), technique), (("risk",), technique.risk)):
        for name in describe(type(group)) if group else ():
            document = getattr(group, name)
            if isinstance(document, GuidingDocument):
                yield (*prefix, name), document


@rule("TEC013", Severity.MAJOR, clause="(七)6", requirements=("S1-13.6",))
def document_not_reviewed(archive: Archive, as_of: date) -> Iterator[Problem]:
    """制度文件（准入规定、操作规范、知情同意书、预案、流程图）过了复核日期，或还没有生效。

    为什么：预案和规范要保持现行有效。
    错误：
    consent_doc:
      document_name: 重睑成形术知情同意书
      next_review_on: 2025-01-01
    正确：
    consent_doc:
      document_name: 重睑成形术知情同意书
      next_review_on: 2027-01-01
    """
    for item in lasting_techniques(archive, as_of):
        for path, document in _documents(item.record):
            due = document.next_review_on
            if due and due < as_of:
                message = f"{item.label}的《{document.document_name}》应在 {due} 复核"
                yield Problem(item, (*path, "next_review_on"), message, "复核后更新版本和下次复核日期", due=due)
            elif document.effective_on and document.effective_on > as_of:
                message = f"{item.label}的《{document.document_name}》要到 {document.effective_on} 才生效"
                yield Problem(item, (*path, "effective_on"), message, "生效前仍用现行的文件；日期写错就改正")


@rule("TEC014", Severity.MAJOR, clause="(七)7", requirements=("S1-13.7",))
def supervision_missing(archive: Archive, as_of: date) -> Iterator[Problem]:
    """上一个完整年度的督导评价次数不够。

    为什么：每项开展中的技术每年都要有督导评价材料。次数见设置。
    错误：
    supervision: []
    正确：
    supervision:
      - supervised_on: 2025-10-15
        supervisor: 医务部
        conclusion: 符合规范
    """
    year, wanted = as_of.year - 1, archive.settings.supervision_per_year
    first, last = date(year, 1, 1), date(year, 12, 31)
    for item in active_techniques(archive, as_of):
        held = statuses_during(item.record, first, last)
        # Why asked of whole years only: a technique that began in December cannot have been supervised yet.
        began_later = bool(item.record.status_history) and present_status(item.record, first) is None
        if began_later or not all(status in ACTIVE_STATUSES for status in held):
            continue
        count = sum(row.supervised_on.year == year for row in item.record.supervision)
        if count < wanted and not restricted_throughout(archive, item.id, first, last):
            message = f"{item.label} {year} 年督导评价 {count} 次，要求 {wanted} 次"
            yield Problem(item, ("supervision",), message, "补上已做的督导评价；没有做的尽快督导", key=True)


@rule("TEC025", Severity.MAJOR, clause="(六)2", requirements=("S1-12.2",))
def high_risk_without_consent(archive: Archive, as_of: date) -> Iterator[Problem]:
    """高危技术没有知情同意书。

    为什么：高危项目要有风险预案、专门的知情同意书和病例讨论。
    依据：医疗美容服务管理办法
    错误：
    catalogue:
      - catalogue_category: 高危
        basis: 需静脉全身麻醉
    正确：
    catalogue:
      - catalogue_category: 高危
        basis: 需静脉全身麻醉
    consent_doc:
      document_name: 隆乳术知情同意书
    """
    for item in lasting_techniques(archive, as_of):
        is_risky = any(entry.catalogue_category == "高危" for entry in item.record.catalogue)
        if is_risky and item.record.consent_doc is None:
            fix = f"补上{called(Technique, 'consent_doc')}"
            yield Problem(item, ("consent_doc",), f"高危技术{item.label}没有知情同意书", fix)
