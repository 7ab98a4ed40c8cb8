"""The options of ``meidang diff``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from meidang.cli.chinese import ChineseParser, Commands
from meidang.cli.options.shared import add_as_of, add_root

#: Those of ``meidang.report.consequences``, which help need not load.
FORMATS: Final = ("text", "md", "json")


def _word(text: str) -> Path:
    if not text.lower().endswith(".docx"):
        raise argparse.ArgumentTypeError(f"“{text}”应以 .docx 结尾，例如 build/变更登记.docx")
    return Path(text)


def add(commands: Commands[ChineseParser]) -> None:
    """``meidang diff``."""
    diff = commands.add_parser(
        "diff",
        help="说明一次改动意味着什么：证照、授权、问题、条款、文档",
        description=(
            "比较档案的两个版本，用人话说明改动意味着什么：哪些证照延续、哪些授权得失、哪些数字变了，哪些问题出现和消除，\n"
            "哪些评审条款变好变差，哪些 Word 文档和卷宗部分随之变化，以及每份档案改了哪些字段。\n"
            "身份证号等个人信息只说改了，不写内容。\n\n"
            "不写“改动后”就与文件夹里现在的文件比较（未提交的也算）。比较从两个版本的分叉点算起，\n"
            "所以在分支上写 meidang diff main，说的就是这个分支改了什么。两边按同一天判断。\n\n"
            "退出码：0 没有出现重要以上的问题；1 出现了，或改动后有数据错误；2 用法不对或读不到那个版本；\n"
            "70 程序内部出错；74 磁盘读写失败。"
        ),
    )
    diff.add_argument("base", metavar="改动前", help="提交号、标签或分支，例如 main、HEAD")
    diff.add_argument("head", metavar="改动后", nargs="?", default="", help="提交号、标签或分支；不写则为现在的文件")
    add_root(diff)
    add_as_of(diff)
    diff.add_argument("--direct", action="store_true", help="直接与“改动前”这个版本比较，不找分叉点")
    diff.add_argument(
        "--format", choices=FORMATS, default="text", help="text 供终端（默认），md 供合并请求的评论，json 供程序读取"
    )
    diff.add_argument("--word", type=_word, metavar="文件", help="同时写成 Word 的变更登记表，例如 build/变更登记.docx")
