"""A template to begin with, drawn from a kind's declarations: everything there is, for people to take away from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from typing import Final, get_type_hints

from meidang.kinds import Kind
from meidang.models.base import Record, describe
from meidang.render.drawing.sheet import Sheet
from meidang.render.drawing.word import Page, cm, paragraph, tag
from meidang.render.views import GIVEN, Name, is_by_year, names
from meidang.render.views.shared import General

_WIDE: Final = Page(wide=True, top=2.4, side=2.0)
_NUMERALS: Final = "一二三四五六七八九十"
#: What the cover, the register of changes and the end show.
_APART: Final = frozenset({*Record.__pydantic_fields__, *get_type_hints(General)})
#: The least width of a column, in centimetres, and its weight; of a list that needs more, items are printed one by one.
_WIDTHS: Final = {"date": (2.0, "*1.9"), "short": (1.5, "*1.4"), "text": (1.9, "*2"), "long": (3.2, "*4<")}
#: Names under which a group says itself in one line.
_IN_ONE_LINE: Final = ("citation", "cited")
_STAMP: Final = paragraph("{{ stamp }}", style="Note")
_SIGNED: Final = ("编制人", "科室负责人", "主管职能部门", "医院（盖章）")


def starting_template(kind: Kind, title: str) -> bytes:
    """The template's file."""
    return (_ledger(kind, title) if is_by_year(kind) else _record(kind, title)).docx()


def _record(kind: Kind, title: str) -> Sheet:
    sheet = Sheet(kind.name, title)
    known = {name: one for name, one in names(kind).items() if name not in _APART}
    declared = describe(kind.model)
    cover = "archive_no version owner_dept updated_on next_review_on" if kind.is_record else "as_of"
    sheet.cover(cover)
    chapter = _Chapters(sheet)
    own = {name: one for name, one in known.items() if name in declared}
    computed = {name: one for name, one in known.items() if name not in declared}
    same = {name: one for name, one in computed.items() if _repeats(one, own)}
    computed = {name: one for name, one in computed.items() if name not in same}
    for heading, parts in (("基本信息", own), ("综合情况", computed)):
        if any(map(_short, parts.values())):
            chapter(heading)
            _facts(sheet, parts)
        for name, one in parts.items():
            if not _short(one):
                chapter(one.label)
                _part(sheet, name, one)
    if also := "、".join(f"{name}（{one.label}）" for name, one in same.items()):
        sheet.add(tag(f"{{#p 还可以列出：{also} #}}"))
    chapter("附件目录")
    with _or_none(sheet, "attachments"):
        sheet.rows("attachments", "# label*4< file*6<")
    _ending(sheet, kind, chapter)
    return sheet


def _ending(sheet: Sheet, kind: Kind, chapter: _Chapters) -> None:
    note = "note" if "note" in sheet.names else ""
    if kind.is_record:
        with sheet.together():
            chapter("变更登记")
            sheet.rows("revisions", "# change*4< changed_on due_on done_on owner_dept*2 done_by*1.6", below=note)
    elif note:
        with sheet.when(note):
            sheet.note("备注：{{ note }}")
    chapter("签署")
    sheet.signatures(_SIGNED)
    sheet.add(_STAMP)


def _ledger(kind: Kind, title: str) -> Sheet:
    sheet = Sheet(kind.name, title, _WIDE, blank="—")
    sheet.add(
        paragraph("{{ institution_name }}", style="Subtitle"),
        paragraph(f"{{{{ year }}}} 年{title}", style="Subtitle"),
        paragraph("截至 {{ as_of_long }}　共 {{ count }} 条", style="TableCentre"),
    )
    entries = sheet.names["entries"].parts
    with sheet.each("departments", "d"):
        sheet.heading("{{ d.department }}（{{ d.count }} 条）", 2)
        _list(sheet, "d.entries", {name: one for name, one in entries.items() if name != "department"}, whole=False)
    sheet.signatures(_SIGNED[:3], per_row=3, height=1.7)
    sheet.add(_STAMP)
    return sheet


def _repeats(one: Name, own: Mapping[str, Name]) -> bool:
    """Whether it is a choice from a list of the record, which is there already."""
    return one.many and any(each.many and each.parts.keys() == one.parts.keys() for each in own.values())


# --- pieces ----------------------------------------------------------------------------------------------------------


class _Chapters:
    """Headings numbered as Chinese documents number them."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.count = sheet, 0

    def __call__(self, text: str) -> None:
        self.count += 1
        self.sheet.heading(f"{_numeral(self.count)}、{text}")


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (_NUMERALS[tens - 1] if tens > 1 else "") + ("十" if tens else "") + (_NUMERALS[ones - 1] if ones else "")


def _short(one: Name) -> bool:
    """Whether it is said in one cell."""
    return not one.parts or (not one.many and any(name in one.parts for name in _IN_ONE_LINE))


def _facts(sheet: Sheet, parts: Mapping[str, Name], before: str = "") -> None:
    inside = {name: one for name, one in parts.items() if _short(one)}
    if words := [f"{path}<" if form == "long" else path for path, form in _columns(inside, before)]:
        sheet.facts(" ".join(words))


def _part(sheet: Sheet, path: str, one: Name) -> None:
    """A list, or a group with its lists; one line where there is none."""
    if one.many:
        with _or_none(sheet, path):
            _list(sheet, path, one.parts)
        return
    with _or_none(sheet, f"{path}.{GIVEN}") if GIVEN in one.parts else nullcontext():
        _group(sheet, path, one)


def _group(sheet: Sheet, path: str, one: Name) -> None:
    _facts(sheet, one.parts, f"{path}.")
    for name, part in one.parts.items():
        if part.many:
            sheet.heading(part.label, 2)
            with _or_none(sheet, f"{path}.{name}"):
                _list(sheet, f"{path}.{name}", part.parts)
        elif not _short(part):
            sheet.heading(part.label, 2)
            _part(sheet, f"{path}.{name}", part)


@contextmanager
def _or_none(sheet: Sheet, path: str) -> Iterator[None]:
    """What is written meanwhile shows a list or a group; where there is none, one line says so."""
    with sheet.when(path):
        yield
        sheet.add(tag("{%p else %}"), paragraph("无", style="Note"))


def _list(sheet: Sheet, path: str, parts: Mapping[str, Name], *, whole: bool = True) -> None:
    """A table where the page is wide enough; else item by item, or as many columns as the page holds."""
    columns = [column for column in _columns(parts) if column[0] != "note"]
    remark = "note" if "note" in parts else ""
    fitting = list(_fitting(columns, sheet.page.width))
    if len(fitting) == len(columns) or not whole:
        spec = " ".join(["#", *(f"{name}{_WIDTHS[form][1]}" for name, form in fitting)])
        sheet.rows(path, spec, remark=remark)
        if rest := "、".join(f"x.{name.replace('=', '（')}" for name, _ in columns[len(fitting) :]):
            sheet.add(tag(f"{{#p 还可以加的列：{rest} #}}"))
        return
    (first, _), *others = columns
    pairs = " ".join(f"{name}<" if form == "long" else name for name, form in others)
    sheet.cards(path, f"{{{{ loop.index }}}}．{{{{ x.{first} }}}}", f"{pairs} note<" if remark else pairs)


def _fitting(columns: Sequence[tuple[str, str]], width: int) -> Iterator[tuple[str, str]]:
    left = width - cm(0.9)
    for name, form in columns:
        left -= cm(_WIDTHS[form][0])
        if left < 0:
            return
        yield name, form


def _columns(parts: Mapping[str, Name], before: str = "") -> Iterator[tuple[str, str]]:
    """The texts of an item and their forms, those of its groups too; lists inside an item are for people to add."""
    for name, one in parts.items():
        path = f"{before}{name}"
        if one.many or name == GIVEN:
            continue
        if line := next((word for word in _IN_ONE_LINE if word in one.parts), ""):
            yield f"{path}.{line}={one.label}", "text"
        elif one.parts:
            yield from _columns(one.parts, f"{path}.")
        else:
            yield path, one.form if one.form in _WIDTHS else ("short" if one.choices else "text")
