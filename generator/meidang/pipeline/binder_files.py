"""What a binder's folder and files are called, and which PDFs of an earlier one still belong to its Word files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from meidang.archive import Archive
from meidang.models.department import Department
from meidang.models.staff import Staff
from meidang.models.standard import Standard
from meidang.outputs import Output, safe_file_name
from meidang.render.binder.scope import Level, Scope

_INSTITUTION: Final = "全院"
#: Brackets are part of a clause's number; full-width ones mean nothing to any shell or system.
_FULL: Final = str.maketrans("()", "（）")
_UNSAFE: Final = re.compile(r"[^\w（）]+")
_LONGEST: Final = 40


def folder_of(archive: Archive, scope: Scope) -> str:
    """``科室-美容外科``, ``人员-N03-丁一``, ``条款-（八）6``, ``全院``; with the id where two would be called alike."""
    if scope.level is Level.INSTITUTION:
        return _INSTITUTION
    name = _called(scope.level, scope.id, _short(archive, scope))
    others = [_called(scope.level, id_, words) for id_, words in _all(archive, scope.level)]
    if sum(one.casefold() == name.casefold() for one in others) <= 1:
        return name
    return f"{name}-{safe_file_name('-'.join(filter(None, (scope.standard, scope.id))), suffix='')}"


def _called(level: Level, id_: str, words: str) -> str:
    if level is Level.CLAUSE:
        number = unicodedata.normalize("NFC", words).translate(_FULL)[:_LONGEST]
        return f"条款-{_UNSAFE.sub('-', number).strip('-')}"
    if level is Level.PERSON:
        return safe_file_name(f"人员-{id_}", words, suffix="")
    return safe_file_name("科室", words, suffix="")


def _short(archive: Archive, scope: Scope) -> str:
    """A clause's number without its title; other names whole."""
    if scope.level is not Level.CLAUSE:
        return scope.words
    item = archive.get(Standard, scope.standard)
    clauses = item.record.clauses if item else ()
    return next((one.clause_no for one in clauses if one.id == scope.id), scope.id)


def _all(archive: Archive, level: Level) -> Iterator[tuple[str, str]]:
    if level is Level.CLAUSE:
        yield from ((one.id, one.clause_no) for item in archive.of(Standard) for one in item.record.clauses)
    elif level is Level.PERSON:
        yield from ((item.id, item.label) for item in archive.of(Staff))
    else:
        yield from ((item.id, item.label) for item in archive.of(Department))


def file_name(scope: Scope, number: int, count: int) -> str:
    """A volume's, without an ending."""
    words = "" if scope.level is Level.INSTITUTION else scope.words
    # Why zeros: a folder lists its files by their characters, and the tenth volume is not the second.
    volume = f"第{number:0{len(str(count))}}册" if count > 1 else ""
    return safe_file_name("卷宗", words, volume, suffix="")


def kept_pdfs(folder: Path, made: Sequence[tuple[str, bytes]]) -> tuple[Output, ...]:
    """The PDFs that lie there and belong to Word files of these very bytes; ``made``: by name."""
    kept = []
    for name, content in made:
        word, pdf = folder / f"{name}.docx", folder / f"{name}.pdf"
        if _is_file(word) and _is_file(pdf) and word.stat().st_size == len(content) and word.read_bytes() == content:
            kept.append(Output(pdf.name, pdf.read_bytes()))
    return tuple(kept)


def has_others(folder: Path, kept: Sequence[Output]) -> bool:
    """Whether PDFs lie there that are not kept."""
    names = {one.path for one in kept}
    return any(one.name not in names for one in folder.glob("*.pdf"))


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()
