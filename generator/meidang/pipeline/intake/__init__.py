"""A workbook -> what it changes in the archive: read, understood, drafted, judged. Writes nothing; ``rewrite`` does.

All or nothing: one row that nobody can understand, and no file is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from meidang.errors import UsageError
from meidang.findings import Finding, Severity
from meidang.load.words import show
from meidang.pipeline import Checked, Read, check, read_archive
from meidang.pipeline.differences import differences
from meidang.pipeline.intake.changes import Change
from meidang.pipeline.intake.choosing import Chosen, Wanted, chosen
from meidang.pipeline.intake.drafts import Draft
from meidang.pipeline.intake.keeping import Keeping
from meidang.pipeline.intake.lines import Line, Rows, lines
from meidang.pipeline.intake.records import Records
from meidang.pipeline.intake.taking_in import TakingIn
from meidang.pipeline.intake.told import Place, Problem, Told
from meidang.pipeline.rewriting import Rewrite
from meidang.project import Project
from meidang.render.intake.columns import RECORD
from meidang.render.intake.form import is_filled_form
from meidang.render.intake.names import Names, folded
from meidang.render.intake.reading import read_workbook
from meidang.render.intake.verdicts import Taken
from meidang.source.edit import Unwritable


@dataclass(frozen=True)
class Intake:
    """What an import would do. ``tables``: title and number of rows of each sheet; ``errors`` forbid writing."""

    tables: Sequence[str]
    changes: Sequence[Change] = ()
    problems: Sequence[Problem] = ()
    remarks: Sequence[Problem] = ()
    rewrites: Sequence[Rewrite] = ()
    errors: Sequence[Finding] = ()
    appearing: Sequence[Finding] = ()
    disappearing: Sequence[Finding] = ()
    unchanged: int = field(default=0)


def intake(project: Project, content: bytes, wanted: Wanted, *, today: date) -> Intake:
    """Compare a workbook with the archive. Raises ``Unreadable`` with advice, UsageError where the call is wrong."""
    sheets = read_workbook(content)
    read = read_archive(project)
    told = Told()
    found = chosen(sheets, wanted, told)
    names = Names(read.archive)
    _refuse_unknown(wanted, names)
    rows = [_rows(one, names, told) for one in found]
    people = _people(rows, names, wanted)
    if people:
        names = Names(read.archive, people)
        # Why again: what is said of somebody may name people whom another sheet brings.
        told = Told()
        rows = [_rows(one, names, told) for one in chosen(sheets, wanted, told)]
    if found and not any(one.lines for one in rows):
        told.wrong(found[0].place, "只有标题，没有填内容", "填好再导入")
    keeping = Keeping(wanted, names, told, is_filled_form(sheets))
    taking_in = TakingIn(Records(project.root, names, told), names, told, keeping)
    taking_in.take(rows)
    drafted = Intake(
        [_counted(one.chosen, one.lines) for one in rows if one.lines],
        tuple(taking_in.changes),
        sorted(told.problems),
        sorted(told.remarks),
        unchanged=taking_in.unchanged,
    )
    return drafted if told.problems else _judged(project, drafted, taking_in.records.drafts.values(), read, today)


def _rows(one: Chosen, names: Names, told: Told) -> Rows:
    return Rows(one, tuple(lines(one, names, told)))


def _refuse_unknown(wanted: Wanted, names: Names) -> None:
    known = {key.casefold() for key in names.keys("staff")}
    for one in wanted.renamed:
        if one.casefold() not in known:
            raise UsageError(f"--rename-person 后面写人员的编号；人员里没有编号“{show(one)}”")


def _people(rows: Iterable[Rows], names: Names, wanted: Wanted) -> Mapping[str, str]:
    """Those of the roster who have an id, by it: new ones, and the names that known ones get."""
    found = {}
    for one in rows:
        if one.chosen.table.name == "staff":
            for line in one.lines:
                said = line.said.get(RECORD, Taken())
                if isinstance(said.value, str) and line.text("name"):
                    key = names.found("staff", said.value).key or said.value
                    if wanted.may_rename(key) or not _is_taken(line.text("name"), key, names):
                        found[key] = line.text("name")
    return found


def _is_taken(name: str, key: str, names: Names) -> bool:
    """Whether somebody known would get the name of another one: nobody's other rows are read by that."""
    called = {folded(one) for one in names.called("staff", key)}
    return bool(called) and folded(name) not in called and bool(names.named("staff", name))


def _counted(one: Chosen, found: Sequence[Line]) -> str:
    return f"工作表「{one.sheet.name}」：{one.table.title}，{len(found)} 行"


# --- judging ---------------------------------------------------------------------------------------------------------


def _judged(project: Project, drafted: Intake, drafts: Iterable[Draft], read: Read, today: date) -> Intake:
    told = Told(dict.fromkeys(drafted.problems))
    rewrites = tuple(_rewrites(drafts, told))
    if told.problems:
        return replace(drafted, problems=sorted(told.problems))
    if not rewrites:
        return drafted
    before = check(project, today=today, read=read)
    after = check(project, today=today, instead={one.path: one.after for one in rewrites})
    coming, going = differences(before, after)
    errors = tuple(_errors(after, coming, {one.path for one in rewrites}))
    return replace(
        drafted,
        rewrites=rewrites,
        errors=errors,
        appearing=tuple(one for one in coming if one not in errors),
        disappearing=going,
    )


def _rewrites(drafts: Iterable[Draft], told: Told) -> Iterator[Rewrite]:
    for draft in drafts:
        try:
            one = draft.rewrite()
        except Unwritable:
            told.wrong(Place(0, ""), f"{draft.path} 的写法太特别，程序改不了", "请在编辑器里改这个文件")
        else:
            if one is not None:
                yield one


def _errors(after: Checked, coming: Sequence[Finding], paths: set[str]) -> Iterator[Finding]:
    """Data errors that the import brings, and those of the files that it writes."""
    for one in after.findings:
        if one.severity is Severity.ERROR and (one in coming or one.location.path in paths):
            yield one


__all__ = ["Intake", "Rows", "Wanted", "intake"]
