"""A template's parts and its condition against what a view offers: every slip at once, each with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from jinja2 import TemplateSyntaxError

from meidang.findings import Finding
from meidang.load.nearest import nearest
from meidang.render.documents.check import check
from meidang.render.documents.problems import Code, notice, problem
from meidang.render.views import Name
from meidang.render.word.balance import unbalanced
from meidang.render.word.by_docxtpl import needs_docxtpl
from meidang.render.word.engine import syntax_tree, word_source
from meidang.render.word.package import parse_xml
from meidang.render.word.places import Line, Place, excerpt, hidden, lines, part_word
from meidang.render.word.reading import Reading, read_tags
from meidang.render.word.room import PRINTED, cell_width
from meidang.render.word.tags import QUOTES

_TITLE: Final = "文档属性的标题"
_CONDITION: Final = "文档属性的主题"
#: The tag that a condition is read as.
_AS_TAG: Final = re.compile(r"\{% if (.*?) %\}(?:\{% endif %\})?")
#: A subject that could be a condition: a name, perhaps denied or compared with a word.
_MEANT: Final = re.compile(
    r"(?P<before>not )?(?P<name>\w+)(?P<behind>(?:\.\w+)*(?:\s*[=!]=\s*(?:\"[^\"]*\"|'[^']*'))?)"
)
#: What a cell keeps free beside its text, in centimetres.
_EDGE: Final = 0.2
#: Names that are complained about; a report shows no more.
_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Judged:
    """What is wrong with a part, how many tags it has, and whether only docxtpl can fill it.

    ``notices``: what may not be meant, and stops nothing.
    """

    findings: tuple[Finding, ...]
    tags: int = 0
    needs_docxtpl: bool = False
    notices: tuple[Finding, ...] = ()

    @classmethod
    def of(cls, parts: Sequence[Judged]) -> Judged:
        """All parts of a template together."""
        return cls(
            tuple(one for each in parts for one in each.findings),
            sum(each.tags for each in parts),
            any(each.needs_docxtpl for each in parts),
            tuple(one for each in parts for one in each.notices),
        )


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
    written = Line(Place(_CONDITION), f"{{% if {condition} %}}{{% endif %}}", shown=f"条件：{condition}")
    judged = _judge(template, [written], known)
    return replace(judged, findings=tuple(map(_without_tags, judged.findings)))


def _without_tags(finding: Finding) -> Finding:
    """A condition's tag is ours; nobody typed it."""
    message, fix = (_AS_TAG.sub(r"\1", text) for text in (finding.message, finding.fix))
    return replace(finding, message=message, fix=fix)


def judge_subject(template: str, subject: str, known: Mapping[str, Name]) -> Judged:
    """A subject that is no condition, though somebody may have meant one."""
    plain = subject.translate(QUOTES).strip("{}% ").removeprefix("if ")
    found = _MEANT.fullmatch(plain.removeprefix("条件").lstrip("；;，, "))
    words = {word: key for key, name in known.items() for word in (key, name.label) if word}
    close = (found["name"] if found["name"] in words else nearest(found["name"], words)) if found else None
    if not found or not close or not (found["name"] in words or found["name"].isascii() or plain.startswith("条件")):
        return Judged(())
    message = f"{_CONDITION}“{excerpt(subject)}”：像是条件，但没有写“条件：”，所以每一条记录都会生成一份"
    condition = f"{found['before'] or ''}{words[close]}{found['behind']}"
    fix = f"只为部分记录生成，写成 条件：{condition}；不是条件，就不用改"
    return Judged((), notices=(notice(template, message, fix),))


def _judge(template: str, written: list[Line], known: Mapping[str, Name]) -> Judged:
    reading = read_tags(written, syntax_tree, _namer(known))
    findings = [*_slips(template, reading), *_complaints(template, reading, known)]
    findings.sort(key=lambda found: found[0])
    return Judged(
        tuple(dict.fromkeys(finding for _, finding in findings)),
        len(reading.tags),
        needs_docxtpl(reading.tags),
        tuple(_too_wide(template, reading)),
    )


def _too_wide(template: str, reading: Reading) -> Iterator[Finding]:
    """Pictures that are wider than the cell in which they are printed."""
    for tag in reading.tags:
        printed, cell = PRINTED.search(tag.rest), reading.lines[tag.line - 1].place.cell
        width = None if cell is None or tag.level == "tc" else cell_width(cell)
        if not printed or not printed[1] or width is None or float(printed[1]) <= width:
            continue
        where, fits = _where(reading, tag.line, tag.written), max(round(width - _EDGE, 1), 0.1)
        message = f"{where}：图片宽 {printed[1]} 厘米，单元格只有 {width:.1f} 厘米，放不下的部分会被裁掉"
        yield notice(template, message, f"把这一列拉宽，或写成 picture({fits:g})")


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
    return f"{line.place}“{excerpt(line.shown or line.text, about) or excerpt(about)}”"


def _namer(known: Mapping[str, Name]) -> Callable[[str], str | None]:
    by_label = {name.label: key for key, name in known.items() if name.label}

    def path(word: str) -> str | None:
        return word if word in known else by_label.get(word)

    return path
