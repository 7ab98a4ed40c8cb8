"""The one place that owns the template language: a sandbox without functions, and Word's XML before and after it.

docxtpl's tags (``{{ }}``, ``{%p %}``, ``{%tr %}`` …) are understood by docxtpl; filling and packing are ours, because
docxtpl parses with ``recover=True``, which loses text silently, and stamps times.
Why no worker with time and memory limits: ``check`` lets through only look-ups, conditions and loops over the view, at
most two of them crossed, so that the cost is bounded by the record.
"""

from __future__ import annotations

import re
from typing import Any, Final, NoReturn
from xml.sax.saxutils import escape

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, nodes
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS, do_mark_safe
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from meidang.render.escape import xml_text
from meidang.render.word.package import WORD, parse_xml

#: The filters that a template may use.
ALLOWED_FILTERS: Final = ("length", "trim", "upper")
#: What a loop says of itself.
LOOP_NAMES: Final = ("index", "index0", "revindex", "first", "last", "length")

_P, _TR, _TBL, _TC = (f"{{{WORD}}}{name}" for name in ("p", "tr", "tbl", "tc"))
_DOC_PR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
#: Ids that Word gives to paragraphs; a loop would repeat them.
_PARAGRAPH_IDS = re.compile(r' w14:(paraId|textId)="[^"]*"')
_BREAK: Final = '</w:t><w:br/><w:t xml:space="preserve">'
#: Escaped too, for tags inside an attribute.
_ATTRIBUTE: Final = {'"': "&quot;"}
_TAB: Final = '</w:t><w:tab/><w:t xml:space="preserve">'


class Sandbox(ImmutableSandboxedEnvironment):
    """Looks only into dicts and lists, so that a field called ``items`` is a field; calls nothing."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """``obj.attribute``."""
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        if isinstance(obj, LoopContext) and attribute in LOOP_NAMES:
            return getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """``obj[argument]``."""
        if isinstance(obj, list) and isinstance(argument, int) and -len(obj) <= argument < len(obj):
            return obj[argument]
        return self.getattr(obj, str(argument))

    def call(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Nothing may be called."""
        raise SecurityError("calls are not allowed")


def _environment(finalize: Any, *, autoescape: bool) -> Sandbox:
    environment = Sandbox(autoescape=autoescape, undefined=StrictUndefined, finalize=finalize)
    environment.globals.clear()
    environment.filters = {name: FILTERS[name] for name in ALLOWED_FILTERS}
    environment.tests.clear()
    return environment


def word_text(value: object) -> object:
    """A value inside ``<w:t>``: as written, its lines and tabs as Word's own; marked as escaped."""
    text = xml_text("" if value is None else str(value)).replace("\r\n", "\n").replace("\r", "\n")
    return do_mark_safe(escape(text, _ATTRIBUTE).replace("\n", _BREAK).replace("\t", _TAB))


def _plain_text(value: object) -> str:
    return " ".join(("" if value is None else str(value)).split())


_WORD: Final = _environment(word_text, autoescape=True)
_PLAIN: Final = _environment(_plain_text, autoescape=False)
_DOCXTPL: Final = DocxTemplate("")


def word_source(part: bytes) -> str:
    """A part as the template language reads it, each paragraph on a line of its own. Raises etree.XMLSyntaxError."""
    xml = etree.tostring(parse_xml(part), encoding="unicode").replace("\n", " ")
    patched: str = _DOCXTPL.patch_xml(_PARAGRAPH_IDS.sub("", xml))
    return re.sub(r"(?=<w:p[ >])", "\n", patched)


def syntax_tree(source: str) -> nodes.Template:
    """What a source asks for. Raises jinja2.TemplateSyntaxError."""
    return _WORD.parse(source)


def compiled(tree: nodes.Template) -> Template:
    """A part ready to be filled."""
    return _WORD.from_string(tree)


def plain_text(source: str, view: dict[str, Any]) -> str:
    """A text outside Word's parts, filled: one line, not escaped."""
    return _PLAIN.from_string(source).render(view).strip()


def parsed(xml: str) -> etree._Element:
    """A filled source as XML, strictly. Raises etree.XMLSyntaxError where tags cut the structure."""
    root = parse_xml(xml)
    _mend(root)
    return root


def rendered(template: Template, view: dict[str, Any]) -> bytes:
    """A part filled with a view. Raises jinja2.TemplateError or etree.XMLSyntaxError."""
    root = parsed(template.render(view).replace("\n", ""))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def _mend(root: etree._Element) -> None:
    """What conditions and loops may leave behind and Word refuses: tables without rows, cells without a paragraph."""
    for table in list(root.iter(_TBL)):
        parent = table.getparent()
        if table.find(_TR) is None and parent is not None:
            parent.remove(table)
    for cell in root.iter(_TC):
        if len(cell) == 0 or cell[-1].tag != _P:
            cell.append(cell.makeelement(_P))
    for number, drawing in enumerate(root.iter(_DOC_PR), start=1):
        drawing.set("id", str(number))
