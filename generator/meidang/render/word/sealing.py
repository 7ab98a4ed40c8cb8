"""Seals into documents. What is the same for all documents of a template is done once; a document costs its own text.

Once ``sealer = Sealer.of(parts, moving)``, whose ``parts`` go into every document; then ``done = sealer.seal(filled,
facts)``, whose ``parts`` go in too, and ``done.code`` wherever SHORT_CODE stands.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain
from posixpath import basename, dirname, relpath
from typing import Final
from xml.sax.saxutils import escape

from meidang.render.escape import xml_text
from meidang.render.word.blocks import MAIN, pictures_of, regions, texts
from meidang.render.word.package import CONTENT_TYPES
from meidang.render.word.scan import is_plain, scanned
from meidang.render.word.seal import SHORT_CODE, Content, Facts, Seal, seal_of
from meidang.render.word.seal_part import NAMESPACE, seal_xml
from meidang.render.word.stamp import end_of_text, qr_png, scanned_text, stamp_xml

#: The id under which a part names the QR code; for ``stamp_xml``.
RELATION: Final = "rIdMeidangCode"
PICTURE: Final = "word/media/meidang-code.png"
_CUSTOM: Final = "docProps/custom.xml"

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_RELATIONS: Final = f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"></Relationships>'
_PROPERTIES: Final = (
    f'{_HEAD}<Properties xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes"></Properties>'
)
_PROPERTY_SET: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_OURS: Final = ("档案版本", "截至日期", "内容摘要 SHA-256", "校验码")
_QUOTED: Final = re.compile(rb'"([^"<>]{1,200})"')
_ITEM_ID: Final = "{5E1D4A0C-7B1E-4C57-9E0B-3D9C6A2F8E11}"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A document's seal, and the parts that it adds."""

    seal: Seal
    parts: Mapping[str, bytes]

    @property
    def code(self) -> str:
        """What replaces ``SHORT_CODE``."""
        return self.seal.code


@dataclass(frozen=True, slots=True)
class Sealer:
    """A template ready for seals. ``parts``: the template's, with relations and content types for what seals add."""

    parts: Mapping[str, bytes]
    item: str
    regions: Mapping[str, Sequence[str]]
    still: Mapping[str, Sequence[str]]
    plain: frozenset[str]
    pictures: Mapping[str, Mapping[str, str]]
    properties: tuple[str, ...]

    @classmethod
    def of(cls, parts: Mapping[str, bytes], moving: Collection[str], *, stamped: Collection[str] = (MAIN,)) -> Sealer:
        """What can be known without data. ``moving``: the parts that ``seal`` gets; ``stamped``: those with a stamp."""
        item = next(name for n in range(1, 10_000) if (name := f"customXml/item{n}.xml") not in parts)
        found = {region: tuple(names) for region, names in regions(parts).items()}
        read = {name: parts[name].decode() for names in found.values() for name in names}
        return cls(
            wired(parts, item, stamped),
            item,
            found,
            {name: texts(xml) for name, xml in read.items() if name not in moving},
            frozenset(name for name, xml in read.items() if is_plain(xml)),
            _related_pictures(parts, moving),
            _properties(parts[_CUSTOM].decode() if _CUSTOM in parts else _PROPERTIES),
        )

    def seal(self, moving: Mapping[str, str], facts: Facts) -> Sealed:
        """Seal filled parts, ``SHORT_CODE`` still in them."""
        read = {name: (scanned if name in self.plain else texts)(xml) for name, xml in moving.items()}
        shown = [
            digest
            for name, known in self.pictures.items()
            for key, digest in known.items()
            if name not in moving or f'"{key}"' in moving[name]
        ]
        return self.seal_texts(read, facts, shown)

    def seal_texts(
        self, moving: Mapping[str, Sequence[str]], facts: Facts, pictures: Iterable[str] | None = None
    ) -> Sealed:
        """The same for parts of which the ``texts`` are known already.

        ``pictures``: SHA-256 of those that are shown; by default every one that a part is related to.
        """
        if pictures is None:
            pictures = [digest for known in self.pictures.values() for digest in known.values()]
        read = {**self.still, **moving}
        by_region = {
            region: [text for name in names for text in read.get(name, ())] for region, names in self.regions.items()
        }
        seal = seal_of(facts, Content.of(by_region, pictures))
        picture = qr_png(scanned_text(seal))
        seal = replace(seal, stamp=sha256(picture).hexdigest())
        values = (seal.facts.revision, seal.facts.as_of, seal.digest, seal.code, "")
        custom = "".join(chain(*zip(self.properties, (escape(xml_text(value)) for value in values), strict=True)))
        return Sealed(seal, {self.item: seal_xml(seal), _CUSTOM: custom.encode(), PICTURE: picture})


def sealed(parts: Mapping[str, bytes], facts: Facts) -> dict[str, bytes]:
    """The parts of a finished document, sealed; for one that no template of ours made."""
    moving = {name: parts[name].decode() for names in regions(parts).values() for name in names}
    sealer = Sealer.of(parts, moving)
    done = sealer.seal(moving, facts)
    replaced = {name: xml.replace(SHORT_CODE, done.code).encode() for name, xml in moving.items()}
    return {**sealer.parts, **replaced, **done.parts}


def stamped_and_sealed(parts: Mapping[str, bytes], facts: Facts) -> dict[str, bytes]:
    """The same, with the stamp at the end, in front of the last section's properties."""
    xml = parts[MAIN].decode()
    at = end_of_text(xml)
    block = stamp_xml(RELATION, revision=facts.revision, as_of=facts.as_of)
    return sealed({**parts, MAIN: (xml[:at] + block + xml[at:]).encode()}, facts)


def picture_digests(parts: Mapping[str, bytes]) -> dict[str, str]:
    """SHA-256 of every picture that is shown, by the name of its part."""
    shown = {
        name
        for source in parts
        if (known := pictures_of(parts, source))
        for key in _quoted(parts[source]) & known.keys()
        for name in (known[key],)
    }
    return {name: sha256(parts[name]).hexdigest() for name in sorted(shown)}


def _quoted(part: bytes) -> set[str]:
    """What stands in quotes, found in one go: a stranger's part may name a hundred thousand pictures."""
    return {found.decode(errors="replace") for found in set(_QUOTED.findall(part))}


def _related_pictures(parts: Mapping[str, bytes], moving: Collection[str]) -> dict[str, dict[str, str]]:
    """Of moving parts any picture may be shown; nobody knows before they are filled."""
    found = {
        source: {
            key: sha256(parts[name]).hexdigest()
            for key, name in pictures_of(parts, source).items()
            if source in moving or f'"{key}"'.encode() in parts[source]
        }
        for source in parts
    }
    return {source: known for source, known in found.items() if known}


# --- what a package says of the parts that a seal adds -------------------------------------------------------------


def wired(parts: Mapping[str, bytes], item: str, stamped: Collection[str]) -> dict[str, bytes]:
    """The parts, with content types and relations for what a seal adds."""
    made = dict(parts)
    props = item.replace("customXml/item", "customXml/itemProps")
    made[props] = (
        f'{_HEAD}<ds:datastoreItem xmlns:ds="{_OFFICE}/customXml" ds:itemID="{_ITEM_ID}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    ).encode()
    _relate(made, item, "rId1", f"{_OFFICE}/relationships/customXmlProps", props)
    _relate(made, MAIN, "rIdMeidangSeal", f"{_OFFICE}/relationships/customXml", item)
    for part in stamped:
        _relate(made, part, RELATION, f"{_OFFICE}/relationships/image", PICTURE)
    if _CUSTOM not in parts:
        _relate(made, "", "rIdMeidangProperties", f"{_OFFICE}/relationships/custom-properties", _CUSTOM)
    made[CONTENT_TYPES] = _typed(made[CONTENT_TYPES].decode(), props).encode()
    return made


def _relate(parts: dict[str, bytes], source: str, key: str, kind: str, target: str) -> None:
    name = f"{dirname(source)}/_rels/{basename(source)}.rels".lstrip("/")
    where = f'Type="{kind}" Target="{relpath(target, dirname(source) or ".")}"'
    relation = f'<Relationship xmlns="{_PACKAGE}/relationships" Id="{key}" {where}/>'
    parts[name] = _inside(parts.get(name, _RELATIONS.encode()).decode(), "Relationships", relation).encode()


def _typed(types: str, props: str) -> str:
    space = f'xmlns="{_PACKAGE}/content-types"'
    if not re.search(r'Default [^>]*Extension="png"', types, re.IGNORECASE):
        png = f'<Default {space} Extension="png" ContentType="image/png"/>'
        types = re.sub(r"(<(?:\w+:)?Types\b[^>]*>)", rf"\1{png}", types, count=1)
    vendor = "application/vnd.openxmlformats-officedocument"
    for name, kind in ((props, f"{vendor}.customXmlProperties+xml"), (_CUSTOM, f"{vendor}.custom-properties+xml")):
        if f'PartName="/{name}"' not in types:
            types = _inside(types, "Types", f'<Override {space} PartName="/{name}" ContentType="{kind}"/>')
    return types


def _inside(xml: str, tag: str, added: str) -> str:
    """With something more at the end of the root; the root may stand there empty, and under a prefix of its own."""
    whole = re.sub(rf"<(\w*:?{tag})\b([^>]*)/>\s*$", r"<\1\2></\1>", xml)
    return re.sub(rf"(</\w*:?{tag}>\s*)$", lambda end: added + end[1], whole)


def _properties(before: str) -> tuple[str, ...]:
    """``docProps/custom.xml`` in pieces, between which the values go: an author's own properties, and behind them ours.

    Word shows them under 文件—信息—属性—高级属性.
    """
    first = 1 + max((int(pid) for pid in re.findall(r'\bpid="([0-9]{1,6})"', before)), default=1)
    ours = "".join(
        f'<property xmlns="{_OFFICE}/custom-properties" fmtid="{_PROPERTY_SET}" pid="{pid}" name="{name}">'
        f'<vt:lpwstr xmlns:vt="{_OFFICE}/docPropsVTypes">\0</vt:lpwstr></property>'
        for pid, name in enumerate(_OURS, start=first)
    )
    return tuple(_inside(before, "Properties", ours).split("\0"))
