"""``meidang build binder``: whose binder it is, and the last word on its volumes."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from meidang.archive import Archive
from meidang.pipeline import Checked
from meidang.pipeline.binder import Bound, build_binder
from meidang.project import Project
from meidang.render.binder import scope as scopes
from meidang.render.binder.scope import Scope


def bind(  # noqa: PLR0913, PLR0917 - what a binder is made of
    project: Project,
    checked: Checked,
    revision: str,
    scope: Scope,
    options: argparse.Namespace,
    say: Callable[[str], None],
) -> Bound:
    """Make the binder of a scope as the options ask for it."""
    return build_binder(project, checked, revision, scope, pdf=options.pdf, say=say)


def scope_of(archive: Archive, options: argparse.Namespace) -> Scope:
    """Whose binder the options ask for. Raises UsageError for a name that nobody has."""
    if options.department:
        return scopes.of_department(archive, options.department)
    if options.person:
        return scopes.of_person(archive, options.person)
    if options.clause:
        return scopes.of_clause(archive, options.clause, options.standard)
    return scopes.of_institution(archive)


def words(bound: Bound) -> str:
    """The last word's label: how much it is, and what to look at."""
    pages = "" if bound.pages is None else f"，正文 {bound.pages} 页"
    attached = f"，附件 {bound.attachments} 个" if bound.attachments else ""
    return f"评审卷宗 {len(bound.volumes)} 册（文档 {bound.documents} 份{attached}{pages}；含个人信息，仅供内部使用）"


def remarks(bound: Bound) -> tuple[str, ...]:
    """What was left open, a line each."""
    return tuple(f"注意：{one}" if one.endswith(("。", "？")) else f"注意：{one}。" for one in bound.remarks)
