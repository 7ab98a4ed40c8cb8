"""What is valid from when to when, as a chart: a person's credentials and privileges, the institution's licences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final

from meidang.archive import Item
from meidang.archive.calendar import days_left
from meidang.archive.facts import CredentialState, credential_name, credential_state, lead_days
from meidang.archive.granted import Granted, subject_of
from meidang.archive.holdings import is_obtained, renewal_of
from meidang.archive.permits import PrivilegeState, privilege_state
from meidang.models.agreement import Agreement
from meidang.models.institution import Institution
from meidang.models.scalars import NEVER, NEVER_WORD
from meidang.models.shared import Credential
from meidang.models.staff import Privilege, Staff
from meidang.models.technique import Technique
from meidang.render.charts import About, Group, Row, Span, timeline
from meidang.render.pages import markup
from meidang.render.pages.addresses import path_of
from meidang.render.pages.book import Book

CREDENTIAL_STYLE: Final = {
    CredentialState.ON_FILE: "fine",
    CredentialState.ACTIVE: "fine",
    CredentialState.EXPIRING: "minor",
    CredentialState.EXPIRED: "veto",
    CredentialState.MISSING: "veto",
}
_PRIVILEGE_STYLE: Final = {
    PrivilegeState.USABLE: "fine",
    PrivilegeState.PENDING: "notice",
    PrivilegeState.EXPIRED: "veto",
}
_DAY: Final = timedelta(days=1)


def credential_badge(book: Book, credential: Credential) -> str:
    """The state of a credential as a coloured word."""
    state = credential_state(book.archive, credential, book.as_of)
    return markup.badge(CREDENTIAL_STYLE[state], state.value)


def privilege_badge(book: Book, item: Item[Staff], privilege: Privilege) -> str:
    """The state of a privilege as a coloured word."""
    state = privilege_state(book.archive, item, privilege, book.as_of)
    return markup.badge(_PRIVILEGE_STYLE.get(state, "major"), state.value)


def validity_of_person(book: Book, here: str, item: Item[Staff]) -> Iterator[str]:
    """The credentials and the privileges of a person."""
    groups = (
        Group("证照与资质", _credentials(book, item.record.credentials, "#credentials")),
        Group("授权", _privileges(book, here, item)),
    )
    yield from _section(book, item, groups)


def validity_of_institution(book: Book, here: str, item: Item[Institution]) -> Iterator[str]:
    """The licences of the institution and its agreements."""
    groups = (
        Group("机构证照", _credentials(book, item.record.licences, "#licences")),
        Group("对外协议", _agreements(book, here)),
    )
    yield from _section(book, item, groups)


def _section(book: Book, item: Item[Any], groups: Sequence[Group]) -> Iterator[str]:
    inspection = book.judgements[0].inspection_on if book.judgements else None
    about = About(f"{item.label}的有效期时间线", _told(groups), "validity")
    if drawn := timeline(groups, about, today=book.as_of, inspection=inspection):
        yield markup.heading(2, "有效期时间线", "timeline")
        yield drawn


def _told(groups: Iterable[Group]) -> str:
    """What the chart shows, in words; every time itself stands beside its bar."""
    rows = [row for group in groups for row in group.rows]
    parts = [f"{group.title} {len(group.rows)} 项" for group in groups if group.rows]
    for style, words in (("veto", "已过期"), ("minor", "快到期")):
        if names := [row.name for row in rows if any(span.style == style for span in row.spans)]:
            parts.append(f"{words}：{'、'.join(names)}")
    return "；".join(parts)


def _soonest_first(rows: Sequence[Row]) -> Sequence[Row]:
    return sorted(rows, key=lambda row: row.spans[-1].last or NEVER)


# --- times -----------------------------------------------------------------------------------------------------------


def _last(valid_to: date | None) -> date | None:
    return None if valid_to == NEVER else valid_to


def _said(first: date | None, valid_to: date | None) -> str:
    """From when to when, in words."""
    if valid_to is None or valid_to == NEVER:
        end = NEVER_WORD if valid_to else "没有写期限"
        return f"{first} 起，{end}" if first else end
    return f"{first} 至 {valid_to}" if first else f"至 {valid_to}"


def _dates(book: Book, first: date | None, valid_to: date | None) -> str:
    """From when to when, and how far the end is where it is near or past; HTML."""
    words = f"<span>{_said(first, valid_to)}</span>"
    if valid_to is None or not _is_near(book, valid_to):
        return words
    return f"{words} <small>{days_left(valid_to, book.as_of)}</small>"


def _is_near(book: Book, last: date) -> bool:
    """Whether it has ended or ends within the longest of the institution's usual lead times."""
    leads = lead_days(book.archive, None)
    return last <= book.as_of + timedelta(days=leads[0] if leads else 0)


# --- rows ------------------------------------------------------------------------------------------------------------


def _credentials(book: Book, held: Sequence[Credential], link: str) -> Sequence[Row]:
    """A row for each kind of credential, with the earlier ones that it replaced."""
    grouped: dict[tuple[str, ...], list[Credential]] = {}
    for credential in held:
        grouped.setdefault(renewal_of(book.archive, credential), []).append(credential)
    return _soonest_first([_credential_row(book, each, link) for each in grouped.values()])


def _credential_row(book: Book, held: Sequence[Credential], link: str) -> Row:
    ordered = sorted(held, key=lambda one: (one.valid_to or NEVER, one.obtained_on or date.min))
    obtained = [one for one in ordered if is_obtained(one, book.as_of)]
    current = (obtained or ordered)[-1]
    name = credential_name(book.archive, current)
    _, discipline, number = renewal_of(book.archive, current)
    beside = discipline or number
    spans = (_credential_span(book, one, current) for one in ordered)
    dates = _dates(book, current.obtained_on, current.valid_to)
    return Row(f"{name}（{beside}）" if beside else name, tuple(spans), credential_badge(book, current), dates, link)


def _credential_span(book: Book, one: Credential, current: Credential) -> Span:
    state = credential_state(book.archive, one, book.as_of)
    style, word = CREDENTIAL_STYLE[state], state.value
    if not is_obtained(one, book.as_of):
        style, word = "notice", "还没有开始"
    elif one is not current:
        style, word = "past", "已换新"
    said = f"{_said(one.obtained_on, one.valid_to)}，{word}"
    return Span(one.obtained_on, _last(one.valid_to), style, said)


def _privileges(book: Book, here: str, item: Item[Staff]) -> Sequence[Row]:
    """A row for each thing that the person was granted, with the earlier grants of it."""
    grouped: dict[tuple[str, ...], list[Privilege]] = {}
    for index, privilege in enumerate(item.record.privileges):
        grouped.setdefault(subject_of(Granted(item, index, privilege, None)), []).append(privilege)
    return _soonest_first([_privilege_row(book, here, item, each) for each in grouped.values()])


def _privilege_row(book: Book, here: str, item: Item[Staff], held: Sequence[Privilege]) -> Row:
    ordered = sorted(held, key=lambda one: (one.valid_to or NEVER, one.granted_on or date.min))
    granted = [one for one in ordered if one.granted_on is None or one.granted_on <= book.as_of]
    current = (granted or ordered)[-1]
    spans = (_privilege_span(book, item, one, current) for one in ordered)
    dates = _dates(book, current.granted_on, current.valid_to)
    if current.suspended_on and not current.restored_on:
        dates += f" <small>{current.suspended_on} 起暂停</small>"
    badge = privilege_badge(book, item, current)
    return Row(privilege_name(book, current), tuple(spans), badge, dates, _technique_link(book, here, current))


def privilege_name(book: Book, privilege: Privilege) -> str:
    """What people call a privilege: its type and what it is for."""
    technique = book.archive.name(Technique, privilege.technique_id) if privilege.technique_id else None
    what = technique or privilege.operation_name or privilege.tier or ""
    return f"{privilege.privilege_type} {what}".strip()


def _technique_link(book: Book, here: str, privilege: Privilege) -> str:
    there = book.page("technique", privilege.technique_id) if privilege.technique_id else None
    return markup.address(here, there) if there else "#privileges"


def _privilege_span(book: Book, item: Item[Staff], one: Privilege, current: Privilege) -> Span:
    state = privilege_state(book.archive, item, one, book.as_of)
    style, word = _span_style(book, one, state), state.value
    if one is not current and style != "notice":
        style, word = "past", "已换新"
    gaps = tuple(_gaps(item.record, one))
    stops = "".join(f"，{_said(first, last)}暂停" if last else f"，{first} 起暂停" for first, last in gaps)
    return Span(
        one.granted_on, _last(one.valid_to), style, f"{_said(one.granted_on, one.valid_to)}，{word}{stops}", gaps
    )


def _span_style(book: Book, one: Privilege, state: PrivilegeState) -> str:
    if one.granted_on and one.granted_on > book.as_of:
        return "notice"
    if one.valid_to and one.valid_to < book.as_of:
        return "veto"
    is_usable = state is PrivilegeState.USABLE
    return "minor" if is_usable and one.valid_to and _is_near(book, one.valid_to) else "fine"


def _gaps(person: Staff, privilege: Privilege) -> Iterator[tuple[date, date | None]]:
    """When it was suspended, or its holder was; the last day before it was restored."""
    if privilege.suspended_on:
        yield privilege.suspended_on, privilege.restored_on and privilege.restored_on - _DAY
    for each in person.suspensions:
        yield each.suspended_on, each.rectified_on and each.rectified_on - _DAY


def _agreements(book: Book, here: str) -> Sequence[Row]:
    rows = []
    for item in book.archive.of(Agreement):
        one = item.record
        style, word = "fine", "有效"
        if one.valid_from and one.valid_from > book.as_of:
            style, word = "notice", "还没有开始"
        elif one.valid_to < book.as_of:
            style, word = "veto", "过期"
        elif _is_near(book, one.valid_to):
            style, word = "minor", "临期"
        span = Span(one.valid_from, _last(one.valid_to), style, f"{_said(one.valid_from, one.valid_to)}，{word}")
        dates = _dates(book, one.valid_from, one.valid_to)
        rows.append(Row(item.label, (span,), markup.badge(style, word), dates, markup.address(here, path_of(item))))
    return _soonest_first(rows)
