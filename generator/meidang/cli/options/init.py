"""The options of ``meidang init``."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from meidang.cli.chinese import ChineseParser, Commands
from meidang.cli.options.shared import day

#: Platforms that ``--ci`` names; those of ``meidang.render.starter``, which help need not load.
PLATFORMS: Final = ("github", "gitlab", "forgejo")


def add(commands: Commands[ChineseParser]) -> None:
    """``meidang init``."""
    init = commands.add_parser(
        "init",
        help="为一家机构新建档案文件夹",
        description=(
            "新建一家机构的档案文件夹：空的但合格的档案、各种表、评审标准、设置、中文说明、编辑器设置、\n"
            "提交前检查，以及代码托管平台上的自动检查。在终端里逐项询问，直接回车用括号里的默认值；\n"
            "也可以全部用选项写明，再加 --yes。从不覆盖已有的文件；中途出错则什么也不留下。\n\n"
            "退出码：0 已建好；2 用法不对，没有建；70 程序内部出错；74 磁盘读写失败。"
        ),
    )
    init.add_argument("folder", type=Path, metavar="文件夹", help="建在哪里，例如 医院档案；还没有，或是空的")
    _add_answers(init)
    git = init.add_mutually_exclusive_group()
    git.add_argument("--git", action="store_true", default=None, help="建立 Git 仓库（默认）")
    git.add_argument("--no-git", action="store_false", dest="git", help="不建立 Git 仓库")
    init.add_argument("--yes", action="store_true", help="不询问；没有写的用默认值，机构名称必须写")


def _add_answers(init: ChineseParser) -> None:
    init.add_argument("--name", metavar="名称", help="机构名称，照医疗机构执业许可证写")
    init.add_argument("--short-name", metavar="简称", help="简称，手机上看网站时页眉用")
    init.add_argument("--type", metavar="类型", help="机构类型，例如 医疗美容门诊部；不清楚的可以先不写")
    init.add_argument("--grade", choices=("一级", "二级", "三级", "未定级"), help="机构等级")
    init.add_argument(
        "--departments", metavar="科室", help="在用的科室，用顿号或逗号隔开，例如 美容外科、药剂科；全部 为十八个"
    )
    init.add_argument("--inspection", type=day, metavar="日期", help="评审日期，准备度按这一天判断")
    init.add_argument(
        "--ci",
        choices=(*PLATFORMS, "all", "none"),
        help="档案放在哪个平台：github（默认）、gitlab、forgejo（含 Gitea）、all 三种都写、none 不写",
    )
