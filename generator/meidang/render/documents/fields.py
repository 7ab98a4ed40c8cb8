"""What a template of a kind may print: every name as one writes it, its Chinese label, an example of the archive."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any, Final, get_type_hints

from meidang.archive import Archive
from meidang.kinds import Kind
from meidang.models.base import Declared, Model, describe
from meidang.models.scalar import Scalar
from meidang.render.documents.templates import EXTRA
from meidang.render.views import Desk, Name, is_by_year, names, show, show_year, years
from meidang.render.views.shared import General
from meidang.render.word.filters import FILTERS

#: So many records, and so many items of each list, are looked through for an example.
_LOOKED_AT: Final = 200
_PRIVATE: Final = "（个人信息）"
_GIVEN_HINT = re.compile(r"例如\s*([^，；。]+)")
_ITEMS: Final = "xyz"


@dataclass(frozen=True, slots=True)
class Field:
    """One name: ``tag`` as one writes it; ``choices``: the words that it may hold, which ``box`` can tick."""

    tag: str
    label: str
    example: str = ""
    private: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Names that belong together; ``loop``: the tags to write around them, of a list."""

    title: str
    fields: tuple[Field, ...]
    loop: tuple[str, str] | None = None


def field_groups(kind: Kind, archive: Archive, desk: Desk) -> list[Group]:
    """Every name: the record's own, lists, what is computed, what every document has, and what may be done to them."""
    views = list(islice(_views(kind, archive, desk), _LOOKED_AT))
    known, general = names(kind), {*get_type_hints(General)}
    declared: Mapping[str, Declared] = {} if is_by_year(kind) else describe(kind.model)
    own = {name: one for name, one in known.items() if name in declared}
    common = {name: one for name, one in known.items() if name in general or (is_by_year(kind) and not one.many)}
    computed = {name: one for name, one in known.items() if name not in own and name not in common}
    collector = _Collector(declared)
    groups = [
        Group("本档案的字段", tuple(collector.texts(own, views))),
        Group("算出来的（不用填写）", tuple(collector.texts(computed, views))),
        *collector.lists(own, views, "列表："),
        *collector.lists(computed, views, "算出来的列表："),
        Group("每份文档都有的", (*collector.texts(common, views), *_extra())),
        *collector.lists(common, views, "每份文档都有的列表："),
        Group("过滤器（写在名称后面）", tuple(Field(one.example, one.meaning) for one in FILTERS.values())),
    ]
    return [replace(group, fields=tuple(_told_apart(group.fields))) for group in groups if group.fields]


def _told_apart(fields: Sequence[Field]) -> Iterator[Field]:
    """Of fields with one label, which one the record holds and which is made of several: declared ones come first."""
    often, seen = Counter(field.label for field in fields), dict[str, str]()
    for field in fields:
        first = seen.setdefault(field.label, field.tag)
        again = f"同 {first.strip('{} ')}" if first == _tag("id") else "整理后"
        what = ("" if first == _tag("id") else "所填") if first == field.tag else again
        yield replace(field, label=f"{field.label}（{what}）") if often[field.label] > 1 and what else field


def _views(kind: Kind, archive: Archive, desk: Desk) -> Iterator[Mapping[str, Any]]:
    if is_by_year(kind):
        yield from (show_year(desk, kind, year) for year in reversed(years(desk, kind)))
    else:
        yield from (show(desk, item) for item in archive.items.values() if item.kind is kind)


def _extra() -> Iterator[Field]:
    yield from (Field(_tag(name), one.label) for name, one in EXTRA.items())


def _tag(path: str) -> str:
    return f"{{{{ {path} }}}}"


@dataclass(frozen=True)
class _Collector:
    """Walks names and views together. ``declared``: the fields of the record, for examples that no record has."""

    declared: Mapping[str, Declared]

    def texts(
        self, parts: Mapping[str, Name], holders: Sequence[Mapping[str, Any]], before: str = "", model: Any = None
    ) -> Iterator[Field]:
        """Every text, those of groups under their path; lists are left out."""
        declared = self._declared(model, before)
        for name, one in parts.items():
            path = f"{before}{name}"
            if one.many:
                continue
            if one.parts:
                inside = [holder[name] for holder in holders if holder.get(name)]
                within = self.texts(one.parts, inside, f"{path}.", _model(declared.get(name)) or _NO_MODEL)
                yield from (replace(field, label=f"{one.label}·{field.label}") for field in within)
            else:
                example = _PRIVATE if one.private else _example(name, holders, declared.get(name))
                yield Field(_tag(path), one.label, example, one.private, () if one.private else one.choices)

    def lists(  # noqa: PLR0913 - where one is, of what, and how it is called
        self,
        parts: Mapping[str, Name],
        holders: Sequence[Mapping[str, Any]],
        title: str,
        *,
        before: str = "",
        depth: int = 0,
        model: Any = None,
    ) -> Iterator[Group]:
        """Every list with its loop, lists inside its items behind it."""
        declared = self._declared(model, before)
        for name, one in parts.items():
            path, inner = f"{before}{name}", _model(declared.get(name))
            if one.many:
                values = (holder.get(name, ()) for holder in holders)
                items = list(islice(chain.from_iterable(values), _LOOKED_AT))
                item = _ITEMS[min(depth, len(_ITEMS) - 1)]
                loop = (f"{{%tr for {item} in {path} %}}", "{%tr endfor %}")
                texts = self.texts(one.parts, items, f"{item}.", inner or _NO_MODEL)
                yield Group(f"{title}{one.label}", tuple(texts), loop)
                within = f"{title}{one.label}里每一项的"
                yield from self.lists(
                    one.parts, items, within, before=f"{item}.", depth=depth + 1, model=inner or _NO_MODEL
                )
            elif one.parts:
                inside = [holder[name] for holder in holders if holder.get(name)]
                yield from self.lists(
                    one.parts, inside, title, before=f"{path}.", depth=depth, model=inner or _NO_MODEL
                )

    def _declared(self, model: Any, before: str) -> Mapping[str, Declared]:
        if model is None:
            return self.declared if not before else {}
        return describe(model) if model is not _NO_MODEL else {}


class _NoModel:
    """Of what nothing is declared."""


_NO_MODEL: Final = _NoModel()


def _model(declared: Declared | None) -> type[Model] | None:
    return declared.model if declared else None


def _example(name: str, holders: Sequence[Mapping[str, Any]], declared: Declared | None) -> str:
    found = next((str(holder[name]) for holder in holders if holder.get(name)), "")
    if found or declared is None:
        return found
    hint = _GIVEN_HINT.search(declared.hint) or (
        _GIVEN_HINT.search(declared.leaf.expected) if isinstance(declared.leaf, Scalar) else None
    )
    return hint[1].strip() if hint else ""
