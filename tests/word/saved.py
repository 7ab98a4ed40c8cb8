"""A document as Word writes it when somebody opens and saves it without a change; and what tests edit by hand."""

from __future__ import annotations

import io
import re
import zipfile
from copy import deepcopy
from random import Random

from lxml import etree

from documents.example import W
from meidang.render.word.package import unzip
from meidang.render.word.zipped import pack

WORD = W[1:-1]
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TEXTUAL = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_RENAMED = {
    "word/header1.xml": "word/header7.xml",
    "word/footer1.xml": "word/footer3.xml",
    "customXml/item1.xml": "customXml/item4.xml",
    "customXml/itemProps1.xml": "customXml/itemProps4.xml",
    "customXml/_rels/item1.xml.rels": "customXml/_rels/item4.xml.rels",
    "word/media/meidang-code.png": "word/media/image12.png",
}


def parts_of(content: bytes) -> dict[str, bytes]:
    return dict(unzip(content))


def edited(content: bytes, change) -> bytes:
    """A document with its body changed: ``change`` gets the root of word/document.xml."""
    parts = parts_of(content)
    root = etree.fromstring(parts["word/document.xml"])
    change(root)
    return pack({**parts, "word/document.xml": etree.tostring(root, encoding="UTF-8", standalone=True)})


def by_python_docx(content: bytes, change) -> bytes:
    """A document changed through python-docx."""
    import docx

    document = docx.Document(io.BytesIO(content))
    change(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_word_saves(content: bytes, seed: int = 0) -> bytes:
    """The same document after an unedited save by Word, which changes nearly everything but the text."""
    random = Random(seed)
    parts = {
        name: _rewritten(part, random) if _TEXTUAL.fullmatch(name) else part for name, part in parts_of(content).items()
    }
    renamed = {}
    for name, part in parts.items():
        named = part
        if name.endswith(".rels") or name == "[Content_Types].xml":
            for old, new in _RENAMED.items():
                named = named.replace(old.rpartition("/")[2].encode(), new.rpartition("/")[2].encode())
        renamed[_RENAMED.get(name, name)] = named
    return pack(renamed)


def _rewritten(part: bytes, random: Random) -> bytes:
    root = etree.fromstring(part)
    for run in list(root.iter(f"{W}r")):
        _split(run, random)
    for field in list(root.iter(f"{W}fldSimple")):
        _spelt_out(field)
    for number, paragraph in enumerate(list(root.iter(f"{W}p"))):
        _marked(paragraph, number, random)
    _wrapped(root, random)
    container = root.find(f"{W}body") if root.tag == f"{W}document" else root
    empty = etree.Element(f"{W}p")
    if len(container) and container[-1].tag == f"{W}sectPr":
        container[-1].addprevious(empty)
    else:
        container.append(empty)
    return _other_prefix(etree.tostring(root, encoding="UTF-8", standalone=True), random)


def _split(run, random: Random) -> None:
    """One run becomes two, with a squiggle of the spelling checker between them."""
    text = run.find(f"{W}t")
    if text is None or len(run.findall(f"{W}t")) != 1 or len(text.text or "") < 2:
        return
    at = random.randrange(1, len(text.text))
    second = deepcopy(run)
    first_text, second_text = text.text[:at], text.text[at:]
    for one, words in ((run, first_text), (second, second_text)):
        one.find(f"{W}t").text = words
        one.find(f"{W}t").set(_SPACE, "preserve")
    for mark in list(second):
        if mark.tag in (f"{W}tab", f"{W}br") and list(run).index(run.find(f"{W}t")) > list(second).index(mark):
            second.remove(mark)
    for mark in list(run)[list(run).index(text) + 1 :]:
        run.remove(mark)
    if random.random() < 0.3:
        second.find(f"{W}t").addprevious(etree.Element(f"{W}lastRenderedPageBreak"))
    run.addnext(second)
    for kind in ("spellStart", "spellEnd"):
        squiggle = etree.Element(f"{W}proofErr")
        squiggle.set(f"{W}type", kind)
        run.addnext(squiggle)


def _spelt_out(field) -> None:
    """A simple field as Word writes it: five runs, and a result of today."""
    parent, at = field.getparent(), field.getparent().index(field)
    parent.remove(field)
    inside = ("begin", field.get(f"{W}instr"), "separate", None, "end")
    for step, what in enumerate(inside):
        run = etree.Element(f"{W}r")
        if step == 1:
            etree.SubElement(run, f"{W}instrText").text = what
        elif what is None:
            etree.SubElement(run, f"{W}t").text = "17"
        else:
            etree.SubElement(run, f"{W}fldChar").set(f"{W}fldCharType", what)
        parent.insert(at + step, run)


def _marked(paragraph, number: int, random: Random) -> None:
    for name in ("rsidR", "rsidRDefault", "rsidP"):
        paragraph.set(f"{W}{name}", f"{random.getrandbits(32):08X}")
    paragraph.set(f"{{{_W14}}}paraId", f"{number + 1:08X}")
    if number % 9 == 4:
        for kind in ("bookmarkEnd", "bookmarkStart"):
            mark = etree.Element(f"{W}{kind}")
            mark.set(f"{W}id", str(number))
            if kind == "bookmarkStart":
                mark.set(f"{W}name", f"_GoBack{number}")
            paragraph.insert(1 if paragraph.find(f"{W}pPr") is not None else 0, mark)


def _wrapped(root, random: Random) -> None:
    """Some runs in smart tags, some paragraphs in content controls."""
    for run in list(root.iter(f"{W}r")):
        if random.random() < 0.1 and run.getparent().tag == f"{W}p" and run.find(f"{W}fldChar") is None:
            tag = etree.Element(f"{W}smartTag")
            tag.set(f"{W}element", "date")
            run.addprevious(tag)
            tag.append(run)
    for paragraph in list(root.iter(f"{W}p")):
        if random.random() < 0.1 and paragraph.getparent().tag in (f"{W}body", f"{W}tc"):
            control = etree.Element(f"{W}sdt")
            etree.SubElement(control, f"{W}sdtPr")
            paragraph.addprevious(control)
            etree.SubElement(control, f"{W}sdtContent").append(paragraph)


def _other_prefix(xml: bytes, random: Random) -> bytes:
    """Another prefix for Word's namespace: prefixes are nobody's business."""
    prefix = random.choice(["w", "word", "x"])
    text = xml.decode()

    def renamed(tag: re.Match[str]) -> str:
        return re.sub(r"(?<=[<\s/])w:(?=\w+[\s=/>])", f"{prefix}:", tag[0]).replace("xmlns:w=", f"xmlns:{prefix}=")

    return re.sub(r"<[^>]+>", renamed, text).encode()


def zipped_as_is(parts: dict[str, bytes]) -> bytes:
    """Parts in a package, whatever they are."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return buffer.getvalue()
