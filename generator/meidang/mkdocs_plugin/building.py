"""Building a site without a command line of MkDocs's, with our own configuration."""

from __future__ import annotations

import gc
from pathlib import Path

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError

from meidang.mkdocs_plugin import MeidangPlugin
from meidang.models.audience import Edition
from meidang.pipeline import Checked
from meidang.project import Project
from meidang.render import site_config


def build_site(  # noqa: PLR0913 - what is built, where, and for whom
    project: Project, checked: Checked, revision: str, site_dir: Path, edition: Edition, *, offline: bool = False
) -> None:
    """Build an edition of an archive already checked; ``offline``, without links out. Warnings are errors.

    Raises ``PluginError``, in Chinese, for a leak and for a warning (the log then says which).
    """
    config = MkDocsConfig(config_file_path=str(project.root / "mkdocs.yml"))
    config.load_dict({**site_config.site_config(project, site_dir, edition), "strict": True})
    errors, warnings = config.validate()
    if errors or warnings:
        raise PluginError(_unusable(project, [key for key, _ in (*errors, *warnings)]))
    plugin = config.plugins["meidang"]
    assert isinstance(plugin, MeidangPlugin)  # noqa: S101 - for the type; nobody else may take the name
    plugin.given, plugin.offline = (checked, revision), offline
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
