"""The parts of a document in the making: their names, kinds and relations. A part that comes twice is kept once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from operator import itemgetter
from posixpath import dirname, normpath, relpath
from typing import Final, cast
from xml.sax.saxutils import quoteattr

from lxml import etree

from meidang.render.word.names import HEAD, OFFICE, RELATIONSHIPS, TYPES
from meidang.render.word.package import CONTENT_TYPES, RELATION, parse_xml

DOCUMENT: Final = "word/document.xml"
_DEFAULTS: Final = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
}


@dataclass(frozen=True, slots=True)
class Related:
    """A relation of a part: what kind of thing it names, and where that is (outside the package if ``external``)."""

    kind: str
    target: str
    external: bool = False


def relations_name(part: str) -> str:
    """Where the relations of a part are kept."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def relations(parts: Mapping[str, bytes], part: str) -> Mapping[str, Related]:
    """The relations of a part by id, targets as names of parts."""
    content = parts.get(relations_name(part))
    if content is None:
        return {}
    found: dict[str, Related] = {}
    for one in parse_xml(content).iter(RELATION):
        target, external = str(one.get("Target")), one.get("TargetMode") == "External"
        if not external:
            target = target.lstrip("/") if target.startswith("/") else normpath(f"{dirname(part)}/{target}")
        found[str(one.get("Id"))] = Related(str(one.get("Type")), target, external)
    return found


def kind_of(parts: Mapping[str, bytes], name: str) -> str:
    """The content type of a part."""
    root = parse_xml(parts[CONTENT_TYPES])
    by_name = {str(one.get("PartName")): str(one.get("ContentType")) for one in root if one.get("PartName")}
    by_ending = {str(one.get("Extension")).lower(): str(one.get("ContentType")) for one in root if one.get("Extension")}
    return by_name.get(f"/{name}") or by_ending.get(name.rpartition(".")[2].lower(), "application/octet-stream")


@dataclass
class Shelf:
    """Parts with their content types, and relations by the part that has them."""

    parts: dict[str, bytes] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    related: dict[str, dict[str, Related]] = field(default_factory=dict)
    _copied: dict[tuple[str, str, bytes], str] = field(default_factory=dict)
    _copying: list[str] = field(default_factory=list)
    _numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    _ids: dict[tuple[str, Related], str] = field(default_factory=dict)

    def put(self, name: str, content: bytes, kind: str, mark: str = "") -> str:
        """A part under this name, or the same with a number where the name is taken by another; the name that it got.

        ``mark``: what tells it from a part with the same content.
        """
        key = (kind, mark, sha256(content).digest())
        if key not in self._copied:
            self._copied[key] = free = self._free(name)
            self.parts[free], self.kinds[free] = content, kind
        return self._copied[key]

    def _free(self, name: str) -> str:
        """The name, or the same with the next number; what was asked for before is not tried again."""
        stem, dot, ending = name.rpartition(".")
        stem = stem.rstrip("0123456789")
        while name in self.parts:
            number = self._numbers.get((stem, ending), 0) + 1
            self._numbers[stem, ending] = number
            name = f"{stem}{number}{dot}{ending}"
        return name

    def relate(self, related: Related, part: str = DOCUMENT) -> str:
        """The id of a relation of a part, the same for the same."""
        if (part, related) not in self._ids:
            known = self.related.setdefault(part, {})
            self._ids[part, related] = found = f"rId{len(known) + 1}"
            known[found] = related
        return self._ids[part, related]

    def copy(self, parts: Mapping[str, bytes], name: str) -> str:
        """A part of another document with all that it names; its name here."""
        inner = relations(parts, name)
        if not inner:
            return self.put(name, parts[name], kind_of(parts, name))
        # Why: parts of a stranger's document may name one another in a circle.
        self._copying.append(name)
        there = {
            one: self._moved(parts, related) for one, related in inner.items() if related.target not in self._copying
        }
        self._copying.pop()
        # Why the relations count: two parts may say the same of different pictures.
        new = self.put(name, parts[name], kind_of(parts, name), repr(sorted(there.items(), key=itemgetter(0))))
        self.related[new] = there
        return new

    def _moved(self, parts: Mapping[str, bytes], related: Related) -> Related:
        if related.external or related.target not in parts:
            return related
        return Related(related.kind, self.copy(parts, related.target))

    def finished(self) -> dict[str, bytes]:
        """All parts with the two kinds of lists that a package needs."""
        done = dict(self.parts)
        for part, related in self.related.items():
            done[relations_name(part)] = _relations_part(part, related)
        done[CONTENT_TYPES] = self._content_types().encode()
        return done

    def _content_types(self) -> str:
        defaults = "".join(f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in _DEFAULTS.items())
        named = "".join(
            f"<Override PartName={quoteattr('/' + name)} ContentType={quoteattr(kind)}/>"
            for name, kind in sorted(self.kinds.items())
            if _DEFAULTS.get(name.rpartition(".")[2]) != kind
        )
        return f'{HEAD}<Types xmlns="{TYPES}">{defaults}{named}</Types>'


def _relations_part(part: str, related: Mapping[str, Related]) -> bytes:
    root = etree.Element(f"{{{RELATIONSHIPS}}}Relationships", nsmap=cast("dict[str, str]", {None: RELATIONSHIPS}))
    for one, other in related.items():
        element = etree.SubElement(root, RELATION, Id=one, Type=other.kind)
        element.set("Target", other.target if other.external else relpath(other.target, dirname(part) or "."))
        if other.external:
            element.set("TargetMode", "External")
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def office(kind: str) -> str:
    """The full name of a relation of Office's own."""
    return f"{OFFICE}/{kind}"
