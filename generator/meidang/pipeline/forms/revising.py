"""What a save changed in a record -> a line of 变更登记 (S1-15), short as people write it; what 备注 still say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from meidang.consequences.field_change import FieldChange, Sort
from meidang.consequences.fields import Both, field_changes
from meidang.consequences.rows import name_of, pairs
from meidang.models.base import Declared, Model, describe
from meidang.models.shared import Credential
from meidang.pipeline.editing.credentials import renewed
from meidang.pipeline.editing.notes import left_notes
from meidang.source.names import ATTACHMENTS
from meidang.source.tree import Tree, Value

#: What a record says of its own upkeep is no change that would have to be registered.
_OF_UPKEEP: Final = ("updated_on", "revisions")
#: Of so many changes the line tells, in so many characters; one alone takes no more than the half of them.
_MOST, _LONG = 3, 60
_LONG_ONE: Final = 36
#: What somebody did to a field.
_DOES: Final = {Sort.ADDED: "填写", Sort.REMOVED: "删去", Sort.CHANGED: "修改"}


def revision_line(model: type[Model], old: Tree, new: Tree, words: Both) -> str:
    """``护士执业证书换证，有效期至 2031-04-30``; no path, no digest. Empty where nothing but the upkeep changed."""
    said = list(dict.fromkeys(_said(model, old, new, words)))
    for most in range(min(_MOST, len(said)), 0, -1):
        line = "；".join(said[:most]) + (f" 等 {len(said)} 处" if len(said) > most else "")
        if len(line) <= _LONG or most == 1:
            return line
    return ""


def _said(model: type[Model], old: Tree, new: Tree, words: Both) -> Iterator[str]:
    for name, declared in describe(model).items():
        if name in _OF_UPKEEP:
            continue
        changes = field_changes(model, {name: old.get(name)}, {name: new.get(name)}, words)
        if not changes:
            continue
        if declared.model and declared.many and all(one.item or one.group for one in changes):
            yield from _rows(declared, declared.model, (old.get(name), new.get(name)), words)
        else:
            yield _field(declared, changes)


def _field(declared: Declared, changes: Sequence[FieldChange]) -> str:
    one, label = changes[0], declared.label
    does = _DOES[one.sort] if len(changes) == 1 and not one.group else "修改"
    if len(changes) > 1 or one.group or one.is_hidden or one.detail:
        return f"{does}{label}"
    if one.is_list:
        return _short(f"{label}{one.sort} {one.after or one.before}", f"修改{label}")
    if one.sort is Sort.CHANGED:
        return _short(f"{label}由 {one.before} 改为 {one.after}", f"修改{label}")
    return _short(f"{does}{label} {one.after}".rstrip(), f"{does}{label}")


def _rows(declared: Declared, model: type[Model], both: tuple[Value, Value], words: Both) -> Iterator[str]:
    old, new = map(_trees, both)
    for pair in pairs(model, old, new):
        was, now = pair.before, pair.after
        if issubclass(model, Credential):
            yield _credential(was, now, old, words)
        elif now is None:
            yield _row("删去", declared, name_of(model, was or {}, words.before))
        else:
            yield _row("新增" if was is None else "修改", declared, name_of(model, now, words.after))


def _row(does: str, declared: Declared, name: str) -> str:
    return _short(f"{does}{declared.label}（{name}）" if name else "", f"{does}{declared.label}")


def _credential(was: Tree | None, now: Tree | None, old: Sequence[Tree], words: Both) -> str:
    """As ``meidang renew`` says it."""
    name = _type(now or was or {}, words)
    if now is None:
        return _short(f"删去{name}", "删去证照")
    before = was or _replaced(now, old, words)
    until = now.get("valid_to")
    if before is None:
        return _short(f"新增{name}" + (f"，有效期至 {until}" if until else ""), f"新增{name}")
    if until and not before.get("valid_to"):
        return _short(f"{name}补记有效期至 {until}", f"更新{name}")
    changed = {key: value for key, value in now.items() if value != before.get(key)}
    return _short(renewed(name, changed, before.get("valid_to")), f"更新{name}")


def _type(row: Tree, words: Both) -> str:
    return words.after.of(describe(Credential)["credential_type"], row.get("credential_type"))


def _replaced(now: Tree, old: Sequence[Tree], words: Both) -> Tree | None:
    """The older certificate in whose place a new entry stands, as ``archive.holdings.renewal_of`` sees it."""
    kind = words.after.archive.credential_types.get(str(now.get("credential_type")))
    if kind is None or (kind.holder == "机构" and not kind.required):
        return None
    shared = ("credential_type", "filing_discipline")
    same = (row for row in old if all(row.get(key) == now.get(key) for key in shared))
    return max(same, key=lambda row: str(row.get("valid_to") or ""), default=None)


def stale_notes(model: type[Model], old: Tree, new: Tree, words: Both) -> Iterator[str]:
    """What 备注 still say of a credential that has another last day now, each a question."""
    general = "" if old.get("note") != new.get("note") else new.get("note")
    for name, declared in describe(model).items():
        if declared.model is not Credential:
            continue
        was_all, now_all = (_trees(each.get(name)) for each in (old, new))
        for pair in pairs(Credential, was_all, now_all):
            now = pair.after or {}
            before = pair.before or _replaced(now, was_all, words) or {}
            if now.get("valid_to") and before.get("valid_to") not in (None, now["valid_to"]):
                called = _type(now, words)
                own = now.get("note") if pair.before and pair.before.get("note") == now.get("note") else ""
                yield from left_notes(called, before["valid_to"], [("", general), (f"{called}的", own)])


def _trees(value: Value) -> list[Tree]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _short(words: str, shorter: str) -> str:
    """``shorter`` where that is too long for one of several, or names a file."""
    return words if words and len(words) <= _LONG_ONE and f"{ATTACHMENTS}/" not in words else shorter[:_LONG_ONE]
