"""Which Word documents and which parts of the binder two versions of an archive make otherwise.

A document is a function of its view, its template and its pictures: where these are the same nothing is filled. The
others are made of both versions, under one revision and day, and their bytes compared: what a template does not print
changes no document. Page numbers would need LibreOffice and are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from meidang.consequences import DocumentChange, FileChange, Moves, Papers, PartChange, Sort
from meidang.errors import UsageError
from meidang.kinds import ARCHIVE
from meidang.models.policy import Policy
from meidang.pipeline import Checked
from meidang.pipeline.build import document_path, read_templates
from meidang.pipeline.images import read_images
from meidang.project import Project
from meidang.render.binder.lists import draw
from meidang.render.binder.plan import plan
from meidang.render.binder.scope import of_institution
from meidang.render.binder.sheets import LIST, Plan, Sheet
from meidang.render.documents import Document, Unfit
from meidang.render.documents.filling import fill
from meidang.render.documents.jobs import Job, jobs
from meidang.render.documents.policies import render_policy
from meidang.render.documents.reference import REFERENCE
from meidang.render.documents.templates import Opened, open_templates
from meidang.render.views import Desk
from meidang.source.characters import masked

#: Stands for the revision in both versions: whatever it is, every document names it.
_SAME: Final = "—"


@dataclass(frozen=True)
class _Press:
    """What documents of one version are made of."""

    desk: Desk
    templates: Mapping[str, bytes]
    opened: Opened
    images: Mapping[str, bytes]

    @classmethod
    def of(cls, project: Project, checked: Checked) -> _Press:
        """Raises Unfit where the templates cannot be filled."""
        templates = read_templates(project.templates)
        opened = open_templates(templates)
        if opened.findings:
            raise Unfit(opened.findings)
        desk = Desk(checked.archive, checked.as_of, checked.findings)
        return cls(desk, templates, opened, read_images(project, checked, templates))

    def jobs(self) -> Mapping[str, Job]:
        """Every document but the policies, by name."""
        return {_name(one): one for one in jobs(self.desk, self.opened, _SAME, self.images)}

    def policies(self) -> Mapping[str, _Policy]:
        """What each policy's document is made of, by name."""
        looks = sha256(self.templates.get(REFERENCE, b"")).hexdigest()
        institution = self.desk.archive.institution
        around = f"{looks}{institution.label if institution else ''}"
        items = self.desk.archive.of(Policy) if self.opened.reference else ()
        return {f"policies/{item.id}/{REFERENCE}": _Policy(item.source.path, item.label, around) for item in items}

    def filled(self, job: Job) -> bytes:
        """A document's bytes."""
        return next(fill([job], self.templates, self.opened)).content

    def policy(self, record_id: str) -> bytes:
        """A policy's bytes."""
        item = next(one for one in self.desk.archive.of(Policy) if one.id == record_id)
        if self.opened.reference is None:
            return b""
        return render_policy(self.desk, self.opened.reference, item, self.images, _SAME).content

    def plan(self) -> Plan:
        """The institution's binder."""
        return plan(self.desk, self.opened, of_institution(self.desk.archive))


@dataclass(frozen=True, slots=True)
class _Policy:
    path: str
    label: str
    around: str


def papers(before: Project, old: Checked, after: Project, new: Checked, moves: Moves) -> Papers:
    """What changes; ``unsaid`` where templates of either version cannot be filled."""
    try:
        presses = _Press.of(before, old), _Press.of(after, new)
        comparison = _Comparison(*presses, moves, (before.root, after.root))
        documents = tuple(comparison.documents())
        return Papers(documents, tuple(comparison.parts()))
    except UsageError as error:
        return Papers(unsaid=f"文档没有比较：{error}")


def _name(job: Job) -> str:
    return f"{job.kind}/{job.id}/{job.template}"


class _Comparison:
    """Two presses, and which documents turned out to differ, by the name of the later one."""

    def __init__(self, before: _Press, after: _Press, moves: Moves, roots: tuple[Path, Path]) -> None:
        self.before, self.after, self.moves, self.roots = before, after, moves, roots
        self.plans = before.plan(), after.plan()
        self.sorts: dict[str, Sort] = {}

    def documents(self) -> Iterator[DocumentChange]:
        """In the binder's order, then those that it does not hold."""
        found = {**dict(self._filled()), **dict(self._policies())}
        self.sorts = {name: one.sort for name, one in found.items() if not one.is_renamed}
        names = [self._now(sheet.name) for sheet in self.plans[0].sheets] + [one.name for one in self.plans[1].sheets]
        order = {name: at for at, name in enumerate(dict.fromkeys(reversed(names)))}
        parts = self._part_titles()
        for name in sorted(found, key=lambda one: (-order.get(one, -1), one)):
            one = found[name]
            yield DocumentChange(one.sort, one.title, one.path, parts.get(name, ""), one.is_renamed)

    def _now(self, name: str) -> str:
        kind, record_id, template = name.split("/", 2)
        return f"{kind}/{self.moves.id(kind, record_id)}/{template}"

    def _part_titles(self) -> dict[str, str]:
        titles = {self._now(sheet.name): part.title for part in self.plans[0].parts for sheet in part.sheets}
        return titles | {sheet.name: part.title for part in self.plans[1].parts for sheet in part.sheets}

    def _filled(self) -> Iterator[tuple[str, DocumentChange]]:
        olds = {self._now(name): job for name, job in self.before.jobs().items()}
        news = self.after.jobs()
        for name in dict.fromkeys((*news, *olds)):
            old, new = olds.get(name), news.get(name)
            one = new or old
            if one is None or (old and new and self._is_same(old, new)):
                continue
            path = document_path(Document(one.kind, one.id, one.words, b"", one.template))
            is_renamed = old is not None and new is not None and old.id != new.id and self._says_same(old, new)
            yield name, DocumentChange(_sort(old, new), _title(one), masked(path), is_renamed=is_renamed)

    def _is_same(self, old: Job, new: Job) -> bool:
        made_of = self.before.templates[old.template] == self.after.templates[new.template]
        if made_of and (old.id, old.view, old.images, old.title) == (new.id, new.view, new.images, new.title):
            return True
        return self.before.filled(old) == self.after.filled(new)

    def _says_same(self, old: Job, new: Job) -> bool:
        """Whether two documents differ in nothing but the id in their seals and names."""
        return old.view == new.view and self.before.templates[old.template] == self.after.templates[new.template]

    def _policies(self) -> Iterator[tuple[str, DocumentChange]]:
        olds = {self._now(name): (name, one) for name, one in self.before.policies().items()}
        news = self.after.policies()
        for name in dict.fromkeys((*news, *olds)):
            old, new = olds.get(name), news.get(name)
            if old and new and self._is_same_policy(old[0], old[1], name, new):
                continue
            one = new or (old[1] if old else None)
            if one is None:
                continue
            record_id = name.split("/")[1]
            path = document_path(Document("policies", record_id, (one.label,), b"", REFERENCE))
            yield name, DocumentChange(_sort(old, new), masked(f"《{one.label}》"), masked(path))

    def _is_same_policy(self, old_name: str, old: _Policy, name: str, new: _Policy) -> bool:
        texts = [(root / path).read_bytes() for root, path in zip(self.roots, (old.path, new.path), strict=True)]
        if texts[0] == texts[1] and old.around == new.around and old.path == new.path and self._same_images():
            return True
        return self.before.policy(old_name.split("/")[1]) == self.after.policy(name.split("/")[1])

    def _same_images(self) -> bool:
        return self.before.images == self.after.images

    # --- the binder --------------------------------------------------------------------------------------------------

    def parts(self) -> Iterator[PartChange]:
        """The parts of which a sheet came, went, or says something else."""
        old, new = ({part.title: part for part in one.parts} for one in self.plans)
        for title in dict.fromkeys((*new, *old)):
            had = {self._now(one.name): one for one in old[title].sheets} if title in old else {}
            has = {one.name: one for one in new[title].sheets} if title in new else {}
            added = tuple(_sheet(has[name]) for name in has if name not in had)
            removed = tuple(_sheet(had[name]) for name in had if name not in has)
            changed = tuple(_sheet(one) for name, one in has.items() if name in had and self._changed(one))
            if added or removed or changed:
                yield PartChange(title, (new.get(title) or old[title]).tab, added, removed, changed)

    def _changed(self, sheet: Sheet) -> bool:
        if sheet.kind != LIST:
            return self.sorts.get(sheet.name) is Sort.CHANGED
        return draw(self.before.desk, self.plans[0], sheet.id) != draw(self.after.desk, self.plans[1], sheet.id)


def _sort(old: object, new: object) -> Sort:
    if old is None:
        return Sort.ADDED
    return Sort.CHANGED if new is not None else Sort.REMOVED


def _title(job: Job) -> str:
    words = [word for word in dict.fromkeys(job.words) if word]
    return masked("　".join(words if job.called.startswith("“") else [f"{job.id} 年", *words]))


def _sheet(sheet: Sheet) -> str:
    return masked(sheet.title)


# --- attachments -----------------------------------------------------------------------------------------------------


def attachments_changed(before: Project, after: Project) -> tuple[FileChange, ...]:
    """The attachments that came, went or have another content, by path; links are no files."""
    olds, news = _attachments(before.root), _attachments(after.root)
    changed = [
        FileChange(_sort(olds.get(path), news.get(path)), masked(path))
        for path in sorted({*olds, *news})
        if path not in olds or path not in news or not _same_file(olds[path], news[path])
    ]
    return tuple(changed)


def _attachments(root: Path) -> Mapping[str, Path]:
    folder = root / ARCHIVE / "attachments"
    files = (place for place in folder.rglob("*") if place.is_file() and not place.is_symlink())
    return {place.relative_to(root / ARCHIVE).as_posix(): place for place in files if not place.name.startswith(".")}


def _same_file(one: Path, other: Path) -> bool:
    if one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as first, other.open("rb") as second:
        while chunk := first.read(2**20):
            if chunk != second.read(2**20):
                return False
    return True
