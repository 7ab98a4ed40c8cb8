"""The MkDocs plugin: a thin driver of ``render_site``. It reads the archive, hands on pages, guards what comes out."""

from __future__ import annotations

import gc
import logging
import secrets
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import clean_directory, write_file

from meidang.clock import today
from meidang.errors import UsageError
from meidang.findings import Severity
from meidang.mkdocs_plugin.page import ReadyPage, ready_file
from meidang.models.audience import Edition
from meidang.outputs import MARKER
from meidang.pipeline import Checked, check, require_archive
from meidang.pipeline.leak_gate import leaks_in
from meidang.pipeline.site import read_identity, site_of
from meidang.project import Project
from meidang.render import escape, site_config
from meidang.render.content_security import guard, mark_own_scripts
from meidang.render.forms import Backend, is_shipped
from meidang.render.identity import Identity, identity_files
from meidang.render.links_out import at_root, without_links_out
from meidang.render.own_pages import UnknownAudience, audience_of, tells_too_much, without_absent_links
from meidang.render.pages import Page
from meidang.render.pages.addresses import OVERVIEW
from meidang.render.pages.search_words import ABOUT
from meidang.render.search import entry_of, search_files
from meidang.render.site_config import source_of
from meidang.source.revision import read_revision

log = get_plugin_logger("meidang")
#: Not made: without an address of the site it would list nothing, and its date would change with the day.
_SITEMAP = "sitemap.xml"
#: How many data errors are told one by one.
_ENOUGH = 50


class MeidangConfig(Config):  # type: ignore[no-untyped-call]
    """``root``: the folder with ``archive/``, relative to mkdocs.yml. ``edition``: for whom the site is."""

    root = config_options.Dir(exists=True, default=".")
    edition = config_options.Choice(tuple(edition.word for edition in Edition), default=Edition.INTERNAL.word)


class MeidangPlugin(BasePlugin[MeidangConfig]):  # type: ignore[no-untyped-call]
    """Pages from the archive. ``given``: an archive already checked, with its revision, that is not read again.

    ``whose``: its project, which knows whether it is a past version. ``offline``: the site is handed over as a folder,
    in which no link leads elsewhere. ``forms``: where its edit forms save, if it has some.
    """

    given: tuple[Checked, str] | None = None
    whose: Project | None = None
    offline = False
    forms: Backend | None = None
    #: The site, from when MkDocs has emptied its folder until everything written there has been searched.
    _unsearched: Path | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], **_: Any) -> None:
        """Remember whether this is a preview. MkDocs then keeps this plugin for every rebuild."""
        self._is_preview = command == "serve"
        self._own_script = f"own{secrets.token_hex(16)}"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the archive, and set what the theme and the pages need."""
        try:
            project = require_archive(self.whose or Project(Path(self.config.root)))
        except UsageError as error:
            raise PluginError(str(error)) from None
        self._project = project
        self._checked, self._revision = self.given or _read(project)
        self._edition = next(edition for edition in Edition if edition.word == self.config.edition)
        self._identity = read_identity(project, self._checked, self._edition, self._revision)
        _set_identity(config, self._identity)
        _set_theme(config)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages. What is wrong with the data is a warning: an exception here would hang a preview."""
        self._unsearched = None if self._is_preview else Path(config.site_dir)
        self._warn()
        self._site = site_of(self._project, self._checked, self._revision, self._edition, self.forms)
        self._entries = [entry_of(address, page) for address, page in self._site.pages.items()]
        _remove(files, _SITEMAP)
        _remove_theme(files, config)
        _keep_own_pages(files, self._edition, self._phone())
        config.nav = config.nav or site_config.navigation(self._site.pages, _own_pages(files))
        called = dict(_named(config.nav))
        for address, page in self._site.pages.items():
            _remove(files, source_of(address))
            files.append(ready_file(address, page, config, called=called.get(source_of(address))))
        if self.given:
            # Why: the collector would walk the archive again and again; a preview would keep every old one.
            gc.freeze()
        return files

    def _phone(self) -> str:
        institution = self._checked.archive.institution
        return (institution.record.phone if institution else None) or ""

    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, **_: Any) -> str:
        """Hand-written pages are for every archive and edition; not all have every index page."""
        if isinstance(page, ReadyPage):
            return markdown
        present = {source_of(address) for address in self._site.pages}
        return without_absent_links(markdown, page.file.src_uri, present)

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
        return output if self._is_preview else self._finished(output)

    def on_post_template(self, output_content: str, *, template_name: str, **_: Any) -> str:
        """The page for wrong addresses is a template, not a page."""
        is_page = template_name == "404.html" and not self._is_preview
        if not is_page:
            return output_content
        return self._finished(at_root(output_content) if self.offline else output_content)

    def _finished(self, page: str) -> str:
        return guard(without_links_out(page) if self.offline else page, self._own_script)

    def on_page_content(self, html: str, *, page: MkDocsPage, **_: Any) -> None:
        """Hand-written pages are searched too."""
        if not isinstance(page, ReadyPage):
            self._entries.append(entry_of(page.file.dest_uri, Page(str(page.title), html, "说明", ABOUT)))

    @event_priority(-200)  # after everything else is written
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write what stands beside the pages, then search everything for private values; one found fails the build."""
        site = Path(config.site_dir)
        for path, content in chain(
            identity_files(self._identity).items(), self._site.files.items(), search_files(self._entries)
        ):
            write_file(content, str(site / path))
        found = leaks_in(_written(site), self._project, self._checked, self._edition)
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


def _set_identity(config: MkDocsConfig, identity: Identity) -> None:
    config.site_name = escape.html(identity.name)
    config.copyright = escape.html(f"{identity.name}　{identity.edition.title}　{identity.state}　由美档生成")
    config.theme["favicon"] = config.theme["logo"] = identity.icon
    config.extra["identity"] = {
        "short_name": escape.html(identity.short_name),
        "edition": identity.edition.title,
        "privacy": identity.privacy,
        "past": escape.html(identity.banner),
    }


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
    config.extra_css[1:1] = site_config.MORE_STYLES
    config.extra_javascript[:0] = site_config.SCRIPTS
    config.use_directory_urls = False


def _keep_own_pages(files: Files, edition: Edition, phone: str) -> None:
    """Hand-written pages say for whom they are; those that do not are for inspectors."""
    for file in tuple(files.documentation_pages()):
        try:
            if not edition.shows(audience_of(file.content_string)):
                files.remove(file)
            elif tells_too_much(file.content_string, edition, phone):
                log.warning("%s 里有身份证号或手机号，不能放进%s，请删去", file.src_uri, edition.title)
        except UnknownAudience as error:
            log.warning("%s 的 %s", file.src_uri, error)


def _own_pages(files: Files) -> list[str]:
    """The institution's hand-written pages."""
    return sorted(file.src_uri for file in files.documentation_pages() if file.src_uri != source_of(OVERVIEW))


def _remove(files: Files, path: str) -> None:
    if old := files.get_file_from_path(path):
        files.remove(old)


def _remove_theme(files: Files, config: MkDocsConfig) -> None:
    """Nothing of the theme's own is loaded by our frame."""
    folders = set(config.theme.dirs)
    for file in tuple(files):
        if file.src_dir in folders:
            files.remove(file)


def _named(nav: Any) -> Iterator[tuple[str, str]]:
    """Every page that the navigation names, with what it is called there; empty where it is not said."""
    for part in nav:
        for words, inner in part.items() if isinstance(part, dict) else (("", part),):
            if isinstance(inner, str):
                yield inner, words
            else:
                yield from _named(inner)


def _written(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            address, content = path.relative_to(folder).as_posix(), path.read_bytes()
            # What came with the program, byte for byte, holds nothing of a record, and is large.
            if not is_shipped(address, content):
                yield address, content
