"""The options of ``meidang due``."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from meidang.cli.chinese import ChineseParser, Commands
from meidang.cli.options.shared import add_as_of, add_rev, add_root, day
from meidang.models.days import day_in

#: Past a century nobody plans; a date would leave its range.
_MOST_DAYS = 36_500


def add(commands: Commands[ChineseParser]) -> None:
    """``meidang due``."""
    due = commands.add_parser(
        "due",
        help="列出要改的和快到期的，按人、科室或月份；日历和提醒",
        description=(
            "列出要改的问题和快到期的事项：哪一天、还有多久、是什么、在哪里、谁的、怎么办。\n"
            "加 --ics 写成日历文件，加 --send 把新进入提醒的发给科室和本人。\n\n"
            "发送的地址只从环境变量读，不写在文件里，也不会显示：\n"
            "  MEIDANG_NOTIFY                 全院的（评审办）\n"
            "  MEIDANG_NOTIFY_OPERATING_ROOM  科室 operating_room 的（编号用大写，- 写成 _）\n"
            "  MEIDANG_NOTIFY_STAFF_D01       人员 D01 的\n"
            "值是 apprise 的地址，几个之间用空格：wecombot://…（企业微信）、dingtalk://…（钉钉）、feishu://…（飞书）、\n"
            "mailtos://…（邮件）。需要另装：pip install 'meidang[notify]'。\n"
            "第一次先说目前的全部情况。已经提醒过的按地址记在 build/due/told.json，同一件事进入下一阶段（提前天数、\n"
            "当天、逾期、新发现）才再提醒，没有变化就不发；没有发出去的，下次再发。留不住这个文件的地方（有的自动运行）\n"
            "每天加 --since 前一天的日期：和那一天零点以前提交的档案比，只说其后新进入提醒的。\n\n"
            "退出码：0 没有已逾期的重要问题；1 有“重要”以上且已逾期的（--ics、--digest、--send 不看这一条）；\n"
            "2 用法不对；70 程序内部出错；74 磁盘读写失败，或者有提醒没有发出去。"
        ),
    )
    add_root(due)
    add_as_of(due)
    add_rev(due)
    due.add_argument(
        "--within",
        type=days_or_day,
        metavar="天数或日期",
        help="看今后多少天到期的，默认 90，日历默认 400；也可以写到哪一天为止，例如评审日期 2026-09-15",
    )
    due.add_argument("--person", metavar="人员", help="只看一个人的：编号或姓名")
    due.add_argument("--department", metavar="科室", help="只看一个科室或部门的：编号或名称")
    due.add_argument(
        "--by",
        choices=("month", "person", "department"),
        default="month",
        help="怎样分组：month 月份（默认）、person 人、department 科室和部门",
    )
    due.add_argument("--format", choices=("text", "json", "md"), default="text", help="输出格式，默认 text")
    due.add_argument("--all", action="store_true", help="每组列出全部，不止前 20 项")
    _add_outputs(due)


def _add_outputs(due: ChineseParser) -> None:
    made = due.add_mutually_exclusive_group()
    made.add_argument(
        "--ics",
        nargs="?",
        const=Path(),
        type=Path,
        metavar="文件夹",
        help="写日历文件（.ics）：全院、每个科室、每个人各一个；不写文件夹则为 build/due/calendars",
    )
    made.add_argument("--digest", action="store_true", help="只显示要发送的提醒，不发送，也不记下")
    made.add_argument("--send", action="store_true", help="发送提醒，地址从环境变量读")
    due.add_argument(
        "--since",
        type=day,
        metavar="日期",
        help="提醒自哪一天以来新进入的；不写则看上次发送的记录，没有记录则说目前的全部情况",
    )
    due.add_argument(
        "--to",
        action="append",
        choices=("all", "department", "person"),
        help="发给谁，可写几次：all 全院、department 各科室、person 各人；不写则为所有写了地址的",
    )
    due.add_argument("--state", type=Path, metavar="文件", help="记下已提醒过的，默认 build/due/told.json")


def days_or_day(text: str) -> int | date:
    """So many days, or a day, in whatever way it is written: what is wrong with it is told as of a day."""
    is_day = day_in(text) or any(sign in text.strip("-") for sign in "-/.年月")
    return day(text) if is_day else days(text)


def days(text: str) -> int:
    """A number of days as an option gives it."""
    if not (text.isascii() and text.isdecimal() and int(text[:6]) <= _MOST_DAYS and len(text) <= 5):
        raise argparse.ArgumentTypeError(f"“{text}”不是天数，请写 0 到 {_MOST_DAYS} 之间的整数")
    return int(text)
