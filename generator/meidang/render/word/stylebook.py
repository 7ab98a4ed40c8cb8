"""The styles of many documents in one: alike ones shared, others under names of their own, none changed by another.

What a document leaves to its defaults (fonts of the theme, the default style, docDefaults) is written out when its
styles move in, because the joined document has one set of defaults only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from meidang.render.word.names import ART, w
from meidang.render.word.package import parse_xml

_VAL, _ID, _TYPE, _DEFAULT = w("val"), w("styleId"), w("type"), w("default")
_HEADING: Final = re.compile(r"heading ([1-9])", re.IGNORECASE)
_THEMED: Final = {"asciiTheme": "ascii", "hAnsiTheme": "hAnsi", "eastAsiaTheme": "eastAsia", "cstheme": "cs"}
_COLOURS: Final = ("themeColor", "themeTint", "themeShade", "themeFill", "themeFillTint", "themeFillShade")
#: The deepest outline level but one; what lies below is plain text.
_DEEPEST: Final = 8
_LEVELS: Final = tuple("0123456789")


@dataclass(frozen=True, slots=True)
class Moved:
    """What came of a document's styles: old id -> new id; ``defaults``: type -> new id where it is not the book's own.

    ``numbered``: new id -> the numbering (``numId``, ``ilvl``) that the style brings along.
    """

    ids: Mapping[str, str]
    defaults: Mapping[str, str]
    numbered: Mapping[str, tuple[str, str]]


@dataclass
class StyleBook:
    """Starts with the styles of one document; the others move in. ``deeper``: how many outline levels they sink."""

    part: bytes
    deeper: int = 2
    _root: etree._Element = field(init=False)
    _known: dict[str, str] = field(init=False, default_factory=dict)
    _ids: set[str] = field(init=False, default_factory=set)
    _names: set[str] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        self._root = parse_xml(self.part)
        for style in self._root.iter(w("style")):
            self._ids.add(str(style.get(_ID)).lower())
            self._names.add(_name(style).lower())
        self._base = {str(style.get(_TYPE)): style for style in self._root.iter(w("style")) if _is_default(style)}
        self._own_defaults = _defaults(self._root)
        for style in self._root.iter(w("style")):
            self._known[_signature(style)] = str(style.get(_ID))

    def move_in(self, part: bytes, theme: bytes | None) -> Moved:
        """The styles of another document, as it shows them."""
        root = parse_xml(part)
        write_out_theme(root, theme)
        styles = {str(style.get(_ID)): style for style in root.iter(w("style"))}
        defaults = _defaults(root)
        move = _Move(self, styles, None if defaults == self._own_defaults else root.find(w("docDefaults")))
        ids = {one: move.moved(one) for one in styles}
        own = {str(style.get(_TYPE)): ids[one] for one, style in styles.items() if _is_default(style)}
        differing = {kind: one for kind, one in own.items() if one != self._default_of(kind)}
        numbered = {ids[one]: found for one in styles if (found := _numbering(styles, one))}
        return Moved(ids, differing, numbered)

    def xml(self) -> bytes:
        """The part ``word/styles.xml``."""
        return etree.tostring(self._root, encoding="UTF-8", xml_declaration=True, standalone=True)

    def _default_of(self, kind: str) -> str:
        return str(self._base[kind].get(_ID)) if kind in self._base else ""

    def take(self, style: etree._Element) -> str:
        """A style whose references are the book's own; its id here."""
        signature = _signature(style)
        if signature not in self._known:
            stem, name = str(style.get(_ID)), _name(style)
            free = next(number for number in range(1, 10**6) if self._is_free(stem, name, number))
            style.set(_ID, _numbered(stem, free))
            _set_name(style, _numbered(name, free))
            self._ids.add(str(style.get(_ID)).lower())
            self._names.add(_name(style).lower())
            self._root.append(style)
            self._known[signature] = str(style.get(_ID))
        return self._known[signature]

    def _is_free(self, stem: str, name: str, number: int) -> bool:
        return _numbered(stem, number).lower() not in self._ids and _numbered(name, number).lower() not in self._names


@dataclass
class _Move:
    """One document's styles on their way; ``defaults``: its docDefaults where they differ from the book's."""

    book: StyleBook
    styles: Mapping[str, etree._Element]
    defaults: etree._Element | None
    done: dict[str, str] = field(default_factory=dict)

    def moved(self, one: str) -> str:
        """The new id of a style, after those that it is based on; a loop of these ends where it began."""
        chain = [one]
        while (based := self._based_on(chain[-1])) is not None and based not in self.done and based not in chain:
            chain.append(based)
        for each in reversed(chain):
            if each not in self.done:
                self.done[each] = self.book.take(self._rewritten(self.styles[each]))
        return self.done[one]

    def _based_on(self, one: str) -> str | None:
        based = self.styles[one].find(w("basedOn"))
        found = None if based is None else str(based.get(_VAL))
        return found if found in self.styles else None

    def _rewritten(self, style: etree._Element) -> etree._Element:
        copy = deepcopy(style)
        for name in ("next", "link", "aliases", "rsid"):
            _drop(copy, name)
        based = copy.find(w("basedOn"))
        if based is not None and based.get(_VAL) in self.styles:
            based.set(_VAL, self.done.get(str(based.get(_VAL)), str(based.get(_VAL))))
        elif self.defaults is not None:
            _write_out(self.defaults, copy)
        _sink(copy, self.book.deeper)
        if _is_default(copy):
            copy.attrib.pop(_DEFAULT)
        return copy


def _is_default(style: etree._Element) -> bool:
    return style.get(_DEFAULT) in ("1", "true", "on")


def _name(style: etree._Element) -> str:
    found = style.find(w("name"))
    return "" if found is None else str(found.get(_VAL))


def _set_name(style: etree._Element, name: str) -> None:
    found = style.find(w("name"))
    if found is None:
        found = style.makeelement(w("name"))
        style.insert(0, found)
    found.set(_VAL, name)


def _numbered(text: str, number: int) -> str:
    return text if number == 1 else f"{text}{number}"


def _signature(style: etree._Element) -> str:
    """What a style looks like, whatever it is called."""
    copy = deepcopy(style)
    for attribute in (_ID, _DEFAULT, w("customStyle")):
        copy.attrib.pop(attribute, "")
    for name in ("name", "next", "link", "aliases", "rsid", "uiPriority", "qFormat", "semiHidden", "unhideWhenUsed"):
        _drop(copy, name)
    for empty in ("pPr", "rPr"):
        found = copy.find(w(empty))
        if found is not None and len(found) == 0:
            copy.remove(found)
    heading = _HEADING.fullmatch(_name(style))
    return (heading[0] if heading else "") + etree.tostring(copy, method="c14n", exclusive=True).decode()


def _defaults(root: etree._Element) -> bytes:
    found = root.find(w("docDefaults"))
    return b"" if found is None else etree.tostring(found, method="c14n", exclusive=True)


def _drop(parent: etree._Element, name: str) -> None:
    for child in parent.findall(w(name)):
        parent.remove(child)


def _sink(style: etree._Element, deeper: int) -> None:
    """Headings of a document lie below the binder's own. Word keeps its built-in headings at their level by name."""
    if heading := _HEADING.fullmatch(_name(style)):
        _set_name(style, f"内文标题 {heading[1]}")
        style.set(w("customStyle"), "1")
    sink_outline(style, deeper)


def sink_outline(element: etree._Element, deeper: int) -> None:
    """Every outline level inside, so many levels lower; the lowest become plain text."""
    for level in list(element.iter(w("outlineLvl"))):
        written = str(level.get(_VAL))
        new = (int(written) if written in _LEVELS else _DEEPEST) + deeper
        parent = level.getparent()
        if new <= _DEEPEST:
            level.set(_VAL, str(new))
        elif parent is not None:
            parent.remove(level)


def _write_out(defaults: etree._Element, style: etree._Element) -> None:
    """What the defaults say and the style does not, into the style."""
    if style.get(_TYPE) != "paragraph":
        return
    for inside, name in (("pPrDefault", "pPr"), ("rPrDefault", "rPr")):
        given = defaults.find(f"{w(inside)}/{w(name)}")
        if given is None:
            continue
        own = style.find(w(name))
        if own is None:
            own = etree.SubElement(style, w(name))
            _in_order(style)
        merged = {child.tag: deepcopy(child) for child in given}
        merged |= {child.tag: child for child in own}
        order = [child.tag for child in given] + [child.tag for child in own if child.tag not in {c.tag for c in given}]
        own[:] = sorted((merged[tag] for tag in order), key=_rank)


_RUN_ORDER: Final = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish "
    "webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang"
)
_PARAGRAPH_ORDER: Final = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl"
)
_RANKS: Final = {w(name): rank for order in (_RUN_ORDER, _PARAGRAPH_ORDER) for rank, name in enumerate(order.split())}
_STYLE_ORDER: Final = ("pPr", "rPr", "tblPr", "trPr", "tcPr", "tblStylePr")


def _rank(element: etree._Element) -> int:
    return _RANKS.get(str(element.tag), 99)


def _in_order(style: etree._Element) -> None:
    ranks = {w(name): rank for rank, name in enumerate(_STYLE_ORDER, start=1)}
    style[:] = sorted(style, key=lambda child: ranks.get(str(child.tag), 0))


def _numbering(styles: Mapping[str, etree._Element], one: str) -> tuple[str, str] | None:
    """The numbering of a style, its own or that of what it is based on."""
    seen: set[str] = set()
    while one in styles and one not in seen:
        seen.add(one)
        found = styles[one].find(f"{w('pPr')}/{w('numPr')}")
        if found is not None and (number := found.find(w("numId"))) is not None:
            level = found.find(w("ilvl"))
            return str(number.get(_VAL)), "0" if level is None else str(level.get(_VAL))
        based = styles[one].find(w("basedOn"))
        one = "" if based is None else str(based.get(_VAL))
    return None


# --- the theme -------------------------------------------------------------------------------------------------------


def write_out_theme(root: etree._Element, theme: bytes | None) -> None:
    """Fonts and colours that are named by the theme, by their own names."""
    fonts = _theme_fonts(theme)
    for element in root.iter(w("rFonts")):
        for themed, plain in _THEMED.items():
            named = element.attrib.pop(w(themed), "")
            if named and str(named) in fonts:
                element.set(w(plain), fonts[str(named)])
    for element in root.iter(etree.Element):
        for name in _COLOURS:
            element.attrib.pop(w(name), "")


def _theme_fonts(theme: bytes | None) -> Mapping[str, str]:
    if theme is None:
        return {}
    root = parse_xml(theme)
    fonts: dict[str, str] = {}
    for kind in ("major", "minor"):
        scheme = root.find(f".//{{{ART}}}{kind}Font")
        if scheme is None:
            continue
        latin = _face(scheme.findall(f"{{{ART}}}latin"))
        chinese = _face(one for one in scheme.findall(f"{{{ART}}}font") if one.get("script") == "Hans")
        east = _face(scheme.findall(f"{{{ART}}}ea")) or chinese
        found = {"HAnsi": latin, "Ascii": latin, "EastAsia": east, "Bidi": _face(scheme.findall(f"{{{ART}}}cs"))}
        fonts |= {f"{kind}{use}": face for use, face in found.items() if face}
    return fonts


def _face(elements: Iterable[etree._Element]) -> str:
    return next((str(one.get("typeface")) for one in elements if one.get("typeface")), "")
