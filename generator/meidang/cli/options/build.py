"""The options of ``meidang build``."""

from __future__ import annotations

import argparse
import re

from meidang.cli.chinese import ChineseParser, Commands
from meidang.cli.options.shared import add_as_of, add_rev, add_root
from meidang.models.audience import Edition


def add(commands: Commands[ChineseParser]) -> None:
    """``meidang build``."""
    build = commands.add_parser(
        "build",
        help="生成 Word 文档、Excel 台账和网站",
        description=(
            "生成 Word 文档和 Excel 台账（build/docs）、网站（build/site），或评审卷宗（build/binder）。\n"
            "pages 把网站的每一页写成带标题的 Markdown 文件（build/pages），供 MkDocs 或别的建站工具使用。\n"
            "档案有数据错误时不生成，原有输出保持不变。\n"
            "加 --rev 重新生成过去的版本，放在 build/past/<版本>，不动现在的输出；\n"
            "同一版本同一天，何时何地生成都一样。\n\n"
            "卷宗：meidang build binder 为全院，加 --department、--person 或 --clause 为一个科室、一个人或一条条款；\n"
            "各部分的顺序和每册页数写在 archive/binder.yaml。页码由 LibreOffice 计算。"
        ),
    )
    build.add_argument(
        "what",
        nargs="?",
        metavar="内容",
        choices=("docs", "site", "all", "binder", "pages"),
        default="all",
        help="docs 文档、site 网站、all 文档和网站（默认）、binder 评审卷宗、pages 网页源文件",
    )
    add_root(build)
    add_rev(build)
    add_as_of(build)
    _add_site(build)
    _add_executors(build)
    _add_binder(build)


def _editions(word: str) -> tuple[Edition, ...]:
    if word == "all":
        return tuple(Edition)
    found = tuple(edition for edition in Edition if word in (edition.word, edition.title))
    if not found:
        known = "、".join(f"{edition.word} {edition.title}" for edition in Edition)
        raise argparse.ArgumentTypeError(f"没有“{word}”这个版本；可写：{known}，或 all 全部")
    return found


def _add_site(build: ChineseParser) -> None:
    site = build.add_argument_group("网站（site、all、pages）")
    site.add_argument(
        "--edition",
        type=_editions,
        default=(Edition.INTERNAL,),
        metavar="版本",
        help=(
            "internal 内部版（默认，build/site）、inspector 评审版（build/site-inspector）、"
            "public 公开版（build/site-public）、all 三个版本"
        ),
    )
    site.add_argument(
        "--offline",
        action="store_true",
        help="生成可以拷到 U 盘、双击打开的文件夹（build/offline/版本），附校验清单，不含通向别处的链接",
    )
    site.add_argument(
        "--forms",
        action="store_true",
        help="给内部版加上每种档案的填写表单；保存到哪里写在 archive/settings.yaml 的 forms（在线表单）",
    )


def _positive(text: str) -> int:
    if not re.fullmatch("[1-9][0-9]{0,2}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"“{text}”不是 1 到 999 的整数")
    return int(text)


def _add_executors(build: ChineseParser) -> None:
    group = build.add_argument_group("谁来填写 Word 文档（docs、all）")
    either = group.add_mutually_exclusive_group()
    either.add_argument(
        "--processes", type=_positive, metavar="个数", help="本机的进程数；不写则记录多时用全部处理器核，少时只用一个"
    )
    either.add_argument(
        "--scheduler", default="", metavar="地址", help="Dask 集群的调度器，如 tcp://主机:8786（需要 meidang[cluster]）"
    )


def _add_binder(build: ChineseParser) -> None:
    binder = build.add_argument_group("评审卷宗（binder）")
    scope = binder.add_mutually_exclusive_group()
    scope.add_argument("--department", metavar="科室", help="一个科室的卷宗：编号或名称")
    scope.add_argument("--person", metavar="人员", help="一个人的卷宗：编号或姓名")
    scope.add_argument("--clause", metavar="条款", help="一条条款（或一章）的卷宗：编号、条款号或名称")
    binder.add_argument("--standard", metavar="标准", help="条款属于哪个评审标准；几个标准有同名条款时写")
    binder.add_argument("--pdf", action="store_true", help="同时生成带书签的 PDF，并核对目录页码（要有 LibreOffice）")
