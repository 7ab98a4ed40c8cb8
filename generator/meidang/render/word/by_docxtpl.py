"""A template filled by docxtpl itself, for what our own filling does not do: pictures, and columns that a loop repeats.

The language, its sandbox and the escaping are ours; docxtpl adds pictures to the package and mends the tables' grids.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from docx.shared import Cm
from docxtpl import DocxTemplate, InlineImage
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from meidang.render.word.blocks import MAIN
from meidang.render.word.engine import patched
from meidang.render.word.filters import text_of
from meidang.render.word.mending import mended
from meidang.render.word.names import w
from meidang.render.word.package import parse_xml, unzip
from meidang.render.word.room import PRINTED
from meidang.render.word.sealing import RELATION
from meidang.render.word.stamp import end_of_text, stamp_xml
from meidang.render.word.tags import Tag

#: A paragraph that only says where the stamp goes, and what marks the place.
_STAMP: Final = re.compile(r"\s*\{\{\s*stamp\s*\}\}\s*")
_HERE: Final = "meidang-stamp"


def needs_docxtpl(tags: Iterable[Tag]) -> bool:
    """Whether these tags ask for what only docxtpl does."""
    return any(tag.level == "tc" or PRINTED.search(tag.rest) for tag in tags)


def stamped(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """A template's parts with the stamp where ``{{ stamp }}`` stands, at the end where it stands nowhere."""
    root = parse_xml(parts[MAIN])
    paragraphs = root.iter(w("p"))
    found = next((one for one in paragraphs if _STAMP.fullmatch("".join(t.text or "" for t in one.iter(w("t"))))), None)
    if found is not None and (around := found.getparent()) is not None:
        around.replace(found, etree.Comment(_HERE))
    xml, block, mark = etree.tostring(root, encoding="unicode"), stamp_xml(RELATION), f"<!--{_HERE}-->"
    at = xml.index(mark) if found is not None else end_of_text(xml)
    return {**parts, MAIN: (xml[:at] + block + xml[at:].removeprefix(mark)).encode()}


def render_by_docxtpl(
    template: bytes, view: Mapping[str, Any], pictures: Mapping[str, bytes], environment: SandboxedEnvironment
) -> dict[str, bytes]:
    """The parts of the document. Raises jinja2.TemplateError, and etree.XMLSyntaxError where tags cut the structure.

    ``pictures``: PNG or JPEG by the path that the record names; one that is not there is printed as nothing.
    """
    document = _Document(BytesIO(template))
    document.render(dict(view), _with_pictures(environment, document, pictures))
    saved = BytesIO()
    document.docx.save(saved)
    return dict(unzip(saved.getvalue()))


class _Document(DocxTemplate):  # type: ignore[misc]  # docxtpl ships no types
    """docxtpl without what loses or changes text: no repair, no codes of its own in what records say."""

    def patch_xml(self, src_xml: str) -> str:
        """A part as the template language reads it."""
        return patched(src_xml, super().patch_xml)

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        """A part filled; strictly XML, or an error."""
        self.current_rendering_part = part
        text = mended(jinja_env.from_string(src_xml).render(context))
        parse_xml(text)
        return text

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:
        """Properties are written by whoever packs the parts."""


class _Picture(InlineImage):  # type: ignore[misc]  # docxtpl ships no types
    """A picture with words for those who do not see it."""

    def __init__(self, document: _Document, content: bytes, width: float, words: str) -> None:
        super().__init__(document, BytesIO(content), width=Cm(width))
        self.words = words

    def __str__(self) -> str:
        """The XML that closes the run, shows the picture and opens a run."""
        xml: str = self._insert_image()
        return xml.replace("<wp:docPr ", f"<wp:docPr descr={quoteattr(self.words)} ", 1)


def _with_pictures(
    environment: SandboxedEnvironment, document: _Document, pictures: Mapping[str, bytes]
) -> SandboxedEnvironment:
    written: Callable[[object], str] = environment.finalize or str

    def picture(value: Any, width: float) -> Any:
        path = text_of(value)
        return _Picture(document, pictures[path], width, PurePosixPath(path).stem) if path in pictures else ""

    def finalize(value: object) -> str:
        return str(value) if isinstance(value, _Picture) else written(value)

    extended = environment.overlay(finalize=finalize)
    extended.filters = {**environment.filters, "picture": picture}
    return extended
