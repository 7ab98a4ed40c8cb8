"""Templates by themselves: judged, explained, begun. Nothing here renders a record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from meidang.errors import UsageError
from meidang.findings import Finding
from meidang.kinds import KINDS, Kind
from meidang.load.nearest import nearest
from meidang.pipeline import check
from meidang.pipeline.build import MOST_TEMPLATE, read_templates
from meidang.project import Project
from meidang.render.documents.fields import Group, field_groups
from meidang.render.documents.file_names import kind_words
from meidang.render.documents.problems import FOLDER
from meidang.render.documents.templates import open_templates
from meidang.render.drawing.starting import starting_template
from meidang.render.views import Desk


@dataclass(frozen=True, slots=True)
class Judged:
    """What is wrong with some templates, what may not be meant, and how many of them and of their tags there are."""

    findings: tuple[Finding, ...]
    notices: tuple[Finding, ...]
    templates: int
    tags: int


def judge(project: Project, files: Sequence[Path]) -> Judged:
    """The named files, each judged by its name; without any, all of the folder of templates."""
    templates: Mapping[str, bytes] = {file.name: _read(file) for file in files} or read_templates(project.templates)
    if len(files) > len(templates):
        raise UsageError("有两个文件同名，请分开检查")
    beside = {one.name for file in files for one in file.absolute().parent.glob("*.docx")}
    opened = open_templates(templates, beside)
    return Judged(opened.findings, opened.notices, len(templates), opened.tags)


def kind_called(word: str) -> Kind:
    """The kind of that English or Chinese name. Raises UsageError with the nearest one."""
    by_word = kind_words()
    found = by_word.get(word) or by_word.get(word.lower())
    if found:
        return found
    close = nearest(word, by_word)
    if close:
        guess = by_word[close]
        raise UsageError(f"没有“{word}”这种档案。是不是 {guess.name}（{guess.title}）？")
    listed = "\n".join(f"  {kind.name}（{kind.title}）" for kind in KINDS.values() if not kind.is_table)
    raise UsageError(f"没有“{word}”这种档案。可以是：\n{listed}")


def fields_of(project: Project, kind: Kind, today: date) -> list[Group]:
    """Every name of a kind's templates, with examples from the archive where there is one."""
    checked = check(project, today=today)
    return field_groups(kind, checked.archive, Desk(checked.archive, checked.as_of, checked.findings))


@dataclass(frozen=True, slots=True)
class Begun:
    """A template begun; ``copied``: how many shipped ones were laid beside it."""

    file: Path
    copied: int = 0


def begin(project: Project, kind: Kind, title: str, output: Path | None) -> Begun:
    """Write a starting template. Raises UsageError where a file is there already."""
    file = output or project.root / FOLDER / f"{kind.name}.{title}.docx"
    if file.suffix != ".docx":
        raise UsageError(f"{file.name} 不是 .docx 文件名")
    # Why: a folder of the institution's own stands for the shipped one, which would leave it with one template.
    shipped = {} if output or project.has_own_templates else read_templates(project.templates)
    file.parent.mkdir(parents=True, exist_ok=True)
    for name, content in shipped.items():
        _write(file.parent / name, content)
    _write(file, starting_template(kind, title))
    return Begun(file, len(shipped))


def _write(file: Path, content: bytes) -> None:
    try:
        with file.open("xb") as opened:
            opened.write(content)
    except FileExistsError:
        raise UsageError(f"{file} 已经存在，不会覆盖；用 --title 或 --output 换一个名称") from None


def _read(file: Path) -> bytes:
    if not file.is_file():
        raise UsageError(f"没有文件 {file}")
    with file.open("rb") as opened:
        return opened.read(MOST_TEMPLATE)
