"""The columns of a list: what stands in them, what they are called, how wide they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from meidang.render.drawing.word import cm, paragraph
from meidang.render.views import Name

#: Columns whose contents have a known width, in centimetres; days besides.
_FIXED = {
    "#": 0.9,
    "category": 1.2,
    "code": 2.3,
    "filed": 1.85,
    "grade": 1.2,
    "level": 1.7,
    "performing_status": 1.5,
    "privilege_type": 1.6,
    "state": 1.2,
    "status": 1.2,
    "title": 2.0,
    "year": 1.1,
}
_DAYS = ("_on", "_at", "_due", "_last", "valid_to", "valid_from", "date", "period_to", "period_from", "close_by")
_DAY_WIDTH = 2.05
_NARROW = 0.85


@dataclass(frozen=True)
class Column:
    """``number*3<``, ``number=证书编号*3``, ``granted_on|valid_to``: names, the label if not their own, the weight.

    ``<``: long texts, from the left. Names joined by ``|`` stand below one another, those joined by ``+`` in brackets
    behind the first; of those joined by ``/`` the first that is given. Without a weight the width is fixed.
    """

    paths: tuple[str, ...]
    labels: tuple[str, ...]
    weight: float = 0
    width: float = 0
    left: bool = False
    upright: bool = False

    def filled(self, item: str = "x", blank: str = "") -> list[str]:
        """The paragraphs of its cells; ``blank`` is printed where there is nothing to print."""
        style = "TableText" if self.left else "TableCentre"
        return [paragraph(_expression(path, item, blank), style=style) for path in self.paths]

    def head(self) -> list[str]:
        """The paragraphs of its heading."""
        return [paragraph(label, style="TableHead") for label in self.labels]


def columns(text: str, parts: Mapping[str, Name]) -> list[Column]:
    """Columns separated by blanks; ``#`` numbers the rows. Raises KeyError for a name that the list does not offer."""
    return [_column(word, parts) for word in text.split()]


def upright(paths: Sequence[str]) -> list[Column]:
    """Narrow columns whose headings run downwards, called by the last step of their names."""
    return [Column((path,), (path.rpartition(".")[2],), width=_NARROW, upright=True) for path in paths]


def widths_of(every: Sequence[Column], total: int) -> list[int]:
    """The widths of all columns, together ``total``: fixed ones as they are, the rest shared out by weight."""
    rest = total - sum(cm(one.width) for one in every)
    weights = sum(one.weight for one in every)
    widths = [cm(one.width) if one.width else int(rest * one.weight / weights) for one in every]
    widest = widths.index(max(widths))
    widths[widest] += total - sum(widths)
    return widths


def look_up(parts: Mapping[str, Name], path: str) -> Name:
    """The name at ``risk.risk_plan_doc.citation``. Raises KeyError."""
    first, _, rest = path.partition(".")
    return look_up(parts[first].parts, rest) if rest else parts[first]


def _column(word: str, parts: Mapping[str, Name]) -> Column:
    names, _, weight = word.removesuffix("<").partition("*")
    names, _, label = names.partition("=")
    paths = tuple(names.split("|"))
    labels = (label,) if label else tuple(_label(path, parts) for path in paths)
    width = 0 if weight else max(_DAY_WIDTH if path.endswith(_DAYS) else _FIXED[path] for path in paths)
    return Column(paths, labels, float(weight or 0), width, left=word.endswith("<"))


def _label(path: str, parts: Mapping[str, Name]) -> str:
    if path == "#":
        return "序号"
    first, *more = (look_up(parts, name.partition("/")[0]).label for name in path.split("+"))
    return first + "".join(f"（{label}）" for label in more)


def _expression(path: str, item: str, blank: str) -> str:
    if path == "#":
        return "{{ loop.index }}"
    first, *more = path.split("+")
    behind = (f"{{% if {item}.{name} %}}（{{{{ {item}.{name} }}}}）{{% endif %}}" for name in more)
    choices = [f"{item}.{name}" for name in first.split("/")] + ([f"'{blank}'"] if blank else [])
    return f"{{{{ {' or '.join(choices)} }}}}{''.join(behind)}"
