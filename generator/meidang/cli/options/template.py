"""The options of ``meidang template``."""

from __future__ import annotations

from pathlib import Path

from meidang.cli.chinese import ChineseParser, Commands
from meidang.cli.options.shared import add_root


def add(commands: Commands[ChineseParser]) -> None:
    """``meidang template``."""
    template = commands.add_parser(
        "template",
        help="检查 Word 模板，列出模板可用的字段，新建模板",
        description=(
            "Word 模板在 templates 文件夹里，归机构自己：可以在 Word 里改字体、加院徽、移动章节、增减字段。\n\n"
            "退出码：0 没有问题；1 模板有问题；2 用法不对；70 程序内部出错；74 磁盘读写失败。"
        ),
    )
    what = template.add_subparsers(title="子命令", dest="what", required=True, metavar="子命令")
    check = what.add_parser("check", help="检查模板，列出全部问题", description="检查模板，列出全部问题。只读不写。")
    check.add_argument(
        "files", nargs="*", type=Path, metavar="文件", help="模板（.docx），按文件名判断种类；不写则全部"
    )
    add_root(check)
    fields = what.add_parser(
        "fields", help="列出一种档案的模板可用的全部字段", description="列出写法、中文名称和档案里的例子。"
    )
    fields.add_argument("kind", metavar="种类", help="档案种类，英文或中文，例如 staff 或 个人技术档案")
    fields.add_argument("--format", choices=("text", "md"), default="text", help="text 文字（默认）、md Markdown 表格")
    add_root(fields)
    new = what.add_parser(
        "new", help="新建一个可用的模板", description="写出一份含全部字段的模板，供在 Word 里删改。从不覆盖已有的文件。"
    )
    new.add_argument("kind", metavar="种类", help="档案种类，英文或中文")
    new.add_argument("--title", metavar="标题", help="文档的标题，也是文件名的一部分")
    new.add_argument("--output", type=Path, metavar="文件", help="写到哪里；不写则为 templates/<种类>.<标题>.docx")
    add_root(new)
