"""A document's core properties: set by us, so that nothing of the machine or the hour gets in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from lxml import etree

from meidang.render.escape import xml_text
from meidang.render.word.package import parse_xml
from meidang.render.word.tags import QUOTES

CORE: Final = "docProps/core.xml"
_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_DCTERMS = "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_CONDITION: Final = re.compile(r"条件\s*[:：]")
_NAMESPACES: Final = {"cp": _CP, "dc": _DC, "dcterms": _DCTERMS, "xsi": _XSI}


@dataclass(frozen=True, slots=True)
class Properties:
    """What a document says of itself."""

    title: str
    creator: str
    as_of: date
    revision: str = ""
    subject: str = ""

    def xml(self) -> bytes:
        """The part ``docProps/core.xml``."""
        root = etree.Element(f"{{{_CP}}}coreProperties", nsmap=_NAMESPACES)
        moment = f"{self.as_of.isoformat()}T00:00:00Z"
        texts = {
            f"{{{_DC}}}title": self.title,
            f"{{{_DC}}}creator": self.creator,
            f"{{{_CP}}}lastModifiedBy": self.creator,
            f"{{{_CP}}}revision": "1",
            f"{{{_DCTERMS}}}created": moment,
            f"{{{_DCTERMS}}}modified": moment,
            f"{{{_DC}}}language": "zh-CN",
            f"{{{_CP}}}version": self.revision,
        }
        if self.subject:
            texts[f"{{{_DC}}}subject"] = self.subject
        for tag, text in texts.items():
            element = etree.SubElement(root, tag)
            element.text = xml_text(text)
            if tag.startswith(f"{{{_DCTERMS}}}"):
                element.set(f"{{{_XSI}}}type", "dcterms:W3CDTF")
        return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def title_of(parts: Mapping[str, bytes]) -> str:
    """The title that a template's author gave it; empty where there is none."""
    if CORE not in parts:
        return ""
    return (parse_xml(parts[CORE]).findtext(f"{{{_DC}}}title") or "").strip()


def subject_of(parts: Mapping[str, bytes]) -> str:
    """The subject that a template's properties give; empty where they give none."""
    return (parse_xml(parts[CORE]).findtext(f"{{{_DC}}}subject") or "").strip() if CORE in parts else ""


def condition_of(parts: Mapping[str, bytes]) -> str:
    """For which records a template is made: what stands behind 条件： in its subject; empty where it is for all."""
    subject = subject_of(parts)
    found = _CONDITION.match(subject)
    return subject[found.end() :].translate(QUOTES).strip() if found else ""
