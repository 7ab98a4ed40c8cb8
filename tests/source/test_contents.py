"""What a file must begin with to be what its name says: every verdict to the letter, and that no content raises."""

from __future__ import annotations

import io
import struct
import zipfile
from binascii import crc32
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meidang.source.contents import fault_in

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n%%EOF\n"
EOI = b"\xff\xd9"
IEND = b"\0\0\0\0IEND\xaeB`\x82"


def png(width, height):
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", crc32(header)) + IEND


def jpeg(width, height, before=b""):
    app = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0" + bytes(9)
    return b"\xff\xd8" + app + before + b"\xff\xc2" + struct.pack(">HBHH", 17, 8, height, width) + bytes(9) + EOI


def zipped(*names, comment=b""):
    with zipfile.ZipFile(content := io.BytesIO(), "w") as file:
        for name in names:
            file.writestr(zipfile.ZipInfo(name), "<xml/>")
        file.comment = comment
    return content.getvalue()


DOCX = zipped("word/document.xml", "[Content_Types].xml", comment=b"by hand")


def shown(value):
    """A short name for a content."""
    return f"{crc32(value):08x}" if isinstance(value, bytes) else None


def verdict(name, content):
    fault = fault_in(io.BytesIO(content), PurePosixPath(name).suffix.lower())
    return f"{fault.code} {fault.words} → {fault.fix}" if fault else ""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("执业证书.pdf", PDF),
        ("scan.PDF", b"\xef\xbb\xbf\r\n" + PDF),
        ("营业执照 副本 (1).png", png(3508, 2480)),
        ("a.png", png(7_500, 8_000)),
        ("a.jpg", jpeg(3508, 2480)),
        ("a.JPEG", jpeg(1, 1, before=b"\xff\xff\xff\xfe" + struct.pack(">H", 4) + b"\xff\xc0")),
        ("a.jpg", jpeg(7, 7) + bytes(200_000)),  # the film of a moving picture
        ("a.pdf", PDF + b"\r\n"),
        ("a.docx", DOCX),
        ("a.docx", zipped("[Content_Types].xml", comment=b"x" * 65_535)),
        ("a.md", "# 操作规范\n".encode()),
        ("a.md", b"x"),
    ],
    ids=shown,
)
def test_what_is_as_its_name_says_is_taken(name, content):
    assert verdict(name, content) == ""


CUT = "不完整，后面的内容缺失，多半没有传完 → 重新拷贝或下载完整的文件，打不开就重新扫描"
HEIC = "在 iPhone 的“设置-相机-格式”里选“兼容性最佳”再拍，已拍的用看图软件另存为 JPG"
WRONG = "把扩展名改得与内容一致，这里跟着改"
NOT_A = "能打开就另存为这种格式，打不开就重新扫描或索取"
PICTURE = "已损坏，读不出图片的尺寸 → 用看图软件打开后另存，打不开就重新扫描或索取"
WORD = "已损坏，不是完整的 Word 文档 → 用 Word 打开后另存为 .docx，打不开就重新扫描或索取"
TEXT = "的内容不是 UTF-8 文字 → 用记事本打开，另存为时把编码选成 UTF-8"
LARGE = "缩小后重新放入；扫描件 300 dpi 足够"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.pdf", b"", "SRC023 是空文件 → 重新放入完整的文件"),
        ("a.pdf", png(1, 1), f"SRC023 的扩展名是 .pdf，内容却是 PNG 图片 → {WRONG}"),
        ("a.PNG", jpeg(1, 1), f"SRC023 的扩展名是 .png，内容却是 JPEG 图片 → {WRONG}"),
        ("a.jpg", PDF, f"SRC023 的扩展名是 .jpg，内容却是 PDF → {WRONG}"),
        ("a.pdf", DOCX, f"SRC023 的扩展名是 .pdf，内容却是 Word 文档（docx） → {WRONG}"),
        ("a.pdf", b"<html>", f"SRC023 的内容不是 PDF → {NOT_A}"),
        (
            "a.docx",
            b"\xd0\xcf\x11\xe0",
            "SRC023 的内容是 旧版 Office 文件，不收这种格式 → 用原来的程序打开后另存为 PDF，Word 文档也可以存为 .docx",
        ),
        ("a.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", f"SRC023 的内容是 HEIC 照片，不收这种格式 → {HEIC}"),
        ("a.png", b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", f"SRC023 的内容是 HEIC 照片，不收这种格式 → {HEIC}"),
        (
            "a.jpg",
            b"II*\0\x08\0\0\0",
            "SRC023 的内容是 TIFF 图片，不收这种格式 → 扫描时选 PDF，已扫描的用看图软件另存为 JPG 或 PDF",
        ),
        (
            "a.pdf",
            b"MM\0*\0\0\0\x08",
            "SRC023 的内容是 TIFF 图片，不收这种格式 → 扫描时选 PDF，已扫描的用看图软件另存为 JPG 或 PDF",
        ),
        ("a.png", b"GIF89a", "SRC023 的内容是 GIF 图片，不收这种格式 → 用看图软件另存为 PNG"),
        ("a.jpg", b"RIFF\x24\0\0\0WEBPVP8 ", "SRC023 的内容是 WebP 图片，不收这种格式 → 用看图软件另存为 JPG"),
        ("a.png", b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0", "SRC023 的内容是 BMP 图片，不收这种格式 → 用画图软件另存为 PNG"),
        ("a.png", b'<?xml version="1.0"?><svg/>', "SRC023 的内容是 SVG 图形，不收这种格式 → 用浏览器打开后打印为 PDF"),
        ("a.pdf", PDF[:-3], f"SRC023 {CUT}"),
        ("a.pdf", PDF + bytes(64 * 1024), f"SRC023 {CUT}"),
        ("a.png", png(7, 7)[:-3], f"SRC023 {CUT}"),
        ("a.jpg", jpeg(7, 7)[:-1], f"SRC023 {CUT}"),
        ("a.jpg", jpeg(7, 7, before=b"\xff\xe1\0\x06" + EOI + EOI)[:-2], f"SRC023 {CUT}"),
        ("a.png", png(0, 7), f"SRC023 {PICTURE}"),
        ("a.png", png(7, 7)[:20], f"SRC023 {PICTURE}"),
        ("a.png", png(7, 7)[:32] + b"?" + IEND, f"SRC023 {PICTURE}"),
        ("a.jpg", jpeg(7, 7)[:24], f"SRC023 {PICTURE}"),
        ("a.jpg", jpeg(7, 7, before=b"\xff\xda\0\2"), f"SRC023 {PICTURE}"),
        ("a.jpg", b"\xff\xd8" + b"\xff\xe0\0\2" * 2_000, f"SRC023 {PICTURE}"),
        ("a.jpg", b"\xff\xd8" + b"\xff" * 2_000, f"SRC023 {PICTURE}"),
        ("a.png", png(7_820, 7_801), f"SRC022 有 6100 万像素，超过 6000 万 → {LARGE}"),
        ("a.jpg", jpeg(65_535, 65_535), f"SRC022 有 429483 万像素，超过 6000 万 → {LARGE}"),
        ("a.docx", zipped("word/document.xml"), f"SRC023 {WORD}"),
        ("a.docx", DOCX[:-40], f"SRC023 {WORD}"),
        ("a.docx", b"PK\3\4" + b"PK\5\6" + b"\xff" * 18, f"SRC023 {WORD}"),
        ("a.md", "规范".encode("gbk"), f"SRC023 {TEXT}"),
        ("a.md", "plain".encode("utf-16-le"), f"SRC023 {TEXT}"),
        (
            "a.pdf",
            b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
            "SRC024 只是 Git LFS 的占位文件，内容没有取回 → 运行 git lfs pull 取回内容",
        ),
    ],
    ids=shown,
)
def test_what_is_not_as_its_name_says_is_refused(name, content, says):
    assert verdict(name, content) == says


@given(
    st.sampled_from([".pdf", ".png", ".jpg", ".docx", ".md"]),
    st.sampled_from([b"", PDF, png(7, 7), jpeg(7, 7), DOCX]),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=6),
    st.binary(max_size=40),
)
def test_no_content_raises(suffix, start, changes, end):
    content = bytearray(start + end)
    for place, byte in changes:
        content[place : place + 1] = bytes([byte])
    fault = fault_in(io.BytesIO(content), suffix)
    assert fault is None or (fault.words and fault.fix)
