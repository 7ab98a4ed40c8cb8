"""The options of ``meidang rename``."""

from __future__ import annotations

from meidang.cli.chinese import ChineseParser, Commands
from meidang.cli.options.shared import add_root


def add(commands: Commands[ChineseParser]) -> None:
    """``meidang rename``."""
    rename = commands.add_parser(
        "rename",
        help="给档案换编号，引用它的地方跟着改",
        description=(
            "给一份档案（或表里的一行、评审标准的一条）换编号：文件改名，引用它的地方全部跟着改，注释不变。\n"
            "科室改编号时，用科室命名的台账和方案一起改名。全部写入，或一个也不写。\n\n"
            "例：meidang rename D01 D21；meidang rename credential_types/nurse_practice nurse_licence；\n"
            "meidang rename clause/g1 g01\n\n"
            "退出码：0 已写入或已列出；1 改后不合格；2 用法不对；70 程序内部出错；74 磁盘读写失败。"
        ),
    )
    rename.add_argument("record", metavar="档案", help="现在的编号；不同种类有同名的写全，例如 staff/D01")
    rename.add_argument("new", metavar="新编号", help="新的编号：字母开头，只含字母、数字、- 和 _")
    rename.add_argument("--write", action="store_true", help="写入档案；不加则只列出（在终端里会询问）")
    add_root(rename)
