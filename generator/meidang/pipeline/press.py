"""What the Word documents of one version of an archive are made of, each by name; filled when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from meidang.archive import Item
from meidang.models.policy import Policy
from meidang.pipeline import Checked
from meidang.pipeline.build import read_templates
from meidang.pipeline.images import read_images
from meidang.project import Project
from meidang.render.binder.lists import draw
from meidang.render.binder.plan import plan
from meidang.render.binder.scope import of_institution
from meidang.render.binder.sheets import Plan, Sheet
from meidang.render.documents import Unfit
from meidang.render.documents.filling import fill
from meidang.render.documents.jobs import Job, jobs
from meidang.render.documents.policies import render_policy
from meidang.render.documents.policy_head import head_of
from meidang.render.documents.reference import REFERENCE
from meidang.render.documents.templates import Opened, open_templates
from meidang.render.views import Desk
from meidang.render.workbooks import LedgerWorkbook, workbook_rows

#: Stands for the revision in every version: whatever it is, every document names it.
_SAME = "—"


@dataclass(frozen=True)
class Press:
    """One version's records, templates and pictures."""

    desk: Desk
    templates: Mapping[str, bytes]
    opened: Opened
    images: Mapping[str, bytes]

    @classmethod
    def of(cls, project: Project, checked: Checked) -> Press:
        """Raises Unfit where the templates cannot be filled."""
        templates = read_templates(project.templates)
        opened = open_templates(templates)
        if opened.findings:
            raise Unfit(opened.findings)
        desk = Desk(checked.archive, checked.as_of, checked.findings)
        return cls(desk, templates, opened, read_images(project, checked, templates))

    def jobs(self) -> Mapping[str, Job]:
        """Every document but the policies."""
        made = jobs(self.desk, self.opened, _SAME, self.images)
        return {f"{one.kind}/{one.id}/{one.template}": one for one in made}

    def policies(self) -> Mapping[str, Item[Policy]]:
        """The policies that are documents."""
        items = self.desk.archive.of(Policy) if self.opened.reference else ()
        return {f"{item.kind.name}/{item.id}/{REFERENCE}": item for item in items}

    def filled(self, job: Job) -> bytes:
        """A document's bytes."""
        return next(fill([job], self.templates, self.opened)).content

    def policy(self, item: Item[Policy]) -> bytes:
        """A policy's bytes."""
        reference = self.opened.reference
        return render_policy(self.desk, reference, item, self.images, _SAME).content if reference else b""

    def plan(self) -> Plan:
        """The institution's binder."""
        return plan(self.desk, self.opened, of_institution(self.desk.archive))

    def workbooks(self) -> Mapping[str, tuple[LedgerWorkbook, object]]:
        """The Excel ledgers, still empty, each with all that is written into it."""
        return {one.name: (one, (self._institution, rows)) for one, rows in workbook_rows(self.desk)}

    @property
    def _institution(self) -> str:
        institution = self.desk.archive.institution
        return institution.label if institution else ""

    def drawn(self, of: Plan, sheet: Sheet) -> object:
        """A list that the binder draws up itself."""
        return draw(self.desk, of, sheet.id)

    def makes_same(self, other: Press, mine: Job, theirs: Job) -> bool:
        """Whether one document is the same in both; nothing is filled of what is made of the same."""
        if self._is_made_of_same(other, mine, theirs) and mine.id == theirs.id:
            return True
        return self.filled(mine) == other.filled(theirs)

    def makes_renamed(self, other: Press, mine: Job, theirs: Job) -> bool:
        """Whether two documents differ in nothing but the record's id, with which file and seal are named."""
        now = replace(mine, view={**mine.view, "id": theirs.view.get("id")})
        return mine.id != theirs.id and self._is_made_of_same(other, now, theirs)

    def _is_made_of_same(self, other: Press, mine: Job, theirs: Job) -> bool:
        same = (mine.view, mine.images, mine.title) == (theirs.view, theirs.images, theirs.title)
        return same and self.templates[mine.template] == other.templates[theirs.template]

    def makes_same_policy(self, other: Press, mine: Item[Policy], theirs: Item[Policy]) -> bool:
        """The same of two policies."""
        looks = self.templates.get(REFERENCE) == other.templates.get(REFERENCE) and self.images == other.images
        if looks and self._says(mine) == other._says(theirs):
            return True
        return self.policy(mine) == other.policy(theirs)

    def _says(self, item: Item[Policy]) -> tuple[object, ...]:
        """All that a policy's document is made of, besides its looks."""
        called, policy = self._institution, item.record
        named = (item.id, called, policy.document_name, policy.document_no, policy.version)
        return *named, policy.body, head_of(policy, called)
