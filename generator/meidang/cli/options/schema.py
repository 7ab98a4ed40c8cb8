"""The options of ``meidang schema``."""

from __future__ import annotations

from meidang.cli.chinese import ChineseParser, Commands
from meidang.cli.options.shared import add_root


def add(commands: Commands[ChineseParser]) -> None:
    """``meidang schema``."""
    schema = commands.add_parser(
        "schema",
        help="导出数据格式（JSON Schema），供编辑器补全和检查",
        description="把每类记录的数据格式导出到 schemas 文件夹，供编辑器补全和其他工具校验。",
    )
    add_root(schema)
    schema.add_argument("--check", action="store_true", help="只核对现有文件是否最新，不写")
