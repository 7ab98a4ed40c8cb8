"""An edit that is planned and not yet made: its files, what to say about it, and the archive as it would be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from meidang.archive import Archive, Item
from meidang.errors import UsageError
from meidang.findings import Finding, Severity
from meidang.models.base import Revision, describe
from meidang.pipeline import Checked, check
from meidang.pipeline.differences import differences
from meidang.pipeline.editing.values import row_of
from meidang.pipeline.rewriting import Rewrite
from meidang.pipeline.trees import text_of
from meidang.project import Project
from meidang.source.edit import Edit, Insert, Set, Unwritable, edited
from meidang.source.tree import Tree, Value


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be written.

    ``said``: what happens, a sentence each; ``files``: new attachments by path; ``moves``: files that are among the
    changes twice, taken away and made anew.

    ``judged``: the texts to judge instead of those of ``changes`` where these name files that do not lie there yet.
    """

    said: Sequence[str]
    changes: Sequence[Rewrite]
    files: Mapping[str, bytes] = field(default_factory=dict)
    moves: Mapping[str, str] = field(default_factory=dict)
    judged: Mapping[str, str | None] = field(default_factory=dict)
    remarks: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """The findings that the edit brings and takes away; with an error among the first it must not be made."""

    coming: Sequence[Finding]
    going: Sequence[Finding]

    @property
    def errors(self) -> list[Finding]:
        """What forbids it."""
        return [one for one in self.coming if one.severity is Severity.ERROR]


@dataclass(frozen=True, slots=True)
class Change:
    """What is registered: ``what`` holds ``since`` a day, and was written down on ``day`` ``by`` somebody."""

    what: str
    since: date
    day: date
    by: str


def judged(project: Project, plan: Plan, before: Checked, today: date) -> Judged:
    """Judge the archive as the plan would leave it."""
    instead = {one.path: one.after for one in plan.changes} | dict(plan.judged)
    after = check(project, as_of=before.as_of, today=today, instead=instead)
    return Judged(*differences(before, after))


def rewritten(project: Project, path: str, edits: Sequence[Edit]) -> Rewrite:
    """One record's file with the edits. Raises UsageError where a person must make them."""
    before = text_of(project.root, path)
    try:
        return Rewrite(path, before, edited(before, edits, name=path))
    except Unwritable:
        raise UsageError(
            f"{path} 的写法比较特别，程序改不了，没有写入任何文件；请先运行 meidang fmt，或自己改"
        ) from None


def registered(archive: Archive, item: Item[Any], tree: Tree, change: Change) -> list[Edit]:
    """A line of 变更登记 (S1-15) behind those that are there, and the day of the update. Raises UsageError."""
    order, lines = tuple(describe(item.kind.model)), tree.get("revisions")
    words = {
        "change": change.what,
        "changed_on": min(change.since, change.day).isoformat(),
        "done_on": change.day.isoformat(),
        "owner_dept": owner if isinstance(owner := tree.get("owner_dept"), str) else None,
        "done_by": change.by,
    }
    row: dict[str, Value] = row_of(archive, Revision, words)
    return [
        Set(("updated_on",), change.day.isoformat(), order),
        Insert(("revisions", len(lines) if isinstance(lines, list) else 0), row, order),
    ]
