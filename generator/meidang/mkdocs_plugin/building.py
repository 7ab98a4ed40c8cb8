"""Building a site without a command line of MkDocs's, with our own configuration."""

from __future__ import annotations

import gc
import logging
import re
from pathlib import Path
from typing import Final

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError

from meidang.mkdocs_plugin import MeidangPlugin
from meidang.models.audience import Edition
from meidang.pipeline import Checked
from meidang.project import Project
from meidang.render import site_config
from meidang.render.forms import Backend

mkdocs_log = logging.getLogger("mkdocs")


def build_site(  # noqa: PLR0913 - what is built, where, and for whom
    project: Project,
    checked: Checked,
    revision: str,
    site_dir: Path,
    edition: Edition,
    *,
    offline: bool = False,
    forms: Backend | None = None,
) -> None:
    """Build an edition of an archive already checked; ``offline``, without links out. Warnings are errors.

    ``forms``: where its edit forms save, if it has some.

    Raises ``PluginError``, in Chinese, for a leak and for warnings, which it tells.
    """
    config = MkDocsConfig(config_file_path=str(project.root / "mkdocs.yml"))
    config.load_dict({**site_config.site_config(project, site_dir, edition), "strict": True})
    errors, warnings = config.validate()
    if errors or warnings:
        raise PluginError(_unusable(project, [key for key, _ in (*errors, *warnings)]))
    plugin = config.plugins["meidang"]
    assert isinstance(plugin, MeidangPlugin)  # noqa: S101 - for the type; nobody else may take the name
    plugin.given, plugin.whose, plugin.offline, plugin.forms = (checked, revision), project, offline, forms
    config.plugins.on_startup(command="build", dirty=False)
    heard = _Warnings()
    try:
        mkdocs_log.addHandler(heard)
        mkdocs_build(config)
    except Abort as error:
        reason = error.__context__
        told = str(reason) if isinstance(reason, PluginError) else "；".join(heard.told)
        raise PluginError(told or "MkDocs 没有说明原因") from error
    finally:
        mkdocs_log.removeHandler(heard)
        config.plugins.on_shutdown()
        gc.unfreeze()


class _Warnings(logging.Handler):
    """What MkDocs and our plugin warn of; what MkDocs says in English most often, in Chinese."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a warning, each once."""
        said = record.getMessage()
        link = _DEAD_LINK.search(said)
        words = f"{link[1]} 里的链接 {link[2]} 没有指向任何页面" if link else said.removeprefix("meidang: ")
        if words not in self.told:
            self.told.append(words)


_DEAD_LINK: Final = re.compile(r"Doc file '([^']+)' contains a link '([^']+)'")


def _unusable(project: Project, settings: list[str]) -> str:
    """What to say of settings that MkDocs refuses; its own words are English."""
    if "docs_dir" in settings:
        return f"找不到存放网站页面的文件夹 {project.site}，或没有权限打开它"
    return f"网站的设置不能用：{'、'.join(sorted(set(settings)))}；请重新安装美档"
