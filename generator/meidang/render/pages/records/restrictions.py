"""What must not be done here, or only under conditions: whose list says so, which techniques it concerns, and whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, get_args

from meidang.archive import Archive, Item
from meidang.archive.facts import binds, present_status
from meidang.archive.granted import granted
from meidang.archive.listed import listed_technique
from meidang.archive.once import once
from meidang.archive.permits import performers
from meidang.kinds import KINDS
from meidang.models.audience import Edition
from meidang.models.base import describe
from meidang.models.restriction import AuthorityLevel, RestrictedTechnique, Restriction, SelfRestriction
from meidang.models.staff import Staff
from meidang.models.technique import Technique
from meidang.render.pages import markup
from meidang.render.pages.addresses import list_path, path_of
from meidang.render.pages.book import Book
from meidang.render.pages.heads import nothing_yet, stamp
from meidang.render.pages.page import Page
from meidang.render.pages.records.listing import badges, broken_files
from meidang.render.pages.records.lists import Heads, Pick, Row, list_table, preset
from meidang.render.pages.records.values import row

#: From the state down to the institution itself.
_LEVELS: Final[Sequence[str]] = get_args(AuthorityLevel)
_HEADS: Final[Heads] = (
    Pick("层级", "level"),
    Pick("类别", "category"),
    "技术",
    Pick("级别", "grade"),
    Pick("现在", "state"),
    "条件和原因",
    "本院技术",
    "涉及人员",
    "目录",
)
_STYLE: Final = {"禁止": "veto", "限制": "major", "自身限制": "minor"}


def restrictions_page(book: Book) -> Page:
    """Every restriction in one list, the highest authority first, and the lists that they come from."""
    kind = KINDS["restriction"]
    here = list_path(kind)
    items = sorted(book.archive.of(Restriction), key=lambda item: (_rank(item), item.id))
    rows = [one for item in items for one in _rows(book, here, item)]
    body = markup.blocks(
        markup.title(kind.plural),
        stamp(book, f"{len(items)} 份目录，{len(rows)} 项"),
        broken_files(book, kind, here),
        _cards(items) if rows else "",
        markup.heading(2, "哪些不能做，哪些有条件才能做", "restricted") if rows else "",
        list_table(_HEADS, rows, "restrictions"),
        markup.heading(2, "目录", "lists"),
        _sources(book, here, items) or nothing_yet(book, here, kind),
    )
    return Page(kind.plural, body, has_toc=False)


def _rank(item: Item[Restriction]) -> int:
    level = item.record.authority_level
    return _LEVELS.index(level) if level in _LEVELS else len(_LEVELS)


def _cards(items: Iterable[Item[Restriction]]) -> str:
    """How many restrictions each authority has set."""
    counts: dict[str, int] = {}
    for item in items:
        own = 1 if item.record.self_restriction else 0
        counts[item.record.authority_level] = counts.get(item.record.authority_level, 0) + len(item.record.items) + own
    shown = (
        preset(f"<strong>{count}</strong> <span>{level}</span>", "card card-notice", level=level)
        for level, count in counts.items()
        if count
    )
    return markup.unsearched(f'<div class="cards">\n{"".join(shown)}\n</div>')


def _sources(book: Book, here: str, items: Sequence[Item[Restriction]]) -> str:
    rows = []
    for item in items:
        cells = row(book, here, item.record, ("authority_level", "basis", "issued_on", "forbidden_grades"))
        count = len(item.record.items) + (1 if item.record.self_restriction else 0)
        said = "声明为无" if item.record.declared_none else f"{count} 项"
        found = (
            ""
            if book.edition is Edition.PUBLIC
            else badges(book.findings_of(item.key), markup.address(here, path_of(item)))
        )
        rows.append((markup.link(here, path_of(item), item.label), *cells.values(), said, found))
    return markup.full_table(("目录", "层级", "依据文件", "公布日期", "禁止级别", "内容", "检查结果"), rows)


# --- row by row ------------------------------------------------------------------------------------------------------


def _rows(book: Book, here: str, item: Item[Restriction]) -> Iterator[Row]:
    concerned = _concerned(book.archive)
    for one in item.record.items:
        yield _listed(book, here, item, one, concerned.get(id(one), ()))
    if own := item.record.self_restriction:
        yield _own(book, here, item, own)


@once
def _concerned(archive: Archive) -> Mapping[int, Sequence[Item[Technique]]]:
    """The institution's techniques that answer to a row of a list, by the row."""
    found: dict[int, list[Item[Technique]]] = {}
    for item in archive.of(Technique):
        for one in listed_technique(archive, item.record):
            found.setdefault(id(one.row), []).append(item)
    return found


def _listed(
    book: Book, here: str, item: Item[Restriction], one: RestrictedTechnique, techniques: Sequence[Item[Technique]]
) -> Row:
    """A row of an authority's list: done here only where it is merely restricted."""
    cells = row(book, here, one, ("icd9cm3", "grade"))
    people = {person.key: person for each in techniques for person in performers(book.archive, each.id, book.as_of)}
    codes = f"<br><small>{cells['icd9cm3']}</small>" if cells["icd9cm3"] else ""
    filed = "" if one.filed is None else f"已备案 {one.filed_on or ''}".strip() if one.filed else "未备案"
    return Row(
        (
            item.record.authority_level,
            markup.badge(_STYLE[one.category], one.category),
            f'<span class="long">{markup.text(one.technique_name)}{codes}</span>',
            cells["grade"],
            f'<span class="number">{"不得开展" if one.category == "禁止" else "有条件开展"}</span>',
            markup.text(filed),
            "<br>".join(_technique(book, here, each) for each in techniques),
            _people(book, here, people.values()),
            f'<span class="mid">{markup.link(here, path_of(item), item.label)}</span>',
        )
    )


def _own(book: Book, here: str, item: Item[Restriction], own: SelfRestriction) -> Row:
    """What the institution keeps from for now, or kept from."""
    technique = book.archive.get(Technique, own.technique_id)
    people = [
        one.item
        for one in granted(book.archive, book.as_of)
        if binds(own, one.item.id, one.item.record, one.privilege.technique_id)
    ]
    is_over = own.released_on is not None and own.released_on <= book.as_of
    state = f"已于 {own.released_on} 解除" if is_over else f"{own.restricted_on} 起限制"
    return Row(
        (
            item.record.authority_level,
            markup.badge("fine" if is_over else _STYLE["自身限制"], "自身限制"),
            markup.text(technique.label) if technique else markup.text(item.label),
            row(book, here, technique.record, ("grade",))["grade"] if technique else "",
            f"{'已解除' if is_over else '限制中'}<br><small>{state}</small>",
            _why(book, here, own),
            _technique(book, here, technique) if technique else "",
            _people(book, here, {person.key: person for person in people}.values()),
            f'<span class="mid">{markup.link(here, path_of(item), item.label)}</span>',
        )
    )


def _why(book: Book, here: str, own: SelfRestriction) -> str:
    """For whom it holds, why, and what would end it, where the edition shows it."""
    declarations = describe(SelfRestriction)
    cells = row(book, here, own, ("scope", "department_id", "staff_id", "reasons", "release_conditions"))
    parts = (f"<b>{markup.text(declarations[name].label)}</b>{words}" for name, words in cells.items() if words)
    return f'<span class="parts mid">{"<br>".join(parts)}</span>'


def _technique(book: Book, here: str, item: Item[Technique]) -> str:
    status = present_status(item.record, book.as_of)
    return book.link_key(here, item.key) + (f"（{markup.text(status.status)}）" if status else "")


def _people(book: Book, here: str, people: Iterable[Item[Staff]]) -> str:
    return "、".join(book.link_key(here, person.key) for person in people)
