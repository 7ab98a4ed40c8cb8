"""The options of ``meidang tracer``."""

from __future__ import annotations

import argparse
import re

from meidang.cli.chinese import ChineseParser, Commands
from meidang.cli.options.shared import add_as_of, add_root

#: The largest seed of a sample (``archive.tracer``, which help does not wait for).
_MOST_SEED = 10**12


def _seed(text: str) -> int:
    if not re.fullmatch("[0-9]{1,20}", text, re.ASCII) or int(text) > _MOST_SEED:
        raise argparse.ArgumentTypeError(f"“{text}”不是 0 到 {_MOST_SEED} 的整数")
    return int(text)


def _size(text: str) -> int:
    if not re.fullmatch("[0-9]{1,3}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"“{text}”不是 0 到 999 的整数")
    return int(text)


def add(commands: Commands[ChineseParser]) -> None:
    """``meidang tracer``."""
    tracer = commands.add_parser(
        "tracer",
        help="按种子抽查人员、技术项目和病例，生成调阅清单和核查表",
        description=(
            "像检查组那样抽查：按种子抽取个人技术档案、技术项目和病例，生成调阅清单（要带什么、在哪里）和核查表\n"
            "（每一项核查什么、档案怎么写），Word 和网页各一份，放在 build/tracer/<种子>。\n\n"
            "同一份档案、同一个种子，在任何电脑上抽到的都一样，网站的“追踪检查”页也一样。\n\n"
            "退出码：0 已生成；2 用法不对、档案有数据错误或没有可抽的；70 程序内部出错；74 磁盘读写失败。"
        ),
    )
    add_root(tracer)
    add_as_of(tracer)
    tracer.add_argument(
        "--seed", type=_seed, required=True, metavar="种子", help=f"0 到 {_MOST_SEED} 的任意整数，请检查人员现场说一个"
    )
    tracer.add_argument("--people", type=_size, metavar="人数", help="抽几名人员，默认 8")
    tracer.add_argument("--techniques", type=_size, metavar="项数", help="抽几项技术，默认 6")
    tracer.add_argument("--cases", type=_size, metavar="例数", help="抽几例病例，默认 8")
    tracer.add_argument("--department", metavar="科室", help="只抽一个科室的：编号或名称")
