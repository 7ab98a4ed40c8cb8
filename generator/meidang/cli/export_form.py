"""``meidang export-form``: the workbook that staff fill in, with what the archive says now."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Final

from meidang.clock import today
from meidang.errors import UsageError
from meidang.findings import Severity
from meidang.load.nearest import nearest
from meidang.pipeline import read_archive, require_archive
from meidang.project import Project
from meidang.render.intake.form import Form, form
from meidang.render.intake.names import Names
from meidang.render.intake.tables import TABLES, Table
from meidang.render.intake.which import table_called
from meidang.report.lines import one_line

#: What the form is called where nobody says otherwise; ``build`` is no part of the archive's history.
_NAME: Final = "美档填写表"


def run(options: argparse.Namespace) -> int:
    """Write the workbook; 1 where records are missing from it because they cannot be read."""
    if options.list:
        print("\n".join(f"{table.title}　{table.name}" for table in TABLES.values()))
        return 0
    project = require_archive(Project(options.root.absolute()))
    tables = [_table(word) for word in options.what] or list(TABLES.values())
    read = read_archive(project)
    archive = read.archive
    institution = archive.institution.label if archive.institution else ""
    unique = list(dict.fromkeys(tables))
    content = form(Form(unique, Names(archive), institution, today(), is_blank=options.blank))
    written = _write(options.output, content) if options.output else _write_below(options.root / "build", content)
    print(one_line(f"已写出 {written}：{_listed(unique)}。"))
    print("内含个人信息（身份证号、手机号等），只供内部使用：不要提交到 Git，用完删除。")
    print(one_line(f"改好后运行：meidang import {written}"))
    broken = {one.location.path for one in read.findings if one.severity is Severity.ERROR}
    if broken:
        print(f"注意：{len(broken)} 个文件有数据错误，表里可能不全；请先运行 meidang check 改正，再导出一次。")
    return int(bool(broken))


def _table(word: str) -> Table:
    table = table_called(word)
    if table is None:
        close = nearest(word, [name for one in TABLES.values() for name in (one.name, one.title)])
        raise UsageError(
            f"没有“{word}”这张表" + (f"，是不是“{close}”？" if close else "；有哪些表见 meidang export-form --list")
        )
    return table


def _listed(tables: Sequence[Table]) -> str:
    titles = [table.title for table in tables]
    return "、".join(titles) if len(titles) <= 6 else f"{'、'.join(titles[:5])}等 {len(titles)} 张表"


def _write(path: Path, content: bytes) -> Path:
    """Where somebody wants it."""
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"文件名 {path.name} 应以 .xlsx 结尾")
    try:
        return _write_new(path, content)
    except FileExistsError:
        raise UsageError(f"{path} 已经有了，里面可能有人填过；请换个名字（--output），或先删掉它") from None


def _write_below(folder: Path, content: bytes) -> Path:
    """The first name in the folder that is free."""
    # Why not through a link: the form holds private values, and a link may lead anywhere.
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise UsageError(f"{folder} 不是普通的文件夹，不写在里面；请用 --output 指明写到哪里")
    folder.mkdir(parents=True, exist_ok=True)
    names = _names()
    while True:
        path = folder / next(names)
        try:
            return _write_new(path, content)
        except FileExistsError:
            print(one_line(f"{path} 已经有了，里面可能有人填过，不动它。"))


def _names() -> Iterator[str]:
    yield f"{_NAME}.xlsx"
    yield from (f"{_NAME}-{number}.xlsx" for number in count(2))


def _write_new(path: Path, content: bytes) -> Path:
    """A new file for its owner only; what lies there may hold somebody's work. Raises FileExistsError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    return path
