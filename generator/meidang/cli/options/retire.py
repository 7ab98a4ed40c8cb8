"""The options of ``meidang retire``."""

from __future__ import annotations

from meidang.cli.chinese import ChineseParser, Commands
from meidang.cli.options.shared import add_root, day


def add(commands: Commands[ChineseParser]) -> None:
    """``meidang retire``."""
    retire = commands.add_parser(
        "retire",
        help="登记离职、技术终止、设备报废、制度废止；档案保留",
        description=(
            "写明人员离职、技术项目终止、设备报废、制度废止、课题结题或科室撤销，档案文件保留。\n"
            "说明还有哪些档案写着它，要另作安排。先列出要改什么、检查会有什么变化，再写入。\n\n"
            "例：meidang retire N03 --on 2026-07-31 --reason 辞职 --by 人事科\n\n"
            "退出码：0 已写入或已列出；1 改后不合格；2 用法不对；70 程序内部出错；74 磁盘读写失败。"
        ),
    )
    retire.add_argument("record", metavar="档案", help="编号或名称，例如 N03、丁一、technique/T01")
    retire.add_argument("--on", required=True, type=day, metavar="日期", help="从哪一天起")
    retire.add_argument("--reason", metavar="原因", help="原因或依据，写进变更登记")
    retire.add_argument("--approved-by", metavar="审批", help="谁批准的，写进技术的状态变更或设备的报废处置")
    retire.add_argument("--by", metavar="姓名", help="登记人，写进变更登记的完成人")
    retire.add_argument("--write", action="store_true", help="写入档案；不加则只列出（在终端里会询问）")
    add_root(retire)
