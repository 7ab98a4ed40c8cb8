"""What ``meidang diff --format`` can name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from meidang.consequences import Consequences
from meidang.report.consequences_as_json import consequences_as_json
from meidang.report.consequences_as_markdown import consequences_as_markdown
from meidang.report.consequences_as_text import consequences_as_text

#: The formats by name.
CONSEQUENCE_FORMATS: Final[Mapping[str, Callable[[Consequences], str]]] = MappingProxyType(
    {"text": consequences_as_text, "md": consequences_as_markdown, "json": consequences_as_json}
)
