"""Which documents, which Excel ledgers and which parts of the binder two versions of an archive make otherwise.

A document is a function of its view, its template and its pictures: where these are the same nothing is filled. The
others are made of both versions, under one revision and day, and their bytes compared: what a template does not print
changes no document. Page numbers would need LibreOffice and are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from meidang.consequences import DocumentChange, Moves, Papers, PartChange, Sort
from meidang.errors import UsageError
from meidang.pipeline import Checked
from meidang.pipeline.build import document_path, workbook_path
from meidang.pipeline.changed_files import sort_of, templates_changed
from meidang.pipeline.press import Press
from meidang.project import Project
from meidang.render.binder.sheets import LIST, Part, Plan, Sheet
from meidang.render.documents import Document
from meidang.render.documents.jobs import Job
from meidang.render.documents.reference import REFERENCE
from meidang.source.characters import masked


def papers(before: Project, old: Checked, after: Project, new: Checked, moves: Moves) -> Papers:
    """What changes, but for attachments; ``unsaid`` where templates of either version cannot be filled."""
    try:
        presses = Press.of(before, old), Press.of(after, new)
        templates = templates_changed(presses[0].templates, presses[1].templates)
        plans = presses[0].plan(), presses[1].plan()
        documents = _Documents(*presses, *plans, moves)
        found = tuple(documents.changes())
        changed = {name for name, one in documents.found.items() if one.sort is Sort.CHANGED and not one.is_renamed}
        binders = _Binders(*presses, *plans, moves, frozenset(changed))
        books = tuple(_workbooks(*presses))
        parts = tuple(binders.changes())
        return Papers(found, books, parts, templates=templates, is_reordered=binders.is_reordered)
    except UsageError as error:
        return Papers(unsaid=f"文档没有比较：{error}")


def _now(moves: Moves, name: str) -> str:
    """What a document is called now."""
    kind, record_id, template = name.split("/", 2)
    return f"{kind}/{moves.id(kind, record_id)}/{template}"


def _workbooks(before: Press, after: Press) -> Iterator[DocumentChange]:
    """Every collection has one in both versions, if only as a form."""
    olds = before.workbooks()
    for name, (one, rows) in after.workbooks().items():
        if rows != olds[name][1]:
            yield DocumentChange(Sort.CHANGED, masked(f"{one.title}.xlsx"), masked(workbook_path(one)))


# --- the documents ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Documents:
    before: Press
    after: Press
    old_plan: Plan
    plan: Plan
    moves: Moves

    @cached_property
    def found(self) -> Mapping[str, DocumentChange]:
        """Those that are not the same, by their present names."""
        return {**dict(self._filled()), **dict(self._policies())}

    def changes(self) -> Iterator[DocumentChange]:
        """In the binder's order and by the titles there; then those that it does not hold."""
        places = {sheet.name: (part.title, sheet.title) for part in self.plan.parts for sheet in part.sheets}
        for part in self.old_plan.parts:
            for sheet in part.sheets:
                places.setdefault(_now(self.moves, sheet.name), (part.title, sheet.title))
        order = {name: at for at, name in enumerate(places)}
        for name in sorted(self.found, key=lambda one: (order.get(one, len(order)), one)):
            one = self.found[name]
            title, called = places.get(name, ("", one.title))
            yield replace(one, part=masked(title), title=masked(called))

    def _filled(self) -> Iterator[tuple[str, DocumentChange]]:
        olds = {_now(self.moves, name): job for name, job in self.before.jobs().items()}
        news = self.after.jobs()
        for name in dict.fromkeys((*news, *olds)):
            old, new = olds.get(name), news.get(name)
            one = new or old
            if one is None or (old and new and self.before.makes_same(self.after, old, new)):
                continue
            path = document_path(Document(one.kind, one.id, one.words, b"", one.template))
            is_renamed = bool(old and new and self.before.makes_renamed(self.after, old, new))
            yield name, DocumentChange(sort_of(old, new), _title(one), masked(path), is_renamed=is_renamed)

    def _policies(self) -> Iterator[tuple[str, DocumentChange]]:
        olds = {_now(self.moves, name): item for name, item in self.before.policies().items()}
        news = self.after.policies()
        for name in dict.fromkeys((*news, *olds)):
            old, new = olds.get(name), news.get(name)
            one = new or old
            if one is None or (old and new and self.before.makes_same_policy(self.after, old, new)):
                continue
            path = document_path(Document(one.kind.name, one.id, (one.label,), b"", REFERENCE))
            yield name, DocumentChange(sort_of(old, new), masked(f"《{one.label}》"), masked(path))


def _title(job: Job) -> str:
    words = [word for word in dict.fromkeys(job.words) if word]
    return masked("　".join(words if job.called.startswith("“") else [f"{job.id} 年", *words]))


# --- the binder ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Binders:
    """``changed``: the names of documents that say something else."""

    before: Press
    after: Press
    old_plan: Plan
    plan: Plan
    moves: Moves
    changed: frozenset[str]

    def changes(self) -> Iterator[PartChange]:
        """The parts that came, went or have another name, and those of which a sheet did or says something else."""
        for old, new in self._pairs:
            had, has = self._sheets(old), {one.name: one for one in (new.sheets if new else ())}
            added = tuple(masked(one.title) for name, one in has.items() if name not in had)
            removed = tuple(masked(one.title) for name, one in had.items() if name not in has)
            differ = [one for name, one in has.items() if name in had and self._differs(one)]
            changed = tuple(masked(one.title) for one in differ if one.kind != LIST)
            lists = tuple(masked(one.title) for one in differ if one.kind == LIST)
            former = masked(old.title) if old and new and old.title != new.title else ""
            part = new or old
            if part and (added or removed or differ or former):
                yield PartChange(masked(part.title), masked(part.tab), added, removed, changed, lists, former)

    @property
    def is_reordered(self) -> bool:
        """Whether parts that are in both, or sheets of them, stand in another order."""
        both = [(old, new) for old, new in self._pairs if old and new]
        places = [self.old_plan.parts.index(old) for old, _ in both]
        return places != sorted(places) or any(self._stands_otherwise(old, new) for old, new in both)

    def _stands_otherwise(self, old: Part, new: Part) -> bool:
        had, has = list(self._sheets(old)), [one.name for one in new.sheets]
        return [name for name in had if name in set(has)] != [name for name in has if name in set(had)]

    @cached_property
    def _pairs(self) -> Sequence[tuple[Part | None, Part | None]]:
        """Parts by title, in their present order; of those left over the ones that share a sheet are one, renamed."""
        olds = {one.title: one for one in self.old_plan.parts}
        titles = {one.title for one in self.plan.parts}
        left = [one for one in self.old_plan.parts if one.title not in titles]
        pairs: list[tuple[Part | None, Part | None]] = []
        for new in self.plan.parts:
            names = {one.name for one in new.sheets}
            old = olds.get(new.title) or next((one for one in left if names & self._sheets(one).keys()), None)
            if old in left:
                left.remove(old)
            pairs.append((old, new))
        return [*pairs, *((one, None) for one in left)]

    def _sheets(self, part: Part | None) -> Mapping[str, Sheet]:
        return {_now(self.moves, one.name): one for one in (part.sheets if part else ())}

    def _differs(self, sheet: Sheet) -> bool:
        if sheet.kind != LIST:
            return sheet.name in self.changed
        return self.before.drawn(self.old_plan, sheet) != self.after.drawn(self.plan, sheet)
