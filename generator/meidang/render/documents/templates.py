"""Template files -> templates ready to be filled, or findings that name template and place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import jinja2

from meidang.findings import Finding
from meidang.kinds import KINDS, Kind
from meidang.load.nearest import nearest
from meidang.render.documents.check import check
from meidang.render.documents.problems import Code, problem
from meidang.render.documents.reference import EDGE_NAMES, REFERENCE, Reference, is_edge
from meidang.render.views import Name, names
from meidang.render.word.balance import unbalanced
from meidang.render.word.compiled import Compiled
from meidang.render.word.engine import compiled, plain_text, syntax_tree, word_source
from meidang.render.word.package import Corrupt, Refused, unpack
from meidang.render.word.places import complaint, place, unclosed
from meidang.render.word.properties import CORE, Properties, title_of

#: Parts in which tags are read: the text itself and what stands around it.
_FILLED = re.compile(r"word/(document|header[0-9]*|footer[0-9]*|footnotes|endnotes)\.xml")
#: What documents offer beside the view.
EXTRA: Mapping[str, Name] = {"revision": Name("档案版本")}


@dataclass(frozen=True, slots=True)
class Template:
    """A template that asks for nothing but what views of its kind offer; made once, filled for every record.

    The seam for faster filling: nobody else knows how a view becomes a document.
    """

    name: str
    kind: Kind
    title: str
    compiled: Compiled

    def title_for(self, view: dict[str, Any]) -> str:
        """The document's title; a title may hold tags like any other text."""
        return plain_text(self.title, view)

    def fill(self, view: dict[str, Any], properties: Properties) -> bytes:
        """The document of a view. Raises jinja2.TemplateError."""
        return self.compiled.fill(view, properties)


@dataclass(frozen=True, slots=True)
class Opened:
    """What came of the template files; ``reference`` gives policies their looks."""

    templates: tuple[Template, ...]
    findings: tuple[Finding, ...]
    reference: Reference | None = None

    def serving(self, kind: Kind) -> tuple[Template, ...]:
        """The templates of a kind."""
        return tuple(template for template in self.templates if template.kind is kind)


def open_templates(files: Mapping[str, bytes]) -> Opened:
    """Everything that can be known of templates without data; a template with findings is left out."""
    templates: list[Template] = []
    reference, findings = _open_reference(files[REFERENCE]) if REFERENCE in files else (None, [])
    for name in sorted(set(files) - {REFERENCE}):
        template, wrong = _open(name, files[name])
        twin = next((one for one in templates if template and _clash(one, template)), None)
        if template and twin:
            message = f"标题“{template.title}”与 {twin.name} 相同，生成的文件会互相覆盖"
            wrong = [problem(Code.SAME_TITLE, name, message, "在 Word 的“文件—信息—标题”里改成另一个标题")]
        if template and not wrong:
            templates.append(template)
        findings += wrong
    return Opened(tuple(templates), tuple(findings), reference)


def _clash(one: Template, other: Template) -> bool:
    return (one.kind.name, one.title) == (other.kind.name, other.title)


def _open(name: str, content: bytes) -> tuple[Template | None, list[Finding]]:
    kind = KINDS.get(name.split(".", maxsplit=1)[0])
    if kind is None or kind.is_table:
        return None, [_bad_name(name)]
    parts, refused = _unpacked(name, content)
    if refused:
        return None, refused
    texts = {part: word_source(xml) for part, xml in parts.items() if _FILLED.fullmatch(part)}
    sources = {part: source for part, source in texts.items() if "{" in source}
    title = title_of(parts) or kind.title
    known = {**names(kind), **EXTRA}
    judged = {part: _judge(name, part, source, known) for part, source in {CORE: title, **sources}.items()}
    wrong = [finding for one in judged.values() for finding in one.findings]
    if wrong:
        return None, wrong
    filled = {part: compiled(judged[part].tree) for part in sources}
    return Template(name, kind, title, Compiled.of(parts, filled)), []


def _open_reference(content: bytes) -> tuple[Reference | None, list[Finding]]:
    """A reference document is filled at its edges only; its text is not used."""
    parts, wrong = _unpacked(REFERENCE, content)
    texts = {part: word_source(xml) for part, xml in parts.items() if is_edge(part)}
    for part, source in texts.items():
        wrong += _judge(REFERENCE, part, source, EDGE_NAMES).findings
    return (None, wrong) if wrong else (Reference(content), [])


def _unpacked(name: str, content: bytes) -> tuple[Mapping[str, bytes], list[Finding]]:
    try:
        return unpack(content), []
    except Corrupt as error:
        return {}, [problem(Code.CORRUPT, name, str(error), "在 Word 里另存为“Word 文档（*.docx）”")]
    except Refused as error:
        fix = "在 Word 里删去它，另存为不带宏的“Word 文档（*.docx）”"
        return {}, [problem(Code.REFUSED, name, f"不能用作模板：{error}", fix)]


def _bad_name(name: str) -> Finding:
    kinds = {kind.name: kind for kind in KINDS.values() if not kind.is_table}
    words = {word: kind.name for kind in kinds.values() for word in (kind.name, kind.title, kind.plural)}
    stem = name.split(".", maxsplit=1)[0]
    close = nearest(stem, words)
    listed = "、".join(f"{kind.name}（{kind.title}）" for kind in kinds.values())
    fix = f"改名为 {words[close]}.docx" if close else f"文件名以档案种类开头：{listed}"
    return problem(Code.FILE_NAME, name, f"没有“{stem}”这种档案", fix)


# --- what a source asks for ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Judged:
    """A part's syntax tree, empty where it could not be read, and what is wrong with it."""

    tree: jinja2.nodes.Template
    findings: tuple[Finding, ...]


def _judge(template: str, part: str, source: str, known: Mapping[str, Name]) -> _Judged:
    try:
        tree = syntax_tree(source)
    except jinja2.TemplateSyntaxError as error:
        open_line = unclosed(source)
        where = place(part, source, open_line or error.lineno)
        message, fix = complaint(error, is_open=open_line is not None)
        return _Judged(jinja2.nodes.Template([]), (problem(Code.SYNTAX, template, f"{where}：{message}", fix),))
    findings = list(_torn(template, part, source)) + [
        problem(wrong.code, template, f"{place(part, source, wrong.line)}：{wrong.message}", wrong.fix)
        for wrong in check(tree, known)
    ]
    return _Judged(tree, tuple(dict.fromkeys(findings)))


def _torn(template: str, part: str, source: str) -> Iterator[Finding]:
    """Tags that would cut Word's structure, for some data or for any."""
    if line := unbalanced(source):
        where = place(part, source, line)
        fix = "整行循环用 {%tr … %} 独占一行，整段用 {%p … %} 独占一段；循环的头和尾放在同一层"
        yield problem(Code.STRUCTURE, template, f"{where}：标签打断了文档结构", fix)
