"""The options of ``meidang check``."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from meidang.cli.chinese import ChineseParser, Commands
from meidang.cli.options.shared import add_as_of, add_rev, add_root

#: Those of ``meidang.report``, which help need not load.
FORMATS: Final = ("text", "json", "github", "gitlab", "sarif", "junit")


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A report that is to be written: one of FORMATS, and where to."""

    format: str
    file: Path


def add(commands: Commands[ChineseParser]) -> None:
    """``meidang check``."""
    check = commands.add_parser(
        "check",
        help="检查档案，列出全部问题",
        description=(
            "检查档案，列出全部问题。只读不写。\n\n"
            "退出码：0 没有达到 --fail-on 的问题；1 有；2 用法不对；70 程序内部出错；74 磁盘读写失败。"
        ),
    )
    add_root(check)
    add_rev(check)
    add_as_of(check)
    check.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help=(
            "输出格式，默认 text；json 供程序读取，github 是 GitHub 的行内提示，gitlab 是 GitLab 的代码质量报告，"
            "sarif 是 SARIF 2.1.0，junit 是 JUnit XML"
        ),
    )
    check.add_argument(
        "--report",
        type=_report,
        action="append",
        default=[],
        metavar="格式=文件",
        help="同时把报告写成文件，可以写几次，例如 --report sarif=build/check.sarif；屏幕上的输出不变",
    )
    check.add_argument(
        "--fail-on",
        choices=("error", "veto", "major", "minor", "notice", "never"),
        default="major",
        help=(
            "有这一级及以上的问题时退出码为 1："
            "error 数据错误、veto 否决、major 重要（默认）、minor 一般、notice 提醒、never 从不"
        ),
    )


def _report(text: str) -> ReportFile:
    known, _, file = text.partition("=")
    if known not in FORMATS or not file:
        raise argparse.ArgumentTypeError(
            f"“{text}”应写成 格式=文件，例如 sarif=build/check.sarif；格式有 {'、'.join(FORMATS)}"
        )
    return ReportFile(known, Path(file))
