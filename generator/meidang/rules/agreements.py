"""Agreements with outside parties: in force, with the proofs that the partner's part asks for (S1-23, S1-35)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from meidang.archive import Archive, Item
from meidang.archive.agreements import (
    GREEN_CHANNEL,
    LAB_OUTSOURCING,
    agreement_in_force,
    agreements_on,
    is_replaced,
    valid_documents,
)
from meidang.archive.calendar import days_left
from meidang.archive.departments import department_named
from meidang.archive.facts import lead_days
from meidang.archive.unread import has_unread
from meidang.findings import Severity
from meidang.models.agreement import Agreement, PartnerCredential
from meidang.models.wording import called
from meidang.rules.rule import Problem, rule

_CLAUSES: Final[Mapping[str, str]] = {LAB_OUTSOURCING: "检验科1", GREEN_CHANNEL: "麻醉科2"}


@rule("AGR001", Severity.MAJOR, clause="(九)", requirements=("S1-23", "S1-35"))
def agreement_expired(archive: Archive, as_of: date) -> Iterator[Problem]:
    """对外协议已到期。

    为什么：协议到期后，委托检验没有依据，急救绿色通道也随之中断。急救绿色通道的按否决项，其余按重要。已与同一方续签、
    新协议另有档案的，不再提示。
    错误：
    agreement_type: 委托检验
    valid_to: 2026-03-31
    正确：
    agreement_type: 委托检验
    valid_to: 2027-03-31
    """
    for item in archive.of(Agreement):
        end = item.record.valid_to
        if end < as_of and not is_replaced(archive, item, as_of):
            kind = item.record.agreement_type
            message = f"{kind}协议（{item.record.partner}）已于 {end} 到期"
            meanwhile = "；续签前停止委托" if kind == LAB_OUTSOURCING else ""
            fix = f"续签后改写{called(Agreement, 'valid_to')}{meanwhile}"
            severity = Severity.VETO if kind == GREEN_CHANNEL else None
            clause = _CLAUSES.get(kind, "")
            yield Problem(item, ("valid_to",), message, fix, end, severity=severity, clause=clause)


@rule("AGR002", Severity.NOTICE, clause="(九)", requirements=("S1-23", "S1-35"))
def agreement_expires(archive: Archive, as_of: date) -> Iterator[Problem]:
    """对外协议将到期。

    为什么：留出续签的时间。提前的天数见设置。
    错误：
    valid_to: 2026-08-15
    正确：
    valid_to: 2027-08-15
    """
    leads = lead_days(archive, None)
    for item in archive.of(Agreement):
        end, kind = item.record.valid_to, item.record.agreement_type
        if leads and as_of <= end <= as_of + timedelta(days=leads[0]) and not is_replaced(archive, item, as_of):
            message = f"{kind}协议（{item.record.partner}）将于 {end} 到期，{days_left(end, as_of)}"
            fix = f"到期前续签，改写{called(Agreement, 'valid_to')}"
            yield Problem(item, ("valid_to",), message, fix, end, clause=_CLAUSES.get(kind, ""))


#: What a partner must show, and words of it; a unified licence stands for the last three.
_PAPERS: Final[Mapping[str, tuple[str, ...]]] = {
    "许可证": ("许可证",),
    "登记注册证": ("登记注册证", "法人登记证", "营业执照"),
    "税务证": ("税务",),
    "代码证": ("代码证",),
}
_LICENCE: Final = "许可证"
_UNIFIED: Final = ("三证合一", "多证合一", "统一社会信用代码")


@rule("AGR003", Severity.MAJOR, clause="检验科1", requirements=("S1-23",))
def partner_documents_missing(archive: Archive, as_of: date) -> Iterator[Problem]:
    """委托检验的对方机构资质不齐：许可证、登记注册证、税务证、代码证。

    为什么：委托第三方检验，要有对方机构的资质证明。三证合一（或写明统一社会信用代码）的，可代替后三种；过期的不算。
    错误：
    credentials:
      - name: 许可证
    正确：
    credentials:
      - name: 许可证
      - name: 三证合一
    """
    for item in agreements_on(archive, LAB_OUTSOURCING):
        names = [one.name for one in valid_documents(item.record.credentials, as_of)]
        unified = any(word in name for name in names for word in _UNIFIED)
        missing = [
            paper
            for paper, words in _PAPERS.items()
            if not (unified and paper != _LICENCE) and not any(word in name for name in names for word in words)
        ]
        if missing:
            message = f"委托检验的{item.record.partner}没有有效的{'、'.join(missing)}"
            fix = (
                f"向对方索取，登记到{called(Agreement, 'credentials')}；"
                f"已三证合一的，{called(PartnerCredential, 'name')}写“三证合一”"
            )
            yield Problem(item, ("credentials",), message, fix, key=True)


@rule("AGR004", Severity.MAJOR, clause="检验科1", requirements=("S1-23",))
def no_personal_credential(archive: Archive, as_of: date) -> Iterator[Problem]:
    """委托检验没有对方检验人员的个人资质证明。

    为什么：委托第三方检验，要有对方机构和个人的资质证明；过期的不算。
    错误：
    personal_credentials: []
    partner: 岚江市示范医学检验所
    正确：
    personal_credentials:
      - name: 检验技师资格证
        number: 示例-JY-001
    """
    for item in agreements_on(archive, LAB_OUTSOURCING):
        if not any(valid_documents(item.record.personal_credentials, as_of)):
            message = f"委托检验的{item.record.partner}没有有效的个人资质证明"
            fix = f"向对方索取检验人员的资格证，登记到{called(Agreement, 'personal_credentials')}"
            yield Problem(item, ("personal_credentials",), message, fix, key=True)


#: What must be known of the partner of a green channel.
_WANTED: Final = ("partner_grade", "is_public", "is_general", "icu_named", "contact_phone")


@rule("AGR005", Severity.VETO, clause="麻醉科2", requirements=("S1-35",))
def green_channel_unfit(archive: Archive, as_of: date) -> Iterator[Problem]:
    """急救绿色通道的对方不是三级甲（乙）等公立综合医院的重症医学科，或没有联系电话。

    为什么：麻醉科要与三级甲等或乙等公立综合医院的重症医学科建立快速急救通道，随时打得通。
    错误：
    partner_grade: 其他
    is_public: false
    正确：
    partner_grade: 三级甲等
    is_public: true
    is_general: true
    icu_named: true
    contact_phone: 010-12345678
    """
    for item in agreements_on(archive, GREEN_CHANNEL):
        reasons = list(_unfit(item)) if agreement_in_force(item.record, as_of) else []
        if reasons:
            message = f"急救绿色通道协议（{item.record.partner}）：{'、'.join(reasons)}"
            unsaid = [name for name in _WANTED if getattr(item.record, name) is None]
            fix = f"按协议补填{called(Agreement, *unsaid)}；" if unsaid else ""
            yield Problem(item, ("partner",), message, f"{fix}对方条件不符的，另与符合条件的医院签订")


def _unfit(item: Item[Agreement]) -> Iterator[str]:
    """What the agreement lacks, in words: what is known to be wrong, or what nobody wrote down."""
    one = item.record
    if one.partner_grade not in ("三级甲等", "三级乙等"):
        yield "对方不是三级甲等或三级乙等" if one.partner_grade else "没有写明对方等级"
    for value, words, unsaid in (
        (one.is_public, "对方不是公立医院", "没有写明是否公立"),
        (one.is_general, "对方不是综合医院", "没有写明是否综合"),
        (one.icu_named, "协议没有写明由重症医学科接收", "没有写明是否由重症医学科接收"),
    ):
        if value is not True:
            yield unsaid if value is None else words
    if one.contact_phone is None:
        yield "没有联系电话"


#: The last day for the summary of the year before; the year does not count.
_SUMMED_UP_BY: Final = date(2000, 1, 31)


@rule("AGR006", Severity.MAJOR, clause="检验科1", requirements=("S1-23",))
def no_year_summary(archive: Archive, as_of: date) -> Iterator[Problem]:
    """委托检验没有上一年度的工作总结。

    为什么：委托检验要有年度工作总结和持续改进材料，次年一月底前完成；以总结写的年度为准。
    错误：
    year_summaries: []
    partner: 岚江市示范医学检验所
    正确：
    year_summaries:
      - year: 2025
        summarised_on: 2026-01-15
        summary: 全年送检标本无丢失，报告及时率 99%
    """
    year = as_of.year - 1 if as_of > _SUMMED_UP_BY.replace(year=as_of.year) else as_of.year - 2
    for item in agreements_on(archive, LAB_OUTSOURCING):
        begun, summaries = item.record.valid_from, item.record.year_summaries
        done = {one.year for one in summaries if one.summarised_on <= as_of}
        was_there = begun is not None and begun <= date(year, 12, 31) and item.record.valid_to >= date(year, 1, 1)
        if was_there and year not in done:
            message = f"委托检验（{item.record.partner}）没有 {year} 年的年度工作总结"
            fix = f"在{called(Agreement, 'year_summaries')}里补上 {year} 年的总结"
            yield Problem(item, ("year_summaries",), message, fix, key=True)


@rule("AGR007", Severity.VETO, clause="麻醉科2", requirements=("S1-35",))
def no_green_channel(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """设置了麻醉科，却没有急救绿色通道协议。

    为什么：麻醉科要与三级甲等或乙等公立综合医院的重症医学科建立快速急救通道。到期的协议见 AGR001。
    错误：
    dept_name: 麻醉科
    in_use: true
    正确：
    # archive/agreement/green-channel.yaml
    agreement_type: 急救绿色通道
    partner: 岚江市第一人民医院
    """
    item = department_named(archive, "麻醉科")
    if item and not has_unread(archive, "agreement") and not any(agreements_on(archive, GREEN_CHANNEL)):
        message = f"设置了{item.label}，没有急救绿色通道协议"
        fix = "签订协议，新建一份对外协议（archive/agreement/green-channel.yaml）"
        yield Problem(item, ("in_use",), message, fix)
