"""Findings as a form tells them: by the labels that stand there, with no line numbers, and nothing private."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from meidang.archive.index import Path
from meidang.findings import Finding
from meidang.kinds import kind_of
from meidang.models.base import Model, describe
from meidang.models.wording import without_keys
from meidang.source.characters import masked
from meidang.source.read import parse
from meidang.source.tree import Source, Value


def sentence(finding: Finding, texts: Mapping[str, str]) -> str:
    """``证照第 2 项：「有效期至」不能是“2027”；应为日期…``; ``texts``: what the form would save, by path."""
    path = finding.location.path
    where = _where(finding, texts[path]) if path in texts else path
    fix = without_keys(finding.fix)
    said = f"{finding.message}；{fix}" if fix else finding.message
    return masked(f"{where}：{said}" if where else said)


def _where(finding: Finding, text: str) -> str:
    """The groups around the place, by their labels."""
    kind = kind_of(finding.location.path)
    source = parse(text, finding.location.path).source
    if kind is None or source.data is None:
        return f"第 {finding.location.line} 行" if finding.location.line else ""
    found = max((way for way in _ways(source.data) if _stands(source, way, finding)), key=len, default=())
    return "，".join(_labels(kind.model, found))


def _stands(source: Source, way: Path, finding: Finding) -> bool:
    return finding.location in (source.locate(way), source.locate(way, key=True))


def _ways(value: Value, above: Path = ()) -> Iterator[Path]:
    yield above
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _ways(one, (*above, key))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _ways(one, (*above, index))


def _labels(model: type[Model], way: Path) -> Iterator[str]:
    """``证照第 2 项`` for each list, the label of each group; the field itself the message names."""
    inside: type[Model] | None = model
    for number, step in enumerate(way):
        if inside is None or not isinstance(step, str) or step not in (fields := describe(inside)):
            continue
        declared, inside = fields[step], fields[step].model
        place = way[number + 1] if number + 1 < len(way) else None
        if isinstance(place, int):
            yield f"{declared.label}第 {place + 1} 项"
        elif inside and number + 1 < len(way):
            yield declared.label
