"""The one place that calls pandoc, which comes with pypandoc: bytes in, bytes out, in a sandbox.

The reference document has to be a file; it lies in a folder of its own, which is gone afterwards.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
from calendar import timegm
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pypandoc

from meidang.render.policies.tree import with_images

#: CommonMark with pipe tables; tags of HTML are text, a line's end between Chinese characters is none.
MARKDOWN: Final = "commonmark+pipe_tables+east_asian_line_breaks-raw_html"
#: A policy that takes longer is none.
_SECONDS: Final = 60
_TYPES: Final = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


class Failed(Exception):
    """Pandoc could not read what it was given."""


@contextmanager
def not_too_deep() -> Iterator[None]:
    """What is nested hundreds of times is no policy. Raises Failed."""
    try:
        yield
    except RecursionError as error:
        raise Failed("nested too deeply") from error


def to_word(body: str, reference: bytes, images: Mapping[str, bytes], as_of: date) -> bytes:
    """Markdown as a Word document in the looks of ``reference``; an image that is not given leaves its words.

    Raises Failed.
    Why by way of the tree: an image may also hold itself (``data:``), and pandoc would embed whatever that is.
    """
    with not_too_deep():
        tree = json.loads(run(["-f", MARKDOWN, "-t", "json"], body.encode()))
        shown = with_images(tree, lambda target: _inside(target, images))
    with TemporaryDirectory(prefix="meidang-") as folder:
        looks = Path(folder) / "reference.docx"
        looks.write_bytes(reference)
        options = ["-f", "json", "-t", "docx", f"--reference-doc={looks}", "-M", "lang=zh-CN", "-M", "toc-title=目录"]
        return run(options, json.dumps(shown).encode(), as_of)


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


def _inside(target: str, images: Mapping[str, bytes]) -> str | None:
    """A picture of the archive as an address that holds it, as pandoc opens no file; None for every other image."""
    name = target.removeprefix("../")
    kind = _TYPES.get(Path(name).suffix.lower())
    if kind is None or name not in images:
        return None
    return f"data:{kind};base64,{base64.b64encode(images[name]).decode()}"
