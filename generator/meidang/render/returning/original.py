"""The document that we printed, made again from an archive, so that each of its words is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from meidang.kinds import KINDS, Kind
from meidang.render.documents.templates import EXTRA, Template
from meidang.render.returning.compare import Original
from meidang.render.returning.marks import Marker, bare
from meidang.render.returning.rows import Patterns
from meidang.render.returning.samples import with_samples
from meidang.render.returning.story import story
from meidang.render.views import Desk, is_by_year, names, show, show_year, years
from meidang.render.word.blocks import MAIN
from meidang.render.word.compare import content_of
from meidang.render.word.compiled import SEALED, stamped
from meidang.render.word.engine import rendered, word_source
from meidang.render.word.seal import SHORT_CODE, Seal, block_digests


@dataclass(frozen=True, slots=True)
class Made:
    """``parts``: as they were printed, without marks; ``is_same``: they say what the seal was made for."""

    original: Original
    parts: Mapping[str, bytes]
    is_same: bool


def view_of(desk: Desk, kind: Kind, record_id: str) -> dict[str, Any] | None:
    """The view of the record, or the ledger's year, that a seal names; None where there is none."""
    if is_by_year(kind):
        year = int(record_id) if record_id.isdecimal() else 0
        return show_year(desk, kind, year) if year in years(desk, kind) else None
    item = desk.archive.items.get(kind.name if kind.single else f"{kind.name}/{record_id}")
    return show(desk, item) if item else None


def made(desk: Desk, template: Template, seal: Seal) -> Made | None:
    """The document of a seal as the archive at a traced desk gives it; None where it has no such record."""
    kind = KINDS[seal.facts.kind]
    view = view_of(desk, kind, seal.facts.id)
    if view is None:
        return None
    marker, offered = Marker(), {**names(kind), **EXTRA}
    marked = _parts(template, view, marker, seal)
    samples = _parts(template, with_samples(view, offered), marker, seal)
    original = Original(story(marked), marker, Patterns.of(story(samples), marker))
    moving = template.compiled.moving
    parts = {name: bare(part.decode()).encode() if name in moving else part for name, part in marked.items()}
    return Made(original, parts, _is_same(parts, seal))


def _parts(template: Template, view: dict[str, Any], marker: Marker, seal: Seal) -> dict[str, bytes]:
    """The parts filled with marked words, by the template's own language with filters that know the marks."""
    marked = marker.mark({**view, "revision": seal.facts.revision}, {**names(template.kind), **EXTRA}) | SEALED
    made = dict(template.parts)
    for name, compiled in template.compiled.moving.items():
        source = word_source(template.parts[name])
        language = compiled.environment.overlay()
        language.filters = marker.filters(compiled.environment.filters)
        filled = rendered(language.from_string(stamped(source) if name == MAIN else source), marked)
        made[name] = filled.replace(SHORT_CODE, seal.code).encode()
    return made


def _is_same(parts: Mapping[str, bytes], seal: Seal) -> bool:
    content, _ = content_of(parts, seal)
    return {region: block_digests(texts) for region, texts in content.texts.items() if texts} == dict(seal.blocks)
