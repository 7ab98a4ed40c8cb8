"""The file before anybody parses it: refused with advice unless it is a plain .xlsx within limits."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

#: The largest file, and how much of it there may be once unpacked: a roster of a thousand people takes a hundredth.
MOST_BYTES: Final = 20 * 2**20
_MOST_UNPACKED: Final = 150 * 2**20
_MOST_PARTS: Final = 2_000
_MAIN: Final = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_TEMPLATE: Final = b"application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_SAVE_AS: Final = "请用 Excel 或 WPS 打开，选“另存为”，类型选“Excel 工作簿（*.xlsx）”，再导入"
#: Tags of XML: of sheets and their texts (a million cells), of all other parts.
_MOST_TAGS: Final = {"xl/worksheets/": 4_000_000, "xl/sharedStrings.xml": 4_000_000, "": 1_000_000}
_STRICT: Final = b"http://purl.oclc.org/ooxml/"
_DOCTYPE: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class Unreadable(Exception):
    """Not a workbook that is read, in one Chinese sentence with advice."""


def parts_of(content: bytes) -> Mapping[str, bytes]:
    """The parts of a workbook by name. Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable(f"文件超过 {MOST_BYTES // 2**20} MiB；删掉图片和多余的工作表，或分成几个文件再导入")
    if not content.startswith(b"PK\x03\x04"):
        raise Unreadable(_advice(content))
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = _unpacked(archive)
    except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise Unreadable(f"文件损坏，打不开；{_SAVE_AS}") from error
    _refuse(parts)
    return parts


def _advice(content: bytes) -> str:
    """What to do with a file that is no package."""
    if not content.strip():
        return "文件是空的"
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            return (
                "文件有打开密码；请在 Excel 里去掉密码（文件 → 信息 → 保护工作簿 → 用密码进行加密，清空），保存后再导入"
            )
        return f"是旧格式（.xls 或 .et），不收；{_SAVE_AS}"
    if content.lstrip()[:1] == b"<":
        return f"其实是网页，不是工作簿（有些系统导出的 .xls 是这样）；{_SAVE_AS}"
    return f"不是 .xlsx 工作簿（.csv、.txt 会丢掉日期和编号的写法，不收）；{_SAVE_AS}"


def _unpacked(archive: ZipFile) -> Mapping[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > _MOST_UNPACKED:
        raise Unreadable("解压后太大；删掉图片、多余的工作表和空白处的格式，再导入")
    if len({entry.filename.lower() for entry in entries}) < len(entries):
        raise Unreadable(f"文件损坏（有同名的部件）；{_SAVE_AS}")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("压缩包有密码；请去掉密码再导入")
    if any(entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for entry in entries):
        raise Unreadable(f"文件的压缩方式不认识；{_SAVE_AS}")
    # Why not by the name in the middle: the sizes told in the directory bound what is unpacked here.
    return {
        entry.filename: archive.read(entry) for entry in entries if entry.filename.endswith((".xml", ".rels", ".bin"))
    }


def _refuse(parts: Mapping[str, bytes]) -> None:
    types = parts.get("[Content_Types].xml", b"")
    if any("vbaproject" in name.lower() for name in parts) or b"macroEnabled" in types:
        raise Unreadable(f"带宏（.xlsm），不收；{_SAVE_AS}")
    if b"sheet.binary" in types:
        raise Unreadable(f"是二进制工作簿（.xlsb），不收；{_SAVE_AS}")
    if b"wordprocessingml" in types:
        raise Unreadable("是 Word 文档；改过的档案文件用 meidang import-word 带回，表格请复制到导入表里")
    if _MAIN not in types and _TEMPLATE not in types:
        raise Unreadable(f"不是 .xlsx 工作簿；{_SAVE_AS}")
    if _STRICT in parts.get("xl/workbook.xml", b""):
        raise Unreadable(f"是“Strict Open XML”格式，不收；{_SAVE_AS}")
    for name, part in parts.items():
        most = next(most for start, most in _MOST_TAGS.items() if name.startswith(start))
        if part.count(b"<") > most:
            raise Unreadable("单元格太多；删掉多余的工作表和空白处的格式，或分成几个文件")
        if name.endswith((".xml", ".rels")) and (b"\x00" in part[:200] or _DOCTYPE.search(part)):
            raise Unreadable(f"部件 {name[:60]} 里有 DOCTYPE 或不是 UTF-8，正常的工作簿没有；{_SAVE_AS}")
