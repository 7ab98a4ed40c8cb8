"""``meidang forms`` as people start it: the process, and the address that it prints."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

ADDRESS = re.compile(r"http://127\.0\.0\.1:([0-9]+)/\?key=\S+")


@dataclass
class Running:
    """``address``: with its key, as printed."""

    process: subprocess.Popen
    address: str

    @property
    def origin(self):
        """The address without path and key."""
        return self.address.partition("/?")[0]


def command(root, *arguments):
    """The command line."""
    return [sys.executable, "-m", "meidang", "forms", "--root", str(root), *arguments]


@contextmanager
def running(root, *arguments):
    """The server from when it is ready; ended if it is still there."""
    process = subprocess.Popen(
        command(root, *arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        # Why: tests that run in the background are deaf to Ctrl-C, and so would be what they start.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - one call of C, no lock
    )
    try:
        said = []
        for line in process.stdout:
            said.append(line)
            if found := ADDRESS.search(line):
                yield Running(process, found[0])
                break
        else:
            raise AssertionError("".join(said))
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=30)
