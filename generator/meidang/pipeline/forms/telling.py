"""What a save did -> sentences for who saved it: what they changed, what others do, what is forgotten easily."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from meidang.consequences.field_change import FieldChange, gathered
from meidang.consequences.fields import Both, field_changes
from meidang.consequences.shown import Words
from meidang.findings import Finding
from meidang.kinds import kind_of
from meidang.models.attachment import Attachment
from meidang.models.base import Model, describe
from meidang.pipeline import Checked
from meidang.pipeline.forms.revising import revision_line, stale_notes
from meidang.pipeline.rewriting import Rewrite
from meidang.source.characters import masked
from meidang.source.problems import Code
from meidang.source.read import parse
from meidang.source.tree import Tree

#: What a record says of its own upkeep (requirement S1-15); with the words of what is to be done.
_UPKEEP: Final = {"updated_on": "「{label}」改成 {day}", "revisions": "「{label}」加一行"}


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What the form offers to fill in, and ``words`` that offer it; ``change``: a line of 变更登记, None for none."""

    words: str
    on: str
    updated: bool
    change: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """``changed``: what is different now. ``upkeep``: what the record should say of that, and does not yet.

    ``left``: what its 备注 say still.
    """

    changed: tuple[str, ...] = ()
    upkeep: Upkeep | None = None
    left: tuple[str, ...] = ()


def told(was: Checked, now: Checked, changes: Iterable[Rewrite], files: Iterable[str]) -> Told:
    """Of what was written: ``changes`` of records, and new ``files``."""
    words = Both(Words(was.archive), Words(now.archive))
    changed: list[str] = []
    left: list[str] = []
    upkeep: Upkeep | None = None
    for change in changes:
        kind = kind_of(change.path)
        if kind is None or change.after is None:
            continue
        if change.before is None:
            changed.append(f"新建了一份{kind.title}")
            continue
        old, new = _tree(change.before, change.path), _tree(change.after, change.path)
        sentences = list(gathered(_without_digests(field_changes(kind.model, old, new, words))))
        changed += sentences or ["只改了写法，内容没有变"]
        left += stale_notes(kind.model, old, new, words)
        if sentences:
            line = revision_line(kind.model, old, new, words)
            upkeep = _forgotten(kind.model, old, new, line, now.as_of.isoformat())
    changed += [f"放入附件 {path.rpartition('/')[2]}" for path in files]
    return Told(tuple(map(masked, changed)), upkeep, tuple(map(masked, dict.fromkeys(left))))


def is_left_over(finding: Finding) -> bool:
    """Whether it is of a file that no record names any more: who replaced a scan has done what they could."""
    return finding.code == Code.ATTACHMENT_UNCITED.value


def left_over(finding: Finding) -> str:
    """The same for who saved; what the coordinator does with it the check says."""
    name = masked(finding.location.path.rpartition("/")[2])
    return f"旧文件“{name}”还在附件文件夹里，现在没有记录用它；您不用管，评审办会处理"


def _without_digests(fields: Iterable[FieldChange]) -> tuple[FieldChange, ...]:
    """Another file has another digest: nobody typed it."""
    label = describe(Attachment)["sha256"].label
    return tuple(one for one in fields if not (one.is_hidden and one.label == label))


def _forgotten(model: type[Model], old: Tree, new: Tree, line: str, day: str) -> Upkeep | None:
    """Why only offered, and not done: whether a slip was mended or something changed, the person knows."""
    fields = describe(model)
    names = [name for name in _UPKEEP if name in fields and old.get(name) == new.get(name) != day]
    if not names:
        return None
    change = masked(line) if "revisions" in names else None
    words = "，".join(_UPKEEP[name].format(label=fields[name].label, day=day) for name in names)
    return Upkeep(words + (f"：{change}" if change else ""), day, "updated_on" in names, change)


def _tree(text: str, path: str) -> Tree:
    data = parse(text, path).source.data
    return data if isinstance(data, dict) else {}
