"""The sample as a Word document: what was drawn and why, what to bring, a check sheet for each, the signatures.

Drawn and filled like any template of ours, so that it has its header, its stamp and its seal; unlike those it serves no
record and lies in no folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from meidang import __version__
from meidang.render.drawing.package import Looks, docx
from meidang.render.drawing.word import Page, cell, cm, paragraph, row, shares, table, tag
from meidang.render.tracer.pulls import Pull, use_words, where_lines
from meidang.render.tracer.sample import METHOD, Drawn, Part, Sample
from meidang.render.word.compiled import Compiled
from meidang.render.word.package import unzip
from meidang.render.word.properties import Properties
from meidang.render.word.seal import Facts

TITLE: Final = "追踪检查调阅清单与核查表"
_PAGE: Final = Page(top=2.0, side=1.6, cover=False)
_LOOKS: Final = Looks(whose="追踪检查　种子 {{ seed }}　截至 {{ as_of }}", foot=TITLE)
_LOW: Final = cm(0.75)
#: How many characters of numbers go into a line.
_NUMBER_LINE: Final = 20
#: Lines to write down what was found.
_BLANK_LINES: Final = 6


def tracer_document(sample: Sample) -> bytes:
    """The document, sealed: kind ``tracer``, the seed as its id."""
    compiled = Compiled.of(unzip(docx(_body(), _PAGE, TITLE, _LOOKS)))
    day = sample.as_of.isoformat()
    name = f"{TITLE}（种子 {sample.seed}）"
    facts = Facts("tracer", sample.name, "", name, day, sample.revision, sample.institution, __version__)
    properties = Properties(name, sample.institution, sample.as_of, sample.revision)
    return compiled.fill(_view(sample), properties, facts)


# --- the template ----------------------------------------------------------------------------------------------------


def _body() -> str:
    return "".join((*_head(), *_drawn(), *_pulls(), *_sheets(), *_end()))


def _text(words: str, style: str = "TableText") -> str:
    return paragraph(words, style=style)


def _centred(words: str) -> str:
    return paragraph(words, style="TableCentre")


def _heads(widths: Sequence[int], words: Iterable[str]) -> str:
    cells = (cell(width, _text(one, "TableHead"), shaded=True) for width, one in zip(widths, words, strict=True))
    return row(*cells, header=True)


def _steer(widths: Sequence[int], words: str) -> str:
    """A row that only steers and is gone in the document."""
    return row(cell(sum(widths), tag(words), span=len(widths)))


def _head() -> Iterable[str]:
    label = cm(2.3)
    half = _PAGE.width // 2
    widths = [label, half - label, label, _PAGE.width - half - label]

    def pair(one: str, value: str, two: str, other: str) -> str:
        cells = (
            cell(widths[0], _text(one, "TableHead"), shaded=True),
            cell(widths[1], _text(value)),
            cell(widths[2], _text(two, "TableHead"), shaded=True),
            cell(widths[3], _text(other)),
        )
        return row(*cells, height=_LOW)

    def wide(one: str, value: str) -> str:
        head = cell(widths[0], _text(one, "TableHead"), shaded=True)
        return row(head, cell(sum(widths[1:]), _text(value), span=3), height=_LOW)

    yield paragraph("{{ institution_name }}", style="TableCentre", before=120)
    yield paragraph(TITLE, style="Subtitle")
    rows = (
        pair("种子", "{{ seed }}", "截至日期", "{{ as_of_long }}"),
        pair("范围", "{{ scope }}", "档案版本", "{{ revision }}"),
        wide("抽取", "{{ drawn }}"),
        wide("抽样方法", METHOD),
    )
    yield table(widths, *rows, caption="抽样说明")
    yield paragraph(style="Note")


def _drawn() -> Iterable[str]:
    widths = shares(_PAGE.width, [1, 4.4, 6.2, 5.4])
    yield paragraph("一、抽样结果", style="Heading1")
    yield tag("{%p for part in parts %}")
    yield paragraph("{{ part.title }}", style="Heading2")
    rows = (
        _heads(widths, ("序号", "抽取对象", "基本情况", "抽取理由")),
        _steer(widths, "{%tr for x in part.drawn %}"),
        row(
            cell(widths[0], _centred("{{ loop.index }}")),
            cell(widths[1], _text("{{ x.title }}")),
            cell(widths[2], _text("{{ x.about }}")),
            cell(widths[3], _text("{{ x.reasons }}")),
        ),
        _steer(widths, "{%tr else %}"),
        row(cell(_PAGE.width, _centred("没有抽取"), span=len(widths))),
        _steer(widths, "{%tr endfor %}"),
    )
    yield table(widths, *rows, caption="抽样结果")
    yield paragraph("{{ part.lacking }}", style="Note")
    yield tag("{%p endfor %}")


def _pulls() -> Iterable[str]:
    widths = shares(_PAGE.width, [0.95, 3.9, 3.5, 6.1, 2.2, 1.15])
    yield paragraph("二、调阅清单", style="Heading1", new_page=True)
    yield paragraph(
        "由各保管部门备齐，送到检查现场；备齐一项，在末栏打勾。同一材料用于几项的只列一次；文件在机构的文件夹里。",
        style="Note",
    )
    rows = (
        _heads(widths, ("序号", "材料", "编号", "存放处", "用于", "备齐")),
        _steer(widths, "{%tr for x in pulls %}"),
        row(
            cell(widths[0], _centred("{{ loop.index }}")),
            cell(widths[1], _text("{{ x.what }}")),
            cell(widths[2], _text("{{ x.numbers }}")),
            cell(widths[3], _text("{{ x.where }}")),
            cell(widths[4], _text("{{ x.uses }}")),
            cell(widths[5], _centred("□")),
        ),
        _steer(widths, "{%tr else %}"),
        row(cell(_PAGE.width, _centred("没有要调阅的材料"), span=len(widths))),
        _steer(widths, "{%tr endfor %}"),
    )
    yield table(widths, *rows, caption="调阅清单")
    yield paragraph(style="Note")


def _sheets() -> Iterable[str]:
    widths = shares(_PAGE.width, [0.95, 4.2, 7.45, 1.0, 1.3, 1.3, 1.6])
    yield tag("{%p for sheet in sheets %}")
    yield paragraph("三、核查表　{{ sheet.number }}", style="Heading1", new_page=True)
    yield from _subject()
    rows = (
        _heads(widths, ("序号", "核查内容", "档案所载", "符合", "不符合", "不适用", "备注")),
        _steer(widths, "{%tr for x in sheet.checks %}"),
        # Why: the verdict never stands alone on a page.
        _steer(widths, "{%tr if loop.last %}"),
        _check(widths, keep=True),
        _steer(widths, "{%tr else %}"),
        _check(widths),
        _steer(widths, "{%tr endif %}"),
        _steer(widths, "{%tr endfor %}"),
        *_signed(widths),
    )
    yield table(widths, *rows, caption="核查表")
    # Why no paragraph behind the table: the next heading is one, and an empty one might stand alone on a page.
    yield tag("{%p endfor %}")


def _check(widths: Sequence[int], *, keep: bool = False) -> str:
    """A question with its facts and boxes; ``keep``: on one page with what follows."""
    texts = (("{{ loop.index }}", "TableCentre"), ("{{ x.question }}", "TableText"), ("{{ x.facts }}", "TableText"))
    boxes = (("□", "TableCentre"),) * 3
    pairs = zip(widths, (*texts, *boxes, ("", "TableText")), strict=True)
    return row(*(cell(width, paragraph(words, style=style, keep=keep)) for width, (words, style) in pairs), height=_LOW)


def _subject() -> Iterable[str]:
    """Whom the sheet is about, and why."""
    yield paragraph("{{ sheet.title }}　{{ sheet.about }}", style="TableText")
    yield paragraph("抽取理由：{{ sheet.reasons }}", style="Note")


def _signed(widths: Sequence[int]) -> Iterable[str]:
    """The verdict, and room to sign, in the table of each sheet: they never stand on a page without its heads."""
    label, rest = sum(widths[:2]), sum(widths[2:])
    gap = "　" * 9
    pairs = {
        "结论": "□ 符合　　□ 部分符合，需整改　　□ 不符合",
        "签字": f"检查人：{gap}被检查科室：{gap}年　　月　　日",
    }
    for words, value in pairs.items():
        head = cell(label, paragraph(words, style="TableCentre", keep=True), span=2, shaded=True)
        yield row(head, cell(rest, paragraph(value, style="TableText", keep=True), span=5), height=cm(0.85))


def _end() -> Iterable[str]:
    widths = shares(_PAGE.width, [5, 3, 3, 3, 3])
    yield paragraph("四、汇总与签字", style="Heading1", new_page=True)
    rows = (
        _heads(widths, ("类别", "抽取", "符合", "部分符合", "不符合")),
        _steer(widths, "{%tr for part in parts %}"),
        row(
            cell(widths[0], _centred("{{ part.name }}")),
            cell(widths[1], _centred("{{ part.count }}")),
            *(cell(width, _text("")) for width in widths[2:]),
            height=_LOW,
        ),
        _steer(widths, "{%tr endfor %}"),
    )
    yield table(widths, *rows, caption="汇总")
    yield paragraph(style="Note")
    found = shares(_PAGE.width, [1.2, 7.4, 3.2, 2.6, 2.6])
    blank = row(*(cell(width, _text("")) for width in found), height=cm(1.1))
    heads = _heads(found, ("序号", "发现的问题", "涉及对象", "责任部门", "整改期限"))
    yield table(found, heads, *[blank] * _BLANK_LINES, caption="发现的问题")
    yield paragraph(style="Note")
    half = shares(_PAGE.width, [1, 1])
    yield table(
        half,
        row(*(_box(width, who) for width, who in zip(half, ("检查组长", "检查组成员"), strict=True)), height=cm(2)),
        row(
            *(_box(width, who) for width, who in zip(half, ("陪同人员", "被检查机构负责人"), strict=True)), height=cm(2)
        ),
        caption="签字",
    )


def _box(width: int, who: str) -> str:
    date = paragraph("年　　月　　日", style="TableText", align="right", keep=True)
    return cell(width, paragraph(f"{who}（签字）：", style="TableText", keep=True), _text(""), date)


# --- the view --------------------------------------------------------------------------------------------------------


def _view(sample: Sample) -> dict[str, Any]:
    day = sample.as_of
    return {
        "institution_name": sample.institution,
        "seed": str(sample.seed),
        "as_of": day.isoformat(),
        "as_of_long": f"{day.year}年{day.month}月{day.day}日",
        "revision": sample.revision,
        "scope": sample.scope,
        "drawn": sample.drawn_words,
        "parts": [_part_view(part) for part in sample.parts],
        "pulls": [_pull_view(pull) for pull in sample.pulls],
        "sheets": [_sheet_view(name, one) for name, one in sample.numbered],
    }


def _part_view(part: Part) -> dict[str, Any]:
    return {
        "title": part.title,
        "name": part.draw.population.title,
        "count": str(len(part.drawn)),
        "lacking": part.lacking,
        "drawn": [
            {"title": one.sheet.title, "about": one.sheet.about, "reasons": "；".join(one.pick.reasons)}
            for one in part.drawn
        ],
    }


def _pull_view(pull: Pull) -> dict[str, str]:
    return {
        "what": pull.paper.what,
        "numbers": _lines(pull.numbers),
        "where": "\n".join(where_lines(pull.paper)),
        "uses": use_words(pull.uses),
    }


def _lines(numbers: Sequence[str]) -> str:
    """Numbers in lines that a cell holds: none is broken at its hyphens."""
    lines: list[str] = []
    for one in numbers:
        if lines and len(lines[-1]) + len(one) < _NUMBER_LINE:
            lines[-1] += f"、{one}"
        else:
            lines.append(one)
    return "\n".join(lines)


def _sheet_view(name: str, one: Drawn) -> dict[str, Any]:
    return {
        "number": name,
        "title": one.sheet.title,
        "about": one.sheet.about,
        "reasons": "；".join(one.pick.reasons),
        "checks": [{"question": each.question, "facts": each.facts} for each in one.sheet.checks],
    }
