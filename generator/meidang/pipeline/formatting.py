"""Records in the one layout: which keys a record's kind has, in which order; ``source.formatted`` does the rest."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from meidang.errors import UsageError
from meidang.findings import Finding
from meidang.kinds import SETTINGS, kind_of
from meidang.load import limits_set_in
from meidang.models.base import Model, describe, per_model
from meidang.pipeline.rewriting import Rewrite
from meidang.pipeline.trees import bytes_of
from meidang.project import Project
from meidang.source.edit import Unwritable
from meidang.source.files import read_source
from meidang.source.formatted import AS_WRITTEN, KeyOrder, formatted
from meidang.source.limits import DEFAULT_LIMITS, Limits
from meidang.source.names import is_printable_name
from meidang.source.read import parse


@per_model
def key_order(model: type[Model]) -> KeyOrder:
    """The keys of a record, and of the groups in it, as their declarations have them."""
    fields = describe(model)
    inner = {name: key_order(one.model) for name, one in fields.items() if one.model is not None}
    return KeyOrder(tuple(fields), inner)


def formatted_record(path: str, text: str, limits: Limits = DEFAULT_LIMITS) -> str:
    """The text of the record at ``path``, relative to the root, in the one layout.

    Raises ValueError for a text that the reader refuses, Unwritable where the layout cannot be made.
    """
    kind = kind_of(path)
    return formatted(text, key_order(kind.model) if kind else AS_WRITTEN, path, limits)


@dataclass(frozen=True, slots=True)
class Formatted:
    """What laying out ``count`` files would change; ``unread``: what the reader says of those that it refuses.

    ``unfit``: files that are laid out in a way that only a person can put in order.
    """

    count: int
    changes: Sequence[Rewrite]
    unread: Sequence[Finding]
    unfit: Sequence[str]


def formatted_files(project: Project, paths: Sequence[str]) -> Formatted:
    """Lay out the records at these paths, relative to the root."""
    limits = limits_set_in(read_source(project.root, SETTINGS))
    changes: list[Rewrite] = []
    unread: list[Finding] = []
    unfit: list[str] = []
    for path in paths:
        raw = bytes_of(project.root, path, limits.file_bytes + 1)
        if wrong := parse(raw, path, limits).findings:
            unread += wrong
            continue
        text = raw.decode()
        try:
            after = formatted_record(path, text, limits)
        except Unwritable:
            unfit.append(path)
            continue
        if after != text:
            changes.append(Rewrite(path, text, after))
    return Formatted(len(paths), changes, unread, unfit)


def record_paths(project: Project, files: Sequence[Path]) -> list[str]:
    """The records among the files, relative to the root; all of the archive where none is given.

    Raises UsageError for a file that is not there. What is no record, or lies elsewhere, is passed over.
    """
    root = Path(os.path.normpath(project.root))
    if not files:
        return sorted(filter(kind_of, _below(root, project.archive)))
    return sorted(set(filter(kind_of, _given(root, files))))


def _given(root: Path, files: Iterable[Path]) -> Iterator[str]:
    for file in files:
        if not file.exists():
            raise UsageError(f"没有文件 {file.name}")
        plain = Path(os.path.normpath(file))
        if _is_behind_link(root, plain):
            continue
        if plain.is_dir():
            yield from _below(root, plain)
        elif plain.is_relative_to(root):
            yield plain.relative_to(root).as_posix()


def _is_behind_link(root: Path, place: Path) -> bool:
    return any(step.is_symlink() for step in (place, *place.parents) if step.is_relative_to(root) and step != root)


def _below(root: Path, folder: Path) -> Iterator[str]:
    """Every file, links not followed."""
    for place, _, names in os.walk(folder):
        for name in names:
            path = Path(place, name)
            if is_printable_name(name) and not path.is_symlink() and path.is_relative_to(root):
                yield path.relative_to(root).as_posix()
