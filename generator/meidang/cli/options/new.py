"""The options of ``meidang new``."""

from __future__ import annotations

from meidang.cli.chinese import ChineseParser, Commands
from meidang.cli.options.shared import add_root


def add(commands: Commands[ChineseParser]) -> None:
    """``meidang new``."""
    new = commands.add_parser(
        "new",
        help="新建一份档案，或新一期台账",
        description=(
            "新建一份档案：写好必填的，其余字段列为注释，去掉 # 就能填。在终端里会逐项询问必填的。\n"
            "台账按科室和期间新建，不写期间就是上一期的下一期；已经有的，用 --set 添一条。\n\n"
            "例：meidang new staff N09 --set 姓名=丁二 --set 科室=美容皮肤科\n"
            "　　meidang new outpatient_record_qc --department hospital --period 2026-07\n\n"
            "退出码：0 已写入或已列出；1 不合格；2 用法不对；70 程序内部出错；74 磁盘读写失败。"
        ),
    )
    new.add_argument("kind", metavar="种类", help="例如 staff、人员、device、outpatient_record_qc、门诊病历月考评台账")
    new.add_argument("id", nargs="?", metavar="编号", help="新档案的编号，也是文件名；台账不写")
    new.add_argument(
        "--set", action="append", metavar="字段=值", help="一个字段的值，可以写多次；字段写键或中文名，几个值用、隔开"
    )
    new.add_argument("--department", metavar="科室", help="台账的科室，编号或名称；院级写 hospital 或不写")
    new.add_argument("--period", metavar="期间", help="台账的期间，例如 2026-07、2026-Q3")
    new.add_argument("--write", action="store_true", help="写入档案；不加则只列出（在终端里会询问）")
    add_root(new)
