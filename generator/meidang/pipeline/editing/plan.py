"""An edit that is planned and not yet made: its files, what to say about it, and the archive as it would be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from meidang.errors import UsageError
from meidang.findings import Finding, Severity
from meidang.models.base import Revision, describe
from meidang.pipeline import Checked, check
from meidang.pipeline.differences import differences
from meidang.pipeline.rewriting import Rewrite
from meidang.pipeline.trees import text_of
from meidang.project import Project
from meidang.source.edit import Edit, Insert, Unwritable, edited
from meidang.source.tree import Value


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


def registered(tree_revisions: Value, change: str, changed_on: date, done_on: date, by: str) -> Insert:
    """One more line of 变更登记 (S1-15), behind those that are there."""
    given = {"change": change, "changed_on": changed_on.isoformat(), "done_on": done_on.isoformat(), "done_by": by}
    row: dict[str, Value] = {key: given[key] for key in describe(Revision) if given.get(key)}
    at = len(tree_revisions) if isinstance(tree_revisions, list) else 0
    return Insert(("revisions", at), row)
