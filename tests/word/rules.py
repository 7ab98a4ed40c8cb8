"""What Word asks of a document beyond the schema, and what the house asks: each rule yields what breaks it, in words."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DC = "{http://purl.org/dc/elements/1.1/}"
_DOC_PR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U000323af]")
_SAFE = re.compile(r"(https?://|mailto:|tel:)")

#: The schema's order of what a run, a paragraph, a table … may say of itself.
ORDER = {
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish "
    "webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang "
    "eastAsianLayout specVanish oMath",
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd "
    "tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType "
    "cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
}
_ORDER = {f"{W}{name}": [f"{W}{child}" for child in children.split()] for name, children in ORDER.items()}


class Word:
    """A document opened for the rules."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            self.raw = {name: package.read(name) for name in package.namelist()}
        self.parts = {
            name: etree.fromstring(part) for name, part in self.raw.items() if name.endswith((".xml", ".rels"))
        }
        self.known: dict[tuple[str, ...], str | None] = {}
        self.body = self.parts["word/document.xml"].find(f"{W}body")

    @property
    def written(self) -> dict[str, etree._Element]:
        """The parts that are read on paper."""
        pattern = re.compile(r"word/(document|header[0-9]*|footer[0-9]*|footnotes|endnotes)\.xml")
        return {name: root for name, root in self.parts.items() if pattern.fullmatch(name)}

    @cached_property
    def styles(self) -> dict[str, etree._Element]:
        return {style.get(f"{W}styleId"): style for style in self.parts["word/styles.xml"].iter(f"{W}style")}

    @cached_property
    def normal(self) -> str:
        is_default = (f"{W}default", "1")
        return next(
            key
            for key, style in self.styles.items()
            if style.get(f"{W}type") == "paragraph" and is_default in style.items()
        )

    def chain(self, key: str) -> Iterator[etree._Element]:
        """A style and those that it is based on."""
        while key:
            style = self.styles[key]
            yield style
            based = style.find(f"{W}basedOn")
            key = "" if based is None else based.get(f"{W}val")

    def style_of(self, paragraph: etree._Element) -> str:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return self.normal if style is None else style.get(f"{W}val")

    def said(self, direct: etree._Element | None, keys: list[str], path: str, attribute: str) -> str | None:
        """What a run or paragraph has in the end: its own, else its styles', else the document's."""
        own = None if direct is None else direct.find(f"{W}{path.split('/')[1]}")
        if own is not None and own.get(f"{W}{attribute}"):
            return own.get(f"{W}{attribute}")
        asked = (*keys, path, attribute)
        if asked not in self.known:
            self.known[asked] = self._inherited(keys, path, attribute)
        return self.known[asked]

    def _inherited(self, keys: list[str], path: str, attribute: str) -> str | None:
        deep = "/".join(f"{W}{step}" for step in path.split("/"))
        defaults = self.parts["word/styles.xml"].find(f"{W}docDefaults/{W}{path[:3]}Default/{deep}")
        found = [*(style.find(deep) for key in keys for style in self.chain(key)), defaults]
        values = [one.get(f"{W}{attribute}") for one in found if one is not None]
        return next((value for value in values if value), None)


def faults(content: bytes, *, is_template: bool = False) -> list[str]:
    """Everything that is wrong, each with its part."""
    word = Word(content)
    found = [f"{name}: {fault}" for rule in (*_OF_WRITTEN, *_OF_STYLES) for name, fault in rule(word)]
    found += [fault for rule in _OF_ALL for fault in rule(word)]
    if is_template:
        return [fault for fault in found if not fault.startswith("title")]
    return found


# --- structure ---------------------------------------------------------------------------------------------------------


def structure(word: Word):
    for name, root in word.written.items():
        for cell in root.iter(f"{W}tc"):
            if len(cell) == 0 or cell[-1].tag != f"{W}p":
                yield name, "a cell does not end in a paragraph"
        for table in root.iter(f"{W}tbl"):
            if table.find(f"{W}tr") is None:
                yield name, "a table without rows"
        for row in root.iter(f"{W}tr"):
            if row.find(f"{W}tc") is None:
                yield name, "a row without cells"


def body(word: Word):
    blocks = [block for block in word.body if block.tag != f"{W}sectPr"]
    if not blocks or blocks[-1].tag != f"{W}p":
        yield "the text does not end in a paragraph"
    if len(word.body) == 0 or word.body[-1].tag != f"{W}sectPr":
        yield "no section at the end"
    if any(one.tag == other.tag == f"{W}tbl" for one, other in pairwise(blocks)):
        yield "two tables side by side, which Word makes one"


def grids(word: Word):
    """A row has as many columns as its table, and they are as wide."""
    for name, root in word.written.items():
        for table in root.iter(f"{W}tbl"):
            widths = [int(column.get(f"{W}w")) for column in table.findall(f"{W}tblGrid/{W}gridCol")]
            for row in table.findall(f"{W}tr"):
                spans = row.findall(f"{W}tc/{W}tcPr")
                count = sum(int(_value(span, "gridSpan") or 1) for span in spans)
                total = sum(int(span.find(f"{W}tcW").get(f"{W}w")) for span in spans)
                if count != len(widths) or abs(total - sum(widths)) > 2:
                    yield name, f"a row of {count} columns, {total} wide, in a table of {len(widths)}, {sum(widths)}"


def _value(properties, name):
    found = properties.find(f"{W}{name}")
    return None if found is None else found.get(f"{W}val")


def order(word: Word):
    for name, root in word.parts.items():
        for element in root.iter(*_ORDER):
            known = _ORDER[element.tag]
            places = [known.index(child.tag) if child.tag in known else -1 for child in element]
            if -1 in places or places != sorted(places):
                children = " ".join(etree.QName(child).localname for child in element)
                yield name, f"{etree.QName(element).localname} holds, in this order: {children}"


def tables(word: Word):
    for name, root in word.written.items():
        for table in root.iter(f"{W}tbl"):
            caption = _value(table.find(f"{W}tblPr"), "tblCaption")
            if not (caption or "").strip():
                yield name, "a table without a caption"
            rows = table.findall(f"{W}tr")
            repeated = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
            if repeated != sorted(repeated, reverse=True):
                yield name, f"a header behind other rows in “{caption}”"
            if len(rows) > 1 and not any(repeated) and _is_header(word, rows[0]):
                yield name, f"the header of “{caption}” is not marked as one"


def _is_header(word: Word, row) -> bool:
    heads = {key for key, style in word.styles.items() if _value(style, "name") == "表格标题"}
    paragraphs = list(row.iter(f"{W}p"))
    return len(row.findall(f"{W}tc")) > 1 and all(word.style_of(one) in heads for one in paragraphs)


# --- what letters look like ----------------------------------------------------------------------------------------------


def fonts(word: Word):
    for name, root in word.written.items():
        for paragraph in root.iter(f"{W}p"):
            for run in paragraph.iter(f"{W}r"):
                if not _CJK.search("".join(run.itertext(f"{W}t"))):
                    continue
                properties = run.find(f"{W}rPr")
                own = None if properties is None else _value(properties, "rStyle")
                keys = [*([own] if own else []), word.style_of(paragraph)]
                if not word.said(properties, keys, "rPr/rFonts", "eastAsia"):
                    yield name, f"no Chinese font for “{''.join(run.itertext())[:20]}”"


def themes(word: Word):
    for name, root in word.parts.items():
        for element in root.iter(f"{W}rFonts"):
            if any("Theme" in key for key in element.attrib):
                yield name, "a font of the theme, which overrides ours"


def language(word: Word):
    found = word.parts["word/styles.xml"].find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    if found is None or found.get(f"{W}eastAsia") != "zh-CN":
        yield "styles: the language is not zh-CN"
    for name, root in word.parts.items():
        for element in root.iter(f"{W}lang", f"{W}themeFontLang"):
            if element.get(f"{W}eastAsia", "zh-CN") != "zh-CN":
                yield f"{name}: text in another language than zh-CN"


def line_heights(word: Word):
    """Exact, so that pages end alike with other fonts, but for a picture, which an exact line would cut off."""
    for name, root in word.written.items():
        for paragraph in root.iter(f"{W}p"):
            properties, keys = paragraph.find(f"{W}pPr"), [word.style_of(paragraph)]
            kind = word.said(properties, keys, "pPr/spacing", "lineRule")
            has_picture = paragraph.find(f".//{W}drawing") is not None
            if "footnotes" not in name and (kind == "exact") == has_picture:
                yield name, f"lines of {kind} height{' around a picture' * has_picture} in {keys[0]}"


def spaces(word: Word):
    for name, root in word.written.items():
        for text in root.iter(f"{W}t"):
            words = text.text or ""
            if words != words.strip(" \t\n") and text.get(_SPACE) != "preserve":
                yield name, f"blanks that Word drops: “{words[:20]}”"


def named_styles(word: Word):
    for name, root in word.written.items():
        for element in root.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle"):
            if element.get(f"{W}val") not in word.styles:
                yield name, f"no style {element.get(f'{W}val')}"


# --- the package -------------------------------------------------------------------------------------------------------


def ids(word: Word):
    everything = [element for root in word.written.values() for element in root.iter() if isinstance(element.tag, str)]
    given = {
        "drawing": [element.get("id") for element in everything if element.tag == _DOC_PR],
        "bookmark": [element.get(f"{W}id") for element in everything if element.tag == f"{W}bookmarkStart"],
        "bookmark's name": [element.get(f"{W}name") for element in everything if element.tag == f"{W}bookmarkStart"],
        "content control": [
            element.find(f"{W}id").get(f"{W}val")
            for element in everything
            if element.tag == f"{W}sdtPr" and element.find(f"{W}id") is not None
        ],
        "paragraph": [element.get(f"{W14}paraId") for element in everything if element.get(f"{W14}paraId")],
    }
    for name, root in word.parts.items():
        if name.endswith(".rels"):
            given[f"relation in {name}"] = [relation.get("Id") for relation in root]
    for kind, found in given.items():
        for one, count in Counter(found).items():
            if count > 1:
                yield f"{count} times the {kind} {one}"


def relations(word: Word):
    for name, root in word.parts.items():
        if not name.endswith(".rels"):
            continue
        folder, _, file = name.rpartition("_rels/")
        known = {relation.get("Id"): relation for relation in root}
        for relation in known.values():
            target, kind = relation.get("Target"), relation.get("Type").rpartition("/")[2]
            if relation.get("TargetMode") == "External":
                if kind != "hyperlink" or not _SAFE.match(target):
                    yield f"{name}: leads outside ({kind})"
            elif (target.lstrip("/") if target.startswith("/") else folder + target) not in _resolved(word, folder):
                yield f"{name}: {target} is not there"
        owner = word.parts.get(folder + file.removesuffix(".rels"))
        asked = {
            element.get(key)
            for element in ([] if owner is None else owner.iter())
            for key in (f"{R}id", f"{R}embed", f"{R}link")
            if element.get(key)
        }
        for missing in sorted(asked - set(known)):
            yield f"{name}: no {missing}"


def _resolved(word: Word, folder: str) -> set[str]:
    return {*word.raw, *(f"{folder}../{name}" for name in word.raw)}


def properties(word: Word):
    core = word.parts["docProps/core.xml"]
    title = (core.findtext(f"{DC}title") or "").strip()
    if not title or "{" in title or title.lower() in ("untitled", "word document", "document", "none"):
        yield f"title “{title}”"
    if core.findtext(f"{DC}language") != "zh-CN":
        yield "the properties do not say zh-CN"


def settings(word: Word):
    root = word.parts["word/settings.xml"]
    modes = {one.get(f"{W}val") for one in root.iter(f"{W}compatSetting") if one.get(f"{W}name") == "compatibilityMode"}
    if modes != {"15"}:
        yield "Word would open it in compatibility mode"
    for name in ("updateFields", "attachedTemplate", "documentProtection", "mailMerge", "trackRevisions"):
        if root.find(f"{W}{name}") is not None:
            yield f"settings hold {name}"


_OF_WRITTEN = (structure, grids, tables, fonts, line_heights, spaces, named_styles)
_OF_STYLES = (order, themes)
_OF_ALL = (body, language, ids, relations, properties, settings)
