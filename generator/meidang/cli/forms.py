"""``meidang forms``: the edit forms on this machine, for trial, until Ctrl-C; tells of each save what it meant."""

from __future__ import annotations

import argparse
import errno
import gc
import sys
import webbrowser
from collections.abc import Iterator
from pathlib import Path

from meidang.cli.crash import write_report
from meidang.clock import today
from meidang.errors import UsageError
from meidang.findings import Finding, Severity
from meidang.models.audience import Edition
from meidang.outputs import staged
from meidang.pipeline import Checked, check, require_archive
from meidang.pipeline.forms.actions import Actions
from meidang.pipeline.forms.pages import Pages
from meidang.pipeline.forms.saving import Saved
from meidang.pipeline.forms.server import API, Server, Trial
from meidang.project import Project
from meidang.render.forms.backends import Backend
from meidang.report import FORMATS, Report
from meidang.report.lines import one_line
from meidang.source.revision import read_revision

#: Findings that are named after a save; the rest is a number.
_MOST = 10


def run(options: argparse.Namespace) -> int:
    """Build the site with forms and serve it; 1 where the archive has data errors, and nothing is started then."""
    # Why: the front door switches it off for commands that end; this one builds again and again.
    gc.enable()
    project = require_archive(Project(options.root.absolute()))
    site = _Site(project, options)
    with _listening(site, options.port) as server:
        print("生成带表单的网站 …", file=sys.stderr, flush=True)
        checked = site.checked()
        if checked.has_errors:
            return _refuse(checked, site.revision)
        site.publish(checked)
        _welcome(server)
        if options.open:
            webbrowser.open(server.address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            # Why wait: a save that has begun is written whole.
            with server.trial.actions.saving:
                print("\n已结束。保存过的内容都在 archive 里。")
    return 0


def _listening(site: _Site, port: int) -> Server:
    pages = Pages(site.folder, site.build)
    actions = Actions(site.project, site.options.as_of, today)
    try:
        return Server(Trial(pages, actions, _tell, _report_broken), port)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise UsageError(f"端口 {port} 已被别的程序占用；换一个，或不写 --port，由程序挑选") from None


def _welcome(server: Server) -> None:
    print(f"编辑表单已启动，只在本机可用。用浏览器打开：\n\n  {server.address}\n")
    print("打开一页，点“编辑”，改好后保存。按 Ctrl-C 结束。", flush=True)


class _Site:
    """The site with forms in ``build/forms``, which no other build touches."""

    def __init__(self, project: Project, options: argparse.Namespace) -> None:
        self.project, self.options = project, options
        self.folder: Path = project.build / "forms"
        self.revision = read_revision(project.root)

    def checked(self) -> Checked:
        """The archive as it is now; templates, in which no page has a part, are not looked at."""
        return check(self.project, as_of=self.options.as_of, today=today())

    def build(self) -> None:
        """Bring the pages up to date after a save; the old ones stay where that cannot be done."""
        try:
            checked = self.checked()
            if checked.has_errors:
                errors = [one for one in checked.findings if one.severity is Severity.ERROR]
                print("\n".join(_findings("网页没有更新，档案里别处有数据错误", errors)), flush=True)
                return
            self.publish(checked)
        except UsageError as error:
            print(one_line(f"网页没有更新：{error}"), flush=True)
        except Exception as error:  # noqa: BLE001 - the forms go on with the old pages
            _report_broken(error)

    def publish(self, checked: Checked) -> None:
        """Build it beside its place and exchange it in one step. Raises UsageError."""
        from mkdocs.exceptions import MkDocsException

        from meidang.mkdocs_plugin.building import build_site

        self.revision = read_revision(self.project.root)
        with staged(self.folder, private=True, strict=False) as folder:
            try:
                build_site(self.project, checked, self.revision, folder, Edition.INTERNAL, forms=Backend.local(API))
            except MkDocsException as error:
                raise UsageError(f"带表单的网站没有生成：{error}") from None


# --- what the terminal says -------------------------------------------------------------------------------------------


def _refuse(checked: Checked, revision: str) -> int:
    errors = tuple(finding for finding in checked.findings if finding.severity is Severity.ERROR)
    report = Report(errors, checked.as_of, checked.files, checked.records, revision)
    sys.stdout.write(FORMATS["text"](report))
    sys.stdout.write("\n没有启动表单：请先在文件里改正数据错误，再运行一次。\n")
    return 1


def _tell(saved: Saved) -> None:
    print("\n".join(one_line(line) for line in _told(saved)), flush=True)


def _told(saved: Saved) -> Iterator[str]:
    if not saved.changes and not saved.files:
        yield "没有改动，文件保持原样。"
    for change in saved.changes:
        lines = list(change.diff(0))
        added = sum(line.startswith("+") for line in lines[2:])
        gone = sum(line.startswith("-") for line in lines[2:])
        yield f"已保存 {change.path}" + ("（新建）" if change.before is None else f"（增 {added} 行，减 {gone} 行）")
    for file in saved.files:
        yield f"已放入附件 {file}"
    yield from _findings("检查会新增", saved.found.coming)
    yield from _findings("检查仍有、内容变了的", saved.found.altered)
    yield from _findings("检查会消除", saved.found.going)


def _findings(title: str, findings: tuple[Finding, ...] | list[Finding]) -> Iterator[str]:
    if findings:
        yield f"{title} {len(findings)} 条："
    for one in findings[:_MOST]:
        yield one_line(f"  {one.severity.label} {one.code} {one.location}　{one.message}")
    if len(findings) > _MOST:
        yield f"  …以及另外 {len(findings) - _MOST} 条"


def _report_broken(error: BaseException) -> None:
    if isinstance(error, OSError):
        print(f"读写文件失败（系统错误 {error.errno}），文件没有改动。", flush=True)
    elif isinstance(error, Exception):
        print(f"程序内部出错（{type(error).__name__}），请把报告发给维护者：{write_report(error)}", flush=True)
