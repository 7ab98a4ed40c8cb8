"""The whole command line."""

from __future__ import annotations

import argparse
from typing import cast

from meidang import __version__
from meidang.cli.chinese import Behind, ChineseParser, CommandParser, Groups
from meidang.cli.options import OPTIONS


def make_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line; ``options.command`` names the module in ``meidang.cli`` that runs it."""
    parser = ChineseParser(prog="meidang", description="美档：医疗美容机构评审档案。检查档案，生成 Word 文档和网站。")
    parser.add_argument("--version", action="version", version=f"美档 meidang {__version__}", help="显示版本")
    for option, metavar, command in (("--root", "文件夹", "build"), ("--as-of", "日期", "check")):
        parser.add_argument(
            option,
            action=Behind,
            nargs="?",
            const=command,
            metavar=metavar,
            default=argparse.SUPPRESS,
            help=argparse.SUPPRESS,
        )
    made = parser.add_subparsers(
        title="命令", dest="command", required=True, metavar="命令", parser_class=CommandParser, action=Groups
    )
    commands = cast("Groups", made)
    for title, group in OPTIONS.items():
        commands.heads[len(commands.choices)] = title
        for options in group:
            options.add(commands)
    return parser
