"""The options of ``meidang export-form``."""

from __future__ import annotations

from pathlib import Path

from meidang.cli.chinese import ChineseParser, Commands
from meidang.cli.options.shared import add_root


def add(commands: Commands[ChineseParser]) -> None:
    """``meidang export-form``."""
    form = commands.add_parser(
        "export-form",
        help="导出 Excel 填写表（名册、证照、授权、年度数据、台账），改好用 import 带回",
        description=(
            "生成一个 Excel 工作簿，每张表一个工作表，标题、下拉列表和提示来自档案的字段，填入档案现在的内容。\n"
            "改好或填好后，用 meidang import 带回档案。表里有身份证号、手机号等个人信息，属内部资料；\n"
            "默认写在 build 文件夹里（不进 Git），已经有的表不会被盖掉。\n\n"
            "退出码：0 已写出；1 档案有数据错误，表里可能不全（仍写出）；2 用法不对；70 程序内部出错；74 磁盘读写失败。"
        ),
    )
    form.add_argument(
        "what", nargs="*", metavar="表", help="表的名称，例如 人员名册、staff.credentials、病例；不写则全部"
    )
    form.add_argument("--list", action="store_true", help="列出有哪些表")
    form.add_argument("--blank", action="store_true", help="空白表，不填入档案现在的内容")
    form.add_argument(
        "--output",
        type=Path,
        metavar="文件",
        help="写到哪里，默认 build/美档填写表.xlsx；已经有了就写 美档填写表-2.xlsx，依次类推",
    )
    add_root(form)
