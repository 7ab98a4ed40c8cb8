"""What a binder holds, part by part: decided from the archive and the institution's order, before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from meidang.archive import Archive
from meidang.archive.conditions import Predicate, predicate
from meidang.kinds import KINDS
from meidang.models.base import Record
from meidang.models.binder import Binder, BinderContent, BinderPart
from meidang.render.binder.belongs import belonging, clauses_of
from meidang.render.binder.evidence import cited_lists
from meidang.render.binder.lists import is_empty
from meidang.render.binder.order import REST, order_of
from meidang.render.binder.problems import template_file
from meidang.render.binder.scope import Level, Scope
from meidang.render.binder.sheets import LIST, Part, Plan, Sheet, every_sheet
from meidang.render.documents.templates import Opened
from meidang.render.views import Desk

#: What a binder of each level begins with, beside the institution's own parts: title, tab, the list drawn up.
_FIRST: Final[Mapping[Level, tuple[str, str, str]]] = {
    Level.CLAUSE: ("条款与判定", "条", "条款判定"),
    Level.PERSON: ("授权与技术", "权", "授权技术一览"),
}


def plan(desk: Desk, opened: Opened, scope: Scope) -> Plan:
    """The binder of a scope, by the institution's order; what no part names stands in a last one."""
    order = order_of(desk.archive)
    belongs = belonging(desk.archive, scope)
    sheets = [sheet for sheet in every_sheet(desk, opened, scope.department) if belongs(sheet)]
    contents = _Contents(desk.archive, order)
    placed: dict[tuple[int, int], list[Sheet]] = {}
    rest: list[Sheet] = []
    for sheet in sheets:
        place = contents.place(sheet)
        (rest if place is None else placed.setdefault(place, [])).append(sheet)
    parts = [*_first(scope), *_cited(desk, opened, scope), *_parts(order, placed, scope), *_rest(rest)]
    whole = Plan(scope, tuple(parts), order.volume_pages, order.appendix)
    kept = tuple(_numbered(_said(desk, whole)))
    return replace(whole, parts=kept, remarks=(*_remarks(rest), *_empty(desk.archive, order, kept, scope)))


def _said(desk: Desk, whole: Plan) -> Iterator[Part]:
    """The parts without lists that say nothing, and without parts that hold nothing else."""
    for part in whole.parts:
        kept = tuple(one for one in part.sheets if one.kind != LIST or not is_empty(desk, whole, one.id))
        if kept:
            yield replace(part, sheets=kept)


def _numbered(parts: Iterator[Part]) -> Iterator[Part]:
    return (replace(part, tab=part.tab or str(at + 1), place=at) for at, part in enumerate(parts))


def _first(scope: Scope) -> Iterator[Part]:
    if scope.level in _FIRST:
        title, tab, name = _FIRST[scope.level]
        yield Part(title, tab, "", (Sheet(LIST, name, "", name),))


def _cited(desk: Desk, opened: Opened, scope: Scope) -> Iterator[Part]:
    """What a clause cites beside documents: whoever inspects it must find all of it in its binder."""
    if scope.level is Level.CLAUSE:
        sheets = cited_lists(desk, opened, clauses_of(desk.archive, scope))
        if sheets:
            yield Part("证据清单", "据", "", sheets)


def _parts(order: Binder, placed: Mapping[tuple[int, int], Sequence[Sheet]], scope: Scope) -> Iterator[Part]:
    for at, part in enumerate(order.parts):
        sheets: list[Sheet] = []
        for within, content in enumerate(part.contents):
            sheets += placed.get((at, within), ())
            if content.listing and scope.level in (Level.INSTITUTION, Level.DEPARTMENT):
                sheets.append(Sheet(LIST, content.listing, "", content.listing))
        if sheets:
            yield Part(part.title, part.tab or "", part.owner_dept or "", tuple(sheets))


def _rest(sheets: Sequence[Sheet]) -> Iterator[Part]:
    if sheets:
        yield Part(*REST, "", tuple(sheets))


def _remarks(rest: Sequence[Sheet]) -> Iterator[str]:
    if rest:
        few = "、".join(sheet.title for sheet in rest[:3]) + (" 等" if len(rest) > 3 else "")
        where = f"放在最后的“{REST[0]}”：{few}。请在 archive/binder.yaml 里写明归入哪里"
        yield f"{len(rest)} 份文档没有编入任何部分，{where}"


def _empty(archive: Archive, order: Binder, kept: Sequence[Part], scope: Scope) -> Iterator[str]:
    """The institution's own parts that hold nothing: often a word is wrong in them. Ours ask for what few have.

    Where no record is there that could go in, nothing is wrong: an archive that is just begun has many such parts.
    """
    own = archive.of(Binder)
    if scope.level is not Level.INSTITUTION or not own or not own[0].record.parts:
        return
    titles = {part.title for part in kept}
    empty = [part for part in order.parts if part.title not in titles]
    begun = [part for part in empty if _has_records(archive, part)]
    if begun:
        yield f"archive/binder.yaml 的{_quoted(begun)}没有收到文档，没有编入；请核对它的种类、条件和模板"
    if unbegun := [part for part in empty if part not in begun]:
        yield f"{_quoted(unbegun)}还没有档案，没有编入"


def _has_records(archive: Archive, part: BinderPart) -> bool:
    """Whether there are records of a kind that it asks for; of a template's documents nobody can say."""
    return any(one.template or (one.kind and archive.of(KINDS[one.kind].model)) for one in part.contents)


def _quoted(parts: Iterable[BinderPart]) -> str:
    return "、".join(f"“{part.title}”" for part in parts)


class _Contents:
    """Which content of which part a document goes to: the first that names its template, else the first that fits."""

    def __init__(self, archive: Archive, order: Binder) -> None:
        self.archive = archive
        self.by_template: dict[str, tuple[int, int]] = {}
        self.by_kind: dict[str, list[tuple[Predicate | None, tuple[int, int]]]] = {}
        for at, part in enumerate(order.parts):
            for within, content in enumerate(part.contents):
                self._add(content, (at, within))

    def _add(self, content: BinderContent, place: tuple[int, int]) -> None:
        if content.template:
            self.by_template.setdefault(template_file(content.template), place)
        elif content.kind and not content.where:
            self.by_kind.setdefault(content.kind, []).append((None, place))
        elif content.kind:
            meets = predicate(KINDS[content.kind].model, content.where)
            # Why nothing otherwise: BND001 says that the field is none, and nothing is built.
            if meets is not None:
                self.by_kind.setdefault(content.kind, []).append((meets, place))

    def place(self, sheet: Sheet) -> tuple[int, int] | None:
        """None where nothing names it."""
        if sheet.template in self.by_template:
            return self.by_template[sheet.template]
        item = self.archive.items.get(sheet.key)
        for meets, place in self.by_kind.get(sheet.kind, ()):
            if meets is None or (item is not None and isinstance(item.record, Record) and meets(item.record)):
                return place
        return None
