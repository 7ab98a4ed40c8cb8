"""A .docx as its parts: bytes -> parts, after a strict look at what could harm. ``zipped`` has the way back."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from lxml import etree

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CONTENT_TYPES = "[Content_Types].xml"
_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

_MAX_FILE = 20 * 2**20
_MAX_PARTS = 500
_MAX_XML = 10 * 2**20
_MAX_ALL = 100 * 2**20
#: Tags of XML in a template's part: ten times as many as a form of fifty pages has.
_MOST_TAGS = 400_000

#: Fields that run something or fetch something when the document is opened.
_FIELDS = re.compile(
    r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|LINK|IMPORT|DATABASE|MACROBUTTON|RD|AUTOTEXT)\b", re.IGNORECASE
)
_ACTIVE = re.compile(r"vbaProject|vbaData|activeX|/embeddings/|oleObject|/customUI", re.IGNORECASE)
_MACROS = re.compile(r"vbaProject|vbaData|activeX|/customUI", re.IGNORECASE)
_LINK = re.compile(r"(https?://|mailto:|tel:)", re.IGNORECASE)


class Corrupt(Exception):
    """Not a Word document, in one Chinese sentence."""


class Refused(Exception):
    """A Word document with something in it that a template must not hold, in one Chinese sentence."""


def parse_xml(content: bytes | str) -> etree._Element:
    """Strictly: nothing repaired, no entity resolved, nothing fetched. Raises etree.XMLSyntaxError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=False, remove_blank_text=False)
    return etree.fromstring(content.encode() if isinstance(content, str) else content, parser)


def unpack(content: bytes) -> Mapping[str, bytes]:
    """The parts by name. Raises Corrupt or Refused."""
    parts = unzip(content)
    for name, part in parts.items():
        root = _inspect(name, part)
        if root is not None:
            if part.count(b"<") > _MOST_TAGS:
                raise Refused(f"部件 {name[:60]} 太复杂")
            _inspect_contents(root)
    return parts


def unpack_to_read(content: bytes) -> Mapping[str, bytes]:
    """The parts of a document that is only read, never handed on: what it embeds or names elsewhere does no harm.

    Raises Corrupt, and Refused where there are macros or it is too large.
    """
    parts = unzip(content)
    for name, part in parts.items():
        _inspect(name, part, _MACROS)
    return parts


def unzip(content: bytes, *, times: int = 1) -> Mapping[str, bytes]:
    """The parts by name, within limits, of a document; what they hold is not looked at. Raises Corrupt or Refused.

    ``times``: how many times as large as a template it may be.
    """
    if len(content) > times * _MAX_FILE:
        raise Refused(f"文件超过 {times * _MAX_FILE // 2**20} MiB")
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = dict(_parts(archive, times))
    except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise Corrupt("不是 Word 文档（.docx），或文件已损坏") from error
    if _MAIN not in parts.get(CONTENT_TYPES, b"") or "word/document.xml" not in parts:
        if b"macroEnabled" in parts.get(CONTENT_TYPES, b""):
            raise Refused("带宏")
        raise Corrupt("不是 Word 文档（.docx）")
    return parts


def _parts(archive: ZipFile, times: int) -> Iterator[tuple[str, bytes]]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > times * _MAX_PARTS or sum(entry.file_size for entry in entries) > times * _MAX_ALL:
        raise Refused("部件太多或解压后太大")
    if len({entry.filename.lower() for entry in entries}) < len(entries):
        raise Refused("有同名的部件")
    for entry in entries:
        if entry.filename.startswith("/") or ".." in entry.filename or "\\" in entry.filename:
            raise Refused(f"部件名“{entry.filename[:40]}”不合规范")
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise Corrupt("不是 Word 文档（.docx）：压缩方式不对")
        yield entry.filename, archive.read(entry)


def _inspect(name: str, part: bytes, active: re.Pattern[str] = _ACTIVE) -> etree._Element | None:
    """The root of a part that is XML."""
    if active.search(f"/{name}"):
        raise Refused(f"有宏、控件或嵌入对象（{name[:60]}）")
    if not name.endswith((".xml", ".rels")):
        return None
    if len(part) > _MAX_XML:
        raise Refused(f"部件 {name[:60]} 太大")
    try:
        root = parse_xml(part)
    except etree.XMLSyntaxError as error:
        raise Corrupt(f"部件 {name[:60]} 不是完好的 XML") from error
    _refuse_odd(name, root)
    return root


def _refuse_odd(name: str, root: etree._Element) -> None:
    document = root.getroottree().docinfo
    if (document.encoding or "UTF-8").upper() not in ("UTF-8", "ASCII", "US-ASCII"):
        raise Corrupt(f"部件 {name[:60]} 不是 UTF-8 编码")
    if document.internalDTD is not None:
        raise Refused(f"部件 {name[:60]} 里有 DOCTYPE")


def _inspect_contents(root: etree._Element) -> None:
    _inspect_relations(root)
    for field in _fields(root):
        if found := _FIELDS.search(field):
            raise Refused(f"有 {found[1].upper()} 域")


def _inspect_relations(root: etree._Element) -> None:
    for relation in root.iter(RELATION):
        kind = str(relation.get("Type")).rpartition("/")[2]
        if kind in ("aFChunk", "oleObject", "control", "subDocument", "frame"):
            raise Refused(f"有嵌入或链接的内容（{kind}）")
        if relation.get("TargetMode") == "External" and not (
            kind == "hyperlink" and is_safe_link(relation.get("Target") or "")
        ):
            raise Refused(f"引用了文档以外的内容（{kind}）")


def is_safe_link(target: str) -> bool:
    """Whether a link leads to a web page, an address of mail or a telephone, and to nothing else."""
    return _LINK.match(target) is not None


def _fields(root: etree._Element) -> Iterator[str]:
    """The instruction of every field; Word may spread one over many runs."""
    instruction = ""
    for element in root.iter(f"{{{WORD}}}fldSimple", f"{{{WORD}}}fldChar", f"{{{WORD}}}instrText"):
        if element.tag.endswith("fldSimple"):
            yield element.get(f"{{{WORD}}}instr") or ""
        elif element.tag.endswith("instrText"):
            instruction += element.text or ""
        else:
            yield instruction
            instruction = ""
    yield instruction
