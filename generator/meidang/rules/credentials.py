"""Credentials of the institution and its people: expired, expiring, missing (clauses (一), (八)6; S1-06, S1-14.6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from meidang.archive import Archive, Item
from meidang.archive.facts import CredentialState, credential_name, credential_state, is_employed
from meidang.findings import Severity
from meidang.models.shared import Credential
from meidang.models.staff import Staff
from meidang.rules.rule import Problem, rule


@dataclass(frozen=True, slots=True)
class _Held:
    """A credential with its holder and its place in the holder's record."""

    item: Item[Any]
    path: tuple[str | int, ...]
    credential: Credential
    must_hold: bool


def _held(archive: Archive, day: date) -> Iterator[_Held]:
    """Every credential of the institution and of those employed on ``day``."""
    types = archive.credential_types
    if archive.institution:
        for index, licence in enumerate(archive.institution.record.licences):
            kind = types.get(licence.credential_type)
            yield _Held(archive.institution, ("licences", index), licence, bool(kind and kind.required))
    for item in archive.of(Staff):
        if not is_employed(item.record, day):
            continue
        for index, credential in enumerate(item.record.credentials):
            kind = types.get(credential.credential_type)
            needed = bool(kind) and any(post in kind.required_of for post in item.record.posts)
            yield _Held(item, ("credentials", index), credential, needed)


def _expired(archive: Archive, as_of: date, *, must_hold: bool) -> Iterator[Problem]:
    for held in _held(archive, as_of):
        credential = held.credential
        is_expired = credential_state(archive, credential, as_of) is CredentialState.EXPIRED
        if held.must_hold is must_hold and is_expired:
            name = credential_name(archive, credential)
            yield Problem(
                held.item,
                (*held.path, "valid_to"),
                f"{held.item.label}的{name}已于 {credential.valid_to} 过期",
                "办理延续后，把有效期至改为新证上的日期",
                due=credential.valid_to,
            )


@rule("CRD001", Severity.VETO, clause="(八)6")
def expired_required_credential(archive: Archive, as_of: date) -> Iterator[Problem]:
    """必须持有的证照已过期。

    为什么：持过期证照执业属于检查中的否决项。
    依据：护士条例第八条、第十条等
    错误：
    valid_to: 2026-04-30
    正确：
    valid_to: 2031-04-30
    """
    return _expired(archive, as_of, must_hold=True)
