"""The options of ``meidang check``."""

from __future__ import annotations

from meidang.cli.chinese import ChineseParser, Commands
from meidang.cli.options.shared import add_as_of, add_root


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
    add_as_of(check)
    check.add_argument("--format", choices=("text", "json", "github"), default="text", help="输出格式，默认 text")
    check.add_argument(
        "--fail-on",
        choices=("error", "veto", "major", "minor", "notice", "never"),
        default="major",
        help=(
            "有这一级及以上的问题时退出码为 1："
            "error 数据错误、veto 否决、major 重要（默认）、minor 一般、notice 提醒、never 从不"
        ),
    )
