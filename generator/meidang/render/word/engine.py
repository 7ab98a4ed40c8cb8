"""The one place that owns the template language: a sandbox without functions, and Word's XML before and after it.

docxtpl's tags (``{{ }}``, ``{%p %}``, ``{%tr %}`` …) are understood by docxtpl; filling and packing are ours, because
docxtpl parses with ``recover=True``, which loses text silently, and stamps times.
Why no worker with time and memory limits: ``check`` lets through only look-ups, conditions and loops over the view, at
most two of them crossed, so that the cost is bounded by the record.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, NoReturn
from xml.sax.saxutils import escape, unescape

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from meidang.render.escape import xml_text
from meidang.render.word.filters import BLANK, FILTERS
from meidang.render.word.mending import mended
from meidang.render.word.package import parse_xml
from meidang.render.word.tags import QUOTES

#: The filters that a template may use.
ALLOWED_FILTERS: Final = tuple(FILTERS)
#: What a loop says of itself.
LOOP_NAMES: Final = ("index", "index0", "revindex", "first", "last", "length")

#: Ids that Word gives to paragraphs and content controls; a loop would repeat them.
_OWN_IDS: Final = re.compile(r' w14:(?:paraId|textId)="[^"]*"|(?<=<w:sdtPr>)<w:id [^>]*/>')
_BREAK: Final = '</w:t><w:br/><w:t xml:space="preserve">'
_TAG: Final = re.compile(r"\{\{(?:(?!\}\}).)*\}\}|\{%(?:(?!%\}).)*%\}", re.DOTALL)
#: Escaped too, for tags inside an attribute.
_ATTRIBUTE: Final = {'"': "&quot;"}
_ENTITIES: Final = {"&quot;": '"', "&apos;": "'"}
#: What most values are made of: nothing that XML or Word would take for anything but itself.
_PLAIN_WORDS: Final = re.compile(r"[ -!#-%'-;=?-~\u00a0-\u1fff\u2030-\ud7ff\uf900-\ufdcf\ufe30-\ufffd]*")
_TAB: Final = '</w:t><w:tab/><w:t xml:space="preserve">'


class Sandbox(ImmutableSandboxedEnvironment):
    """Looks only into dicts and lists, so that a field called ``items`` is a field; calls nothing."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """``obj.attribute``."""
        if obj is BLANK:
            return BLANK
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        if isinstance(obj, LoopContext) and attribute in LOOP_NAMES:
            return getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """``obj[argument]``; behind a list's end there is nothing, and no fault."""
        if isinstance(obj, list) and isinstance(argument, int):
            return obj[argument] if -len(obj) <= argument < len(obj) else BLANK
        return self.getattr(obj, str(argument))

    def call(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Nothing may be called."""
        raise SecurityError("calls are not allowed")


def _sandbox(finalize: Callable[[object], str]) -> Sandbox:
    """A sandbox in which ``finalize`` writes whatever is printed.

    Why no ``autoescape``: it would go over each value a second time, and there is no way past ``finalize``.
    """
    sandbox = Sandbox(autoescape=False, undefined=StrictUndefined, finalize=finalize)
    sandbox.globals.clear()
    sandbox.filters = {name: FILTERS[name].function for name in ALLOWED_FILTERS}
    sandbox.tests.clear()
    return sandbox


def word_text(value: object) -> str:
    """A value inside ``<w:t>``: as written, its lines and tabs as Word's own."""
    if value.__class__ is str and _PLAIN_WORDS.fullmatch(value):
        return value
    text = xml_text("" if value is None else str(value)).replace("\r\n", "\n").replace("\r", "\n")
    return escape(text, _ATTRIBUTE).replace("\n", _BREAK).replace("\t", _TAB)


def _plain_text(value: object) -> str:
    return " ".join(("" if value is None else str(value)).split())


_WORD: Final = _sandbox(word_text)
_PLAIN: Final = _sandbox(_plain_text)
_DOCXTPL: Final = DocxTemplate("")


def environment() -> Sandbox:
    """The sandbox itself, for whom docxtpl fills."""
    return _WORD


def word_source(part: bytes) -> str:
    """A part as the template language reads it, each paragraph on a line of its own. Raises etree.XMLSyntaxError."""
    xml = etree.tostring(parse_xml(part), encoding="unicode")
    return re.sub(r"(?=<w:p[ >])", "\n", patched(xml, _DOCXTPL.patch_xml))


def patched(xml: str, patch_xml: Callable[[str], str]) -> str:
    """A part with its tags as the template language reads them; ``patch_xml`` is docxtpl's.

    docxtpl leaves ``&amp;`` in a tag, so that ``box("A&B")`` would never be ticked.
    """
    xml = patch_xml(_OWN_IDS.sub("", xml.replace("\n", " ")))
    return _TAG.sub(lambda tag: unescape(tag[0].translate(QUOTES), _ENTITIES), xml)


def syntax_tree(source: str) -> nodes.Template:
    """What a source asks for. Raises jinja2.TemplateSyntaxError."""
    try:
        return _WORD.parse(source)
    except RecursionError:
        raise TemplateSyntaxError("nested too deep", 1) from None


def compiled(tree: nodes.Template) -> Template:
    """A part ready to be filled."""
    return _WORD.from_string(tree)


def plain_text(source: str, view: dict[str, Any]) -> str:
    """A text outside Word's parts, filled: one line, not escaped."""
    return _plain(source).render(view).strip() if "{" in source else source.strip()


@lru_cache(maxsize=512)
def _plain(source: str) -> Template:
    return _PLAIN.from_string(_TAG.sub(lambda tag: tag[0].translate(QUOTES), source))


def rendered(template: Template, view: dict[str, Any]) -> str:
    """A part filled with a view, as XML. Raises jinja2.TemplateError."""
    return mended(template.render(view).replace("\n", ""))
