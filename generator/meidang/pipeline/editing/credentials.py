"""Which credential of whom is meant, and what renewing it means in the data.

A certificate that was extended keeps its number: its dates change in place. One with a new number is another: it gets
an entry of its own, and the older one stays in the record, passed over by ``archive.holdings``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from meidang.archive import Archive, Item
from meidang.archive.holdings import renewal_of
from meidang.errors import UsageError
from meidang.kinds import KINDS
from meidang.load.nearest import nearest
from meidang.models.base import changed
from meidang.models.institution import Institution
from meidang.models.shared import Credential
from meidang.pipeline.editing.named import file_called, is_record, record_called
from meidang.source.characters import visible
from meidang.source.tree import Value

#: Where each kind of holder keeps its credentials.
_FIELDS: Mapping[str, str] = {"staff": "credentials", "institution": "licences"}


@dataclass(frozen=True, slots=True)
class Found:
    """A credential, its holder and its place there. ``name``: its type's."""

    item: Item[Any]
    field: str
    index: int
    credential: Credential
    name: str


def credential_called(archive: Archive, item: Item[Any], word: str) -> Found:
    """The holder's credential of that type, name or number that lasts longest. Raises UsageError."""
    field = _FIELDS[item.kind.name]
    held = [
        Found(item, field, index, one, _name(archive, one)) for index, one in enumerate(getattr(item.record, field))
    ]
    if by_number := [one for one in held if one.credential.number == word]:
        return by_number[0]
    meant = [one for one in held if word in (one.credential.credential_type, one.name)]
    if not meant:
        raise UsageError(_unknown(archive, item, held, word))
    if len({renewal_of(archive, one.credential) for one in meant}) > 1:
        listed = "、".join(_told(one) for one in meant)
        raise UsageError(f"{item.label}的“{visible(word)}”不止一张：{listed}；请写编号指明是哪一张")
    return max(meant, key=lambda one: one.credential.valid_to or date.min)


def holder_called(archive: Archive, word: str, other: str = "") -> Item[Any]:
    """The institution, or the person of that id or name. Raises UsageError; ``other``: the word behind it."""
    if archive.institution and _is_institution(archive, word):
        return archive.institution
    if _is_holder(archive, other) and not _is_holder(archive, word):
        raise UsageError(f"先写持有者，再写证照或授权：meidang renew {visible(other)} {visible(word)} …")
    return record_called(archive, word, [KINDS["staff"]])


def _is_institution(archive: Archive, word: str) -> bool:
    one = archive.institution
    named = ("institution", "机构", "本机构")
    return one is not None and (word in (*named, one.label) or file_called(word) == one.source.path)


def _is_holder(archive: Archive, word: str) -> bool:
    return _is_institution(archive, word) or is_record(archive, word, [KINDS["staff"]])


def _name(archive: Archive, credential: Credential) -> str:
    kind = archive.credential_types.get(credential.credential_type)
    return kind.name if kind else credential.credential_type


def _told(one: Found) -> str:
    said = one.credential.filing_discipline or ""
    return f"{one.name}{f'（{said}）' if said else ''} {visible(one.credential.number or '没有编号')}"


def _unknown(archive: Archive, item: Item[Any], held: Sequence[Found], word: str) -> str:
    names = list(dict.fromkeys(one.name for one in held))
    known = {said: one.name for one in held for said in (one.credential.credential_type, one.name)}
    if close := nearest(word, known):
        return f"{item.label}没有“{visible(word)}”，是不是 {known[close]}？"
    holder = "机构" if item.record.__class__ is Institution else "个人"
    types = {said: kind.name for kind in archive.credential_types.values() for said in (kind.id, kind.name)}
    if word in types:
        return f"{item.label}还没有{types[word]}；第一次取得的先写进 {item.source.path}，以后换证再用 renew"
    has = f"已有证照：{'、'.join(names)}" if names else f"档案里还没有{holder}证照"
    return f"{item.label}没有叫“{visible(word)}”的证照或授权；{has}"


def is_new_certificate(archive: Archive, old: Credential, number: Value) -> bool:
    """Whether the number is another certificate's, which replaces the old one in the eyes of the rules.

    Of what an institution may hold several of, another number would be one more, and the old one would still count.
    """
    if not number or not old.number or number == old.number:
        return False
    return renewal_of(archive, changed(old, {"number": number})) == renewal_of(archive, old)


def renewed(name: str, changed: Mapping[str, Value], before: Value) -> str:
    """What 变更登记 says of a credential in which ``changed`` is new; ``before``: till when it was valid."""
    until = changed.get("valid_to")
    if until:
        is_earlier = isinstance(before, str) and str(until) < before
        return f"{name}有效期至改为 {until}" if is_earlier else f"{name}换证，有效期至 {until}"
    return f"{name}校验（核查）" if changed.get("last_verified_on") else f"更新{name}"
