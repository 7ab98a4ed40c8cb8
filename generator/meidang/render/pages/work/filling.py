"""填写表单: how to fill in a form, and the way to each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from meidang.kinds import KINDS, Kind
from meidang.render.pages import markup
from meidang.render.pages.addresses import FILLING
from meidang.render.pages.book import Book
from meidang.render.pages.heads import form_link, stamp
from meidang.render.pages.page import Page

_TITLE = "填写表单"
_HOW = (
    "在网页上点“编辑”，或在下面选一类，就打开它的表单。填好后点“保存”：程序检查每一项是否写得对，"
    "原来文件里的注释、顺序都不变。"
)
_REVIEWED = "保存的修改先交给人审核，合并以后网站才显示。"
_AT_ONCE = "这是本机上的表单：保存就直接写进档案文件，网站随后更新，不经过别人审核。"


def filling_page(book: Book) -> Page:
    """Every kind with its forms."""
    parts: list[str] = []
    for words, anchor, kinds in _groups():
        parts += [markup.heading(2, words, anchor), markup.table(("种类", "表单"), _rows(kinds))]
    body = markup.blocks(
        markup.title(_TITLE), stamp(book), markup.para(_HOW + (_AT_ONCE if book.saves_at_once else _REVIEWED)), *parts
    )
    return Page(_TITLE, body, "说明")


def _groups() -> Iterator[tuple[str, str, list[Kind]]]:
    yield "档案", "records", [kind for kind in KINDS.values() if not kind.single and not kind.is_ledger]
    yield "台账", "ledgers", [kind for kind in KINDS.values() if kind.is_ledger]
    yield "机构和各种表", "tables", [kind for kind in KINDS.values() if kind.single]


def _rows(kinds: Iterable[Kind]) -> Iterator[tuple[str, str]]:
    for kind in kinds:
        if kind.single:
            yield markup.text(kind.plural), _link("打开", f"/collections/tables/entries/{kind.name}")
        else:
            there = f"/collections/{kind.name}"
            yield markup.text(kind.plural), f"{_link('打开', there)}　{_link('新建', f'{there}/new')}"


def _link(words: str, form: str) -> str:
    return f'<a href="{form_link(FILLING, form)}">{words}</a>'
