"""Strangers' pictures and PDFs, decoded within limits. ``check`` leaves it to a process, and the libraries' import.

The library for PDFs bears one thread at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final

import pypdfium2
from PIL import Image

from meidang.source.contents import Fault, fault_in
from meidang.source.forms import FORMS, JPEG, PDF, PNG
from meidang.source.limits import DEFAULT_LIMITS
from meidang.source.problems import Code

#: So many pages of one file are printed, and looked at as they would be.
PRINTED: Final = 20
#: Large enough for a library to read the whole page, small enough to cost little.
_GLANCE = 100
_DAMAGED = ("已损坏，打开后读不完整", "用看图软件或 PDF 阅读器打开后另存，打不开就重新扫描或索取")
_LOCKED = ("有密码，打不开", "用 PDF 阅读器输入密码打开，再“打印为 PDF”存一份没有密码的")


class Undecodable(Exception):
    """A file that cannot be read; ``fault`` says why and what to do."""

    def __init__(self, fault: Fault) -> None:
        """Keep the fault."""
        super().__init__(fault.words)
        self.fault = fault


def form_by_name(name: str) -> str:
    """What a file is by its name; empty for one that holds text."""
    return FORMS.get(PurePosixPath(name).suffix.lower(), "")


def refuse_unfit(name: str, content: bytes) -> None:
    """Raises Undecodable for a file that is not what its name says, or too large, before anything is decoded."""
    if fault := fault_in(BytesIO(content), PurePosixPath(name).suffix.lower()):
        raise Undecodable(fault)


@contextmanager
def decoding() -> Iterator[None]:
    """Whatever a library says of a stranger's file comes out as Undecodable."""
    try:
        yield
    except Undecodable:
        raise
    except pypdfium2.PdfiumError as error:
        is_locked = error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD
        raise Undecodable(Fault(Code.ATTACHMENT_CONTENT, *(_LOCKED if is_locked else _DAMAGED))) from None
    except Exception:  # noqa: BLE001 - Pillow raises nearly anything
        raise Undecodable(Fault(Code.ATTACHMENT_CONTENT, *_DAMAGED)) from None


@contextmanager
def picture(content: bytes) -> Iterator[Image.Image]:
    """The picture, of which only the header has been read yet. To be used inside ``decoding``."""
    with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as image:
        if image.width * image.height > DEFAULT_LIMITS.attachment_pixels:
            raise Undecodable(Fault(Code.ATTACHMENT_CONTENT, *_DAMAGED))  # the header said otherwise
        yield image


@contextmanager
def document(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The PDF, which has a page and not too many. To be used inside ``decoding``."""
    pdf = pypdfium2.PdfDocument(content)
    try:
        pages = len(pdf)
        if pages == 0:
            raise Undecodable(Fault(Code.ATTACHMENT_CONTENT, *_DAMAGED))
        if pages > DEFAULT_LIMITS.attachment_pages:
            words = f"有 {pages} 页，超过 {DEFAULT_LIMITS.attachment_pages} 页"
            raise Undecodable(Fault(Code.ATTACHMENT_SIZE, words, "只放与评审有关的几页，其余另存"))
        yield pdf
    finally:
        pdf.close()


def page_picture(pdf: pypdfium2.PdfDocument, number: int, width: int, height: int) -> Image.Image:
    """A page, from 0, as large as fits ``width`` × ``height``; on its side where it lies on its side."""
    page = pdf[number]
    try:
        across, down = (max(side, 1.0) for side in page.get_size())
        if across > down:
            width, height = height, width
        # Why a little less: the library rounds up.
        scale = min((width - 0.01) / across, (height - 0.01) / down)
        bitmap = page.render(scale=scale, rev_byteorder=True)
        image: Image.Image = bitmap.to_pil().copy()
        bitmap.close()
        return image
    finally:
        page.close()


def glance(name: str, content: bytes, *, whole: bool) -> str:
    """How large it is, in words: pixels or pages; empty for text. ``whole``: read all of it, whatever that takes.

    Raises Undecodable.
    """
    refuse_unfit(name, content)
    form = form_by_name(name)
    with decoding():
        if form in (JPEG, PNG):
            with picture(content) as image:
                if whole:
                    image.load()
                return f"{image.width}×{image.height}"
        if form == PDF:
            with document(content) as pdf:
                for number in range(min(len(pdf), PRINTED) if whole else 0):
                    page_picture(pdf, number, _GLANCE, _GLANCE)
                return f"{len(pdf)} 页"
    return ""
