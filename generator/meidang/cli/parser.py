"""The commands and their options."""

from __future__ import annotations

import argparse
import re
from datetime import date
from pathlib import Path

from meidang import __version__
from meidang.cli.chinese import Behind, ChineseParser, Commands
from meidang.models.audience import Edition

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)

#: The days that a record may hold.
_FIRST, _LAST = date(1900, 1, 1), date(2200, 12, 31)
#: The largest seed of a sample (``archive.tracer``, which help does not wait for).
_MOST_SEED = 10**12


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，请写成 2026-06-30 这样")
    if not _FIRST <= day <= _LAST:
        raise argparse.ArgumentTypeError(f"日期应在 {_FIRST} 到 {_LAST} 之间")
    return day


def _add_root(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--root", type=Path, default=Path(), metavar="文件夹", help="机构的文件夹（其中有 archive），默认当前文件夹"
    )


def _add_as_of(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--as-of", type=_day, metavar="日期", help="按哪一天判断，例如 2026-06-30；不写则用设置里的截至日期，再则用当天"
    )


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
    commands = parser.add_subparsers(
        title="命令", dest="command", required=True, metavar="命令", parser_class=ChineseParser
    )
    _add_check(commands)
    _add_build(commands)
    _add_readiness(commands)
    _add_tracer(commands)
    _add_schema(commands)
    _add_rule(commands)
    _add_import_policy(commands)
    _add_import_word(commands)
    _add_attachments(commands)
    _add_template(commands)
    _add_verify(commands)
    return parser


def _add_check(commands: Commands[ChineseParser]) -> None:
    check = commands.add_parser(
        "check",
        help="检查档案，列出全部问题",
        description=(
            "检查档案，列出全部问题。只读不写。\n\n"
            "退出码：0 没有达到 --fail-on 的问题；1 有；2 用法不对；70 程序内部出错；74 磁盘读写失败。"
        ),
    )
    _add_root(check)
    _add_as_of(check)
    check.add_argument("--format", choices=("text", "json", "github"), default="text", help="输出格式，默认 text")
    check.add_argument(
        "--fail-on",
        choices=("error", "veto", "major", "minor", "notice", "never"),
        default="major",
        help=(
            "有这一级及以上的问题时退出码为 1："
            "error 数据错误、veto 否决、major 重要（默认）、minor 一般、notice 提醒、never 从不"
        ),
    )


def _add_build(commands: Commands[ChineseParser]) -> None:
    build = commands.add_parser(
        "build",
        help="生成 Word 文档、Excel 台账和网站",
        description=(
            "生成 Word 文档和 Excel 台账（build/docs）、网站（build/site），或评审卷宗（build/binder）。\n"
            "pages 把网站的每一页写成带标题的 Markdown 文件（build/pages），供 MkDocs 或别的建站工具使用。\n"
            "档案有数据错误时不生成，原有输出保持不变。\n\n"
            "卷宗：meidang build binder 为全院，加 --department、--person 或 --clause 为一个科室、一个人或一条条款；\n"
            "各部分的顺序和每册页数写在 archive/binder.yaml。页码由 LibreOffice 计算。"
        ),
    )
    build.add_argument(
        "what",
        nargs="?",
        choices=("docs", "site", "all", "binder", "pages"),
        default="all",
        help="docs 文档、site 网站、all 文档和网站（默认）、binder 评审卷宗、pages 网页源文件",
    )
    _add_root(build)
    _add_as_of(build)
    _add_site(build)
    _add_executors(build)
    _add_binder(build)


def _editions(word: str) -> tuple[Edition, ...]:
    if word == "all":
        return tuple(Edition)
    found = tuple(edition for edition in Edition if word in (edition.word, edition.title))
    if not found:
        known = "、".join(f"{edition.word} {edition.title}" for edition in Edition)
        raise argparse.ArgumentTypeError(f"没有“{word}”这个版本；可写：{known}，或 all 全部")
    return found


def _add_site(build: ChineseParser) -> None:
    site = build.add_argument_group("网站（site、all、pages）")
    site.add_argument(
        "--edition",
        type=_editions,
        default=(Edition.INTERNAL,),
        metavar="版本",
        help=(
            "internal 内部版（默认，build/site）、inspector 评审版（build/site-inspector）、"
            "public 公开版（build/site-public）、all 三个版本"
        ),
    )
    site.add_argument(
        "--offline",
        action="store_true",
        help="生成可以拷到 U 盘、双击打开的文件夹（build/offline/版本），附校验清单，不含通向别处的链接",
    )


def _positive(text: str) -> int:
    if not re.fullmatch("[1-9][0-9]{0,2}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"“{text}”不是 1 到 999 的整数")
    return int(text)


def _add_executors(build: ChineseParser) -> None:
    group = build.add_argument_group("谁来填写 Word 文档（docs、all）")
    either = group.add_mutually_exclusive_group()
    either.add_argument(
        "--processes", type=_positive, metavar="个数", help="本机的进程数；不写则记录多时用全部处理器核，少时只用一个"
    )
    either.add_argument(
        "--scheduler", default="", metavar="地址", help="Dask 集群的调度器，如 tcp://主机:8786（需要 meidang[cluster]）"
    )


def _add_binder(build: ChineseParser) -> None:
    binder = build.add_argument_group("评审卷宗（binder）")
    scope = binder.add_mutually_exclusive_group()
    scope.add_argument("--department", metavar="科室", help="一个科室的卷宗：编号或名称")
    scope.add_argument("--person", metavar="人员", help="一个人的卷宗：编号或姓名")
    scope.add_argument("--clause", metavar="条款", help="一条条款（或一章）的卷宗：编号、条款号或名称")
    binder.add_argument("--standard", metavar="标准", help="条款属于哪个评审标准；几个标准有同名条款时写")
    binder.add_argument("--pdf", action="store_true", help="同时生成带书签的 PDF，并核对目录页码（要有 LibreOffice）")


def _add_readiness(commands: Commands[ChineseParser]) -> None:
    readiness = commands.add_parser(
        "readiness",
        help="逐条说明评审准备度：缺什么、该谁办、从何时起",
        description=(
            "按评审标准逐条判断：已达到、有风险（评审日前会变成未达到）、未达到、不适用。\n\n"
            "退出码：0 否决项都没有未达到；1 有否决项未达到；2 用法不对、档案有数据错误或没有评审标准；\n"
            "70 程序内部出错；74 磁盘读写失败。"
        ),
    )
    _add_root(readiness)
    _add_as_of(readiness)
    readiness.add_argument("--all", action="store_true", help="每条列出全部问题和风险，不止前几项")
    readiness.add_argument(
        "--inspect-on", type=_day, metavar="日期", help="评审日；不写则用设置里的评审日期，再则为截至日期后 90 天"
    )


def _seed(text: str) -> int:
    if not re.fullmatch("[0-9]{1,20}", text, re.ASCII) or int(text) > _MOST_SEED:
        raise argparse.ArgumentTypeError(f"“{text}”不是 0 到 {_MOST_SEED} 的整数")
    return int(text)


def _size(text: str) -> int:
    if not re.fullmatch("[0-9]{1,3}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"“{text}”不是 0 到 999 的整数")
    return int(text)


def _add_tracer(commands: Commands[ChineseParser]) -> None:
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
    _add_root(tracer)
    _add_as_of(tracer)
    tracer.add_argument(
        "--seed", type=_seed, required=True, metavar="种子", help=f"0 到 {_MOST_SEED} 的任意整数，请检查人员现场说一个"
    )
    tracer.add_argument("--people", type=_size, metavar="人数", help="抽几名人员，默认 8")
    tracer.add_argument("--techniques", type=_size, metavar="项数", help="抽几项技术，默认 6")
    tracer.add_argument("--cases", type=_size, metavar="例数", help="抽几例病例，默认 8")
    tracer.add_argument("--department", metavar="科室", help="只抽一个科室的：编号或名称")


def _add_schema(commands: Commands[ChineseParser]) -> None:
    schema = commands.add_parser(
        "schema",
        help="导出数据格式（JSON Schema），供编辑器补全和检查",
        description="把每类记录的数据格式导出到 schemas 文件夹，供编辑器补全和其他工具校验。",
    )
    _add_root(schema)
    schema.add_argument("--check", action="store_true", help="只核对现有文件是否最新，不写")


def _add_rule(commands: Commands[ChineseParser]) -> None:
    rule = commands.add_parser(
        "rule", help="说明一条规则：查什么、为什么、错例和正例", description="说明一条规则；不写编号则列出全部。"
    )
    rule.add_argument("code", nargs="?", metavar="编号", help="规则编号，例如 CRD001")


def _add_import_policy(commands: Commands[ChineseParser]) -> None:
    policy = commands.add_parser(
        "import-policy",
        help="把已有的 Word 制度转为档案里的 Markdown",
        description=(
            "把一份 Word 制度（.docx）转为 archive/policies/<编号>.md，图片放进 archive/attachments/policies/<编号>。\n"
            "列出没能带入的内容和还缺的信息；从不覆盖已有的制度。\n\n"
            "退出码：0 已导入；1 文件不能导入（带宏、已损坏、没有内容或内容不合格）；2 用法不对；70 程序内部出错；\n"
            "74 磁盘读写失败。"
        ),
    )
    policy.add_argument("file", type=Path, metavar="文件", help="Word 文档（.docx）")
    policy.add_argument(
        "--id",
        metavar="编号",
        help="制度的编号，也是文件名，例如 follow-up；不写则用 Word 文件名（须为字母、数字和 - _）",
    )
    _add_root(policy)


def _add_attachments(commands: Commands[ChineseParser]) -> None:
    attachments = commands.add_parser(
        "attachments",
        help="列出附件，登记它们的摘要，认可换过的文件",
        description=(
            "列出记录引用的附件：大小、页数或像素、是否与登记时一致、谁引用它；也列出没有记录引用的文件。\n\n"
            "退出码：0 都已登记且一致，或已写入；1 有没有登记、与登记时不同或有问题的附件；2 用法不对；\n"
            "70 程序内部出错；74 磁盘读写失败。"
        ),
    )
    _add_root(attachments)
    what = attachments.add_mutually_exclusive_group()
    what.add_argument("--register", action="store_true", help="把缺少的摘要（SHA-256）写进记录，注释和次序不变")
    what.add_argument("--accept", nargs="+", metavar="文件", help="打开核对过之后，认可换过的文件：把新的摘要写进记录")


def _add_template(commands: Commands[ChineseParser]) -> None:
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
    _add_root(check)
    fields = what.add_parser(
        "fields", help="列出一种档案的模板可用的全部字段", description="列出写法、中文名称和档案里的例子。"
    )
    fields.add_argument("kind", metavar="种类", help="档案种类，英文或中文，例如 staff 或 个人技术档案")
    fields.add_argument("--format", choices=("text", "md"), default="text", help="text 文字（默认）、md Markdown 表格")
    _add_root(fields)
    new = what.add_parser(
        "new", help="新建一个可用的模板", description="写出一份含全部字段的模板，供在 Word 里删改。从不覆盖已有的文件。"
    )
    new.add_argument("kind", metavar="种类", help="档案种类，英文或中文")
    new.add_argument("--title", metavar="标题", help="文档的标题，也是文件名的一部分")
    new.add_argument("--output", type=Path, metavar="文件", help="写到哪里；不写则为 templates/<种类>.<标题>.docx")
    _add_root(new)


def _add_verify(commands: Commands[ChineseParser]) -> None:
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


def _add_import_word(commands: Commands[ChineseParser]) -> None:
    word = commands.add_parser(
        "import-word",
        help="把在 Word 里改过的档案文件带回档案",
        description=(
            "比较一份美档生成、又在 Word 里改过的文件（.docx）与它原来的内容，把改动对应到档案的字段。\n"
            "先列出要改什么、改成什么、哪些带不进去和为什么，再写入；注释、顺序和其余各行保持不变。\n\n"
            "退出码：0 全部带入或无须改动；1 有改动没能带入，或改后不合格；2 用法不对；70 程序内部出错；\n"
            "74 磁盘读写失败。"
        ),
    )
    word.add_argument("file", type=Path, metavar="文件", help="改过的 Word 文档（.docx）")
    word.add_argument("--write", action="store_true", help="写入档案；不加则只列出（在终端里会询问）")
    _add_root(word)
