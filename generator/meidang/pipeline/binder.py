"""The binder from plan to files: attachments are read, pages counted, volumes split and written, numbers checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final

from meidang.errors import UsageError
from meidang.models.policy import Policy
from meidang.outputs import Output, write_outputs
from meidang.pipeline import Checked
from meidang.pipeline.binder_files import file_name, folder_of, has_others, kept_pdfs
from meidang.pipeline.build import read_templates
from meidang.pipeline.images import read_images, read_scan
from meidang.pipeline.office import Failed, Printed, find_office, print_all
from meidang.project import Project
from meidang.render.attachments import Undecodable
from meidang.render.binder.appendix import Appendix, Exhibit, numbered, with_appendix
from meidang.render.binder.binding import Binding
from meidang.render.binder.estimate import estimated
from meidang.render.binder.front import About
from meidang.render.binder.plan import plan
from meidang.render.binder.problems import ABSENT
from meidang.render.binder.scope import Level, Scope
from meidang.render.binder.sheets import Plan
from meidang.render.binder.units import Unit, Volume, chunks, first_pages, volumes
from meidang.render.binder.volume import bound, laid_out
from meidang.render.documents import Unfit
from meidang.render.documents.jobs import NO_REVISION
from meidang.render.documents.policies import render_policy
from meidang.render.documents.reference import REFERENCE
from meidang.render.documents.templates import Opened, open_templates
from meidang.render.views import Desk

Say = Callable[[str], None]

#: The folder of all binders below ``build``; each scope has one of its own in it.
FOLDER_NAME: Final = "binder"
#: How many units are laid out at a time, at most; fewer where that lets both processes work.
_CHUNK, _LEAST = 60, 8
WITHOUT_OFFICE: Final = (
    "没有找到 LibreOffice：页码没有计算，分册按估计，也没有 PDF。安装后再生成"
    "（Debian、Ubuntu：apt-get install libreoffice-writer fonts-noto-cjk），或在 Word 里按 Ctrl+A、F9 更新目录"
)

REMOVED: Final = "没有重新生成 PDF，旧的已删去（它和现在的 Word 文件不一致）"


@dataclass(frozen=True, slots=True)
class Bound:
    """What was made: the folder, its volumes, all pages (None where they were not counted), what is to be said.

    ``lacks_pdf``: a PDF was asked for and is not there.
    """

    folder: Path
    volumes: tuple[Volume, ...]
    pages: int | None
    documents: int
    attachments: int
    remarks: tuple[str, ...]
    lacks_pdf: bool = False


@dataclass
class _Work:
    """One binder in the making."""

    binding: Binding
    say: Say
    program: str | None
    remarks: list[str] = field(default_factory=list)

    def measured(self) -> dict[int, int]:
        """The pages of each unit, by its number: counted by LibreOffice, or estimated."""
        every = self.binding.units
        if self.program is None:
            return estimated(self.binding)
        size = max(_LEAST, min(_CHUNK, -(-len(every) // 2)))
        runs = tuple(chunks(every, size))
        found: dict[int, int] = {}
        made = print_all(self.program, [partial(laid_out, self.binding, run) for run in runs])
        for at, (run, printed) in enumerate(zip(runs, made, strict=True), start=1):
            self.say(f"计算页码　{at}/{len(runs)}")
            found |= _pages_of(run, printed)
        return found

    def cut(self) -> tuple[tuple[Volume, ...], dict[int, int]]:
        """The volumes, and the pages of all that is in them."""
        pages, most, known = self.measured(), self.binding.plan.volume_pages, self.program is not None
        every = volumes(self.binding.units, pages, most, known=known)
        again = tuple(unit for volume in every for unit in volume.units if unit.again)
        if again and self.program is not None:
            # Why again: the index of a part that goes on is known only when the volumes are cut; it moves no cut.
            pages |= _pages_of(again, next(print_all(self.program, [partial(laid_out, self.binding, again)])))
            every = volumes(self.binding.units, pages, most, known=known)
        return every, pages

    def printed(
        self, made: Sequence[tuple[str, bytes]], every: Sequence[Volume], firsts: Mapping[int, int]
    ) -> tuple[Output, ...]:
        """The PDF of every volume; where its pages are not those of the contents, that is said. None where one fails.

        Why no exception: the Word files are good, and whoever asked for both gets them.
        """
        found = []
        try:
            printed = print_all(self.program or "", [partial(_same, content) for _, content in made])
            for (name, _), volume, one in zip(made, every, printed, strict=True):
                self.say(f"生成 PDF　第 {volume.number} 册")
                self.remarks += _differing(volume, one, firsts)
                found.append(Output(f"{name}.pdf", one.content))
        except Failed as error:
            self.remarks.append(f"PDF 没有生成：{error}")
            return ()
        return tuple(found)

    def written(self, every: Sequence[Volume], firsts: Mapping[int, int] | None) -> Iterator[tuple[str, bytes]]:
        """The volumes by the names of their files."""
        for volume in every:
            content = bound(self.binding, volume, every, firsts, lambda title: self.say(f"写卷宗　{title}"))
            yield file_name(self.binding.plan.scope, volume.number, len(every)), content


def build_binder(  # noqa: PLR0913 - what a binder is made of, named
    project: Project, checked: Checked, revision: str, scope: Scope, *, pdf: bool, say: Say = lambda _: None
) -> Bound:
    """Make the binder of a scope and publish it. Raises UsageError, and what ``write_outputs`` raises."""
    say("编排卷宗")
    binding, remarks = _binding(project, checked, revision, scope)
    if not binding.plan.sheets:
        raise UsageError(f"{scope.title}：档案里没有可以编入卷宗的文档")
    work = _Work(binding, say, find_office(), remarks)
    try:
        return _bound(project, work, pdf=pdf)
    except Failed as error:
        raise UsageError(f"卷宗没有生成：{error}") from None


def _bound(project: Project, work: _Work, *, pdf: bool) -> Bound:
    binding, known = work.binding, work.program is not None
    every, pages = work.cut()
    firsts = first_pages(every, pages) if known else None
    made = list(work.written(every, firsts))
    if not known:
        work.remarks.append(WITHOUT_OFFICE)
    folder = project.build / FOLDER_NAME / folder_of(binding.desk.archive, binding.plan.scope)
    pdfs = work.printed(made, every, firsts or {}) if pdf and known else ()
    given = pdfs or kept_pdfs(folder, made)
    if not pdfs and has_others(folder, given):
        work.remarks.append(REMOVED)
    write_outputs(folder, [*(Output(f"{name}.docx", one) for name, one in made), *given], private=True)
    exhibits = len(binding.appendix.exhibits)
    documents = len(binding.plan.sheets) - exhibits
    lacks = pdf and len(given) < len(made)
    return Bound(folder, every, every[-1].last, documents, exhibits, tuple(work.remarks), lacks_pdf=lacks)


def _same(content: bytes) -> bytes:
    return content


def _differing(volume: Volume, printed: Printed, firsts: Mapping[int, int]) -> Iterator[str]:
    """Where a number in the contents is not that of the PDF's page."""
    marks = [mark for mark in printed.headings if mark.level <= 1]
    if len(marks) != len(volume.units):
        yield f"第 {volume.number} 册：PDF 的书签有 {len(marks)} 个，目录有 {len(volume.units)} 条，请核对"
        return
    # The front matter has page numbers of its own, so pages are compared from the first divider on.
    front = marks[0].page - firsts[volume.units[0].number]
    for mark, unit in zip(marks, volume.units, strict=True):
        if mark.page - front != firsts[unit.number]:
            yield (
                f"第 {volume.number} 册：“{unit.title}”目录写第 {firsts[unit.number]} 页，"
                f"PDF 在第 {mark.page - front} 页；请重新生成"
            )


def _pages_of(run: Sequence[Unit], printed: Printed) -> dict[int, int]:
    """How many pages each unit of a chunk takes. Raises Failed where the headings are not those expected."""
    marks = [mark for mark in printed.headings if mark.level <= 1]
    if run[0].sheet is not None:
        marks = marks[1:]
    if len(marks) != len(run):
        raise Failed(f"排版后找到 {len(marks)} 个标题，应有 {len(run)} 个（从“{run[0].title}”起）")
    ends = [mark.page for mark in marks[1:]] + [printed.pages]
    return {unit.number: end - mark.page for unit, mark, end in zip(run, marks, ends, strict=True)}


# --- what it is made of ----------------------------------------------------------------------------------------------


def _binding(project: Project, checked: Checked, revision: str, scope: Scope) -> tuple[Binding, list[str]]:
    files = read_templates(project.templates)
    templates, images = open_templates(files), read_images(project, checked, files)
    if templates.findings:
        raise Unfit(templates.findings)
    numbers: dict[str, int] = {}
    # Why filled later: which attachments there are follows from the plan, and the plan is made at the same desk.
    desk = Desk(checked.archive, checked.as_of, checked.findings, numbers)
    whole = plan(desk, templates, scope)
    exhibits = numbered(checked.archive, whole) if whole.appendix.printed else {}
    numbers |= {one.cited.file: number for number, one in exhibits.items()}
    read = {number: _read(project, one) for number, one in exhibits.items()}
    revision = revision or NO_REVISION
    binding = Binding(
        desk=desk,
        plan=with_appendix(whole, read),
        about=_about(checked, revision, scope),
        opened=templates,
        policies=_policies(desk, whole, templates, images, revision),
        images=images,
        appendix=Appendix(read),
    )
    faults = [f"{one.title}没有印出：{one.fault}" for one in read.values() if one.fault]
    absent = [f"{one.location}：{one.message}；{one.fix}" for one in checked.findings if one.code == ABSENT]
    return binding, [*absent, *whole.remarks, *faults]


def _about(checked: Checked, revision: str, scope: Scope) -> About:
    institution = checked.archive.institution
    called = institution.label if institution else ""
    words = "全院" if scope.level is Level.INSTITUTION else scope.title
    return About(called, words, checked.as_of, revision)


def _policies(
    desk: Desk, whole: Plan, templates: Opened, images: Mapping[str, bytes], revision: str
) -> Mapping[str, bytes]:
    """The documents of the policies in the binder, by id."""
    reference, named = templates.reference, {sheet.id for sheet in whole.sheets if sheet.template == REFERENCE}
    if reference is None or not named:
        return {}
    items = [item for item in desk.archive.of(Policy) if item.id in named]
    made = (render_policy(desk, reference, item, images, revision, is_sealed=False) for item in items)
    return {document.id: document.content for document in made}


def _read(project: Project, exhibit: Exhibit) -> Exhibit:
    """An attachment with its pages as pictures, or why they are not there."""
    try:
        return replace(exhibit, pictures=read_scan(project, exhibit.cited.file))
    except Undecodable as error:
        return replace(exhibit, fault=f"文件{error.fault.words}；{error.fault.fix}")
    except OSError:
        return replace(exhibit, fault="文件不存在或打不开；放到那里，或改正记录里的路径")
