"""The options of ``meidang renew``."""

from __future__ import annotations

from pathlib import Path

from meidang.cli.chinese import ChineseParser, Commands
from meidang.cli.options.shared import add_root


def add(commands: Commands[ChineseParser]) -> None:
    """``meidang renew``."""
    renew = commands.add_parser(
        "renew",
        help="登记证照延续、换证或校验，以及授权延续：改日期、编号，换上扫描件",
        description=(
            "把延续或换发的证照写进档案。编号没有变的在原来那一条上改；换了编号的另记一条，旧证保留。\n"
            "授权项目同样办理：写了 --obtained-on 是重新授权，另记一条；不写则在原来那一条上延续。\n"
            "同时改更新日期，并在变更登记里添一行。先列出要改什么、检查会有什么变化，再写入。\n\n"
            "例：meidang renew N03 护士执业证书 --valid-to 2031-04-30 --scan 新证.jpg --by 护理部\n"
            "　　meidang renew institution 医疗机构执业许可证 --last-verified-on 2026-05-20\n\n"
            "退出码：0 已写入或已列出；1 改后不合格；2 用法不对；70 程序内部出错；74 磁盘读写失败。"
        ),
    )
    _add_words(renew)
    renew.add_argument("--write", action="store_true", help="写入档案；不加则只列出（在终端里会询问）")
    add_root(renew)


def _add_words(renew: ChineseParser) -> None:
    """Whose, which, and what it says now."""
    renew.add_argument("holder", metavar="持有者", help="人员的编号或姓名；机构的证照写 institution")
    renew.add_argument(
        "credential", metavar="证照或授权", help="证照的类型、名称或证书编号；授权项目的编号、名称或类别"
    )
    renew.add_argument(
        "--valid-to", metavar="日期", help="新的有效期至，例如 2031-04-30；没有期限写 长期；只登记校验不写"
    )
    renew.add_argument("--obtained-on", metavar="日期", help="取得日期；授权的授权日期")
    renew.add_argument("--number", metavar="编号", help="新证的编号（换了编号的写）")
    renew.add_argument("--last-verified-on", metavar="日期", help="最近校验（核查）日期")
    renew.add_argument("--reassess-on", metavar="日期", help="授权的再评估日期")
    renew.add_argument("--granted-by", metavar="签批", help="谁批准授权的，写进授权签批")
    renew.add_argument("--scan", type=Path, metavar="文件", help="新证的扫描件（PDF、JPG、PNG），复制进档案并登记摘要")
    renew.add_argument("--by", metavar="姓名", help="登记人，写进变更登记的完成人")
