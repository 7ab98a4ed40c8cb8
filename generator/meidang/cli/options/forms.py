"""The options of ``meidang forms``."""

from __future__ import annotations

import argparse
import re

from meidang.cli.chinese import ChineseParser, Commands
from meidang.cli.options.shared import add_as_of, add_root


def _port(text: str) -> int:
    if not re.fullmatch("[0-9]{4,5}", text, re.ASCII) or not 1024 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"“{text}”不是 1024 到 65535 的端口号")
    return int(text)


def add(commands: Commands[ChineseParser]) -> None:
    """``meidang forms``."""
    forms = commands.add_parser(
        "forms",
        help="在本机试用编辑表单：用浏览器改档案，不写代码",
        description=(
            "在本机（127.0.0.1）打开带编辑表单的内部版网站，供试用。每一页上的“编辑”打开这一条的表单；\n"
            "保存时先检查，有数据错误就不写，说明错在哪一栏；没有就写进 archive，注释和没有改的行不动，\n"
            "网页随即更新。不提交到 Git，也不发到别处。只有得到终端里那个地址的人能打开。按 Ctrl-C 结束。\n\n"
            "退出码：0 正常结束；1 档案有数据错误，没有启动；2 用法不对；70 程序内部出错；74 磁盘读写失败。"
        ),
    )
    add_root(forms)
    add_as_of(forms)
    forms.add_argument(
        "--port", type=_port, default=0, metavar="端口", help="网址里的端口号，如 8123；不写则用空着的一个"
    )
    forms.add_argument("--open", action="store_true", help="启动后打开浏览器")
