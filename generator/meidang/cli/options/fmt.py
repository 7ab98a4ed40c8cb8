"""The options of ``meidang fmt``."""

from __future__ import annotations

from pathlib import Path

from meidang.cli.chinese import ChineseParser, Commands
from meidang.cli.options.shared import add_root


def add(commands: Commands[ChineseParser]) -> None:
    """``meidang fmt``."""
    fmt = commands.add_parser(
        "fmt",
        help="把档案文件整理成统一的写法，内容和注释不变",
        description=(
            "按字段的固定次序和统一的缩进整理档案文件，内容、引号和注释都不变；制度只整理开头的资料。\n"
            "这样每次修改只显示改了的那几行。读不进来的文件指出原因，不改动。\n\n"
            "退出码：0 已整理好；1 有读不进来或整理不了的文件，或（--check）有要整理的；2 用法不对；\n"
            "70 程序内部出错；74 磁盘读写失败。"
        ),
    )
    fmt.add_argument("files", nargs="*", type=Path, metavar="文件", help="要整理的文件或文件夹；不写则全部")
    fmt.add_argument("--check", action="store_true", help="只说哪些要整理，不写入")
    add_root(fmt)
