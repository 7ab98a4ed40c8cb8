"""A tracer's sample as HTML: for its page on the site, and as a page by itself that a command writes.

``site/assets/javascripts/tracer.js`` makes the same of a seed that somebody types; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from meidang.render.pages import markup
from meidang.render.tracer.pulls import Pull, use_words, where_lines
from meidang.render.tracer.sample import METHOD, Drawn, Part, Sample
from meidang.render.tracer.sheet import Place
from meidang.render.tracer.word import TITLE

#: Makes a link of a place and its words, or just the words.
Link = Callable[[Place, str], str]
DRAWN_HEADS: Final = ("序号", "抽取对象", "基本情况", "抽取理由")
PULL_HEADS: Final = ("序号", "材料", "编号", "存放处", "用于", "备齐")
CHECK_HEADS: Final = ("序号", "核查内容", "档案所载", "符合", "不符合", "不适用", "备注")
VERDICT: Final = "结论：□ 符合　□ 部分符合，需整改　□ 不符合"
SIGNS: Final = ("检查人", "被检查科室", "日期")
LAST_SIGNS: Final = ("检查组长", "检查组成员", "被检查机构负责人", "日期")
BOX: Final = "□"


def sample_html(sample: Sample, link: Link) -> str:
    """What was drawn and why, what to bring, a check sheet for each, room to sign."""
    return "\n".join(
        (
            "<h2>抽样结果</h2>",
            markup.facts(_facts(sample)),
            *(_part(part, link) for part in sample.parts),
            "<h2>调阅清单</h2>",
            _table(PULL_HEADS, (_pull(number, pull, link) for number, pull in enumerate(sample.pulls, 1)), "pulls"),
            "<h2>核查表</h2>",
            *(_sheet(name, one, link) for name, one in sample.numbered),
            f'<section class="check-sheet">\n<h3>汇总与签字</h3>\n{_lines(LAST_SIGNS)}\n</section>',
        )
    )


def _facts(sample: Sample) -> Iterator[tuple[str, str]]:
    yield "种子", str(sample.seed)
    yield "截至日期", markup.day(sample.as_of)
    yield "范围", markup.text(sample.scope)
    yield "档案版本", markup.text(sample.revision)
    yield "抽取", markup.text(sample.drawn_words)


def _table(heads: tuple[str, ...], rows: Iterator[tuple[str, ...]], style: str) -> str:
    return f'<div class="tracer-{style}">\n{markup.table(heads, rows)}\n</div>'


def _part(part: Part, link: Link) -> str:
    rows = (
        (str(number), link(one.sheet.place, one.sheet.title), markup.text(one.sheet.about), _reasons(one))
        for number, one in enumerate(part.drawn, 1)
    )
    table = _table(DRAWN_HEADS, rows, "drawn") if part.drawn else ""
    lacking = markup.para(markup.text(part.lacking), "lacking") if part.lacking else ""
    return "\n".join(filter(None, (f"<h3>{markup.text(part.title)}</h3>", table, lacking)))


def _reasons(one: Drawn) -> str:
    return markup.text("；".join(one.pick.reasons))


def _pull(number: int, pull: Pull, link: Link) -> tuple[str, ...]:
    return (
        str(number),
        link(pull.paper.place, pull.paper.what),
        _numbers(pull.numbers),
        "<br>".join(markup.text(line) for line in where_lines(pull.paper)),
        markup.text(use_words(pull.uses)),
        BOX,
    )


def _numbers(numbers: tuple[str, ...]) -> str:
    """Numbers that break between them and not inside, as far as there is room."""
    marked = [f"{one}、" for one in numbers[:-1]] + list(numbers[-1:])
    return "".join(f"<span>{markup.text(one)}</span>" for one in marked)


def _sheet(name: str, one: Drawn, link: Link) -> str:
    rows = (
        (str(number), markup.text(each.question), markup.text(each.facts), BOX, BOX, BOX, "")
        for number, each in enumerate(one.sheet.checks, 1)
    )
    return "\n".join(
        (
            '<section class="check-sheet">',
            f"<h3>{name}　{link(one.sheet.place, one.sheet.title)}</h3>",
            markup.para(markup.text(one.sheet.about)),
            markup.para(f"抽取理由：{_reasons(one)}"),
            _table(CHECK_HEADS, rows, "checks"),
            markup.para(VERDICT),
            _lines(SIGNS),
            "</section>",
        )
    )


def _lines(who: tuple[str, ...]) -> str:
    """Room to sign."""
    return markup.para("".join(f"<span>{one}：</span>" for one in who), "signs")


# --- a page by itself ------------------------------------------------------------------------------------------------

_STYLE: Final = """
:root { color-scheme: light dark; font: 15px/1.6 sans-serif; }
body { max-width: 60rem; margin: 1.5rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.2rem; margin-top: 2rem; } h3 { font-size: 1.05rem; }
table { width: 100%; border-collapse: collapse; font-size: .87rem; }
th, td { border: 1px solid; padding: .25rem .4rem; text-align: left; overflow-wrap: anywhere; }
thead th, td:first-child { text-align: center; white-space: nowrap; }
td > span { display: inline-block; } .facts th { width: 6em; }
.tracer-checks td:nth-child(2) { width: 28%; } .tracer-checks td:nth-child(7) { min-width: 4em; }
:is(.tracer-checks td:nth-child(n+4):nth-child(-n+6), .tracer-pulls td:nth-child(6)) { text-align: center; }
.scroll { overflow-x: auto; } :is(.tracer-pulls, .tracer-checks) table { min-width: 40rem; }
.tracer-pulls table { table-layout: fixed; } .tracer-pulls th:nth-child(1) { width: 2.4em; }
.tracer-pulls th:is(:nth-child(2), :nth-child(3)) { width: 23%; } .tracer-pulls th:nth-child(4) { width: 30%; }
.tracer-pulls th:nth-child(6) { width: 2.4em; }
.signs { display: grid; grid-template-columns: repeat(4, 1fr); gap: 2rem 1rem; margin-top: 1.5rem; }
.signs span { border-bottom: 1px solid; padding-bottom: 1.2rem; }
@page { size: A4; margin: 16mm 14mm; @bottom-center { content: counter(page) " / " counter(pages); font-size: 8pt; } }
@media print {
  :root { font-size: 9.5pt; line-height: 1.4; } body { max-width: none; margin: 0; padding: 0; }
  .scroll { overflow: visible; } .scroll > table:nth-child(n) { min-width: 0; }
  .check-sheet { break-before: page; } tr, .signs { break-inside: avoid; } thead { display: table-header-group; }
}
"""


def standalone(sample: Sample) -> bytes:
    """The sample as one HTML file without links, to read and print by itself."""
    name = markup.text(sample.institution)
    body = sample_html(sample, lambda _, words: markup.text(words))
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{TITLE}（种子 {sample.seed}）</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<p>{name}</p>\n<h1>{TITLE}</h1>\n<p>{METHOD}</p>\n{body}\n</body>\n</html>\n"
    ).encode()
