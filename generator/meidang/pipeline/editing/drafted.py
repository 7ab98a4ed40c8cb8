"""The text of a new record: what was given, and every other key as a remark, so that people see what to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from meidang.kinds import KINDS, Kind
from meidang.models.base import Declared, Model, describe
from meidang.models.scalar import Scalar
from meidang.source.emitted import Manner, mapping_lines
from meidang.source.tree import Value

ENTRIES: Final = "entries"
#: Keys of a group that are named.
_FEW: Final = 3
#: Kept by commands or by other keys of a record, not by hand when it begins.
_LATER: Final = frozenset({"revisions", "body", ENTRIES})


def drafted(kind: Kind, path: str, title: str, values: Mapping[str, Value]) -> str:
    """The file at ``path``, with the given values of the kind's fields."""
    lines = list(_lines(kind.model, values))
    if kind.suffix == ".md":
        return "\n".join(["---", *lines, "---", "", ""])
    schema = "../" * path.count("/") + f"schemas/{kind.name}.schema.json"
    return "\n".join([f"# yaml-language-server: $schema={schema}", f"# {title}", "", *lines, ""])


def _lines(model: type[Model], values: Mapping[str, Value]) -> Iterator[str]:
    """The given keys, and the others as remarks, in the order of the declarations."""
    for name, one in describe(model).items():
        if name in values:
            yield from mapping_lines({name: values[name]}, Manner())
        elif name not in _LATER:
            yield f"# {name}:{_hint(one)}"


def _hint(one: Declared) -> str:
    """What belongs there, behind the label: 「离职日期」 YYYY-MM-DD, or the choices."""
    leaf = one.leaf
    said = "、".join(leaf) if isinstance(leaf, tuple) else leaf.expected if isinstance(leaf, Scalar) else _keys(one)
    if one.ref and one.ref in KINDS:
        said = f"{KINDS[one.ref].plural}的编号"
    many = "可以有几项；" if one.many else ""
    both = f"{one.hint}；{said}" if one.hint and isinstance(leaf, tuple) else one.hint or said
    return f"  # {one.label}：{many}{both}"


def _keys(one: Declared) -> str:
    """The keys of a group that must be there, or else the first few."""
    fields = [each for each in describe(one.model).values() if each.name != "note"] if one.model else []
    first = [each for each in fields if each.required] or fields[:_FEW]
    more = f" 等 {len(fields)} 个键" if len(fields) > len(first) else ""
    return "写 " + "、".join(f"{each.name}（{each.label}）" for each in first) + more


def stub(entry: type[Model]) -> Iterator[str]:
    """An entry as remarks: take the marks away and fill in."""
    dash = "- "
    yield ""
    yield "# 每项照下面写，去掉行首的 # 再填："
    yield f"# {ENTRIES}:"
    for name, one in describe(entry).items():
        must = "（必填）" if one.required else ""
        yield f"#   {dash}{name}:{_hint(one)}{must}"
        dash = "  "
