"""One record before and after: which of its fields changed, by label, with what they said and say in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from meidang.consequences.field_change import FieldChange, Sort
from meidang.consequences.prose import prose_change
from meidang.consequences.rows import is_reordered, is_same, name_of, naming, pairs
from meidang.consequences.shown import MOST, Words, is_hidden, means_same
from meidang.models.base import Declared, Model, describe
from meidang.models.codes import SHA256
from meidang.models.scalar import Scalar
from meidang.source.characters import quoted_key
from meidang.source.tree import Tree, Value

#: The file of which a digest is, and what another digest of the same file means.
_FILE: Final = "file"
_DIGEST: Final = {Sort.ADDED: "已登记", Sort.CHANGED: "换了内容", Sort.REMOVED: "不再登记"}
#: So many fields of a new group are told.
_TOLD: Final = 6


def field_changes(model: type[Model], before: Tree, after: Tree, words: Both) -> tuple[FieldChange, ...]:
    """Every field that says something else, in the order of the declarations."""
    return tuple(_Comparison(words).group(model, before, after, ""))


@dataclass(frozen=True, slots=True)
class Both:
    """How values of the earlier and of the later version are told."""

    before: Words
    after: Words


@dataclass(frozen=True, slots=True)
class _Comparison:
    words: Both

    def group(self, model: type[Model], before: Tree, after: Tree, around: str) -> Iterator[FieldChange]:
        fields = describe(model)
        for name, declared in fields.items():
            old, new = before.get(name), after.get(name)
            if is_same(old or None, new or None):
                continue
            if declared.leaf is SHA256:
                # Why not itself: its digits say nothing to people, and of another file they go without saying.
                if is_same(before.get(_FILE) or None, after.get(_FILE) or None):
                    yield FieldChange(Sort.CHANGED, fields[_FILE].label, around, detail=_DIGEST[_sort(old, new)])
            else:
                yield from self._field(declared, old, new, around)
        yield from _unknown(before, after, fields, around)

    def _field(self, declared: Declared, old: Value, new: Value, around: str) -> Iterator[FieldChange]:
        if is_hidden(declared):
            yield FieldChange(_sort(old, new), declared.label, around, is_hidden=True)
        elif declared.model and declared.many:
            yield from self._list(declared, declared.model, _rows(old), _rows(new), around)
        elif declared.model:
            inside = f"{around}的「{declared.label}」" if around else f"「{declared.label}」"
            yield from self.group(declared.model, _tree(old), _tree(new), inside)
        elif isinstance(old, list) or isinstance(new, list):
            yield from self._values(declared, old, new, around)
        else:
            yield from self._scalar(declared, old, new, around)

    def _scalar(self, declared: Declared, old: Value, new: Value, around: str) -> Iterator[FieldChange]:
        sort = _sort(old, new)
        texts = [one for one in (old, new) if isinstance(one, str)]
        is_long = isinstance(declared.leaf, Scalar) and declared.leaf.many_lines
        if is_long and any(len(one) > MOST or "\n" in one.strip() for one in texts):
            detail = prose_change(str(old or ""), str(new or ""))
            yield FieldChange(sort, declared.label, around, detail=detail)
            return
        if means_same(declared, old, new):
            return
        before, after = self.words.before.of(declared, old), self.words.after.of(declared, new)
        if before == after and sort is Sort.CHANGED:
            # Two people may have one name.
            before = self.words.before.of(declared, old, with_id=True)
            after = self.words.after.of(declared, new, with_id=True)
        if before == after and sort is Sort.CHANGED:
            # Why not nothing: a number that is hidden, or the end of a text that is cut, is what changed.
            yield FieldChange(sort, declared.label, around, detail="已修改")
            return
        yield FieldChange(sort, declared.label, around, before=before, after=after)

    def _values(self, declared: Declared, old: Value, new: Value, around: str) -> Iterator[FieldChange]:
        had, has = (one if isinstance(one, list) else [one] if one else [] for one in (old, new))
        come = [one for one in has if one not in had]
        gone = [one for one in had if one not in has]
        if gone:
            yield FieldChange(
                Sort.REMOVED, declared.label, around, before=self.words.before.of(declared, gone), is_list=True
            )
        if come:
            yield FieldChange(
                Sort.ADDED, declared.label, around, after=self.words.after.of(declared, come), is_list=True
            )

    def _list(
        self, declared: Declared, model: type[Model], old: list[Tree], new: list[Tree], around: str
    ) -> Iterator[FieldChange]:
        if is_reordered(old, new):
            yield FieldChange(Sort.CHANGED, declared.label, around, detail="只调整了次序")
            return
        for pair in pairs(model, old, new):
            if pair.before is not None and pair.after is not None:
                name = name_of(model, pair.after, self.words.after) or name_of(model, pair.before, self.words.before)
                inside = f"{declared.label}「{name}」" if name else declared.label
                yield from self.group(model, pair.before, pair.after, f"{around}的{inside}" if around else inside)
            elif pair.after is not None:
                yield self._item(Sort.ADDED, declared, model, pair.after, around)
            elif pair.before is not None:
                yield self._item(Sort.REMOVED, declared, model, pair.before, around)

    def _item(self, sort: Sort, declared: Declared, model: type[Model], row: Tree, around: str) -> FieldChange:
        words = self.words.after if sort is Sort.ADDED else self.words.before
        named = naming(model)
        said = [
            f"{one.label} {text}"
            for name, one in describe(model).items()
            if name not in named and not one.model and not is_hidden(one) and (text := words.of(one, row.get(name)))
        ]
        detail = "，".join(said[:_TOLD]) + ("……" if len(said) > _TOLD else "")
        return FieldChange(sort, declared.label, around, name_of(model, row, words) or "一项", detail=detail)


def _unknown(before: Tree, after: Tree, fields: Mapping[str, Declared], around: str) -> Iterator[FieldChange]:
    """Keys that no field declares: whoever reads the errors sees them there; here they only are not lost."""
    for key in dict.fromkeys((*before, *after)):
        if key not in fields and before.get(key) != after.get(key):
            yield FieldChange(
                _sort(before.get(key), after.get(key)), f"不认识的键{quoted_key(key)}", around, is_hidden=True
            )


def _sort(old: Value, new: Value) -> Sort:
    if not old:
        return Sort.ADDED
    return Sort.CHANGED if new else Sort.REMOVED


def _rows(value: Value) -> list[Tree]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _tree(value: Value) -> Tree:
    return value if isinstance(value, dict) else {}
