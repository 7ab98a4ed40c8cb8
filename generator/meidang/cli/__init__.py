"""The command line's front door: help and misuse need the standard library only; a command loads what it needs."""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from keyword import iskeyword

from meidang.cli.parser import make_parser
from meidang.errors import UsageError

#: Used wrongly; our own error and the disk's, as sysexits.h has them; interrupted by Ctrl-C.
MISUSE, INTERNAL, DISK, INTERRUPTED = 2, 70, 74, 130


_DISK = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EROFS: "磁盘只能读",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOENT: "文件或文件夹不存在",
    errno.EIO: "磁盘出错",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    0 nothing found, 1 something found, 2 misuse, 70 our own error, 74 the disk's.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # Why: a terminal that cannot show Chinese gets escapes; a half-printed report helps nobody.
            stream.reconfigure(errors="backslashreplace")
    options = make_parser().parse_args(argv)
    # Why: a run builds millions of long-lived values and ends; the collector would only walk them again and again.
    gc.disable()
    # Why: plugins of whatever else is installed have no say in what a record may hold, and looking for them takes time.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "true"
    try:
        code: int = import_module(f"meidang.cli.{_module(options.command)}").run(options)
    except UsageError as error:
        print(f"meidang：{error}", file=sys.stderr)
        return MISUSE
    except KeyboardInterrupt:
        print("meidang：已中断，原有的输出没有改动。", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Why: the reader of our output (``| head``) has left; Python would complain again while closing stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        why = _DISK.get(error.errno or 0, f"系统错误 {error.errno}")
        where = f"：{error.filename}" if error.filename else ""
        print(f"meidang：读写文件失败，{why}{where}。原有的输出保持不变。", file=sys.stderr)
        return DISK
    except Exception as error:  # noqa: BLE001 - whatever our own bug is, nobody gets to see a traceback
        return _report_internal(error)
    return code


def _module(command: str) -> str:
    """The module of a command; one that is a word of Python's (``import``) has a line behind it."""
    name = command.replace("-", "_")
    return f"{name}_" if iskeyword(name) else name


def _report_internal(error: Exception) -> int:
    from meidang.cli.crash import write_report  # only when something broke

    place = write_report(error)
    print(f"meidang：程序内部出错（{type(error).__name__}），请把报告发给维护者：{place}", file=sys.stderr)
    return INTERNAL
