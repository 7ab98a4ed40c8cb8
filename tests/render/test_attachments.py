"""Scans become pictures for paper: upright, bare, small, the same bytes each time; what cannot be printed says why."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import zlib

import pypdfium2
import pytest
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from meidang.render.attachments import PRINTED, Undecodable, pictures, remark

SECRET = b"GPS 39.9 116.4"


def saved(image, form, **options):
    image.save(out := io.BytesIO(), form, **options)
    return out.getvalue()


def opened(picture):
    image = Image.open(io.BytesIO(picture.content))
    assert image.size == (picture.width, picture.height)
    assert picture.media_type == Image.MIME[image.format]
    return image


def photo(size=(400, 300)):
    """Noise, with a red corner top left."""
    image = Image.effect_noise(size, 80).convert("RGB")
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 4, size[1] // 4), fill=(220, 20, 20))
    return image


def page(size=(1_240, 1_754), colour="black"):
    """Paper with a few lines."""
    image = Image.new("RGB", size, "white")
    for y in range(50, size[1] - 50, 40):
        ImageDraw.Draw(image).line((50, y, size[0] - 50, y), fill=colour, width=3)
    return image


def is_red(colour):
    return colour[0] > 150 and max(colour[1:]) < 90


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [(1, "lt"), (2, "rt"), (3, "rb"), (4, "lb"), (5, "lt"), (6, "rt"), (7, "rb"), (8, "lb")],
)
def test_a_photograph_is_turned_as_the_camera_was_held(orientation, corner):
    exif = Image.Exif()
    exif[0x0112] = orientation
    (made,) = pictures("a.jpg", saved(photo(), "JPEG", exif=exif, quality=95))
    image = opened(made).convert("RGB")
    assert image.size == ((400, 300) if orientation < 5 else (300, 400))
    x = 10 if corner[0] == "l" else image.width - 10
    y = 10 if corner[1] == "t" else image.height - 10
    assert is_red(image.getpixel((x, y)))


def test_nothing_of_the_metadata_is_left():
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    (jpeg,) = pictures("a.jpg", saved(photo(), "JPEG", exif=exif, comment=SECRET, icc_profile=profile, dpi=(72, 72)))
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", SECRET.decode())
    (png,) = pictures("a.png", saved(page(), "PNG", pnginfo=text, exif=exif, icc_profile=profile, dpi=(72, 72)))
    for made in (jpeg, png):
        image = opened(made)
        assert not image.getexif()
        assert not {"icc_profile", "comment", "Comment", "dpi", "exif"} & set(image.info)
        assert SECRET not in made.content


@pytest.mark.parametrize(
    ("size", "fitted"),
    [
        ((2_480, 3_508), (1_240, 1_754)),
        ((3_508, 2_480), (1_754, 1_240)),
        ((4_000, 3_000), (1_653, 1_240)),
        ((1_000, 200), (1_000, 200)),
        ((9_000, 10), (1_754, 2)),
    ],
)
@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_no_picture_is_larger_than_a_page_asks_for(size, fitted, form):
    (made,) = pictures({"JPEG": "a.jpg", "PNG": "a.PNG"}[form], saved(Image.new("RGB", size, "navy"), form))
    assert opened(made).size == fitted


def test_what_is_transparent_shows_paper():
    image = Image.new("RGBA", (50, 50), (0, 0, 0, 0))
    assert opened(*pictures("a.png", saved(image, "PNG"))).convert("RGB").getpixel((5, 5)) == (255, 255, 255)
    palette = Image.new("P", (50, 50), 0)
    palette.putpalette([255, 0, 0, 0, 255, 0])
    shown = opened(*pictures("a.png", saved(palette, "PNG", transparency=0))).convert("RGB")
    assert shown.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("image", "form", "mode"),
    [
        (Image.new("1", (60, 60), 1), "PNG", "L"),
        (Image.new("I;16", (60, 60), 40_000), "PNG", "L"),
        (Image.new("L", (60, 60), 155), "PNG", "L"),
        (Image.new("CMYK", (60, 60), (0, 255, 255, 0)), "JPEG", "RGB"),
        (Image.new("LA", (60, 60), (155, 255)), "PNG", "L"),
    ],
    ids=lambda value: value.mode if isinstance(value, Image.Image) else None,
)
def test_every_way_to_write_colours_is_read(image, form, mode):
    made = opened(*pictures("a.png" if form == "PNG" else "a.jpg", saved(image, form)))
    assert (made.mode == "L") is (mode == "L")
    if image.mode in ("I;16", "L", "LA"):
        assert abs(made.getpixel((30, 30)) - 155) <= 1
    if image.mode == "CMYK":
        assert is_red(made.convert("RGB").getpixel((30, 30)))


def test_grey_is_kept_grey_and_a_red_seal_red():
    (grey,) = pictures("a.jpg", saved(Image.effect_noise((500, 500), 80).convert("RGB"), "JPEG"))
    assert opened(grey).mode == "L"
    sealed = page()
    ImageDraw.Draw(sealed).ellipse((800, 1_400, 1_000, 1_600), outline=(200, 30, 30), width=8)
    (made,) = pictures("a.png", saved(sealed, "PNG"))
    assert made.media_type == "image/png"
    assert is_red(opened(made).convert("RGB").getpixel((900, 1_404)))
    assert pictures("a.jpg", saved(photo(), "JPEG"))[0].media_type == "image/jpeg"


def pdf_of(*images):
    return saved(images[0], "PDF", save_all=True, append_images=list(images[1:]), resolution=150)


def test_every_page_of_a_pdf_becomes_a_picture():
    made = pictures("a.pdf", pdf_of(page(), page((1_754, 1_240)), page(colour="red")))
    assert [(one.page, one.pages, one.width, one.height) for one in made] == [
        (1, 3, 1_240, 1_754),
        (2, 3, 1_754, 1_240),
        (3, 3, 1_240, 1_754),
    ]
    assert [opened(one).mode == "L" for one in made] == [True, True, False]
    assert remark(made) == ""


def empty_pages(number, size=(100, 100)):
    pdf = pypdfium2.PdfDocument.new()
    for _ in range(number):
        pdf.new_page(*size)
    pdf.save(out := io.BytesIO())
    return out.getvalue()


def test_of_a_long_pdf_the_first_pages_are_printed_and_the_rest_is_said():
    made = pictures("a.pdf", empty_pages(30))
    assert len(made) == PRINTED == 20
    assert remark(made) == "共 30 页，这里印前 20 页，其余随附原件"
    assert remark(pictures("a.pdf", empty_pages(30), most=2)) == "共 30 页，这里印前 2 页，其余随附原件"


@pytest.mark.parametrize("size", [(0.5, 14_000), (14_000, 0.5), (1e7, 1e7), (3, 3)])
def test_a_page_of_any_size_becomes_a_picture_of_bounded_size(size):
    (made,) = pictures("a.pdf", empty_pages(1, size))
    assert min(made.width, made.height) >= 1
    assert max(made.width, made.height) <= 1_755


def test_a_word_document_or_a_text_is_enclosed_as_it_is():
    assert pictures("规范.md", "# 规范".encode()) == ()
    assert remark(()) == "随附原件"


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_of(*chunks, width=50, height=50):
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join([chunk(b"IHDR", header), *chunks, chunk(b"IEND", b"")])


ZEROS = zlib.compress(bytes(200_000_000), 1)
JPEG_HEADER = b"\xff\xd8\xff\xc0" + struct.pack(">HBHH", 17, 8, 60_000, 60_000) + bytes(9) + b"\xff\xd9"


def test_a_bomb_is_refused_or_costs_nothing():
    code = (
        "import sys, resource; from meidang.render.attachments import pictures, Undecodable\n"
        "content = sys.stdin.buffer.read()\n"
        "resource.setrlimit(resource.RLIMIT_AS, (900 * 2**20,) * 2)\n"
        "try: print(len(pictures(sys.argv[1], content)))\n"
        "except Undecodable as error: print(error.fault.words)"
    )

    def said(name, content):
        command = [sys.executable, "-c", code, name]
        environment = {**os.environ, "PYTHONUTF8": "1"}
        done = subprocess.run(command, input=content, capture_output=True, check=False, timeout=30, env=environment)
        return done.stdout.decode().strip()

    assert said("a.png", png_of(chunk(b"IDAT", ZEROS))) == "1"
    assert said("a.png", png_of(chunk(b"iCCP", b"x\0\0" + ZEROS), chunk(b"IDAT", zlib.compress(bytes(151 * 50))))) in (
        "1",
        "已损坏，打开后读不完整",
    )
    assert said("a.png", png_of(chunk(b"IDAT", ZEROS), width=20_000, height=20_000)) == "有 40000 万像素，超过 6000 万"
    assert said("a.jpg", JPEG_HEADER) == "有 360000 万像素，超过 6000 万"
    assert said("a.pdf", empty_pages(5_000)) == "有 5000 页，超过 500 页"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "的内容是 HEIC 照片，不收这种格式"),
        ("a.png", png_of(chunk(b"IDAT", b"?")), "已损坏，打开后读不完整"),
        ("a.pdf", b"%PDF-1.7\n%%EOF", "已损坏，打开后读不完整"),
        ("a.pdf", pdf_of(page())[:-200], "不完整，后面的内容缺失，多半没有传完"),
    ],
    ids=["heic", "spoilt", "nothing", "cut"],
)
def test_what_cannot_be_printed_says_why(name, content, words):
    with pytest.raises(Undecodable) as caught:
        pictures(name, content)
    assert caught.value.fault.words == words
    assert caught.value.fault.fix


def test_the_same_content_gives_the_same_bytes_whatever_the_hash_seed(tmp_path):
    contents = {"a.jpg": saved(photo(), "JPEG"), "b.png": saved(page(), "PNG"), "c.pdf": pdf_of(page(colour="red"))}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    code = (
        "import sys, hashlib, pathlib; from meidang.render.attachments import pictures\n"
        "for name in sys.argv[1:]:\n"
        "    for one in pictures(name, pathlib.Path(name).read_bytes()): print(hashlib.sha256(one.content).hexdigest())"
    )
    command = [sys.executable, "-c", code, *sorted(contents)]
    runs = {
        subprocess.run(
            command, capture_output=True, check=True, cwd=tmp_path, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1
    assert len(runs.pop().split()) == 3
