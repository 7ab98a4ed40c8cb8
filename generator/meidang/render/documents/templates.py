"""Template files -> templates ready to be filled, or findings that name template and place."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final

from meidang.findings import Finding
from meidang.kinds import Kind
from meidang.render.documents.file_names import bad_name, kind_of
from meidang.render.documents.judge import Judged, judge_condition, judge_part, judge_subject, judge_title
from meidang.render.documents.problems import Code, problem
from meidang.render.documents.reference import EDGE_NAMES, REFERENCE, Reference, is_edge
from meidang.render.views import Name, names
from meidang.render.word.by_docxtpl import render_by_docxtpl, stamped
from meidang.render.word.compiled import FILLED, SEALED, Compiled
from meidang.render.word.engine import environment, plain_text
from meidang.render.word.package import Corrupt, Refused, unpack
from meidang.render.word.properties import CORE, Properties, condition_of, subject_of, title_of
from meidang.render.word.room import with_room
from meidang.render.word.seal import Facts
from meidang.render.word.seal_part import seal_name
from meidang.render.word.sealing import sealed
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

    @cached_property
    def _stamped(self) -> Mapping[str, bytes]:
        return stamped(self.parts)

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
        filled = render_by_docxtpl(pack(self._stamped), {**view, **SEALED}, images, environment())
        return pack({**sealed(filled, facts), CORE: properties.xml()})

    def filled(self, view: dict[str, Any], images: Mapping[str, bytes]) -> dict[str, bytes]:
        """The parts as docxtpl fills them; neither stamped nor sealed."""
        return render_by_docxtpl(pack(self.parts), {**view, **SEALED}, images, environment())


@dataclass(frozen=True, slots=True)
class Opened:
    """What came of the template files; ``reference`` gives policies their looks; ``tags``: how many were read.

    ``notices``: what may not be meant, and stops nothing.
    """

    templates: tuple[Template, ...]
    findings: tuple[Finding, ...]
    reference: Reference | None = None
    tags: int = 0
    notices: tuple[Finding, ...] = ()

    def serving(self, kind: Kind) -> tuple[Template, ...]:
        """The templates of a kind."""
        return tuple(template for template in self.templates if template.kind is kind)


def open_templates(files: Mapping[str, bytes], beside: Collection[str] = ()) -> Opened:
    """Everything that can be known of templates without data; a template with findings is left out.

    ``beside``: names of other files that lie there.
    """
    templates: list[Template] = []
    reference, judged = _open_reference(files[REFERENCE]) if REFERENCE in files else (None, Judged(()))
    findings, tags, notices = list(judged.findings), judged.tags, list(judged.notices)
    for name in sorted(set(files) - {REFERENCE}):
        if kind_of(name) is None:
            findings.append(bad_name(name, {*files, *beside}))
            continue
        template, judged = _open(name, files[name])
        wrong, tags = list(judged.findings), tags + judged.tags
        notices += judged.notices
        twin = next((one for one in templates if template and _clash(one, template)), None)
        if template and twin:
            message = f"标题“{template.title}”与 {twin.name} 相同，生成的文件会互相覆盖"
            wrong = [problem(Code.SAME_TITLE, name, message, "在 Word 的“文件—信息—标题”里改成另一个标题")]
        if template and not wrong:
            templates.append(template)
        findings += wrong
    return Opened(tuple(templates), tuple(findings), reference, tags, tuple(notices))


def _clash(one: Template, other: Template) -> bool:
    return (one.kind.name, one.title) == (other.kind.name, other.title)


@lru_cache(maxsize=512)
def _open(name: str, content: bytes) -> tuple[Template | None, Judged]:
    kind, (parts, refused) = kind_of(name), _unpacked(name, content)
    if kind is None or refused:
        return None, Judged(tuple(refused))
    title, condition = title_of(parts) or kind.title, condition_of(parts)
    known = {**names(kind), **EXTRA}
    judged = [judge_title(name, title, known)]
    judged.append(
        judge_condition(name, condition, known) if condition else judge_subject(name, subject_of(parts), known)
    )
    judged += [judge_part(name, part, xml, known) for part, xml in parts.items() if FILLED.fullmatch(part)]
    whole = Judged.of(judged)
    if whole.findings:
        return None, whole
    return Template(name, kind, title, with_room(parts), condition, whole.needs_docxtpl), whole


def _open_reference(content: bytes) -> tuple[Reference | None, Judged]:
    """A reference document is filled at its edges only; its text is not used."""
    parts, wrong = _unpacked(REFERENCE, content)
    judged = [judge_part(REFERENCE, part, xml, EDGE_NAMES) for part, xml in parts.items() if is_edge(part)]
    whole = Judged.of([Judged(tuple(wrong)), *judged])
    if whole.findings:
        return None, whole
    roomy = with_room(parts)
    return Reference(content if roomy is parts else pack(roomy)), whole


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
