"""What the options of several commands share: how a day is written, and where the archive lies."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from meidang.models.days import day_in, unclear


def day(text: str) -> date:
    """A day as an option gives it, in any of the ways in which people write one."""
    found = day_in(text)
    if isinstance(found, date):
        return found
    why, fix = unclear(text)
    if why:
        raise argparse.ArgumentTypeError(f"“{text}”{why}，请{fix}，例如 2026-06-30")
    raise argparse.ArgumentTypeError(f"“{text}”不对，{found}" if found else f"“{text}”不是日期，请写成 2026-06-30 这样")


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
