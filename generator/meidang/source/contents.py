"""Whether an attachment is what its name says, from its first and last bytes: nothing is decoded, unpacked or run."""

from __future__ import annotations

import os
import struct
from binascii import crc32
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Final

from meidang.source.forms import DOCX, FORMS, JPEG, PDF, PNG, form_of, unsuited
from meidang.source.limits import DEFAULT_LIMITS
from meidang.source.problems import Code

_LFS = b"version https://git-lfs.github.com/spec/"
#: Scanners write a little before a PDF's header, and every reader looks for it in so many bytes.
_HEAD = 1024


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a file; ``words`` follow its name in a sentence."""

    code: Code
    words: str
    fix: str


def fault_in(file: BinaryIO, suffix: str) -> Fault | None:
    """What is wrong with the content of a file whose name ends in ``suffix``, in lower case."""
    head = file.read(_HEAD)
    if not head:
        return Fault(Code.ATTACHMENT_CONTENT, "是空文件", "重新放入完整的文件")
    if head.startswith(_LFS):
        return Fault(Code.ATTACHMENT_POINTER, "只是 Git LFS 的占位文件，内容没有取回", "运行 git lfs pull 取回内容")
    wanted = FORMS.get(suffix)
    if wanted is None:
        return _fault_in_text(file)
    found = form_of(head)
    return _fault_in_form(file, wanted) if found == wanted else _other_form(head, wanted, found, suffix)


def _other_form(head: bytes, wanted: str, found: str | None, suffix: str) -> Fault:
    if found:
        words, fix = f"的扩展名是 {suffix}，内容却是 {found}", "把扩展名改得与内容一致，这里跟着改"
        return Fault(Code.ATTACHMENT_CONTENT, words, fix)
    if other := unsuited(head):
        return Fault(Code.ATTACHMENT_CONTENT, f"的内容是 {other.name}，不收这种格式", other.advice)
    return Fault(Code.ATTACHMENT_CONTENT, f"的内容不是 {wanted}", "能打开就另存为这种格式，打不开就重新扫描或索取")


def _fault_in_text(file: BinaryIO) -> Fault | None:
    file.seek(0)
    raw = file.read(DEFAULT_LIMITS.attachment_bytes)
    try:
        if "\0" not in raw.decode():
            return None
    except UnicodeDecodeError:
        pass
    return Fault(Code.ATTACHMENT_CONTENT, "的内容不是 UTF-8 文字", "用记事本打开，另存为时把编码选成 UTF-8")


def _fault_in_form(file: BinaryIO, form: str) -> Fault | None:
    if form == DOCX:
        return None if _is_docx(file) else _damaged("不是完整的 Word 文档", "用 Word 打开后另存为 .docx")
    if form in _SIZES and (fault := _fault_in_size(file, form)):
        return fault
    if form == PDF:
        file.seek(0)
    sign, far = _ENDS[form]
    return None if _ends(file, sign, far) else Fault(Code.ATTACHMENT_CONTENT, *_CUT)


def _fault_in_size(file: BinaryIO, form: str) -> Fault | None:
    try:
        width, height = _SIZES[form](file)
    except struct.error:
        width = height = 0
    pixels = width * height
    if not pixels:
        return _damaged("读不出图片的尺寸", "用看图软件打开后另存")
    if pixels > DEFAULT_LIMITS.attachment_pixels:
        words = f"有 {pixels // 10_000} 万像素，超过 {DEFAULT_LIMITS.attachment_pixels // 10_000} 万"
        return Fault(Code.ATTACHMENT_SIZE, words, "缩小后重新放入；扫描件 300 dpi 足够")
    return None


_CUT = ("不完整，后面的内容缺失，多半没有传完", "重新拷贝或下载完整的文件，打不开就重新扫描")
#: What each form ends with, and how far before the file's end it may stand: cameras and scanners write something
#: behind. A JPEG of a telephone may carry a film of several MiB; its sign stands nowhere else behind the header.
_ENDS: Final[Mapping[str, tuple[bytes, int]]] = {
    PDF: (b"%%EOF", 64 * 1024),
    PNG: (b"IEND\xaeB`\x82", 64 * 1024),
    JPEG: (b"\xff\xd9", DEFAULT_LIMITS.attachment_bytes),
}


def _ends(file: BinaryIO, sign: bytes, far: int) -> bool:
    """Whether the sign stands behind the place up to which the file was read, near enough to its end."""
    start, size = file.tell(), file.seek(0, os.SEEK_END)
    for reach in (1024, far):
        file.seek(max(start, size - reach))
        if sign in file.read(reach):
            return True
    return False


def _damaged(words: str, fix: str) -> Fault:
    return Fault(Code.ATTACHMENT_CONTENT, f"已损坏，{words}", f"{fix}，打不开就重新扫描或索取")


def _png_size(file: BinaryIO) -> tuple[int, int]:
    """PNG, 5.3 and 11.2.2: the first chunk is IHDR, 13 bytes long, with its checksum."""
    file.seek(8)
    chunk = file.read(25)
    length, name, width, height, _, checksum = struct.unpack(">I4sII5sI", chunk)
    is_sound: bool = length == 13 and name == b"IHDR" and checksum == crc32(chunk[4:21])
    return (width, height) if is_sound else (0, 0)


#: SOF0 to SOF15 without DHT, JPG and DAC, which share their row.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
#: Beyond any camera's; a hostile file might have five million.
_SEGMENTS = 1_000


def _jpeg_size(file: BinaryIO) -> tuple[int, int]:
    """ISO 10918-1, annex B: segments with their length, until one of them begins a frame."""
    file.seek(2)
    for _ in range(_SEGMENTS):
        lead, marker, length = struct.unpack(">BBH", file.read(4))
        if lead != 0xFF or marker in (0xD9, 0xDA):
            break
        if marker == 0xFF:  # a filling byte before the marker
            file.seek(-3, os.SEEK_CUR)
        elif marker in _FRAMES:
            height, width = struct.unpack(">xHH", file.read(5))
            return width, height
        else:
            file.seek(max(0, length - 2), os.SEEK_CUR)
    return 0, 0


#: A zip's end record may be followed by a comment of 64 KiB; a Word document's directory is a few KiB.
_TAIL, _DIRECTORY = 22 + 0xFFFF, 1024 * 1024


def _is_docx(file: BinaryIO) -> bool:
    """A Word document is a zip with a part of a fixed name; only the zip's directory is read."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _TAIL))
    tail = file.read(_TAIL)
    end = tail.rfind(b"PK\5\6")
    if end < 0 or len(tail) - end < 22:
        return False
    length = struct.unpack_from("<I", tail, end + 12)[0]
    start = size - len(tail) + end - length
    if start < 0 or length > _DIRECTORY:
        return False
    file.seek(start)
    return b"[Content_Types].xml" in _names_in(file.read(length))


def _names_in(directory: bytes) -> set[bytes]:
    names, at = set(), 0
    while directory.startswith(b"PK\1\2", at) and at + 46 <= len(directory):
        name, extra, comment = struct.unpack_from("<3H", directory, at + 28)
        names.add(directory[at + 46 : at + 46 + name])
        at += 46 + name + extra + comment
    return names


#: A picture's width and height by its header; zeros or struct.error where they cannot be made out.
_SIZES: Final[Mapping[str, Callable[[BinaryIO], tuple[int, int]]]] = {PNG: _png_size, JPEG: _jpeg_size}
