"""A template's parts and its condition against what a view offers: every slip at once, each with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from jinja2 import TemplateSyntaxError

from meidang.findings import Finding
from meidang.render.documents.check import check
from meidang.render.documents.problems import Code, problem
from meidang.render.views import Name
from meidang.render.word.balance import unbalanced
from meidang.render.word.by_docxtpl import needs_docxtpl
from meidang.render.word.engine import syntax_tree, word_source
from meidang.render.word.package import parse_xml
from meidang.render.word.places import Line, Place, excerpt, hidden, lines, part_word
from meidang.render.word.reading import Reading, read_tags

_TITLE: Final = "文档属性的标题"
_CONDITION: Final = "文档属性的主题"
#: Names that are complained about; a report shows no more.
_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Judged:
    """What is wrong with a part, how many tags it has, and whether only docxtpl can fill it."""

    findings: tuple[Finding, ...]
    tags: int = 0
    needs_docxtpl: bool = False


def judge_part(template: str, part: str, xml: bytes, known: Mapping[str, Name]) -> Judged:
    """A part as Word keeps it, and then as it will be filled: what the one does not see, the other must not do."""
    root = parse_xml(xml)
    judged = _judge(template, lines(part, root), known)
    if judged.findings:
        return judged
    if found := hidden(root):
        message = (
            f"{part_word(part)}“{excerpt(found)}”：标签在看不见的地方（修订里删去的文字、批注、公式、控件的属性之类）"
        )
        fix = "在 Word 的“审阅”里接受全部修订、删去批注，把标签移到正文的段落或格子里"
        return replace(judged, findings=(problem(Code.SYNTAX, template, message, fix),))
    return judged if _is_whole(word_source(xml), known) else replace(judged, findings=(_torn(template, part),))


def _is_whole(source: str, known: Mapping[str, Name]) -> bool:
    """Whether a source can be read, asks for nothing else, and leaves Word's structure whole for any data."""
    try:
        return unbalanced(source) is None and not check(syntax_tree(source), known)
    except TemplateSyntaxError:
        return False


def _torn(template: str, part: str) -> Finding:
    """Tags that cut Word's structure although each of them stands where it may."""
    fix = "整行循环用 {%tr … %} 独占一行，整段用 {%p … %} 独占一段；循环的头和尾放在同一层"
    return problem(Code.STRUCTURE, template, f"{part_word(part)}：标签打断了文档结构", fix)


def judge_title(template: str, title: str, known: Mapping[str, Name]) -> Judged:
    """The title of the document, which may hold tags."""
    return _judge(template, [Line(Place(_TITLE), title)], known)


def judge_condition(template: str, condition: str, known: Mapping[str, Name]) -> Judged:
    """The condition under which a document is made."""
    if "{" in condition or "%" in condition:
        fix = "条件里不写花括号，例如 条件：new_technique.given"
        return Judged((problem(Code.SYNTAX, template, f"{_CONDITION}“条件：{condition}”：条件里有花括号", fix),))
    return _judge(template, [Line(Place(_CONDITION), f"{{% if {condition} %}}{{% endif %}}")], known)


def _judge(template: str, written: list[Line], known: Mapping[str, Name]) -> Judged:
    reading = read_tags(written, syntax_tree, _namer(known))
    findings = [*_slips(template, reading), *_complaints(template, reading, known)]
    findings.sort(key=lambda found: found[0])
    return Judged(
        tuple(dict.fromkeys(finding for _, finding in findings)), len(reading.tags), needs_docxtpl(reading.tags)
    )


def _slips(template: str, reading: Reading) -> Iterator[tuple[int, Finding]]:
    for slip in reading.slips:
        code = Code.STRUCTURE if slip.is_structure else Code.SYNTAX
        yield slip.line, problem(code, template, f"{_where(reading, slip.line, slip.about)}：{slip.message}", slip.fix)


def _complaints(template: str, reading: Reading, known: Mapping[str, Name]) -> Iterator[tuple[int, Finding]]:
    if reading.tree is None:
        # Each tag can be read by itself and yet not all of them together: nothing more is known.
        if not reading.slips:
            where = reading.lines[0].place.part if reading.lines else ""
            yield 0, problem(Code.SYNTAX, template, f"{where}：标签写法有误", "检查循环和判断是否成对")
        return
    for wrong in islice(check(reading.tree, known), _MOST):
        where = _where(reading, wrong.line, wrong.about)
        yield wrong.line, problem(wrong.code, template, f"{where}：{wrong.message}", wrong.fix)


def _where(reading: Reading, number: int, about: str) -> str:
    line = reading.lines[min(max(number, 1), len(reading.lines)) - 1]
    return f"{line.place}“{excerpt(line.text, about) or excerpt(about)}”"


def _namer(known: Mapping[str, Name]) -> Callable[[str], str | None]:
    by_label = {name.label: key for key, name in known.items() if name.label}

    def path(word: str) -> str | None:
        return word if word in known else by_label.get(word)

    return path
