"""The options of ``meidang who``."""

from __future__ import annotations

from meidang.cli.chinese import ChineseParser, Commands
from meidang.cli.options.shared import add_root, day


def add(commands: Commands[ChineseParser]) -> None:
    """``meidang who``."""
    who = commands.add_parser(
        "who",
        help="查某一天谁有某项技术的授权，或某人有哪些授权",
        description=(
            "查某一天谁有某项技术的授权，或某人有哪些授权；有授权而当日不可以的（暂停、证照过期、职称不够、\n"
            "技术中止或受限……）说明为什么，当日没有授权的说明从哪天到哪天。机构方面（执业许可证及其校验、\n"
            "诊疗科目，技术的批准和备案）当日有欠缺的，另外提醒。\n\n"
            "不写 --rev：今天的记录怎样说那一天，当时的档案写得不同的另附一段；写 --rev：那个版本的记录怎样说。\n\n"
            "例如：meidang who --technique 重睑成形术 --on 2026-03-14\n\n"
            "退出码：0 有人可以；1 没有人可以；2 用法不对；70 程序内部出错；74 磁盘读写失败。"
        ),
    )
    which = who.add_mutually_exclusive_group(required=True)
    which.add_argument("--technique", metavar="技术", help="技术的编号、规范名称或别名")
    which.add_argument("--person", metavar="人员", help="人员的编号或姓名")
    who.add_argument("--on", type=day, required=True, metavar="日期", help="哪一天，例如 2026-03-14")
    add_root(who)
    who.add_argument("--rev", metavar="版本", help="按已提交的一个版本（提交号、标签或分支）回答，不看现在的文件")
    who.add_argument("--then", action="store_true", help="总是附上当时的档案（那一天或之前最后一次提交）写的是什么")
    who.add_argument("--format", choices=("text", "json"), default="text", help="输出格式，默认 text")
