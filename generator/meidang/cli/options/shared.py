"""What the options of several commands share: how a day is written, and where the archive lies."""

from __future__ import annotations

import argparse
import re
from datetime import date
from pathlib import Path

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_LOOSE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")

#: The days that a record may hold.
_FIRST, _LAST = date(1900, 1, 1), date(2200, 12, 31)


def day(text: str) -> date:
    """A day as an option gives it."""
    try:
        found = date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        found = None
    if found is None:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，请写成 {_otherwise(text) or '2026-06-30 这样'}")
    if not _FIRST <= found <= _LAST:
        raise argparse.ArgumentTypeError(f"日期应在 {_FIRST} 到 {_LAST} 之间")
    return found


def _otherwise(text: str) -> str:
    """A day in another way of writing, as it should be written; nothing for a day that no calendar has."""
    found = _LOOSE.fullmatch(text)
    try:
        return date(*map(int, found.groups())).isoformat() if found else ""
    except ValueError:
        return ""


def add_root(parser: argparse.ArgumentParser) -> None:
    """``--root``."""
    parser.add_argument(
        "--root", type=Path, default=Path(), metavar="文件夹", help="机构的文件夹（其中有 archive），默认当前文件夹"
    )


def add_as_of(parser: argparse.ArgumentParser) -> None:
    """``--as-of``."""
    parser.add_argument(
        "--as-of", type=day, metavar="日期", help="按哪一天判断，例如 2026-06-30；不写则用设置里的截至日期，再则用当天"
    )


def add_rev(parser: argparse.ArgumentParser) -> None:
    """``--rev``."""
    parser.add_argument(
        "--rev",
        metavar="版本",
        help=(
            "读已提交的一个版本（提交号、标签或分支），不读文件夹里现在的文件；"
            "不写 --as-of 则用该版本设置里的截至日期，再则用提交的那一天"
        ),
    )
