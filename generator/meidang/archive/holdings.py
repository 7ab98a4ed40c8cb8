"""Who holds which credentials on a day, which of them still count, and until when the practice licence is verified.

Pure functions that rules and renderers share; an older certificate stays in the record and is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from meidang.archive.calendar import add_months
from meidang.archive.facts import is_employed
from meidang.archive.index import Archive, Item
from meidang.archive.once import once
from meidang.models.shared import Credential
from meidang.models.staff import Post, Staff
from meidang.models.tables import CredentialType

#: Ids of credential types that requirements speak of by name (S1-06, S0-27, 医师法 Art. 42).
PRACTICE_LICENCE: Final = "practice_licence"
ATTENDING_FILING: Final = "aesthetic_attending_filing"
PERIODIC_ASSESSMENT: Final = "doctor_periodic_assessment"

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
        """The type's name; the id where the table is broken."""
        return self.kind.name if self.kind else self.credential.credential_type

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
        for index, credential in _lasting(archive, archive.institution.record.licences):
            kind = types.get(credential.credential_type)
            yield Held(archive.institution, ("licences", index), credential, kind, bool(kind and kind.required))
    for item in archive.of(Staff):
        if is_employed(item.record, day):
            posts = frozenset(item.record.posts)
            for index, credential in _lasting(archive, item.record.credentials):
                kind = types.get(credential.credential_type)
                needed = kind is not None and not posts.isdisjoint(kind.required_of)
                yield Held(item, ("credentials", index), credential, kind, needed)


def _lasting(archive: Archive, credentials: Sequence[Credential]) -> Iterator[tuple[int, Credential]]:
    """One holder's credentials but those that a longer-lasting one of the same kind has replaced.

    Why the number: an institution may hold several of a type that it need not hold (one per device, one per
    advertisement); only the same number, lasting longer, is a renewal there.
    """
    last: dict[tuple[str, ...], date] = {}
    for credential in credentials:
        if credential.valid_to:
            series = _series(archive, credential)
            last[series] = max(last.get(series, date.min), credential.valid_to)
    for index, credential in enumerate(credentials):
        if credential.valid_to is None or credential.valid_to == last[_series(archive, credential)]:
            yield index, credential


def _series(archive: Archive, credential: Credential) -> tuple[str, ...]:
    kind = archive.credential_types.get(credential.credential_type)
    several = kind is not None and kind.holder == "机构" and not kind.required
    number = credential.number or "" if several else ""
    return credential.credential_type, credential.filing_discipline or "", number


def practice_licence(archive: Archive) -> Credential | None:
    """The institution's practice licence: the one that lasts longest."""
    held = archive.institution.record.licences if archive.institution else ()
    licences = [licence for licence in held if licence.credential_type == PRACTICE_LICENCE]
    return max(licences, key=lambda licence: licence.valid_to or date.min, default=None)


def verification_due(archive: Archive, day: date) -> date | None:
    """The last day by which the practice licence must be verified again; None where no date is known to count from.

    医疗机构管理条例, Art. 22: the period depends on the beds. Before the first verification it runs from the licence.
    """
    licence = practice_licence(archive)
    if archive.institution is None or licence is None:
        return None
    institution, terms = archive.institution.record, archive.settings.verification
    passed = [each.verified_on for each in institution.annual_verification if each.result == "合格"]
    known = [on for on in (*passed, licence.last_verified_on, licence.obtained_on) if on and on <= day]
    few = (institution.beds or 0) < terms.few_beds_below
    return add_months(max(known), terms.few_beds_months if few else terms.many_beds_months) if known else None
