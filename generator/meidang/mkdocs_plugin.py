"""The MkDocs plugin: a thin driver of ``render_pages``. It reads the archive, hands on pages, guards what comes out."""

from __future__ import annotations

import gc
import logging
import secrets
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import jieba
from jinja2 import Environment
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.utils import clean_directory

from meidang.clock import today
from meidang.errors import UsageError
from meidang.findings import Severity
from meidang.outputs import MARKER
from meidang.pipeline import Checked, check, require_archive
from meidang.pipeline.explanations import explanations
from meidang.project import Project
from meidang.readiness import judge
from meidang.render import escape, site_config
from meidang.render.content_security import guard, mark_own_scripts
from meidang.render.pages import leaks, private_values, render_pages
from meidang.source.revision import read_revision

log = get_plugin_logger("meidang")
#: Not made: without an address of the site it would list nothing, and its date would change with the day.
_SITEMAP = "sitemap.xml"
#: How many data errors are told one by one.
_ENOUGH = 50


class MeidangConfig(Config):  # type: ignore[no-untyped-call]
    """``root``: the folder with ``archive/``, relative to mkdocs.yml."""

    root = config_options.Dir(exists=True, default=".")


class MeidangPlugin(BasePlugin[MeidangConfig]):  # type: ignore[no-untyped-call]
    """Pages from the archive. ``given``: an archive already checked, with its revision, that is not read again."""

    given: tuple[Checked, str] | None = None
    #: The site, from when MkDocs has emptied its folder until everything written there has been searched.
    _unsearched: Path | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], **_: Any) -> None:
        """Remember whether this is a preview. MkDocs then keeps this plugin for every rebuild."""
        self._is_preview = command == "serve"
        self._own_script = f"own{secrets.token_hex(16)}"
        # Why: jieba tells of its loading on stderr, as if it were an error.
        jieba.setLogLevel(logging.INFO)
        _load_words()

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the archive, and set what the theme and the pages need."""
        try:
            project = require_archive(Project(Path(self.config.root)))
        except UsageError as error:
            raise PluginError(str(error)) from None
        self._project = project
        self._checked, self._revision = self.given or _read(project)
        institution = self._checked.archive.institution
        name = escape.html(institution.label) if institution else "机构"
        config.site_name = f"{name}　技术档案"
        version = f"　版本 {escape.html(self._revision)}" if self._revision else ""
        config.copyright = f"{name}　截至 {self._checked.as_of}{version}　由美档生成"
        _set_theme(config)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages. What is wrong with the data is a warning: an exception here would hang a preview."""
        self._unsearched = None if self._is_preview else Path(config.site_dir)
        self._warn()
        pages = render_pages(
            self._checked.archive,
            self._checked.findings,
            as_of=self._checked.as_of,
            revision=self._revision,
            explanations=explanations(),
            judgements=judge(self._checked.archive, self._checked.findings, self._checked.as_of),
        )
        _remove(files, _SITEMAP)
        shown = set(_paths(config.nav))
        for path, markdown in pages.items():
            _remove(files, path)
            inclusion = InclusionLevel.INCLUDED if path in shown else InclusionLevel.NOT_IN_NAV
            files.append(File.generated(config, path, content=markdown, inclusion=inclusion))
        if self.given:
            # Why: the collector would walk the archive again and again; a preview would keep every old one.
            gc.freeze()
        return files

    def _warn(self) -> None:
        errors = [finding for finding in self._checked.findings if finding.severity is Severity.ERROR]
        for finding in errors[:_ENOUGH]:
            log.warning("%s %s %s", finding.location, finding.code, finding.message)
        if len(errors) > _ENOUGH:
            log.warning("…以及另外 %d 条", len(errors) - _ENOUGH)

    def on_serve(self, server: LiveReloadServer, **_: Any) -> LiveReloadServer:
        """A change of a record rebuilds the preview."""
        server.watch(str(self._project.archive))
        return server

    def on_env(self, env: Environment, **_: Any) -> Environment:
        """Tell the theme's own scripts from all others. A preview has no policy: it needs its script for reloading."""
        if not self._is_preview:
            mark_own_scripts(env, self._own_script)
        return env

    def on_post_page(self, output: str, **_: Any) -> str:
        """Forbid the page everything that does not come with it."""
        return output if self._is_preview else guard(output, self._own_script)

    def on_post_template(self, output_content: str, *, template_name: str, **_: Any) -> str:
        """The page for wrong addresses is a template, not a page."""
        is_page = template_name == "404.html" and not self._is_preview
        return guard(output_content, self._own_script) if is_page else output_content

    @event_priority(-200)  # after the search index and its copy for file:// are written
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Search everything written for private values; one found fails the build."""
        site = Path(config.site_dir)
        found = leaks(_written(site), private_values(self._checked.archive))
        if found and self._is_preview:
            log.warning("私密内容会上网站：%s", "；".join(map(str, found)))
        elif found:
            for leak in found:
                (site / leak.path).unlink(missing_ok=True)
            raise PluginError("网站没有生成，因为私密内容会出现在上面：" + "；".join(map(str, found)))
        elif self.given is None:
            # Why: `meidang build site` replaces only what is known to be ours.
            (site / MARKER).write_bytes(b"")
        self._unsearched = None

    def on_shutdown(self) -> None:
        """Leave nothing on the disk that was not searched to the end, whatever stopped the build."""
        if self._unsearched:
            clean_directory(str(self._unsearched))


def _read(project: Project) -> tuple[Checked, str]:
    return check(project, today=today()), read_revision(project.root)


def _load_words() -> None:
    """Have jieba read its own dictionary. Why in a folder apart: it trusts any cache that lies in the shared one."""
    with TemporaryDirectory(prefix="meidang-") as folder:
        jieba.dt.tmp_dir = folder
        try:
            jieba.initialize()
        finally:
            jieba.dt.tmp_dir = None


def _set_theme(config: MkDocsConfig) -> None:
    for key, value in site_config.THEME.items():
        config.theme[key] = value
    config.theme.static_templates.discard(_SITEMAP)
    config.theme.dirs.insert(0, str(site_config.THEME_FOLDER))
    for name, options in site_config.EXTENSIONS.items():
        if name not in config.markdown_extensions:
            config.markdown_extensions.append(name)
        config.mdx_configs[name] = dict(options)
    config.validation.links.anchors = logging.WARNING
    config.extra_css.insert(0, site_config.STYLES)
    config.extra["generator"] = False
    config.extra["polyfills"] = [site_config.IFRAME_WORKER]
    if config.nav is None:
        own = sorted(path.name for path in Path(config.docs_dir).glob("*.md"))
        config.nav = site_config.navigation(own)


def _remove(files: Files, path: str) -> None:
    if old := files.get_file_from_path(path):
        files.remove(old)


def _paths(nav: Any) -> Iterator[str]:
    """Every page that the navigation names."""
    if isinstance(nav, str):
        yield nav
    else:
        for part in nav.values() if isinstance(nav, dict) else nav:
            yield from _paths(part)


def _written(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


# --- without a command line ------------------------------------------------------------------------------------------


def build(project: Project, checked: Checked, revision: str, site_dir: Path) -> None:
    """Build the site of an archive already checked, with our own configuration. Warnings are errors.

    Raises ``PluginError``, in Chinese, for a leak and for a warning (the log then says which).
    """
    config = MkDocsConfig(config_file_path=str(project.root / "mkdocs.yml"))
    config.load_dict({**site_config.site_config(project, site_dir), "strict": True})
    errors, warnings = config.validate()
    if errors or warnings:
        raise PluginError(_unusable(project, [key for key, _ in (*errors, *warnings)]))
    plugin = config.plugins["meidang"]
    assert isinstance(plugin, MeidangPlugin)  # noqa: S101 - for the type; nobody else may take the name
    plugin.given = checked, revision
    config.plugins.on_startup(command="build", dirty=False)
    try:
        mkdocs_build(config)
    except Abort as error:
        reason = error.__context__
        raise PluginError(str(reason) if isinstance(reason, PluginError) else "有警告，见上面的输出") from error
    finally:
        config.plugins.on_shutdown()
        gc.unfreeze()


def _unusable(project: Project, settings: list[str]) -> str:
    """What to say of settings that MkDocs refuses; its own words are English."""
    if "docs_dir" in settings:
        return f"找不到存放网站页面的文件夹 {project.site}，或没有权限打开它"
    return f"网站的设置不能用：{'、'.join(sorted(set(settings)))}；请重新安装美档"
