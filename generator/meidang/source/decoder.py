"""Asks a process of its own what is in strangers' files, one after the other, and waits for no file too long."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Final, cast

from meidang.source.contents import Fault
from meidang.source.problems import Code

#: An honest file takes a second at most.
SECONDS: Final = 30
_BUSY = ("打开超过 {} 秒还没有读完", "用看图软件或 PDF 阅读器打开后另存")
_CRASHED = ("打开时读取程序崩溃", "用看图软件或 PDF 阅读器打开后另存，打不开就重新扫描或索取")


@dataclass(slots=True)
class Decoder:
    """One process, started with the first file and again after each file that it did not survive. Close it."""

    seconds: float = SECONDS
    _process: subprocess.Popen[bytes] | None = None

    def look(self, name: str, content: bytes, *, whole: bool) -> str | Fault:
        """The file's size in words (``2480×3508``, ``3 页``), or what is wrong. ``whole``: decode all of it."""
        process = self._process = self._process or _start()
        asked = json.dumps({"name": name, "length": len(content), "whole": whole}).encode()
        pipe = cast("IO[bytes]", process.stdin)
        with suppress(BrokenPipeError):  # what it says, or does not say, tells more
            pipe.write(b"%b\n%b" % (asked, content))
            pipe.flush()
        answer = self._answer(cast("IO[bytes]", process.stdout))
        if isinstance(answer, Fault):
            self.close()
            return answer
        said: dict[str, str] = json.loads(answer)
        return said["shape"] if "shape" in said else Fault(Code(said["code"]), said["words"], said["fix"])

    def _answer(self, output: IO[bytes]) -> bytes | Fault:
        with selectors.DefaultSelector() as selector:
            selector.register(output, selectors.EVENT_READ)
            if not selector.select(self.seconds):
                return Fault(Code.ATTACHMENT_SIZE, _BUSY[0].format(f"{self.seconds:g}"), _BUSY[1])
        return output.readline() or Fault(Code.ATTACHMENT_CONTENT, *_CRASHED)

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if self._process:
            self._process.kill()
            with suppress(BrokenPipeError):
                self._process.communicate()
            self._process = None


def _start() -> subprocess.Popen[bytes]:
    # Why the path: it finds the very modules that we run with, and nothing of the current folder.
    environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1"}
    command = [sys.executable, "-P", "-m", "meidang.source.decoding_process"]
    return subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
