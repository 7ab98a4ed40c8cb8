"""Template files -> templates ready to be filled, or findings that name template and place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final

from meidang.findings import Finding
from meidang.kinds import KINDS, Kind
from meidang.load.nearest import nearest
from meidang.render.documents.judge import Judged, judge_condition, judge_part, judge_title
from meidang.render.documents.problems import Code, problem
from meidang.render.documents.reference import EDGE_NAMES, REFERENCE, Reference, is_edge
from meidang.render.views import Name, names
from meidang.render.word.by_docxtpl import render_by_docxtpl
from meidang.render.word.compiled import FILLED, SEALED, Compiled
from meidang.render.word.engine import environment, plain_text
from meidang.render.word.package import Corrupt, Refused, unpack
from meidang.render.word.properties import CORE, Properties, condition_of, title_of
from meidang.render.word.seal import Facts
from meidang.render.word.seal_part import seal_name
from meidang.render.word.sealing import stamped_and_sealed
from meidang.render.word.zipped import pack

_NO_IMAGES: Final[Mapping[str, bytes]] = {}
#: What documents offer beside the view.
EXTRA: Mapping[str, Name] = {"revision": Name("档案版本"), "short_code": Name("校验码"), "stamp": Name("校验码图块")}


@dataclass(frozen=True)
class Template:
    """A template that asks for nothing but what views of its kind offer; made once, filled for every record."""

    name: str
    kind: Kind
    title: str
    parts: Mapping[str, bytes]
    #: For which records it is made; for all where it is empty.
    condition: str = ""
    #: Whether only ``by_docxtpl`` fills it: it prints pictures, or a loop repeats columns.
    needs_docxtpl: bool = False

    @cached_property
    def compiled(self) -> Compiled:
        """Ready to be filled; who only checks templates does not wait for it."""
        return Compiled.of(self.parts)

    def serves(self, view: dict[str, Any]) -> bool:
        """Whether a document is made of such a view."""
        return not self.condition or plain_text(f"{{% if {self.condition} %}}1{{% endif %}}", view) == "1"

    def title_for(self, view: dict[str, Any]) -> str:
        """The document's title; a title may hold tags like any other text."""
        return plain_text(self.title, view)

    def fill(
        self, view: dict[str, Any], properties: Properties, facts: Facts, images: Mapping[str, bytes] = _NO_IMAGES
    ) -> bytes:
        """The document of a view. Raises jinja2.TemplateError.

        ``images``: what pictures are printed of, by the path that the record names.
        """
        if not self.needs_docxtpl:
            return self.compiled.fill(view, properties, facts)
        return pack({**stamped_and_sealed(self.filled(view, images), facts), CORE: properties.xml()})

    def filled(self, view: dict[str, Any], images: Mapping[str, bytes]) -> dict[str, bytes]:
        """The parts as docxtpl fills them; not sealed."""
        return render_by_docxtpl(pack(self.parts), {**view, **SEALED}, images, environment())


@dataclass(frozen=True, slots=True)
class Opened:
    """What came of the template files; ``reference`` gives policies their looks; ``tags``: how many were read."""

    templates: tuple[Template, ...]
    findings: tuple[Finding, ...]
    reference: Reference | None = None
    tags: int = 0

    def serving(self, kind: Kind) -> tuple[Template, ...]:
        """The templates of a kind."""
        return tuple(template for template in self.templates if template.kind is kind)


def open_templates(files: Mapping[str, bytes]) -> Opened:
    """Everything that can be known of templates without data; a template with findings is left out."""
    templates: list[Template] = []
    reference, judged = _open_reference(files[REFERENCE]) if REFERENCE in files else (None, Judged(()))
    findings, tags = list(judged.findings), judged.tags
    for name in sorted(set(files) - {REFERENCE}):
        template, judged = _open(name, files[name])
        wrong, tags = list(judged.findings), tags + judged.tags
        twin = next((one for one in templates if template and _clash(one, template)), None)
        if template and twin:
            message = f"标题“{template.title}”与 {twin.name} 相同，生成的文件会互相覆盖"
            wrong = [problem(Code.SAME_TITLE, name, message, "在 Word 的“文件—信息—标题”里改成另一个标题")]
        if template and not wrong:
            templates.append(template)
        findings += wrong
    return Opened(tuple(templates), tuple(findings), reference, tags)


def _clash(one: Template, other: Template) -> bool:
    return (one.kind.name, one.title) == (other.kind.name, other.title)


@lru_cache(maxsize=512)
def _open(name: str, content: bytes) -> tuple[Template | None, Judged]:
    kind = KINDS.get(name.split(".", maxsplit=1)[0])
    if kind is None or kind.is_table:
        return None, Judged((_bad_name(name),))
    parts, refused = _unpacked(name, content)
    if refused:
        return None, Judged(tuple(refused))
    title, condition = title_of(parts) or kind.title, condition_of(parts)
    known = {**names(kind), **EXTRA}
    judged = [judge_title(name, title, known), *([judge_condition(name, condition, known)] if condition else [])]
    judged += [judge_part(name, part, xml, known) for part, xml in parts.items() if FILLED.fullmatch(part)]
    findings, tags = tuple(one for each in judged for one in each.findings), sum(each.tags for each in judged)
    if findings:
        return None, Judged(findings, tags)
    by_docxtpl = any(each.needs_docxtpl for each in judged)
    return Template(name, kind, title, parts, condition, by_docxtpl), Judged((), tags)


def _open_reference(content: bytes) -> tuple[Reference | None, Judged]:
    """A reference document is filled at its edges only; its text is not used."""
    parts, wrong = _unpacked(REFERENCE, content)
    judged = [judge_part(REFERENCE, part, xml, EDGE_NAMES) for part, xml in parts.items() if is_edge(part)]
    findings = (*wrong, *(one for each in judged for one in each.findings))
    return None if findings else Reference(content), Judged(findings, sum(each.tags for each in judged))


def _unpacked(name: str, content: bytes) -> tuple[Mapping[str, bytes], list[Finding]]:
    try:
        parts = unpack(content)
        if seal_name(parts) is None:
            return parts, []
        # Why: what it says of one record would stand in the documents of all.
        fix = "用 meidang template new 新建一份，或从自带的模板改起"
        return {}, [problem(Code.REFUSED, name, "不能用作模板：它是美档生成的一份文件，写的是一份档案的内容", fix)]
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
