"""A template made once and filled for every record: what no tag stands in is deflated once, the rest written as text.

Nothing is parsed while filling: ``balance`` has proved that tags leave the structure whole, and every value is escaped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jinja2

from meidang.render.word.engine import rendered
from meidang.render.word.properties import CORE, Properties
from meidang.render.word.zipped import Deflated, deflated, zipped


@dataclass(frozen=True, slots=True)
class Compiled:
    """``still``: parts that are the same in every document; ``moving``: those in which tags stand."""

    still: Mapping[str, Deflated]
    moving: Mapping[str, jinja2.Template]

    @classmethod
    def of(cls, parts: Mapping[str, bytes], moving: Mapping[str, jinja2.Template]) -> Compiled:
        """A template of these parts."""
        changing = {*moving, CORE}
        return cls({name: deflated(part) for name, part in parts.items() if name not in changing}, moving)

    def fill(self, view: dict[str, Any], properties: Properties) -> bytes:
        """The document of a view. Raises jinja2.TemplateError."""
        filled = {name: deflated(rendered(template, view).encode()) for name, template in self.moving.items()}
        return zipped({**self.still, **filled, CORE: deflated(properties.xml())})
