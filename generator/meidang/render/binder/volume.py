"""A finished volume: front matter, then its units; and runs of units that are only to be measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from meidang import __version__
from meidang.render.binder import front
from meidang.render.binder.base import PAGE, PART_STYLE
from meidang.render.binder.binding import Binding
from meidang.render.binder.edges import footer, header
from meidang.render.binder.lists import changes
from meidang.render.binder.units import Unit, Volume
from meidang.render.binder.words import line
from meidang.render.binder.writing import Writing
from meidang.render.word.join import Edges
from meidang.render.word.properties import Properties
from meidang.render.word.seal import Facts

#: How the pages of a section are numbered.
_ROMAN: Final = '<w:pgNumType w:fmt="lowerRoman"{}/>'
_ARABIC: Final = '<w:pgNumType w:fmt="decimal"{}/>'
_START: Final = ' w:start="{}"'
#: Stands for a page that will be known: as wide, so that nothing moves.
_AS_WIDE: Final = "000"
_BLANK: Final = '<w:p><w:pPr><w:pStyle w:val="Tab"/></w:pPr></w:p>'
_NO_EDGES: Final = Edges.same(_BLANK, _BLANK)


def laid_out(binding: Binding, chunk: Sequence[Unit]) -> bytes:
    """A run of units to be measured; a heading of the first level stands before all others in any case."""
    writing = Writing(binding, {}, frozenset(unit.number for unit in chunk), unknown=_AS_WIDE)
    if chunk[0].sheet is not None:
        writing.joiner.write(line("…", PART_STYLE), _NO_EDGES)
    writing.write(chunk)
    return writing.joiner.finish(*_said(binding, "", ""))


def bound(
    binding: Binding,
    volume: Volume,
    every: Sequence[Volume],
    firsts: Mapping[int, int] | None,
    progress: Callable[[str], None],
) -> bytes:
    """A volume. ``firsts``: the page on which each unit begins, by its number; None where nothing was laid out."""
    words = f"第 {volume.number} 册／共 {len(every)} 册" if len(every) > 1 else ""
    inside = frozenset(unit.number for unit in volume.units)
    writing = Writing(binding, firsts or {}, inside, words, progress=progress)
    cover, rest = _front(binding, volume, every, firsts)
    left = "　".join(filter(None, (binding.about.institution, "评审卷宗", words)))
    edges = Edges.same(header(left, binding.about.scope, PAGE.width), footer(writing.origin, PAGE.width))
    writing.joiner.write(cover, _NO_EDGES, numbers=_ROMAN.format(_START.format(1)))
    writing.joiner.write(rest, edges, numbers=_ROMAN.format(""))
    # Why from 1 where nothing was laid out: a number that Word counts in each volume is better than a guess.
    writing.write(volume.units, _ARABIC.format(_START.format(volume.first or 1)))
    return writing.joiner.finish(*_said(binding, words, f"-{volume.number}"))


def _front(
    binding: Binding, volume: Volume, every: Sequence[Volume], firsts: Mapping[int, int] | None
) -> tuple[str, str]:
    """The cover, and what follows it: in the first volume changes and all volumes, in each its contents."""
    lines = [front.VolumeLine(one.number, one.words, one.first, one.last) for one in every]
    entries = [
        front.Entry(unit.level, unit.title, unit.bookmark, firsts[unit.number] if firsts else None)
        for unit in volume.units
    ]
    pieces = []
    if volume.number == 1:
        pieces.append(front.revisions(binding.about, changes(binding.desk, binding.plan)))
        pieces += [front.volumes(lines)] if len(every) > 1 else []
    pieces.append(front.table_of_contents(entries, known=firsts is not None, new_page=bool(pieces)))
    return front.cover(binding.about, lines[volume.number - 1], len(every)), "".join(pieces)


def _said(binding: Binding, words: str, mark: str) -> tuple[Properties, Facts]:
    """What a document says of itself in Word, and in its seal."""
    about, scope = binding.about, binding.plan.scope
    title = "　".join(filter(None, ("评审卷宗", about.scope, words)))
    name = "-".join(filter(None, (scope.level.name.lower(), scope.standard, scope.id))) + mark
    facts = Facts("binder", name, "", title, str(about.as_of), about.revision, about.institution, __version__)
    return Properties(title, about.institution, about.as_of, about.revision), facts
