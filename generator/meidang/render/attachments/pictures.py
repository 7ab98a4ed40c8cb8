"""The pages of an attachment as pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageOps

from meidang.render.attachments.encoded import encoded
from meidang.source.decoding import (
    PRINTED,
    decoding,
    document,
    form_by_name,
    page_picture,
    picture,
    refuse_unfit,
)
from meidang.source.forms import JPEG, PDF, PNG

#: What a sheet of A4 holds at 150 dpi; a picture that lies on its side may be as wide as that is high.
WIDTH: Final = 1_240
HEIGHT: Final = 1_754
#: Shown instead of pictures.
_ENCLOSED = "随附原件"


@dataclass(frozen=True, slots=True)
class Picture:
    """One page: ``page`` of ``pages``, counted from 1; ``media_type`` is ``image/jpeg`` or ``image/png``."""

    content: bytes
    media_type: str
    width: int
    height: int
    page: int = 1
    pages: int = 1


def pictures(name: str, content: bytes, *, most: int = PRINTED) -> tuple[Picture, ...]:
    """The pages of a PDF, at most ``most``, or the one of a picture; none of a Word document or a text.

    The same content gives the same bytes. Raises Undecodable for a file that cannot be printed.
    """
    refuse_unfit(name, content)
    form = form_by_name(name)
    with decoding():
        if form == PDF:
            return tuple(_pages(content, most))
        if form in (JPEG, PNG):
            return (_page(_upright(content), 1, 1),)
    return ()


def remark(found: Sequence[Picture]) -> str:
    """What is to be said beside the pictures: that there are none, or not of every page."""
    if not found:
        return _ENCLOSED
    pages = found[0].pages
    return f"共 {pages} 页，这里印前 {len(found)} 页，其余{_ENCLOSED}" if len(found) < pages else ""


def _pages(content: bytes, most: int) -> Iterator[Picture]:
    with document(content) as pdf:
        for number in range(min(len(pdf), most)):
            yield _page(page_picture(pdf, number, WIDTH, HEIGHT), number + 1, len(pdf))


def _page(image: Image.Image, page: int, pages: int) -> Picture:
    fitted = _fitted(image)
    media_type, content = encoded(fitted)
    return Picture(content, media_type, fitted.width, fitted.height, page, pages)


def _upright(content: bytes) -> Image.Image:
    """The picture as the camera was held, on white; of a large JPEG only as many pixels as are needed."""
    with picture(content) as image:
        width, height = _box(image)
        image.draft(None, (min(width, image.width), min(height, image.height)))
        image.load()
        return _on_white(ImageOps.exif_transpose(image))


def _box(image: Image.Image) -> tuple[int, int]:
    return (HEIGHT, WIDTH) if image.width > image.height else (WIDTH, HEIGHT)


def _on_white(image: Image.Image) -> Image.Image:
    """Grey or red, green and blue; what is transparent shows paper."""
    if image.mode.startswith("I") or image.mode == "F":
        # Why by hand: Pillow cuts 16 bits off at 255 instead of scaling them.
        return image.convert("I").point(lambda value: value / 257).convert("L")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        paper.alpha_composite(image)
        return paper.convert("RGB")
    return image.convert("L" if image.mode in ("1", "L") else "RGB")


def _fitted(image: Image.Image) -> Image.Image:
    width, height = _box(image)
    scale = min(width / image.width, height / image.height, 1.0)
    if scale == 1.0:
        return image
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
