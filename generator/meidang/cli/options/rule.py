"""The options of ``meidang rule``."""

from __future__ import annotations

from meidang.cli.chinese import ChineseParser, Commands


def add(commands: Commands[ChineseParser]) -> None:
    """``meidang rule``."""
    rule = commands.add_parser(
        "rule", help="说明一条规则：查什么、为什么、错例和正例", description="说明一条规则；不写编号则列出全部。"
    )
    rule.add_argument("code", nargs="?", metavar="编号", help="规则编号，例如 CRD001")
