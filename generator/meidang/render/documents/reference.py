"""The institution's reference document: what policies look like in Word. Only its styles, page and edges are used."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from meidang.render.views import Name

#: The reference document's name in the folder of templates.
REFERENCE: Final = "policies.reference.docx"
#: What header and footer of a policy may print.
EDGE_NAMES: Final[Mapping[str, Name]] = {
    "institution_name": Name("机构名称"),
    "document_name": Name("文件名"),
    "document_no": Name("文号"),
    "version": Name("版本"),
    "as_of": Name("截至日期"),
    "revision": Name("档案版本"),
}
_EDGE = re.compile(r"word/(header|footer)[0-9]*\.xml")


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference document with which nothing is wrong."""

    content: bytes


def is_edge(part: str) -> bool:
    """Whether a part is a header or a footer."""
    return _EDGE.fullmatch(part) is not None
