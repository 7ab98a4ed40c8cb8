"""Many documents -> one: bodies one behind the other, each in sections of its own, headers and lists apart.

A template is adopted once and then filled for every record; nothing is parsed for each. The time that a record takes
does not depend on how many came before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol
from xml.sax.saxutils import quoteattr

import jinja2

from meidang.render.escape import xml_text
from meidang.render.word.adopt import EDGE, Adopted, adopt, inside
from meidang.render.word.blocks import texts
from meidang.render.word.engine import compiled, rendered, syntax_tree, word_source
from meidang.render.word.mending import numbered_drawings
from meidang.render.word.names import ART, DRAWING, HEAD, MIME, OFFICE, PICTURE, w
from meidang.render.word.numbering import numbering_part
from meidang.render.word.package import WORD, parse_xml
from meidang.render.word.properties import CORE, Properties
from meidang.render.word.seal import SHORT_CODE, Facts
from meidang.render.word.sealing import Sealer
from meidang.render.word.shelf import DOCUMENT, Related, Shelf, office, relations
from meidang.render.word.stylebook import StyleBook
from meidang.render.word.zipped import pack

_STYLES: Final = "word/styles.xml"
_NUMBERING: Final = "word/numbering.xml"
_MARK: Final = re.compile(r'(<w:bookmark(?:Start|End) [^>]*?w:id=")([^"]*)')
_NAMED: Final = re.compile(r'(?<=w:name=")[^"]*(?="/>)|(?<=w:anchor=")[^"]*')
_BASE_SPACES: Final = {"w": WORD, "r": OFFICE, "wp": DRAWING, "a": ART, "pic": PICTURE}
_WAYS: Final = ("upright", "wide")


@dataclass(frozen=True, slots=True)
class Edges:
    """What stands above and below the text of a section: paragraphs, for upright pages and for wide ones."""

    header: Mapping[str, str]
    footer: Mapping[str, str]

    @classmethod
    def same(cls, header: str, footer: str) -> Edges:
        """The same paragraphs on either."""
        return cls(dict.fromkeys(_WAYS, header), dict.fromkeys(_WAYS, footer))


class Fillable(Protocol):
    """A template as far as joining goes: its parts, the stamp left out."""

    @property
    def name(self) -> str:
        """Its file's name."""
        ...

    @property
    def parts(self) -> Mapping[str, bytes]:
        """The package."""
        ...


@dataclass(frozen=True, slots=True)
class _Joinable:
    """An adopted template, compiled."""

    template: jinja2.Template
    adopted: Adopted


@dataclass
class Joiner:
    """The document in the making. ``base``: a document whose styles, page and settings are those of our own pages."""

    base: Mapping[str, bytes]
    shelf: Shelf = field(default_factory=Shelf)
    pieces: list[str] = field(default_factory=list)
    _spaces: dict[str, str] = field(default_factory=lambda: dict(_BASE_SPACES))
    _ignorable: set[str] = field(default_factory=set)
    _templates: dict[str, _Joinable] = field(default_factory=dict)
    _edges: dict[tuple[str, str], str] = field(default_factory=dict)
    _abstract: dict[bytes, int] = field(default_factory=dict)
    _lists: list[int] = field(default_factory=list)
    _drawings: int = 0
    _marks: int = 0

    def __post_init__(self) -> None:
        named = {one.kind: one.target for one in relations(self.base, DOCUMENT).values()}
        self._book = StyleBook(self.base[named[office("styles")]])
        self.shelf.parts["word/settings.xml"] = self.base[named[office("settings")]]
        self.shelf.kinds["word/settings.xml"] = f"{MIME}.settings+xml"
        for kind, target in (("styles", _STYLES), ("settings", "word/settings.xml")):
            self.shelf.relate(Related(office(kind), target))
        section = parse_xml(self.base[DOCUMENT]).find(f"{w('body')}/{w('sectPr')}")
        if section is None:
            raise ValueError("the base has no page of its own")
        size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
        self._page = {} if size is None else {name: str(size.get(w(name))) for name in ("w", "h")}
        self._margins = {} if margins is None else {str(key): str(value) for key, value in margins.attrib.items()}

    # --- what goes in ------------------------------------------------------------------------------------------------

    def write(self, xml: str, edges: Edges, *, wide: bool = False, numbers: str = "") -> None:
        """A section of our own paragraphs and tables, in the base's styles.

        ``numbers``: how its pages are numbered (``w:pgNumType``) where they do not go on from those before.
        """
        ending = f"<w:p><w:pPr>{_LOW}{self._own_section(wide=wide)}</w:pPr></w:p>"
        self._append(self._marked(xml) + ending, edges, {}, numbers)

    def fill(
        self, template: Fillable, view: dict[str, Any], edges: Edges, *, before: str = "", numbers: str = ""
    ) -> None:
        """A record's document. ``before``: our own paragraphs at its head. Raises jinja2.TemplateError."""
        joinable = self._templates.get(template.name) or self._adopt(template)
        xml = inside(rendered(joinable.template, view))
        self._append(self._marked(before) + self._marked(xml, foreign=True), edges, joinable.adopted.lists, numbers)

    def insert(self, parts: Mapping[str, bytes], edges: Edges, *, before: str = "", numbers: str = "") -> None:
        """A finished document."""
        adopted = self._note(adopt(parts, self.shelf, self._book))
        xml = inside(adopted.xml.decode())
        self._append(self._marked(before) + self._marked(xml, foreign=True), edges, adopted.lists, numbers)

    def picture(self, content: bytes, ending: str, width: int, height: int, description: str) -> str:
        """A run that shows a picture; lengths in EMU (360,000 to a centimetre). The same picture is kept once."""
        kind = {"png": "image/png"}.get(ending, "image/jpeg")
        name = self.shelf.put(f"word/media/image.{ending}", content, kind)
        relation = self.shelf.relate(Related(office("image"), name))
        return picture_run(relation, width, height, description)

    # --- how it goes in ----------------------------------------------------------------------------------------------

    def _adopt(self, template: Fillable) -> _Joinable:
        adopted = self._note(adopt(template.parts, self.shelf, self._book))
        joinable = _Joinable(compiled(syntax_tree(word_source(adopted.xml))), adopted)
        self._templates[template.name] = joinable
        return joinable

    def _note(self, adopted: Adopted) -> Adopted:
        """The namespaces that a document brings are declared at the root."""
        self._ignorable |= adopted.ignorable
        for prefix, uri in adopted.namespaces.items():
            if self._spaces.setdefault(prefix, uri) != uri:
                raise ValueError(f"two documents mean different things by the prefix {prefix}")
        return adopted

    def _append(self, xml: str, edges: Edges, lists: Mapping[str, bytes], numbers: str) -> None:
        at = xml.find("<w:sectPr")
        text, sections = xml[:at], xml[at:]
        for way in _WAYS:
            for name, written in (("header", edges.header), ("footer", edges.footer)):
                token = f'"{EDGE.format(name, way)}"'
                if token in sections:
                    sections = sections.replace(token, f'"{self._edge(name, written[way])}"')
        xml = text + sections
        for token, abstract in lists.items():
            xml = xml.replace(f'"{token}"', f'"{self._list(abstract)}"')
        if numbers:
            xml = _NUMBERS_AT.sub(lambda found: found[0] + numbers, xml, count=1)
        self.pieces.append(xml)

    def _marked(self, xml: str, *, foreign: bool = False) -> str:
        """Ids that are unique in the whole document; bookmarks of a foreign one under names of their own."""
        if "<wp:docPr " in xml:
            xml = numbered_drawings(xml, self._drawings + 1)
            self._drawings += xml.count("<wp:docPr ")
        if "<w:bookmarkStart " not in xml:
            return xml
        ids: dict[str, int] = {}
        at = self._marks
        xml = _MARK.sub(lambda found: f"{found[1]}{ids.setdefault(found[2], at + len(ids) + 1)}", xml)
        self._marks += len(ids)
        return _NAMED.sub(lambda found: f"_{at}_{found[0]}"[:40], xml) if foreign else xml

    def _edge(self, name: str, xml: str) -> str:
        if (name, xml) not in self._edges:
            tag = {"header": "hdr", "footer": "ftr"}[name]
            part = f'{HEAD}<w:{tag} xmlns:w="{WORD}" xmlns:r="{OFFICE}">{xml}</w:{tag}>'
            put = self.shelf.put(f"word/{name}1.xml", part.encode(), f"{MIME}.{name}+xml")
            self._edges[name, xml] = self.shelf.relate(Related(office(name), put))
        return self._edges[name, xml]

    def _list(self, abstract: bytes) -> int:
        self._lists.append(self._abstract.setdefault(abstract, len(self._abstract)))
        return len(self._lists)

    def _own_section(self, *, wide: bool) -> str:
        way = "wide" if wide else "upright"
        across, down = self._page["w"], self._page["h"]
        size = f'w:w="{down}" w:h="{across}" w:orient="landscape"' if wide else f'w:w="{across}" w:h="{down}"'
        margins = " ".join(f'w:{name.rpartition("}")[2]}="{value}"' for name, value in self._margins.items())
        edges = "".join(
            f'<w:{name}Reference w:type="default" r:id="{EDGE.format(name, way)}"/>' for name in ("header", "footer")
        )
        return f"<w:sectPr>{edges}<w:pgSz {size}/><w:pgMar {margins}/></w:sectPr>"

    # --- what comes out ----------------------------------------------------------------------------------------------

    def finish(self, properties: Properties, facts: Facts) -> bytes:
        """The document, sealed; the stamp is where ``stamp_xml`` was written."""
        parts = self._around(properties)
        empty = {**parts, DOCUMENT: f"{self._head()}{_FOOT}".encode()}
        edges = {name: parts[name].decode() for name in set(self.shelf.kinds) if _is_edge(self.shelf.kinds[name])}
        sealer = Sealer.of(empty, {DOCUMENT, *edges})
        read = {name: texts(xml) for name, xml in edges.items()}
        read[DOCUMENT] = [text for piece in self.pieces for text in texts(self._head() + piece + _FOOT)]
        sealed = sealer.seal_texts(read, facts)
        done = {
            **sealer.parts,
            **{name: xml.encode() for name, xml in edges.items()},
            **sealed.parts,
            CORE: parts[CORE],
        }
        done[DOCUMENT] = "".join(self.document()).encode()
        code, hole = sealed.code.encode(), SHORT_CODE.encode()
        for name in (DOCUMENT, *edges):
            done[name] = done[name].replace(hole, code)
        return pack(done)

    def document(self) -> Iterable[str]:
        """The part ``word/document.xml``, piece by piece."""
        yield self._head()
        yield from self.pieces[:-1]
        # Word wants the last section behind the last paragraph, not in it.
        yield _LAST_SECTION.sub(r"</w:pPr></w:p>\1", self.pieces[-1])
        yield _FOOT

    def _head(self) -> str:
        spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in self._spaces.items())
        ignorable = " ".join(sorted(self._ignorable))
        more = f' mc:Ignorable="{ignorable}"' if ignorable else ""
        return f"{HEAD}<w:document {spaces}{more}><w:body>"

    def _around(self, properties: Properties) -> dict[str, bytes]:
        """Every part but the text."""
        shelf = self.shelf
        shelf.parts[_STYLES], shelf.kinds[_STYLES] = self._book.xml(), f"{MIME}.styles+xml"
        if self._lists:
            shelf.parts[_NUMBERING] = numbering_part(list(self._abstract), self._lists)
            shelf.kinds[_NUMBERING] = f"{MIME}.numbering+xml"
            shelf.relate(Related(office("numbering"), _NUMBERING))
        shelf.parts[CORE] = properties.xml()
        shelf.kinds[CORE] = "application/vnd.openxmlformats-package.core-properties+xml"
        shelf.kinds[DOCUMENT] = f"{MIME}.document.main+xml"
        shelf.relate(Related(office("officeDocument"), DOCUMENT), "")
        core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
        shelf.relate(Related(core, CORE), "")
        return shelf.finished()


def _is_edge(kind: str) -> bool:
    return kind in (f"{MIME}.header+xml", f"{MIME}.footer+xml")


_LOW: Final = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/><w:rPr><w:sz w:val="2"/></w:rPr>'
_FOOT: Final = "</w:body></w:document>"
_NUMBERS_AT: Final = re.compile(r"<w:pgMar [^>]*/>")
_LAST_SECTION: Final = re.compile(r"(<w:sectPr>(?:(?!<w:sectPr>).)*</w:sectPr>)\s*</w:pPr>\s*</w:p>\s*\Z", re.DOTALL)


def picture_run(relation: str, width: int, height: int, description: str) -> str:
    """A run that shows the picture of a relation; lengths in EMU."""
    said = quoteattr(xml_text(description))
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="1" name={said} descr={said}/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/>'
        f'</wp:cNvGraphicFramePr><a:graphic><a:graphicData uri="{PICTURE}"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="0" name={said}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        f"</wp:inline></w:drawing></w:r>"
    )
