"""``meidang build``: documents, site or binder, with progress, and a last word on what was found where."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from meidang.cli.asked import Asked, asked
from meidang.cli.progress import Say, progress
from meidang.errors import UsageError
from meidang.findings import Severity
from meidang.models.audience import Edition
from meidang.outputs import staged
from meidang.pipeline import Checked, Read, check, read_archive
from meidang.pipeline.build import build_documents, unfit
from meidang.pipeline.executors import executor
from meidang.pipeline.offline import SITE, START, complete
from meidang.project import Project
from meidang.render.binder.scope import Scope
from meidang.render.forms import Backend, Unready, backend_of
from meidang.render.identity import identity_of
from meidang.report import FORMATS, Report

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
    with asked(options) as of:
        return _run(of, options)


@dataclass(frozen=True, slots=True)
class _Job:
    """What everything is built from, and how progress is told."""

    project: Project
    checked: Checked
    revision: str
    options: argparse.Namespace
    say: Say


def _run(of: Asked, options: argparse.Namespace) -> int:
    project, revision = of.project, of.revision
    with progress() as say:
        say("读取并检查档案")
        read = read_archive(project)
        # Why before all else: a slip of a name is answered at once. A broken archive says first what is broken.
        scope = _scope(read, options) if options.what == "binder" and not read.findings else None
        checked = check(project, as_of=of.as_of, today=of.day, read=read)
        checked = replace(checked, findings=(*checked.findings, *unfit(project)))
        if checked.has_errors:
            return _refuse(checked, revision)
        job = _Job(project, checked, revision, options, say)
        done = [_binder(job, scope)] if scope is not None else _build(job)
    sys.stdout.write(_last_word(of, checked, done))
    return int(any(one.lacks for one in done))


def _build(job: _Job) -> list[_Done]:
    """Render everything before anything is published: the site waits, staged, until the documents are written."""
    options = job.options
    if options.what == "docs":
        return [_documents(job)]
    if options.what == "pages":
        return [_pages(job, edition) for edition in options.edition]
    forms = _forms(job.checked) if options.forms else None
    with ExitStack() as publishing:
        sites = [_site(job, publishing, edition, forms) for edition in options.edition]
        documents = [_documents(job)] if options.what == "all" else []
    return [*documents, *sites]


def _refuse_without_binder(options: argparse.Namespace) -> None:
    given = [f"--{name}" for name in _OF_BINDER if getattr(options, name)]
    if given and options.what != "binder":
        raise UsageError(f"{'、'.join(given)} 只用于卷宗：meidang build binder {given[0]} …")
    if options.what == "pages" and len(options.edition) > 1:
        raise UsageError("meidang build pages 一次只写一个版本，请用 --edition 指明")
    if options.offline and options.what != "site":
        raise UsageError("--offline 只用于网站：meidang build site --offline")
    if options.forms:
        _refuse_forms(options)
    if options.edition != (Edition.INTERNAL,) and options.what not in {"site", "pages"}:
        raise UsageError("--edition 只用于网站，Word 文档和卷宗总是内部的：meidang build site --edition …")
    if options.standard and not options.clause:
        raise UsageError("--standard 和 --clause 一起用，指明条款属于哪个标准")


def _refuse_forms(options: argparse.Namespace) -> None:
    if options.what != "site":
        raise UsageError("--forms 只用于网站：meidang build site --forms")
    if options.offline:
        raise UsageError("--forms 和 --offline 不能一起用：U 盘上的网站连不到代码托管平台，保存不了")
    if options.edition != (Edition.INTERNAL,):
        raise UsageError("--forms 只用于内部版：评审版和公开版给院外的人看，不带填写表单")
    if getattr(options, "rev", None):
        raise UsageError("--forms 和 --rev 不能一起用：过去的版本不能再改")


def _scope(read: Read, options: argparse.Namespace) -> Scope:
    from meidang.cli.binder import scope_of

    return scope_of(read.archive, options)


def _binder(job: _Job, scope: Scope) -> _Done:
    from meidang.cli.binder import bind, remarks, words

    bound = bind(job.project, job.checked, job.revision, scope, job.options, job.say)
    return _Done(words(bound), bound.folder, remarks(bound), bound.lacks_pdf)


def _documents(job: _Job) -> _Done:
    def rendering(path: str) -> None:
        job.say(f"生成文档　{path}")

    options, records = job.options, sum(job.checked.records.values())
    with executor(records, processes=options.processes, scheduler=options.scheduler) as filling:
        count = build_documents(job.project, job.checked, job.revision, executor=filling, progress=rendering)
    return _Done(f"Word 文档和 Excel 台账 {count} 份（含个人信息，仅供内部使用）", job.project.build / "docs")


def _site(job: _Job, publishing: ExitStack, edition: Edition, forms: Backend | None) -> _Done:
    """An edition, staged; it is published when ``publishing`` ends."""
    from mkdocs.exceptions import MkDocsException

    from meidang.mkdocs_plugin.building import build_site

    project, checked, offline = job.project, job.checked, job.options.offline
    target = _place(project, edition, offline=offline)
    folder = publishing.enter_context(staged(target))
    place = folder / SITE if offline else folder
    job.say(f"生成{edition.title}网站")
    try:
        build_site(project, checked, job.revision, place, edition, offline=offline, forms=forms)
    except MkDocsException as error:
        raise UsageError(f"{edition.title}网站没有生成：{error}") from None
    identity = identity_of(checked.archive, edition, checked.as_of, job.revision, is_past=project.then is not None)
    if offline:
        complete(folder, identity)
    pages = sum(1 for _ in folder.rglob("*.html"))
    said = (f"  {identity.privacy}共 {pages} 页。", *(_handing_over(edition) if offline else ()))
    label = f"{edition.title}网站" + ("，可离线使用的文件夹" if offline else "（用浏览器打开）")
    return _Done(label, target / (START if offline else "index.html"), said)


def _forms(checked: Checked) -> Backend:
    try:
        return backend_of(checked.archive.settings)
    except Unready as error:
        raise UsageError(str(error)) from None


def _place(project: Project, edition: Edition, *, offline: bool) -> Path:
    if offline:
        return project.build / "offline" / edition.word
    return project.build / ("site" if edition is Edition.INTERNAL else f"site-{edition.word}")


def _handing_over(edition: Edition) -> Iterator[str]:
    yield f"  把整个文件夹拷到 U 盘；对方双击“{START}”打开，不需要网络。"
    if edition is Edition.INTERNAL:
        yield "  注意：这是内部版，不要交给外人。给评审人员用 --edition inspector，对外公开用 --edition public。"


def _pages(job: _Job, edition: Edition) -> _Done:
    from meidang.pipeline.pages import build_pages

    job.say("生成网页源文件")
    count = build_pages(job.project, job.checked, job.revision, edition)
    return _Done(f"{edition.title}网页源文件 {count} 个", job.project.build / "pages")


def _report(checked: Checked, revision: str) -> Report:
    return Report(checked.findings, checked.as_of, checked.files, checked.records, revision)


def _refuse(checked: Checked, revision: str) -> int:
    errors = tuple(finding for finding in checked.findings if finding.severity is Severity.ERROR)
    sys.stdout.write(FORMATS["text"](_report(replace(checked, findings=errors), revision)))
    sys.stdout.write("\n没有生成；原有的输出保持不变。\n")
    return 1


def _last_word(of: Asked, checked: Checked, done: list[_Done]) -> str:
    report = _report(checked, of.revision)
    found = "，".join(f"{severity.label} {count}" for severity, count in report.counts.items() if count)
    is_past = of.project.then is not None
    lines = [f"截至 {checked.as_of}" + (f"，版本 {of.revision}" if of.revision else "") + "（过去的版本）" * is_past]
    lines += filter(None, [of.remark(checked)])
    lines += ["\n".join((f"已生成 {one.label}：", f"  {one.place}", *one.remarks)) for one in done]
    command = f"meidang check --rev {of.revision} --as-of {checked.as_of}" if is_past else "meidang check"
    all_found = f"检查发现 {len(report.findings)} 条：{found}。运行 {command} 看全部"
    lines += [all_found if found else "检查没有发现问题。"]
    return "\n".join(lines) + "\n"
