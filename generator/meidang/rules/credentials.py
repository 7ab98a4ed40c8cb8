"""Until when credentials last: expired, expiring, no end given, an unlikely end (clause (八)6; S1-06, S1-14.6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from meidang.archive import Archive, Item
from meidang.archive.calendar import add_months
from meidang.archive.facts import CredentialState, credential_state, lead_days
from meidang.archive.holdings import Held, holdings
from meidang.findings import Severity
from meidang.models.institution import Institution
from meidang.models.scalars import NEVER
from meidang.models.shared import Credential
from meidang.models.wording import called
from meidang.rules.rule import Problem, rule


def article(holder: Item[Any]) -> str:
    """What a credential is asked for by: the institution's stand under (一), a person's under the rule's own (八)6."""
    return "(一)" if isinstance(holder.record, Institution) else ""


def _expired(archive: Archive, as_of: date, *, must_hold: bool) -> Iterator[Problem]:
    for held in holdings(archive, as_of):
        ended = held.credential.valid_to
        is_expired = credential_state(archive, held.credential, as_of) is CredentialState.EXPIRED
        if is_expired and held.must_hold is must_hold:
            otherwise = "" if must_hold else "；不再需要的，删去这一项"
            fix = f"办理延续后，把{called(Credential, 'valid_to')}改成新证上的日期{otherwise}"
            message, path = f"{held.whose}已于 {ended} 过期", (*held.path, "valid_to")
            yield Problem(held.item, path, message, fix, due=ended, clause=article(held.item))


@rule("CRD001", Severity.VETO, clause="(八)6", requirements=("S1-06", "S1-14.6", "S0-27", "S0-28"))
def expired_required_credential(archive: Archive, as_of: date) -> Iterator[Problem]:
    """必须持有的证照已过期。

    为什么：持过期证照执业属于检查中的否决项。机构必备证照和岗位必备证照都在此列。
    依据：护士条例第八条、第十条等
    错误：
    valid_to: 2026-04-30
    正确：
    valid_to: 2031-04-30
    """
    return _expired(archive, as_of, must_hold=True)


@rule("CRD002", Severity.MAJOR, clause="(八)6", requirements=("S1-06", "S1-14.6"))
def expired_other_credential(archive: Archive, as_of: date) -> Iterator[Problem]:
    """其他证照已过期。

    为什么：过期的证照不能作为依据。例如医疗广告审查证明过期后，相应广告不得再发布。
    依据：广告法第四十六条等
    错误：
    valid_to: 2026-05-28
    正确：
    valid_to: 2027-05-28
    """
    return _expired(archive, as_of, must_hold=False)


def _expiring(archive: Archive, as_of: date, tier: str) -> Iterator[Problem]:
    for held in holdings(archive, as_of):
        ends = held.credential.valid_to
        if ends is None or _tier(lead_days(archive, held.kind), (ends - as_of).days) != tier:
            continue
        rule_of_renewal = f"；规定：{held.kind.renewal_rule}" if held.kind and held.kind.renewal_rule else ""
        left = (ends - as_of).days
        message = f"{held.whose}{f'还有 {left} 天' if left else '当天'}到期（{ends}）"
        fix = f"办理延续，换证后更新{called(Credential, 'valid_to')}{rule_of_renewal}"
        path = (*held.path, "valid_to")
        yield Problem(held.item, path, message, fix, due=ends, clause=article(held.item))


def _tier(leads: tuple[int, ...], left: int) -> str:
    """Which lead time has been reached; ``leads`` from long to short. A single lead is a first one."""
    reached = [index for index, lead in enumerate(leads) if 0 <= left <= lead]
    if not reached:
        return ""
    if reached[-1] == 0:
        return "first"
    return "last" if reached[-1] == len(leads) - 1 else "middle"


@rule("CRD003", Severity.MAJOR, clause="(八)6", requirements=("S1-06", "S1-14.6"))
def credential_about_to_expire(archive: Archive, as_of: date) -> Iterator[Problem]:
    """证照即将到期（最后一档提醒）。

    为什么：只剩几天，来不及办理延续就会过期停业。提醒天数见证照类型表，没有填写的用设置里的。
    错误：
    valid_to: 2026-07-05
    正确：
    valid_to: 2031-07-05
    """
    return _expiring(archive, as_of, "last")


@rule("CRD004", Severity.MINOR, clause="(八)6", requirements=("S1-06", "S1-14.6"))
def credential_expires_soon(archive: Archive, as_of: date) -> Iterator[Problem]:
    """证照快要到期（中间一档提醒）。

    为什么：多数证照须在届满前 30 日左右申请延续，现在就要递交材料。
    依据：护士条例第八条等
    错误：
    valid_to: 2026-07-25
    正确：
    valid_to: 2031-07-25
    """
    return _expiring(archive, as_of, "middle")


@rule("CRD005", Severity.NOTICE, clause="(八)6", requirements=("S1-06", "S1-14.6"))
def credential_expires_later(archive: Archive, as_of: date) -> Iterator[Problem]:
    """证照将要到期（第一档提醒）。

    为什么：留出准备材料的时间。
    错误：
    valid_to: 2026-09-20
    正确：
    valid_to: 2031-09-20
    """
    return _expiring(archive, as_of, "first")


@rule("CRD007", Severity.MAJOR, clause="(八)6", requirements=("S1-06", "S1-14.6"))
def credential_without_end(archive: Archive, as_of: date) -> Iterator[Problem]:
    """其他有期限的证照没有填写有效期至。

    为什么：没有有效期至，到期提醒和过期检查都不起作用。
    错误：
    credential_type: medical_ad_review
    number: 示例-广审-0001
    正确：
    credential_type: medical_ad_review
    number: 示例-广审-0001
    valid_to: 2027-03-11
    """
    return _without_end(archive, as_of, must_hold=False)


def _without_end(archive: Archive, as_of: date, *, must_hold: bool) -> Iterator[Problem]:
    for held in holdings(archive, as_of):
        is_open = held.kind is not None and held.kind.expires and held.credential.valid_to is None
        if is_open and held.must_hold is must_hold:
            message = f"{held.whose}没有填写有效期至"
            fix = f"按证面填写{called(Credential, 'valid_to')}"
            yield Problem(held.item, (*held.path, "valid_to"), message, fix, clause=article(held.item))


@rule("CRD018", Severity.VETO, clause="(八)6", requirements=("S1-06", "S1-14.6"))
def required_credential_without_end(archive: Archive, as_of: date) -> Iterator[Problem]:
    """必须持有、有期限的证照没有填写有效期至。

    为什么：没有有效期至，就说不清证照是否有效；持无效证照执业属于检查中的否决项。
    依据：护士条例第八条、第十条等
    错误：
    credential_type: nurse_practice
    number: 示例-护士-0001
    正确：
    credential_type: nurse_practice
    number: 示例-护士-0001
    valid_to: 2029-03-11
    """
    return _without_end(archive, as_of, must_hold=True)


@rule("CRD013", Severity.MINOR, clause="(八)6", requirements=("S1-06", "S1-14.6"))
def credential_with_unlikely_end(archive: Archive, as_of: date) -> Iterator[Problem]:
    """有效期至不合情理。

    为什么：早于取得日期，或比这类证照规定的有效期还长，多半是年份输错；过期检查会因此失灵。
    错误：
    obtained_on: 2024-03-12
    valid_to: 2092-03-11
    正确：
    obtained_on: 2024-03-12
    valid_to: 2029-03-11
    """
    for held in holdings(archive, as_of):
        if reason := _unlikely(archive, held, as_of):
            fix = f"对照证面核对{called(Credential, 'valid_to', 'obtained_on')}"
            message, path = f"{held.whose}{reason}", (*held.path, "valid_to")
            yield Problem(held.item, path, message, fix, clause=article(held.item))


def _unlikely(archive: Archive, held: Held, as_of: date) -> str:
    """What is odd about the end.

    Why from ``as_of`` and not from the first obtaining: a renewed certificate keeps its number and its first date. It
    may be renewed ahead of its end, by no more than the longest lead.
    """
    ends, obtained, kind = held.credential.valid_to, held.credential.obtained_on, held.kind
    if ends is None:
        return ""
    if obtained and obtained > ends:
        return f"的有效期至（{ends}）早于取得日期（{obtained}）"
    if kind is None or not kind.expires:
        return ""
    if ends == NEVER:
        return "写了长期，但这类证照有期限"
    lead = timedelta(days=max(lead_days(archive, kind), default=0))
    if kind.validity_months and ends > add_months(as_of, kind.validity_months) + lead:
        return f"的有效期至（{ends}）超出规定的 {kind.validity_months} 个月"
    return ""
