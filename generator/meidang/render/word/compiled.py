"""A template made once and filled for every record: what no tag stands in is deflated once, the rest written as text.

Nothing is parsed while filling: ``balance`` has proved that tags leave the structure whole, and every value is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import jinja2

from meidang.render.word.blocks import MAIN
from meidang.render.word.engine import compiled, rendered, syntax_tree, word_source
from meidang.render.word.properties import CORE, Properties
from meidang.render.word.seal import SHORT_CODE, Facts
from meidang.render.word.sealing import RELATION, Sealer
from meidang.render.word.stamp import end_of_text, stamp_xml
from meidang.render.word.zipped import Deflated, deflated, zipped

#: Parts in which tags are read: the text itself and what stands around it.
FILLED: Final = re.compile(r"word/(document|header[0-9]*|footer[0-9]*|footnotes|endnotes)\.xml")
#: A paragraph that only says where the stamp goes.
_STAMP: Final = re.compile(r"<w:p[ >](?:(?!<w:p[ >]).)*?\{\{\s*stamp\s*\}\}(?:(?!<w:p[ >]).)*?</w:p>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Compiled:
    """``still``: parts that are the same in every document; ``moving``: those in which tags stand."""

    still: Mapping[str, Deflated]
    moving: Mapping[str, jinja2.Template]
    sealer: Sealer

    @classmethod
    def of(cls, parts: Mapping[str, bytes]) -> Compiled:
        """A template of these parts. Raises jinja2.TemplateSyntaxError."""
        sources = {name: word_source(part) for name, part in parts.items() if FILLED.fullmatch(name)}
        sources[MAIN] = stamped(sources[MAIN])
        moving = {name: compiled(syntax_tree(source)) for name, source in sources.items() if "{" in source}
        sealer = Sealer.of({**parts, **{name: sources[name].encode() for name in moving}}, moving)
        still = {name: deflated(part) for name, part in sealer.parts.items() if name not in {*moving, CORE}}
        return cls(still, moving, sealer)

    def xml(self, view: dict[str, Any]) -> dict[str, str]:
        """The moving parts, filled. Raises jinja2.TemplateError."""
        return {name: rendered(template, view) for name, template in self.moving.items()}

    def fill(self, view: dict[str, Any], properties: Properties, facts: Facts) -> bytes:
        """The document of a view, sealed. Raises jinja2.TemplateError."""
        filled = self.xml({**view, **SEALED})
        sealed = self.sealer.seal(filled, facts)
        changed = {name: xml.replace(SHORT_CODE, sealed.code).encode() for name, xml in filled.items()}
        changed |= {**sealed.parts, CORE: properties.xml()}
        return zipped({**self.still, **{name: deflated(part) for name, part in changed.items()}})


#: What a view holds of a seal while a template is filled.
SEALED: Final = {"short_code": SHORT_CODE, "stamp": ""}


def stamped(source: str) -> str:
    """A document's source with the stamp where ``{{ stamp }}`` stands, at its end where it stands nowhere."""
    block = stamp_xml(RELATION)
    if _STAMP.search(source):
        return _STAMP.sub(lambda _: block, source, count=1)
    at = end_of_text(source)
    return source[:at] + block + source[at:]
