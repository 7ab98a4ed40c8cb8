"""The one place that calls pandoc, which comes with pypandoc: bytes in, bytes out, in a sandbox.

The reference document has to be a file; it lies in a folder of its own, which is gone afterwards.
"""

from __future__ import annotations

import base64
import os
import re
import subprocess
from calendar import timegm
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pypandoc

#: CommonMark with pipe tables; tags of HTML are text, a line's end between Chinese characters is none.
MARKDOWN: Final = "commonmark+pipe_tables+east_asian_line_breaks-raw_html"
#: A policy that takes longer is none.
_SECONDS: Final = 60
_TYPES: Final = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
#: The target of an image: a file below the archive, seen from the policy's folder or from the archive.
_IMAGE: Final = re.compile(r"(!\[[^\]\n]*\]\()(?:\.\./)?(attachments/[^)\s]+)(?=[)\s])")


class Failed(Exception):
    """Pandoc could not read what it was given."""


def to_word(body: str, reference: bytes, images: Mapping[str, bytes], as_of: date) -> bytes:
    """Markdown as a Word document in the looks of ``reference``; an image that is not given leaves its words."""
    with TemporaryDirectory(prefix="meidang-") as folder:
        looks = Path(folder) / "reference.docx"
        looks.write_bytes(reference)
        options = ["-f", MARKDOWN, "-t", "docx", f"--reference-doc={looks}", "-M", "lang=zh-CN", "-M", "toc-title=目录"]
        return run(options, with_images(body, images).encode(), as_of)


def run(options: Sequence[str], given: bytes, as_of: date | None = None) -> bytes:
    """What pandoc makes of ``given``. Raises Failed."""
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8"}
    if as_of:
        environment["SOURCE_DATE_EPOCH"] = str(timegm(as_of.timetuple()))
    command = [_program(), *options, "--sandbox", "--output=-"]
    try:
        done = subprocess.run(command, input=given, env=environment, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise Failed(f"pandoc took more than {_SECONDS} s") from error
    if done.returncode:
        raise Failed(done.stderr.decode(errors="replace").strip())
    return done.stdout


@cache
def _program() -> str:
    program: str = pypandoc.get_pandoc_path()
    return program


def with_images(body: str, images: Mapping[str, bytes]) -> str:
    """The body with its pictures inside, as pandoc opens no file; others are left to be words."""

    def inside(match: re.Match[str]) -> str:
        name = match[2]
        kind = _TYPES.get(Path(name).suffix.lower())
        if kind is None or name not in images:
            return match[0]
        return f"{match[1]}data:{kind};base64,{base64.b64encode(images[name]).decode()}"

    return _IMAGE.sub(inside, body)
