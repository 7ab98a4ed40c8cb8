"""A plan as one row of units, each beginning on a new page: dividers and documents, with their names in Word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from meidang.render.binder.sheets import Part, Plan, Sheet

#: Word hides bookmarks that begin so; numbers are far from those of anybody's own contents.
_BOOKMARK = "_Toc9{:06d}"
#: For links from elsewhere: Word and LibreOffice give a table of contents new marks when they make it again.
_REFERENCE = "_Ref9{:06d}"
#: So many lines of an index, of two rows at most each, fit a page.
_LINES: Final = 20


@dataclass(frozen=True, slots=True)
class Unit:
    """A part's divider (``sheet`` is None), or one of its documents. ``number`` is unique in the whole binder.

    ``again``: the part goes on in another volume, which begins with a divider too; ``following``: the documents behind
    that, by number.
    """

    number: int
    part: Part
    sheet: Sheet | None = None
    again: bool = False
    following: frozenset[int] = frozenset()

    @property
    def bookmark(self) -> str:
        """Its heading's bookmark for the contents."""
        return _BOOKMARK.format(self.number)

    @property
    def reference(self) -> str:
        """The same heading's for links from elsewhere."""
        return _REFERENCE.format(self.number)

    @property
    def title(self) -> str:
        """Its heading."""
        if self.sheet is not None:
            return self.sheet.title
        return f"{self.part.title}（续）" if self.again else self.part.title

    @property
    def level(self) -> int:
        """Its level in the contents, from 1."""
        return 1 if self.sheet is None else 2


def units(plan: Plan) -> tuple[Unit, ...]:
    """Every divider with the documents behind it."""
    every = ((part, sheet) for part in plan.parts for sheet in (None, *part.sheets))
    return tuple(Unit(number, part, sheet) for number, (part, sheet) in enumerate(every, start=1))


def chunks(every: Sequence[Unit], most: int) -> Iterator[tuple[Unit, ...]]:
    """Runs of units to be laid out together, by whole parts where they are small enough."""
    run: list[Unit] = []
    for part in _by_part(every):
        if run and len(run) + len(part) > most:
            yield tuple(run)
            run = []
        for unit in part:
            if len(run) >= most:
                yield tuple(run)
                run = []
            run.append(unit)
    if run:
        yield tuple(run)


def _by_part(every: Iterable[Unit]) -> Iterator[list[Unit]]:
    run: list[Unit] = []
    for unit in every:
        if unit.sheet is None and run:
            yield run
            run = []
        run.append(unit)
    if run:
        yield run


@dataclass(frozen=True, slots=True)
class Volume:
    """``first`` and ``last``: its pages in the whole binder; None where they are only estimated."""

    number: int
    units: tuple[Unit, ...]
    first: int | None
    last: int | None

    @property
    def words(self) -> str:
        """What is in it, by its parts."""
        return "；".join(unit.title for unit in self.units if unit.sheet is None)


def volumes(every: Sequence[Unit], pages: Mapping[int, int], most: int, *, known: bool) -> tuple[Volume, ...]:
    """The units in volumes of at most ``most`` pages, none for no limit; ``pages`` of each unit by its number.

    A new volume begins at a part where the part would not fit whole; inside one only where that fills a volume.
    """
    made: list[Volume] = []
    page = 1
    for number, run in enumerate(_runs(every, pages, most) if most else [list(every)], start=1):
        size = sum(_size(unit, pages) for unit in run)
        made.append(Volume(number, tuple(run), page if known else None, page + size - 1 if known else None))
        page += size
    return tuple(made)


def _runs(every: Sequence[Unit], pages: Mapping[int, int], most: int) -> list[list[Unit]]:
    runs: list[list[Unit]] = []
    filled = most
    for part in _by_part(every):
        size = sum(pages[unit.number] for unit in part)
        if filled + size <= most:
            runs[-1] += part
            filled += size
            continue
        blocks = tuple(_blocks(part))
        for at, block in enumerate(blocks):
            asked = sum(pages[unit.number] for unit in block)
            fits_whole = at == 0 and size <= most
            if fits_whole or filled + asked > most:
                runs.append([] if at == 0 else [Unit(len(every) + len(runs), block[0].part, again=True)])
                # Why of all that is left: how much of it this volume takes is not yet known.
                filled = 0 if at == 0 else _index_pages(sum(map(len, blocks[at:])))
            runs[-1] += block
            filled += asked
    return [[_followed(unit, run) for unit in run] for run in runs]


def _followed(unit: Unit, run: Sequence[Unit]) -> Unit:
    if not unit.again:
        return unit
    behind = frozenset(one.number for one in run if one.part is unit.part and one.sheet is not None)
    return replace(unit, following=behind)


def _index_pages(documents: int) -> int:
    """The pages of a divider with the index of so many documents, before it is laid out."""
    return -(-documents // _LINES) or 1


def _blocks(part: Sequence[Unit]) -> Iterator[list[Unit]]:
    """What no volume ends within: a divider with what follows it, all documents of one record."""
    block: list[Unit] = []
    for unit in part:
        before = block[-1].sheet if block else None
        # Why a divider stays with what follows it: alone at a volume's end it would point at nothing.
        stays = len(block) == 1 and before is None
        if block and not stays and not (before and unit.sheet and before.key and before.key == unit.sheet.key):
            yield block
            block = []
        block.append(unit)
    if block:
        yield block


def _size(unit: Unit, pages: Mapping[int, int]) -> int:
    """The divider of a part that goes on is laid out after the volumes are cut."""
    return pages.get(unit.number) or _index_pages(len(unit.following))


def first_pages(every: Sequence[Volume], pages: Mapping[int, int]) -> dict[int, int]:
    """The page on which each unit begins, through all volumes."""
    found: dict[int, int] = {}
    page = 1
    for unit in (unit for volume in every for unit in volume.units):
        found[unit.number] = page
        page += _size(unit, pages)
    return found
