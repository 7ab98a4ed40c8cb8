"""The options of ``meidang import``."""

from __future__ import annotations

from pathlib import Path

from meidang.cli.chinese import ChineseParser, Commands
from meidang.cli.options.shared import add_root


def add(commands: Commands[ChineseParser]) -> None:
    """``meidang import``."""
    excel = commands.add_parser(
        "import",
        help="把 Excel 表（名册、证照、授权、年度数据、台账）导入档案",
        description=(
            "读取 Excel 工作簿（.xlsx），按标题认出各列，与档案比较，列出要新增和修改的内容；看过再加 --write 写入。\n"
            "表可以用 meidang export-form 导出，也可以是医院自己的表：标题写法相近即可，列的顺序不限。\n"
            "空着的格不改档案，写 （清空） 才删掉；表里没有的人和条目原样保留；重复导入不会重复写。\n"
            "编号和姓名对不上（例如错了一行）、会盖掉档案已有的备注、会去掉一格几项里已有的几项（例如岗位），都算问题，要另外说明才写。\n"
            "有一处问题就不写入任何文件，所有问题一次列出。\n\n"
            "退出码：0 无须改动、只列出或已写入；1 表里有问题，或导入后不合格；2 用法不对；70 程序内部出错；\n"
            "74 磁盘读写失败。"
        ),
    )
    excel.add_argument("file", type=Path, metavar="文件", help="Excel 工作簿（.xlsx）")
    excel.add_argument("--write", action="store_true", help="写入档案；不加则只列出（在终端里会询问）")
    excel.add_argument("--diff", action="store_true", help="同时列出各文件改动的行（个人信息不显示）")
    excel.add_argument("--as", dest="table", metavar="表", help="工作表是哪一张表，例如 人员名册；认不出时指明")
    excel.add_argument(
        "--sheet", action="append", default=[], metavar="工作表", help="只导入这个工作表；可以写几次，默认全部"
    )
    excel.add_argument(
        "--ignore-column",
        action="append",
        default=[],
        metavar="标题",
        help="不带入这一列；用于标题与档案的字段相近、其实不是的列，可以写几次",
    )
    excel.add_argument(
        "--rename-person",
        action="append",
        default=[],
        metavar="编号",
        help="这个人确实改了姓名，按表格改，例如 M01；可以写几次。不加则姓名与档案不符算问题",
    )
    excel.add_argument(
        "--replace-notes",
        action="store_true",
        help="档案里已有的备注以表格为准；不加则算问题（export-form 导出的表不用加）",
    )
    excel.add_argument(
        "--replace-lists",
        action="store_true",
        help="一格几项的内容（岗位、参加人等）以表格为准，少写的去掉；不加则算问题（export-form 导出的表不用加）",
    )
    add_root(excel)
