"""The options of ``meidang attachments``."""

from __future__ import annotations

from meidang.cli.chinese import ChineseParser, Commands
from meidang.cli.options.shared import add_root


def add(commands: Commands[ChineseParser]) -> None:
    """``meidang attachments``."""
    attachments = commands.add_parser(
        "attachments",
        help="列出附件，登记它们的摘要，认可换过的文件",
        description=(
            "列出记录引用的附件：大小、页数或像素、是否与登记时一致、谁引用它；也列出没有记录引用的文件。\n\n"
            "退出码：0 都已登记且一致，或已写入；1 有没有登记、与登记时不同或有问题的附件；2 用法不对；\n"
            "70 程序内部出错；74 磁盘读写失败。"
        ),
    )
    add_root(attachments)
    what = attachments.add_mutually_exclusive_group()
    what.add_argument("--register", action="store_true", help="把缺少的摘要（SHA-256）写进记录，注释和次序不变")
    what.add_argument("--accept", nargs="+", metavar="文件", help="打开核对过之后，认可换过的文件：把新的摘要写进记录")
