"""``meidang template``: check templates, list what they may print, begin a new one."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence

from meidang.clock import today
from meidang.errors import UsageError
from meidang.findings import Finding, Severity
from meidang.pipeline import require_archive
from meidang.pipeline.templates import begin, fields_of, judge, kind_called
from meidang.project import Project
from meidang.report.fields import FIELD_FORMATS
from meidang.report.lines import LIMIT, one_line

#: What a title may not hold, as it becomes part of a file's name.
_FORBIDDEN = re.compile(r'[\x00-\x1f/\\:*?"<>|.]')


def run(options: argparse.Namespace) -> int:
    """Do what the subcommand asks for; 1 where something is wrong with a template."""
    return {"check": _check, "fields": _fields, "new": _new}[options.what](options)


def _check(options: argparse.Namespace) -> int:
    judged = judge(Project(options.root.absolute()), options.files)
    _print(judged.findings)
    _print(judged.notices)
    reminded = f"，{len(judged.notices)} 处提醒" if judged.notices else ""
    if not judged.findings:
        print(f"{judged.templates} 个模板、{judged.tags} 个标签，没有发现问题{reminded}。")
        return 0
    print(f"{judged.templates} 个模板，发现 {len(judged.findings)} 处问题{reminded}。")
    return 1


def _print(findings: Sequence[Finding]) -> None:
    for found in findings[:LIMIT]:
        what = "提醒：" if found.severity is Severity.NOTICE else ""
        print(one_line(f"{found.location}  {found.code}  {what}{found.message}；{found.fix}"))
    if len(findings) > LIMIT:
        print(f"…以及另外 {len(findings) - LIMIT} 处")


def _fields(options: argparse.Namespace) -> int:
    kind = kind_called(options.kind)
    project = require_archive(Project(options.root.absolute()))
    sys.stdout.write(FIELD_FORMATS[options.format](kind.title, fields_of(project, kind, today())))
    return 0


def _new(options: argparse.Namespace) -> int:
    kind = kind_called(options.kind)
    title = options.title.strip() if options.title is not None else f"{kind.title}（自定）"
    if not title or _FORBIDDEN.search(title) or len(title) > 40:
        raise UsageError('标题要写，最多 40 个字，不能有 / \\ : * ? " < > | 和句点，它也是文件名的一部分')
    project = require_archive(Project(options.root.absolute()))
    begun = begin(project, kind, title, options.output)
    if begun.copied:
        print(f"{begun.file.parent} 是新建的，自带的 {begun.copied} 个模板也已复制进去，今后用的都是这里的。")
    print(f"已写出 {begun.file}")
    print(f"用 Word 打开修改；可用的字段见 meidang template fields {kind.name}，改好后运行 meidang template check。")
    return 0
