"""The change register as a Word document, drawn and filled like any template of ours, with header, stamp and seal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from meidang import __version__
from meidang.consequences import Consequences, foremost, summary
from meidang.findings import Finding
from meidang.render.change_register.rows import Row, rows
from meidang.render.drawing.package import Looks, docx
from meidang.render.drawing.word import Page, cell, cm, paragraph, row, shares, table, tag
from meidang.render.word.compiled import Compiled
from meidang.render.word.package import unzip
from meidang.render.word.properties import Properties
from meidang.render.word.seal import Facts

TITLE: Final = "档案变更登记表"
#: What the seal calls it.
KIND: Final = "change_register"
_PAGE: Final = Page(top=2.0, side=1.6, cover=False)
_LOOKS: Final = Looks(whose="{{ revision }}　截至 {{ as_of }}", foot=TITLE)
_LOW: Final = cm(0.75)
#: So many lines of a sort are told; the rest is counted.
_MOST: Final = 15
#: What the columns of the register hold, behind the number.
_NAMES: Final = ("subject", "content", "changed_on", "owner", "done_by", "planned")


def change_register(of: Consequences) -> bytes:
    """The document, sealed: kind ``change_register``, both versions as its id."""
    compiled = Compiled.of(unzip(docx(_body(), _PAGE, TITLE, _LOOKS)))
    day = of.as_of.isoformat()
    facts = Facts(
        KIND, f"{of.base.revision}-{of.head.revision}", "", TITLE, day, of.head.revision, of.institution, __version__
    )
    return compiled.fill(_view(of), Properties(TITLE, of.institution, of.as_of, of.head.revision), facts)


# --- the template ----------------------------------------------------------------------------------------------------


def _body() -> str:
    return "".join((*_head(), *_register(), *_follows(), *_end()))


def _text(words: str, style: str = "TableText", *, keep: bool = False) -> str:
    return paragraph(words, style=style, keep=keep)


def _heads(widths: Sequence[int], words: Iterable[str]) -> str:
    cells = (cell(width, _text(one, "TableHead"), shaded=True) for width, one in zip(widths, words, strict=True))
    return row(*cells, header=True)


def _steer(widths: Sequence[int], words: str) -> str:
    """A row that only steers and is gone in the document."""
    return row(cell(sum(widths), tag(words), span=len(widths)))


def _head() -> Iterator[str]:
    label = cm(2.3)
    widths = [label, _PAGE.width - label]
    yield paragraph("{{ institution_name }}", style="TableCentre", before=120)
    yield paragraph(TITLE, style="Subtitle")
    pairs = {
        "改动前": "{{ before }}",
        "改动后": "{{ after }}",
        "判断日期": "{{ as_of_long }}",
        "要点": "{{ summary }}",
    }
    lines = (
        row(cell(widths[0], _text(one, "TableHead"), shaded=True), cell(widths[1], _text(value)), height=_LOW)
        for one, value in pairs.items()
    )
    yield table(widths, *lines, caption="说明")


def _register() -> Iterator[str]:
    widths = shares(_PAGE.width, [0.95, 2.9, 6.2, 2.1, 2.5, 1.6, 2.6])
    heads = ("序号", "变更对象", "变更内容", "变更日期", "责任职能部门", "完成人", "计划/登记日期")
    yield paragraph("一、变更登记", style="Heading1")
    cells = [cell(width, _text(f"{{{{ x.{name} }}}}")) for width, name in zip(widths[1:], _NAMES, strict=True)]
    number = cell(widths[0], _text("{{ loop.index }}", "TableCentre"))
    rows_ = (
        _heads(widths, heads),
        _steer(widths, "{%tr for x in rows %}"),
        _steer(widths, "{%tr if x.is_long %}"),
        row(number, *cells, height=_LOW, whole=False),
        _steer(widths, "{%tr else %}"),
        row(number, *cells, height=_LOW),
        _steer(widths, "{%tr endif %}"),
        _steer(widths, "{%tr else %}"),
        row(cell(_PAGE.width, _text("没有档案改动", "TableCentre"), span=len(widths))),
        _steer(widths, "{%tr endfor %}"),
    )
    yield table(widths, *rows_, caption="变更登记")
    yield paragraph(
        "变更对象、内容由两个版本比较得出；档案的“变更登记”里写了的，日期、部门、完成人和计划日期照录，空白处由完成人填写。",
        style="Note",
    )


def _follows() -> Iterator[str]:
    widths = shares(_PAGE.width, [3.2, 13.8])
    yield paragraph("二、由此带来的变化", style="Heading1")
    lines = (
        _heads(widths, ("类别", "内容")),
        _steer(widths, "{%tr for x in effects %}"),
        row(cell(widths[0], _text("{{ x.title }}")), cell(widths[1], _text("{{ x.lines }}")), height=_LOW, whole=False),
        _steer(widths, "{%tr else %}"),
        row(cell(_PAGE.width, _text("没有", "TableCentre"), span=len(widths))),
        _steer(widths, "{%tr endfor %}"),
    )
    yield table(widths, *lines, caption="由此带来的变化")


def _end() -> Iterator[str]:
    third = shares(_PAGE.width, [1, 1, 1])
    who = ("完成人", "责任职能部门负责人", "档案管理员")
    yield paragraph("三、签字", style="Heading1")
    boxes = (_box(width, one) for width, one in zip(third, who, strict=True))
    yield table(third, row(*boxes, height=cm(2)), caption="签字")


def _box(width: int, who: str) -> str:
    date = paragraph("年　　月　　日", style="TableText", align="right", keep=True)
    return cell(width, _text(f"{who}（签字）：", keep=True), _text(""), date)


# --- the view --------------------------------------------------------------------------------------------------------


def _view(of: Consequences) -> dict[str, Any]:
    day = of.as_of
    return {
        "institution_name": of.institution,
        "before": of.base.called,
        "after": of.head.called,
        "as_of": day.isoformat(),
        "as_of_long": f"{day.year}年{day.month}月{day.day}日",
        "revision": of.head.revision,
        "summary": "\n".join(f"{one}。" for one in summary(of)),
        "rows": [_row_view(one) for one in rows(of)],
        "effects": [{"title": title, "lines": "\n".join(_shown(lines))} for title, lines in _effects(of) if lines],
    }


def _shown(lines: Sequence[str]) -> Iterator[str]:
    """The first of many: what is signed must stay readable."""
    yield from lines[:_MOST]
    if len(lines) > _MOST:
        yield f"……以及另外 {len(lines) - _MOST} 条"


def _row_view(one: Row) -> dict[str, Any]:
    return {name: getattr(one, name) for name in (*_NAMES, "is_long")}


def _effects(of: Consequences) -> Iterator[tuple[str, Sequence[str]]]:
    yield "数据错误", [f"{one.location}：{one.message}" for one in of.errors]
    told, rest = foremost(of)
    yield "要事", [one.sentence for one in (*told, *rest)]
    yield "新出现的问题", [_finding(one) for one in of.findings.came]
    yield "加重的问题", [_finding(one.after) for one in of.findings.worse]
    yield "消除的问题", [_finding(one) for one in of.findings.went]
    yield "评审条款", [one.sentence for one in of.clauses]
    yield "Word 文档", [f"{'改名' if one.is_renamed else one.sort}：{one.title}" for one in of.papers.documents]
    yield "Excel 台账", [f"{one.sort}：{one.title}" for one in of.papers.workbooks]
    yield "机构卷宗", [*(one.sentence for one in of.papers.parts), *(["次序有调整"] if of.papers.is_reordered else ())]
    yield "文档模板", [f"{one.mark}：{one.called}" for one in of.papers.templates]
    yield "附件", [f"{one.mark}：{one.called}" for one in of.papers.attachments]


def _finding(one: Finding) -> str:
    return f"{one.severity.label} {one.code}：{one.message}"
