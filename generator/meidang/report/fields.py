"""The names that a template may print, as a table for a terminal of 80 columns or as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final
from unicodedata import east_asian_width

from meidang.render.documents.fields import Field, Group
from meidang.report.lines import one_line

_WIDTH: Final = 80
_TAG, _LABEL = 32, 22
_EXAMPLE = _WIDTH - _TAG - _LABEL - 4
_NOTE: Final = "名称后带 * 的是个人信息，只进内部文件，不上网站。"


def fields_as_text(title: str, groups: Sequence[Group]) -> str:
    """Three columns: the tag, the label, an example or the choices; no line is wider than a terminal."""
    lines = [f"{title}的模板可以用的字段", _NOTE]
    for group in groups:
        lines += ["", f"【{one_line(group.title)}】", *(f"  {tag}" for tag in _around(group))]
        for field in group.fields:
            lines += _rows(field)
    return "\n".join(lines) + "\n"


def fields_as_markdown(title: str, groups: Sequence[Group]) -> str:
    """A heading and a table for each group."""
    lines = [f"# {title}的模板可以用的字段", "", _NOTE]
    for group in groups:
        lines += ["", f"## {group.title}", "", *(f"`{tag}`" for tag in _around(group))]
        lines += [""] * (group.loop is not None) + ["| 写法 | 名称 | 例子或可选的词 |", "|---|---|---|"]
        lines += [
            f"| `{field.tag}` | {_escaped(_named(field))} | {_escaped(_choices(field) or field.example)} |".replace(
                "`|`", "`"
            )
            for field in group.fields
        ]
    return "\n".join(lines) + "\n"


#: The formats by name.
FIELD_FORMATS: Final[Mapping[str, Callable[[str, Sequence[Group]], str]]] = {
    "text": fields_as_text,
    "md": fields_as_markdown,
}


def _around(group: Group) -> list[str]:
    return [f"{group.loop[0]} … {group.loop[1]}"] if group.loop else []


def _named(field: Field) -> str:
    return f"{field.label}{' *' if field.private else ''}"


def _rows(field: Field) -> Iterator[str]:
    """The tag by itself where it is too long to stand beside its label."""
    tag, label, example = field.tag, one_line(_named(field)), one_line(" ".join(field.example.split()))
    if choices := _choices(field):
        example = choices if width(choices) <= _EXAMPLE else ""
    if width(tag) > _TAG:
        yield f"  {tag}"
        tag = ""
    if width(label) > _LABEL:
        yield f"  {_filled(tag, _TAG)} {_cut(label, _WIDTH - _TAG - 3)}"
        tag, label = "", ""
    if tag or example:
        yield f"  {_filled(tag, _TAG)} {_filled(label, _LABEL)} {_cut(example, _EXAMPLE)}".rstrip()
    if choices and not example:
        yield from (f"      {line}" for line in _folded(choices, _WIDTH - 6))


def _choices(field: Field) -> str:
    """What ``box`` may tick."""
    return f"可选：{'、'.join(field.choices)}" if field.choices else ""


def _folded(text: str, columns: int) -> Iterator[str]:
    line = ""
    for word in text.split("、"):
        longer = f"{line}、{word}" if line else word
        if line and width(longer) > columns - 2:
            yield f"{line}、"
            longer = word
        line = longer
    yield line


def width(text: str) -> int:
    """How many columns of a terminal it takes; a Chinese character takes two."""
    return sum(2 if east_asian_width(mark) in "WFA" else 1 for mark in text)


def _filled(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def _cut(text: str, columns: int) -> str:
    if width(text) <= columns:
        return text
    while width(text) > columns - 2:
        text = text[:-1]
    return f"{text}…"


def _escaped(text: str) -> str:
    return " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
