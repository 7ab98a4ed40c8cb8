"""LibreOffice, where there is one: Word -> PDF in a process of its own, and what the PDF says of its pages.

Nothing of the user's own LibreOffice is touched: each process has a profile folder that is gone afterwards.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pypdfium2

#: How many convert at the same time; each takes a core and some 300 MiB.
AT_ONCE: Final = 2
#: A document that takes longer is given up: a page takes a fifth of a second, a volume has some hundred.
SECONDS: Final = 900
#: Headings become the outline, links stay links, the document's language and headings are marked for readers.
_FILTER: Final = (
    'pdf:writer_pdf_Export:{"ExportBookmarks":{"type":"boolean","value":"true"},'
    '"UseTaggedPDF":{"type":"boolean","value":"true"}}'
)
_PROGRAMS: Final = ("soffice", "libreoffice")


#: What stands in for a font that is not there, best first: as wide, and with Chinese shapes.
_STAND_INS: Final = {
    "宋体": ("SimSun", "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "AR PL UMing CN"),
    "黑体": ("SimHei", "Noto Sans CJK SC", "Source Han Sans SC", "Heiti SC", "WenQuanYi Zen Hei"),
    "楷体": ("KaiTi", "AR PL UKai CN", "Noto Serif CJK SC"),
    "仿宋": ("FangSong", "Noto Serif CJK SC"),
    "Times New Roman": ("Liberation Serif", "Tinos", "TeX Gyre Termes"),
}


def _fonts() -> str:
    """Fontconfig's own settings, then ours."""
    rows = "".join(
        f'<alias binding="same"><family>{name}</family><accept>'
        f"{''.join(f'<family>{one}</family>' for one in others)}</accept></alias>"
        for name, others in _STAND_INS.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include>{rows}</fontconfig>'
    )


class Failed(Exception):
    """LibreOffice gave no PDF: why, in one Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of a PDF's outline; ``level`` and ``page`` count from 0."""

    level: int
    title: str
    page: int


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF with the number of its pages and its outline."""

    content: bytes
    pages: int
    headings: tuple[Heading, ...]

    def at(self, level: int) -> tuple[Heading, ...]:
        """The headings of one level."""
        return tuple(heading for heading in self.headings if heading.level == level)


def find_office() -> str | None:
    """The program; None where LibreOffice is not installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def print_all(program: str, documents: Iterable[Callable[[], bytes]]) -> Iterator[Printed]:
    """Each document made, converted and read, in order; two are converted at a time. Raises Failed."""
    running: set[subprocess.Popen[bytes]] = set()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        waiting: deque[Future[bytes]] = deque()
        try:
            for make in documents:
                # Why here: only LibreOffice's work runs beside ours; and no more documents wait than it can take.
                waiting.append(pool.submit(to_pdf, program, make(), running))
                if len(waiting) > AT_ONCE:
                    yield printed(waiting.popleft().result())
            while waiting:
                yield printed(waiting.popleft().result())
        finally:
            for one in waiting:
                one.cancel()
            # Why: who presses Ctrl-C would wait for minutes, since threads are not interrupted.
            for process in tuple(running):
                _end(process)


def printed(content: bytes) -> Printed:
    """What a PDF says of itself. Why here and not in the threads: PDFium is for one thread at a time."""
    with closing(pypdfium2.PdfDocument(content)) as document:
        marks = tuple(
            Heading(mark.level, mark.get_title(), place.get_index())
            for mark in document.get_toc(max_depth=8)
            if (place := mark.get_dest()) is not None
        )
        return Printed(content, len(document), marks)


def to_pdf(program: str, document: bytes, running: set[subprocess.Popen[bytes]] | None = None) -> bytes:
    """The PDF of a Word document. Raises Failed. ``running`` holds the process while it runs, for whoever ends it."""
    with TemporaryDirectory(prefix="meidang-office-") as name:
        folder = Path(name)
        (folder / "document.docx").write_bytes(document)
        _run([program, *_options(folder)], folder, set() if running is None else running)
        made = folder / "document.pdf"
        if not made.is_file():
            raise Failed("LibreOffice 没有给出 PDF；请确认它能打开 Word 文件（libreoffice-writer）")
        return made.read_bytes()


def _options(folder: Path) -> Sequence[str]:
    profile = (folder / "profile").as_uri()
    quiet = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard")
    convert = ("--convert-to", _FILTER, "--outdir", str(folder), str(folder / "document.docx"))
    return (f"-env:UserInstallation={profile}", *quiet, *convert)


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _run(command: Sequence[str], folder: Path, running: set[subprocess.Popen[bytes]]) -> None:
    fonts = folder / "fonts.conf"
    fonts.write_text(_fonts())
    environment = {"PATH": os.defpath, "HOME": str(folder), "LANG": "C.UTF-8", "TMPDIR": str(folder)}
    environment["FONTCONFIG_FILE"] = str(fonts)
    # Why a session: soffice is a script that starts the program proper, and both must end.
    process = subprocess.Popen(
        command,
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    running.add(process)
    try:
        code = process.wait(timeout=SECONDS)
    except BaseException as error:
        _end(process)
        process.wait()
        if isinstance(error, subprocess.TimeoutExpired):
            raise Failed(f"LibreOffice 超过 {SECONDS // 60} 分钟没有排完一册；把每册页数设小一些") from None
        raise
    finally:
        running.discard(process)
    if code:
        raise Failed(f"LibreOffice 没有转换成功（退出码 {code}）")
