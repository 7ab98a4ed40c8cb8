"""Who holds which credentials on a day, which of them still count, and until when the practice licence is verified.

Pure functions that rules and renderers share; an older certificate stays in the record and is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from meidang.archive.calendar import add_months
from meidang.archive.facts import is_employed
from meidang.archive.index import Archive, Item
from meidang.archive.named_types import PRACTICE_LICENCE, type_name
from meidang.archive.once import once
from meidang.models.shared import Credential
from meidang.models.staff import Post, Staff
from meidang.models.tables import CredentialType

DOCTOR_POSTS: Final[frozenset[Post]] = frozenset({"医师", "主诊医师", "麻醉医师"})
NURSE_POSTS: Final[frozenset[Post]] = frozenset({"护士", "医美护士"})


def is_doctor(person: Staff) -> bool:
    """Whether one of the person's posts is a doctor's."""
    return not DOCTOR_POSTS.isdisjoint(person.posts)


def is_nurse(person: Staff) -> bool:
    """Whether one of the person's posts is a nurse's."""
    return not NURSE_POSTS.isdisjoint(person.posts)


@dataclass(frozen=True, slots=True)
class Held:
    """A credential with its holder, its place in the holder's record, and its type (None where the table lacks it)."""

    item: Item[Any]
    path: tuple[str | int, ...]
    credential: Credential
    kind: CredentialType | None
    must_hold: bool

    @property
    def name(self) -> str:
        """The type's name, or what stands for it where the table is broken."""
        return type_name(self.kind, self.credential.credential_type)

    @property
    def whose(self) -> str:
        """What people call it: whose it is, and what."""
        return f"{self.item.label}的{self.name}"


@once
def holdings(archive: Archive, day: date) -> tuple[Held, ...]:
    """The credentials that count, of the institution and of those employed on ``day``; renewed ones are left out."""
    return tuple(_holdings(archive, day))


def _holdings(archive: Archive, day: date) -> Iterator[Held]:
    types = archive.credential_types
    if archive.institution:
        for index, credential in _lasting(archive, archive.institution.record.licences, day):
            kind = types.get(credential.credential_type)
            yield Held(archive.institution, ("licences", index), credential, kind, bool(kind and kind.required))
    for item in archive.of(Staff):
        if is_employed(item.record, day):
            yield from holdings_of(archive, item, day)


def holdings_of(archive: Archive, item: Item[Staff], day: date) -> Iterator[Held]:
    """The credentials of one person that count on ``day``; renewed ones are left out."""
    posts = frozenset(item.record.posts)
    for index, credential in _lasting(archive, item.record.credentials, day):
        kind = archive.credential_types.get(credential.credential_type)
        needed = kind is not None and not posts.isdisjoint(kind.required_of)
        yield Held(item, ("credentials", index), credential, kind, needed)


def _lasting(archive: Archive, credentials: Sequence[Credential], day: date) -> Iterator[tuple[int, Credential]]:
    """One holder's credentials but those that a longer-lasting one of the same kind has replaced.

    Why the number: an institution may hold several of a type that it need not hold (one per device, one per
    advertisement); only the same number, lasting longer, is a renewal there.
    """
    last: dict[tuple[str, ...], date] = {}
    held = [(index, credential) for index, credential in enumerate(credentials) if is_obtained(credential, day)]
    for _, credential in held:
        if credential.valid_to:
            series = renewal_of(archive, credential)
            last[series] = max(last.get(series, date.min), credential.valid_to)
    for index, credential in held:
        if credential.valid_to is None or credential.valid_to == last[renewal_of(archive, credential)]:
            yield index, credential


def renewal_of(archive: Archive, credential: Credential) -> tuple[str, str, str]:
    """What a credential shares with the one that it replaces: type, discipline, and number where several are held."""
    kind = archive.credential_types.get(credential.credential_type)
    several = kind is not None and kind.holder == "机构" and not kind.required
    number = credential.number or "" if several else ""
    return credential.credential_type, credential.filing_discipline or "", number


def is_obtained(credential: Credential, day: date) -> bool:
    """Whether it is held on ``day``; one without a date counts as long held."""
    return credential.obtained_on is None or credential.obtained_on <= day


def filing_disciplines(person: Staff, day: date) -> tuple[str, ...]:
    """What the person is filed for as 主诊医师 on ``day``."""
    held = (one.filing_discipline for one in person.credentials if is_obtained(one, day))
    return tuple(dict.fromkeys(discipline for discipline in held if discipline))


def missing_credentials(archive: Archive, item: Item[Staff], day: date) -> Iterator[tuple[int, CredentialType]]:
    """What the person must hold for a post and does not hold on ``day``, each once, with the post's position."""
    held = {one.credential_type for one in item.record.credentials if is_obtained(one, day)}
    needed = _needed(archive)
    for index, post in enumerate(item.record.posts):
        for kind in needed.get(post, ()):
            if kind.id not in held:
                held.add(kind.id)
                yield index, kind


@once
def _needed(archive: Archive) -> Mapping[str, Sequence[CredentialType]]:
    needed: dict[str, list[CredentialType]] = {}
    for kind in archive.credential_types.values():
        for post in kind.required_of if kind.holder == "个人" else ():
            needed.setdefault(post, []).append(kind)
    return needed


def missing_licences(archive: Archive, day: date) -> Iterator[CredentialType]:
    """What the institution must hold and does not hold on ``day``."""
    licences = archive.institution.record.licences if archive.institution else ()
    held = {licence.credential_type for licence in licences if is_obtained(licence, day)}
    for kind in archive.credential_types.values():
        if kind.holder == "机构" and kind.required and kind.id not in held:
            yield kind


def practice_licence(archive: Archive, day: date) -> Credential | None:
    """The institution's practice licence on ``day``: the one that lasts longest."""
    held = archive.institution.record.licences if archive.institution else ()
    licences = [one for one in held if one.credential_type == PRACTICE_LICENCE and is_obtained(one, day)]
    return max(licences, key=lambda licence: licence.valid_to or date.min, default=None)


def verification_due(archive: Archive, day: date) -> date | None:
    """The last day by which the practice licence must be verified again; None where no date is known to count from.

    医疗机构管理条例, Art. 22: the period depends on the beds. Before the first verification it runs from the licence.
    """
    licence = practice_licence(archive, day)
    if archive.institution is None or licence is None:
        return None
    passed = [each.verified_on for each in archive.institution.record.annual_verification if each.result == "合格"]
    known = [on for on in (*passed, licence.last_verified_on, licence.obtained_on) if on and on <= day]
    return add_months(max(known), verification_months(archive)) if known else None


def verification_months(archive: Archive) -> int:
    """How long a verification of the institution's licence lasts."""
    terms = archive.settings.verification
    beds = archive.institution.record.beds if archive.institution else None
    few = (beds or 0) < terms.few_beds_below
    return terms.few_beds_months if few else terms.many_beds_months
