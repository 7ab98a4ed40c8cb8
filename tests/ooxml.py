"""The Open XML SDK's verdict on documents, through npm's ``@ooxml-tools/validate``; LibreOffice opens what Word refuses.

Loading it takes seconds and each document a quarter of one, so all go through one process, and documents that differ in
nothing but their text go as one: what is in any of them, each form of a block and of a row once. Words do not matter to
a schema, nor does what a block stands beside; what must be unique in a document is asked by ``word.rules``.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from lxml import etree

from tools import require_tool

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DOC_PR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_SCRIPT = Path(__file__).parent / "word" / "validate.mjs"
_DOCUMENT = "word/document.xml"
#: Parts whose contents the schema of Word's text does not reach: of documents alike, the first one's are looked at.
_OWN = re.compile(r"docProps/|customXml/|word/media/")


def verdicts(documents: Mapping[str, bytes]) -> dict[str, list[str]]:
    """What is wrong with each document, by name; an empty list where nothing is."""
    merged: dict[str, _Merged] = {}
    keys = {name: _add(content, merged) for name, content in documents.items()}
    found = unmerged_verdicts({key: one.docx() for key, one in merged.items()})
    return {name: found[key] for name, key in keys.items()}


def unmerged_verdicts(documents: Mapping[str, bytes]) -> dict[str, list[str]]:
    """The same, each document by itself and as it is."""
    library = Path(require_tool("ooxml-validate")).resolve().parents[1] / "index.js"
    with tempfile.TemporaryDirectory() as folder:
        files = {name: Path(folder) / f"{number}.docx" for number, name in enumerate(documents)}
        for name, file in files.items():
            file.write_bytes(documents[name])
        command = [require_tool("node"), _SCRIPT, library, *files.values()]
        run = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)
    found = json.loads(run.stdout)
    return {name: found[str(file)] for name, file in files.items()}


class _Merged:
    """Documents that differ in nothing but their text, as one."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = parts
        self.root = etree.fromstring(parts[_DOCUMENT])
        self.body = self.root.find(f"{W}body")
        self.blocks: dict[bytes, etree._Element] = {}
        self.rows: set[tuple[bytes, bytes]] = set()
        self.end = [block for block in self.body if block.tag == f"{W}sectPr"]
        self.body[:] = []

    def add(self, body: etree._Element) -> None:
        for block in body.iterchildren():
            if block.tag == f"{W}tbl":
                self._add_table(block)
            elif block.tag != f"{W}sectPr":
                self.blocks.setdefault(_form(block), block)

    def _add_table(self, table: etree._Element) -> None:
        rows = table.findall(f"{W}tr")
        for row in rows:
            table.remove(row)
        key = _form(table)
        kept = self.blocks.setdefault(key, table)
        for row in rows:
            if (key, form := _form(row)) not in self.rows:
                kept.append(row)
            self.rows.add((key, form))

    def docx(self) -> bytes:
        self.body.extend([*self.blocks.values(), *self.end])
        for number, drawing in enumerate(self.root.iter(_DOC_PR), start=1):
            drawing.set("id", str(number))
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as package:
            for name, part in {**self.parts, _DOCUMENT: etree.tostring(self.root)}.items():
                package.writestr(name, part)
        return buffer.getvalue()


def _form(element: etree._Element) -> bytes:
    return etree.tostring(element, method="c14n", exclusive=True, with_tail=False)


def _add(content: bytes, merged: dict[str, _Merged]) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for name, part in parts.items():
        if name.startswith("word/") and name.endswith(".xml") and b"<w:t" in part:
            parts[name] = _without_words(part)
    body = etree.fromstring(parts[_DOCUMENT]).find(f"{W}body")
    around = [part for name, part in sorted(parts.items()) if name != _DOCUMENT and not _OWN.match(name)]
    sections = [_form(one) for one in body.iterchildren(f"{W}sectPr")]
    key = hashlib.sha256(b"\0".join([*around, *sections, *sorted(name.encode() for name in parts)])).hexdigest()
    merged.setdefault(key, _Merged(parts)).add(body)
    return key


def _without_words(part: bytes) -> bytes:
    """A part without words, and each form of what stands in a run or a cell once; a cell's last paragraph stays."""
    root = etree.fromstring(part)
    for text in root.iter(f"{W}t"):
        text.text = "x"
    for around in root.iter(f"{W}r", f"{W}tc"):
        known = {_form(around[-1])} if around.tag == f"{W}tc" and len(around) else set()
        for piece in list(around)[: -1 if known else None]:
            form = _form(piece)
            if form in known:
                around.remove(piece)
            known.add(form)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
