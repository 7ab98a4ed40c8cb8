"""The options of ``meidang import-policy``."""

from __future__ import annotations

from pathlib import Path

from meidang.cli.chinese import ChineseParser, Commands
from meidang.cli.options.shared import add_root


def add(commands: Commands[ChineseParser]) -> None:
    """``meidang import-policy``."""
    policy = commands.add_parser(
        "import-policy",
        help="把已有的 Word 制度转为档案里的 Markdown",
        description=(
            "把一份 Word 制度（.docx）转为 archive/policies/<编号>.md，图片放进 archive/attachments/policies/<编号>。\n"
            "列出没能带入的内容和还缺的信息；从不覆盖已有的制度。\n\n"
            "退出码：0 已导入；1 文件不能导入（带宏、已损坏、没有内容或内容不合格）；2 用法不对；70 程序内部出错；\n"
            "74 磁盘读写失败。"
        ),
    )
    policy.add_argument("file", type=Path, metavar="文件", help="Word 文档（.docx）")
    policy.add_argument(
        "--id",
        metavar="编号",
        help="制度的编号，也是文件名，例如 follow-up；不写则用 Word 文件名（须为字母、数字和 - _）",
    )
    add_root(policy)
