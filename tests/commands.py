"""The command line within this process: what it answers and says, without a start of Python for every call."""

from __future__ import annotations

import io
from contextlib import chdir, nullcontext, redirect_stderr, redirect_stdout
from subprocess import CompletedProcess

from meidang.cli import main


def meidang(*arguments, cwd=None) -> CompletedProcess[str]:
    """Run a command, in a folder if one is named; as :func:`subprocess.run` would tell of it."""
    words, out, err = [str(one) for one in arguments], io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), chdir(cwd) if cwd else nullcontext():
        try:
            code = main(words)
        except SystemExit as ended:
            code = int(ended.code or 0)
    return CompletedProcess(words, code, out.getvalue(), err.getvalue())
