"""``meidang build``: documents, site or binder, with progress, and a last word on what was found where."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console

from meidang.clock import today
from meidang.errors import UsageError
from meidang.findings import Severity
from meidang.models.audience import Edition
from meidang.outputs import staged
from meidang.pipeline import Checked, Read, check, read_archive, require_archive
from meidang.pipeline.build import build_documents, unfit
from meidang.pipeline.executors import executor
from meidang.project import Project
from meidang.render.binder.scope import Scope
from meidang.report import FORMATS, Report
from meidang.source.revision import read_revision

Say = Callable[[str], None]

#: The options that only a binder understands.
_OF_BINDER = ("department", "person", "clause", "standard", "pdf")


@dataclass(frozen=True, slots=True)
class _Done:
    """What was built: a label, the place to open, and what was left open; whether something asked for is not there."""

    label: str
    place: Path
    remarks: tuple[str, ...] = ()
    lacks: bool = False


def run(options: argparse.Namespace) -> int:
    """Check, then build what is asked for; 1 when data errors or unfit templates forbid it, and nothing is touched.

    1 too where a PDF was asked for and could not be made; the Word files are there.
    """
    _refuse_without_binder(options)
    project = require_archive(Project(options.root.absolute()))
    with _progress() as say:
        say("读取并检查档案")
        read = read_archive(project)
        # Why before all else: a slip of a name is answered at once. A broken archive says first what is broken.
        scope = _scope(read, options) if options.what == "binder" and not read.findings else None
        checked = check(project, as_of=options.as_of, today=today(), read=read)
        checked = replace(checked, findings=(*checked.findings, *unfit(project)))
        revision = read_revision(project.root)
        if checked.has_errors:
            return _refuse(checked, revision)
        if scope is not None:
            done = [_binder(project, checked, revision, scope, options, say)]
        else:
            done = _build(project, checked, revision, options, say)
    sys.stdout.write(_last_word(checked, revision, done))
    return int(any(one.lacks for one in done))


def _build(project: Project, checked: Checked, revision: str, options: argparse.Namespace, say: Say) -> list[_Done]:
    """Render everything before anything is published: the site waits, staged, until the documents are written."""
    if options.what == "docs":
        return [_documents(project, checked, revision, options, say)]
    target = project.build / "site"
    with staged(target) as folder:
        say("生成网站")
        _site(project, checked, revision, folder, options.edition)
        done = [_documents(project, checked, revision, options, say)] if options.what == "all" else []
    return [*done, _Done("网站（用浏览器打开，可离线浏览）", target / "index.html")]


def _refuse_without_binder(options: argparse.Namespace) -> None:
    given = [f"--{name}" for name in _OF_BINDER if getattr(options, name)]
    if given and options.what != "binder":
        raise UsageError(f"{'、'.join(given)} 只用于卷宗：meidang build binder {given[0]} …")
    if options.standard and not options.clause:
        raise UsageError("--standard 和 --clause 一起用，指明条款属于哪个标准")


def _scope(read: Read, options: argparse.Namespace) -> Scope:
    from meidang.cli.binder import scope_of

    return scope_of(read.archive, options)


def _binder(  # noqa: PLR0913, PLR0917 - what a binder is made of
    project: Project, checked: Checked, revision: str, scope: Scope, options: argparse.Namespace, say: Say
) -> _Done:
    from meidang.cli.binder import bind, remarks, words

    bound = bind(project, checked, revision, scope, options, say)
    return _Done(words(bound), bound.folder, remarks(bound), bound.lacks_pdf)


def _documents(project: Project, checked: Checked, revision: str, options: argparse.Namespace, say: Say) -> _Done:
    def rendering(path: str) -> None:
        say(f"生成文档　{path}")

    records = sum(checked.records.values())
    with executor(records, processes=options.processes, scheduler=options.scheduler) as filling:
        count = build_documents(project, checked, revision, executor=filling, progress=rendering)
    return _Done(f"Word 文档和 Excel 台账 {count} 份（含个人信息，仅供内部使用）", project.build / "docs")


def _site(project: Project, checked: Checked, revision: str, folder: Path, edition: Edition) -> None:
    from mkdocs.exceptions import MkDocsException

    from meidang.mkdocs_plugin.building import build_site

    try:
        build_site(project, checked, revision, folder, edition)
    except MkDocsException as error:
        raise UsageError(f"网站没有生成：{error}") from None


def _report(checked: Checked, revision: str) -> Report:
    return Report(checked.findings, checked.as_of, checked.files, checked.records, revision)


def _refuse(checked: Checked, revision: str) -> int:
    errors = tuple(finding for finding in checked.findings if finding.severity is Severity.ERROR)
    sys.stdout.write(FORMATS["text"](_report(replace(checked, findings=errors), revision)))
    sys.stdout.write("\n没有生成；原有的输出保持不变。\n")
    return 1


def _last_word(checked: Checked, revision: str, done: list[_Done]) -> str:
    report = _report(checked, revision)
    found = "，".join(f"{severity.label} {count}" for severity, count in report.counts.items() if count)
    lines = [f"截至 {checked.as_of}" + (f"，版本 {revision}" if revision else "")]
    lines += ["\n".join((f"已生成 {one.label}：", f"  {one.place}", *one.remarks)) for one in done]
    all_found = f"检查发现 {len(report.findings)} 条：{found}。运行 meidang check 看全部"
    lines += [all_found if found else "检查没有发现问题。"]
    return "\n".join(lines) + "\n"


@contextmanager
def _progress() -> Iterator[Say]:
    """A line that says what is being done; on a terminal only, so that logs stay short."""
    console = Console(stderr=True, highlight=False, markup=False)
    with console.status("开始") as status:
        yield status.update if console.is_terminal else _silent(console)


def _silent(console: Console) -> Say:
    """Without a terminal: the steps, but not each document."""
    said: set[str] = set()

    def say(text: str) -> None:
        step = text.partition("\u3000")[0]
        if step not in said:
            said.add(step)
            console.print(f"{step} …")

    return say
