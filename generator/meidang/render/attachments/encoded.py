"""A picture as few bytes: grey where nothing is coloured, PNG where a page is mostly paper, JPEG otherwise."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from PIL import Image, ImageChops

#: What a scanner makes of grey; the seal on a licence is far from it.
_NOISE: Final = 24
#: Good enough that small print stays sharp on paper.
_QUALITY: Final = 80
#: From so large a part of one colour on, PNG is worth trying: it takes several times as long.
_PAPER: Final = 0.6


def encoded(image: Image.Image) -> tuple[str, bytes]:
    """The media type and the bytes of a picture in L or RGB, without any metadata."""
    plain = _grey(image)
    # Why: Pillow writes a comment and a transparent colour back, whatever else it is told.
    plain.info = {}
    candidates = [("image/jpeg", _jpeg(plain))]
    if few := _few_colours(plain):
        candidates.append(("image/png", _png(few)))
    return min(candidates, key=lambda one: len(one[1]))


def _grey(image: Image.Image) -> Image.Image:
    if image.mode == "L":
        return image
    red, green, blue = image.split()
    pairs = ((red, green), (green, blue), (red, blue))
    is_grey = all(_largest(ImageChops.difference(one, other)) <= _NOISE for one, other in pairs)
    return image.convert("L") if is_grey else image


def _largest(image: Image.Image) -> int:
    return max(value for value, count in enumerate(image.histogram()) if count)


def _few_colours(image: Image.Image) -> Image.Image | None:
    """The picture as PNG would hold it best, where it is mostly of one colour and has no more than 256."""
    colours = image.getcolors(256)
    if not colours or max(count for count, _ in colours) < _PAPER * image.width * image.height:
        return None
    return image if image.mode == "L" else image.convert("P", palette=Image.Palette.ADAPTIVE, colors=len(colours))


def _jpeg(image: Image.Image) -> bytes:
    image.save(out := BytesIO(), "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()


def _png(image: Image.Image) -> bytes:
    image.save(out := BytesIO(), "PNG", optimize=True)
    return out.getvalue()
