"""Another id for a record or a row: its file moves, and whoever names it follows. Nothing else changes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from meidang.archive import Archive
from meidang.archive.index import Path
from meidang.errors import UsageError
from meidang.findings import Finding, Severity
from meidang.models.references import PART
from meidang.pipeline import Checked
from meidang.pipeline.editing.moving import Move, moves_of
from meidang.pipeline.editing.plan import Judged, Plan, rewritten
from meidang.pipeline.rewriting import Rewrite
from meidang.pipeline.trees import text_of
from meidang.project import Project
from meidang.source.characters import visible
from meidang.source.edit import Set
from meidang.source.names import ATTACHMENTS

#: Mentions that are named; the rest is a number.
_MOST: Final = 10


def renaming(project: Project, before: Checked, word: str, new: str) -> tuple[Plan, Sequence[Move]]:
    """The files that move or change. Raises UsageError."""
    _refuse_unread(before)
    archive = before.archive
    moves = list(moves_of(archive, word, new))
    edits = _edits(archive, moves)
    files = {move.item.source.path: move for move in moves if not move.path}
    changes = [_written(project, path, edits.get(path, []), files.get(path)) for path in sorted({*edits, *files})]
    flat = [change for pair in changes for change in pair]
    count = sum(len(each) for each in edits.values()) - sum(bool(move.path) for move in moves)
    said = [f"{_name(moves[0])} → {moves[0].new}：文件改名 {len(files)} 个，引用跟着改 {count} 处"]
    ways = {path: move.item.kind.path(move.new) for path, move in files.items()}
    return Plan(said, flat, moves=ways, remarks=list(_remarks(project, archive, moves, flat))), moves


def _name(move: Move) -> str:
    return f"{move.kind}/{move.old}" + ("" if move.path else f"（{visible(move.item.label)}）")


def _refuse_unread(before: Checked) -> None:
    """A file that cannot be read may name it too, and nobody would know."""
    known = {item.source.path for item in before.archive.items.values()}
    bad = sorted({one.location.path for one in before.findings if one.severity is Severity.ERROR} - known)
    if bad:
        listed = "、".join(bad[:_MOST])
        raise UsageError(f"{len(bad)} 个文件有数据错误，里面的引用改不了：{listed}；请先运行 meidang check 改正")


# --- who follows -----------------------------------------------------------------------------------------------------


def _edits(archive: Archive, moves: Sequence[Move]) -> dict[str, list[Set]]:
    edits: dict[str, dict[Path, Set]] = {}
    for move in moves:
        if move.path:
            edits.setdefault(move.item.source.path, {})[move.path] = Set(move.path, move.new)
        for kind, old, new in ((move.kind, move.old, move.new), _as_part(move)):
            for one in archive.references_to(kind, old):
                edits.setdefault(one.item.source.path, {})[one.path] = Set(one.path, new)
    return {path: list(each.values()) for path, each in edits.items()}


def _as_part(move: Move) -> tuple[str, str, str]:
    return PART, f"{move.kind}/{move.old}", f"{move.kind}/{move.new}"


def _written(project: Project, path: str, edits: Sequence[Set], move: Move | None) -> list[Rewrite]:
    change = rewritten(project, path, edits) if edits else None
    if move is None:
        return [change] if change else []
    before = change.before if change else text_of(project.root, path)
    after = change.after if change else before
    return [Rewrite(path, before, None), Rewrite(move.item.kind.path(move.new), None, after)]


def _remarks(project: Project, archive: Archive, moves: Sequence[Move], changes: Sequence[Rewrite]) -> Iterator[str]:
    word = _word(moves[0].old)
    now = {item.source.path: item.source.path for item in archive.items.values()}
    texts = {one.path: one.after for one in changes}
    found = []
    for path in sorted({*now, *texts}):
        text = texts[path] if path in texts else text_of(project.root, path)
        lines = (text or "").splitlines()
        found += [f"{path}:{number}" for number, line in enumerate(lines, 1) if word.search(line)]
    if found:
        more = f" 等 {len(found)} 处" if len(found) > _MOST else ""
        yield f"注释、正文或附件名里还写着 {moves[0].old}，没有改，请自己看：{'、'.join(found[:_MOST])}{more}"
    for folder in (moves[0].old, f"{moves[0].kind}/{moves[0].old}"):
        if (project.archive / ATTACHMENTS / folder).is_dir():
            yield f"附件文件夹 {ATTACHMENTS}/{folder} 不改名，引用照旧有效"


def _word(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9_-]){re.escape(text)}(?![A-Za-z0-9_-])")


# --- the same findings -----------------------------------------------------------------------------------------------


def apart_from_names(judged: Judged, moves: Sequence[Move]) -> Judged:
    """The findings that come and go for another reason than that something is called otherwise now."""
    ways = sorted(moves, key=lambda move: -len(move.old))
    coming = Counter(_called(one, ()) for one in judged.coming)
    going = Counter(_called(one, ways) for one in judged.going)
    return Judged(
        [one for one in judged.coming if not going[_called(one, ())]],
        [one for one in judged.going if not coming[_called(one, ways)]],
    )


def _called(one: Finding, moves: Sequence[Move]) -> str:
    """What a finding says, and of what, in the new names."""
    said = "\n".join((one.code, one.record or "", one.location.path, one.about or "", one.message))
    for move in moves:
        said = _word(move.old).sub(move.new, said)
    return said
