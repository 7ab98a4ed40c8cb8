"""The options of ``meidang import-word``."""

from __future__ import annotations

from pathlib import Path

from meidang.cli.chinese import ChineseParser, Commands
from meidang.cli.options.shared import add_root


def add(commands: Commands[ChineseParser]) -> None:
    """``meidang import-word``."""
    word = commands.add_parser(
        "import-word",
        help="把在 Word 里改过的档案文件带回档案",
        description=(
            "比较一份美档生成、又在 Word 里改过的文件（.docx）与它原来的内容，把改动对应到档案的字段。\n"
            "先列出要改什么、改成什么、哪些带不进去和为什么，再写入；注释、顺序和其余各行保持不变。\n\n"
            "退出码：0 全部带入或无须改动；1 有改动没能带入，或改后不合格；2 用法不对；70 程序内部出错；\n"
            "74 磁盘读写失败。"
        ),
    )
    word.add_argument("file", type=Path, metavar="文件", help="改过的 Word 文档（.docx）")
    word.add_argument("--write", action="store_true", help="写入档案；不加则只列出（在终端里会询问）")
    add_root(word)
