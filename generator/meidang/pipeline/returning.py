"""An edited Word document comes home: compared with what we printed, placed in the archive, judged as by ``check``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date

import jinja2
from lxml import etree

from meidang.findings import Finding, Severity
from meidang.kinds import KINDS
from meidang.models.scalars import calendar_pattern
from meidang.pipeline import Checked, check
from meidang.pipeline.build import read_templates
from meidang.pipeline.differences import differences
from meidang.pipeline.placing import Placed, Placing, Refused
from meidang.pipeline.rewriting import Rewrite
from meidang.pipeline.trees import Trees
from meidang.project import Project
from meidang.render.documents.templates import Template, open_templates
from meidang.render.returning.compare import outcomes
from meidang.render.returning.computed import Explainer
from meidang.render.returning.leftovers import Remark, edges, missed, remarks
from meidang.render.returning.original import Made, made
from meidang.render.returning.outcomes import AddedRow, Edited, Outcome, Recomputed, RemovedRow, Unplaced, Why
from meidang.render.returning.story import Story, paras, story
from meidang.render.views import Desk
from meidang.render.views.sourced import Sourced
from meidang.render.word.compare import compare
from meidang.render.word.package import Corrupt, unpack_to_read
from meidang.render.word.package import Refused as Forbidden
from meidang.render.word.seal import Facts, Seal
from meidang.render.word.seal_part import Damaged, read_seal
from meidang.source.edit import Unwritable, edited
from meidang.source.past import NoPast, past


class Unreadable(Exception):
    """A document that cannot come home, in one Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Returned:
    """What came of a document.

    ``warning``: what it could not be compared with; ``known``: how much the archive says already; ``following``: how
    many computed values read as the archive, with the edits, computes them; ``errors`` forbid writing.
    """

    facts: Facts
    warning: str
    placed: tuple[Placed, ...]
    refused: tuple[Refused, ...]
    remarks: tuple[Remark, ...]
    rewrites: tuple[Rewrite, ...]
    known: int = 0
    following: int = 0
    errors: tuple[Finding, ...] = ()
    appearing: tuple[Finding, ...] = ()
    disappearing: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Document:
    """What was sent in."""

    parts: Mapping[str, bytes]
    seal: Seal
    day: date
    body: Story


@dataclass(frozen=True, slots=True)
class _Base:
    """What it is compared with: an archive's folder, and what that prints."""

    project: Project
    made: Made
    warning: str = ""


def returned(project: Project, content: bytes, *, today: date) -> Returned:
    """What the document's edits mean for the archive; writes nothing. Raises Unreadable, UsageError."""
    document = _opened(content)
    present = check(project, as_of=document.day, today=today)
    if present.has_errors:
        raise Unreadable("档案有数据错误，先运行 meidang check 改正，再导入")
    with ExitStack() as stack:
        base = _base(project, present, document, stack)
        trees = Trees(base.project.root, project.root)
        placing = Placing(present.archive, trees)
        found = list(_found(base, document))
        _place(placing, found, base)
        rewrites = tuple(_rewrites(placing))
        judge = _Judge(project, document, {one.path: one.after for one in rewrites}, today)
        _settle(placing, judge, base, found)
    before = check(project, today=today)
    after = judge.edited() if rewrites else before
    errors = tuple(one for one in after.findings if one.severity is Severity.ERROR)
    appearing, disappearing = differences(before, after)
    return Returned(
        document.seal.facts,
        base.warning,
        tuple(placing.placed),
        tuple(placing.refused),
        tuple(remarks(document.parts, document.body)),
        rewrites,
        placing.known,
        placing.following,
        errors,
        tuple(one for one in appearing if one not in errors),
        disappearing,
    )


def _opened(content: bytes) -> _Document:
    try:
        parts = unpack_to_read(content)
        seal = read_seal(parts)
        body = story(parts)
    except Damaged as error:
        raise Unreadable(f"{error}，不能知道它是从哪一版档案生成的；请重新生成后再改") from None
    except (Corrupt, Forbidden) as error:
        raise Unreadable(f"不能导入：{error}") from None
    except etree.XMLSyntaxError:
        raise Unreadable("不能导入：文件已损坏，Word 也打不开") from None
    if seal is None:
        raise Unreadable("不是美档生成的文件，或者另存时丢了校验信息；不知道改动该放回哪里")
    return _Document(parts, seal, _day(seal.facts), body)


def _day(facts: Facts) -> date:
    if facts.kind == "policies":
        raise Unreadable("制度的 Word 文件不在此导入：请改 archive/policies 里的 Markdown，或用 meidang import-policy")
    if facts.kind not in KINDS:
        raise Unreadable("卷宗由许多文件合成，不能整本导入；请改其中单份的文件，逐份导入")
    if not re.fullmatch(calendar_pattern(), facts.as_of, re.ASCII):
        raise Unreadable("校验信息里的截至日期写得不对，请重新生成后再改")
    return date.fromisoformat(facts.as_of)


# --- what we printed -------------------------------------------------------------------------------------------------


def _base(project: Project, present: Checked, document: _Document, stack: ExitStack) -> _Base:
    """The archive as it is, if it still prints the document; else as of the revision that the seal names."""
    now = _made(project, present, document)
    if now and now.is_same:
        return _Base(project, now)
    revision = document.seal.facts.revision
    try:
        then = Project(stack.enter_context(past(project.root, revision.removesuffix("+改动"))).root)
        before = _made(then, check(then, as_of=document.day, today=document.day), document)
    except (NoPast, Unreadable) as error:
        before, why = None, str(error)
    else:
        why = f"按版本 {revision} 重做的内容与这份文件原来的不同（当时有未提交的改动，或程序、模板变了）"
        if before and before.is_same:
            return _Base(then, before)
    if now is None:
        raise Unreadable(f"档案里没有 {document.seal.facts.kind}/{document.seal.facts.id}，或者没有要印的内容")
    return _Base(project, now, f"{why}；改为与档案的现状比较，只看在 Word 里改过的地方，请仔细核对")


def _made(project: Project, checked: Checked, document: _Document) -> Made | None:
    if checked.has_errors:
        raise Unreadable("当时的档案有数据错误")
    desk = Desk(checked.archive, checked.as_of, checked.findings, traced=True)
    try:
        return made(desk, _template(project, document.seal.facts), document.seal)
    except jinja2.TemplateError as error:
        raise Unreadable(f"模板 {document.seal.facts.template} 不能填写（{type(error).__name__}）") from None


def _template(project: Project, facts: Facts) -> Template:
    files = read_templates(project.templates)
    if facts.template not in files:
        raise Unreadable(f"没有模板 {facts.template}，不能知道各处印的是哪一项")
    opened = open_templates({facts.template: files[facts.template]})
    if not opened.templates:
        raise Unreadable(f"模板 {facts.template} 有问题，先运行 meidang template check")
    return opened.templates[0]


# --- what differs ----------------------------------------------------------------------------------------------------


def _found(base: _Base, document: _Document) -> Iterator[Outcome]:
    found = outcomes(base.made.original, document.body)
    yield from _in_word(found, document) if base.warning else found
    yield from edges(base.made.parts, document.parts)
    yield from missed(base.made.parts, document.parts, document.body)


def _in_word(found: Iterable[Outcome], document: _Document) -> Iterator[Outcome]:
    """Only what was edited in Word, as the digests of the seal tell; the rest is what the archive said then."""
    changes = compare(document.parts, document.seal).changes
    places = {_row(one.block.where) for one in changes if one.block}
    return (one for one in found if _row(one.place) in places or (isinstance(one, RemovedRow) and changes))


def _row(place: str) -> str:
    return place.rpartition("格")[0] or place


def _place(placing: Placing, found: Sequence[Outcome], base: _Base) -> None:
    prints = Counter(one.key for one in _printed(base.made))
    placing.fields([one for one in found if isinstance(one, Edited)], prints)
    placing.rows(
        [one for one in found if isinstance(one, AddedRow)], [one for one in found if isinstance(one, RemovedRow)]
    )
    unplaced = (one for one in found if isinstance(one, Unplaced))
    placing.refused += [Refused(one.why.value, one.place, one.before, one.after) for one in unplaced]


def _printed(before: Made) -> Iterator[Sourced]:
    marker = before.original.marker
    for para in paras(before.original.body):
        yield from (one.origin for one in marker.segments(para.text) if isinstance(one.origin, Sourced))


def _rewrites(placing: Placing) -> Iterator[Rewrite]:
    for path, edits in placing.edits().items():
        before = placing.trees.texts[path]
        try:
            after = edited(before, edits, name=path)
        except Unwritable:
            placing.unwritable(path)
        else:
            if after != before:
                yield Rewrite(path, before, after)


# --- what comes of it ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Judge:
    """Judges the archive as it would be with other texts in place of some files."""

    project: Project
    document: _Document
    texts: Mapping[str, str | None]
    today: date

    def edited(self) -> Checked:
        """The archive as it would be, today."""
        return check(self.project, today=self.today, instead=self.texts)

    def still(self) -> tuple[Outcome, ...] | None:
        """In what the document would differ from itself, made again; None where it could not be."""
        then = check(self.project, as_of=self.document.day, today=self.today, instead=self.texts)
        remade = None if then.has_errors else _made(self.project, then, self.document)
        return tuple(outcomes(remade.original, self.document.body)) if remade else None


def _settle(placing: Placing, judge: _Judge, base: _Base, found: Sequence[Outcome]) -> None:
    """Computed values that somebody overwrote: each follows from the edits of the fields, there, or is refused.

    So is what a new row says besides its fields.
    """
    overwritten = [one for one in found if isinstance(one, Recomputed)]
    rows = [one for one in found if isinstance(one, AddedRow)]
    still = judge.still() if overwritten or rows else ()
    explainer = Explainer(base.made.original.marker)
    for one in overwritten:
        # Why a place in a place: of a row or table that is not known again, no cell was compared.
        if still is None or any(one.place.startswith(other.place) for other in still):
            placing.refused.append(Refused(explainer.why(one.computed), one.place, one.computed.words, one.after))
        else:
            placing.following += 1
    for row in rows:
        placing.refused += _unsaid(row, still or ())


def _unsaid(row: AddedRow, still: Sequence[Outcome]) -> Iterator[Refused]:
    """What stands in a new row that its fields do not say, once they are written."""
    fields = {way[-1] for way in row.values}
    for one in still:
        if isinstance(one, Edited | Recomputed) and one.after and one.place.startswith(row.place):
            if isinstance(one, Recomputed):
                label = one.computed.labels[-1] if one.computed.labels else "这一格"
                yield Refused(f"「{label}」由档案算出，不能在文档里写", one.place, one.computed.words, one.after)
            elif one.field.path[-1] not in fields:
                yield Refused(Why.PIECE.value, one.place, one.before, one.after)
