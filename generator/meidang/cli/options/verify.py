"""The options of ``meidang verify``."""

from __future__ import annotations

from pathlib import Path

from meidang.cli.chinese import ChineseParser, Commands


def add(commands: Commands[ChineseParser]) -> None:
    """``meidang verify``."""
    verify = commands.add_parser(
        "verify",
        help="核对 Word 文件：有没有改动、改了哪里、出自哪个版本",
        description=(
            "核对生成的 Word 文件：未改动，或者哪些段落、单元格和图片有改动；也可以查纸上的校验码是哪份文档。\n\n"
            "没有档案时，只拿文件自带的校验信息核对：能看出谁不经意改了什么，看不出有意的伪造，因为伪造的人也能\n"
            "重新算出校验信息。有档案时（在机构的文件夹里，或用 --root 指明），按文件所说的版本重新生成一份来比：\n"
            "能证明内容确实出自这个版本的档案，并列出原文。两种核对都只看文字和图片，不看字体、颜色、隐藏文字等格式。\n"
            "删改过的文件仍带着原文的摘要，能用来验证对原文的猜测；对外提供时请另行生成，不要在文件上删。\n\n"
            "退出码：0 未改动；1 有改动、不属实，或不是美档生成的文件；2 用法不对；70 程序内部出错；74 磁盘读写失败。"
        ),
    )
    verify.add_argument("what", nargs="+", metavar="文件或校验码", help="Word 文件（.docx），或纸上的校验码")
    verify.add_argument(
        "--root", type=Path, metavar="文件夹", help="机构的文件夹（其中有 archive）；不写则用当前文件夹，如果它是"
    )
