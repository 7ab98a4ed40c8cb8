"""The options of ``meidang readiness``."""

from __future__ import annotations

from meidang.cli.chinese import ChineseParser, Commands
from meidang.cli.options.shared import add_as_of, add_rev, add_root, day


def add(commands: Commands[ChineseParser]) -> None:
    """``meidang readiness``."""
    readiness = commands.add_parser(
        "readiness",
        help="逐条说明评审准备度：缺什么、该谁办、从何时起",
        description=(
            "按评审标准逐条判断：已达到、有风险（评审日前会变成未达到）、未达到、不适用。\n\n"
            "退出码：0 否决项都没有未达到；1 有否决项未达到；2 用法不对、档案有数据错误或没有评审标准；\n"
            "70 程序内部出错；74 磁盘读写失败。"
        ),
    )
    add_root(readiness)
    add_rev(readiness)
    add_as_of(readiness)
    readiness.add_argument(
        "--all", action="store_true", help="已达到、不适用的条款也列出，每条列出全部问题和风险，不止前几项"
    )
    readiness.add_argument(
        "--inspect-on", type=day, metavar="日期", help="评审日；不写则用设置里的评审日期，再则为截至日期后 90 天"
    )
