"""Answers -> every file of a new institution's repository. Pure; ``pipeline.starting`` writes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from meidang.kinds import KINDS, SETTINGS
from meidang.render import escape
from meidang.render.schemas import render_schemas, schema_path
from meidang.render.starter.answers import DEPARTMENTS, PLATFORMS, WHEELS, Answers
from meidang.render.starter.records import department, institution, settings
from meidang.render.starter.texts import filled, text_of
from meidang.render.starter.workflows import setup, workflows

__all__ = ["DEPARTMENTS", "PLATFORMS", "WHEELS", "Answers", "render_starter"]

#: Path in the repository -> our text.
_ROOT: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".editorconfig": "root/editorconfig",
        ".gitattributes": "root/gitattributes",
        ".gitignore": "root/gitignore",
        ".pre-commit-config.yaml": "root/pre-commit-config.yaml",
        "README.md": "root/README.md",
        "requirements.txt": "root/requirements.txt",
    }
)
_TABLES: Final = (
    *("binder", "credential_types", "duties", "indicators", "projects", "titles"),
    "standard/evaluation",
)
#: Required of an institution where the department is in use: a clinic without X-rays needs no licence for them.
_CONDITIONAL: Final = ("anaesthesiology", "cssd", "medical_imaging")


def render_starter(answers: Answers) -> Mapping[str, str]:
    """The text of each file by its path."""
    # The department of the README's examples.
    example = next((one for one in DEPARTMENTS if one.id in answers.in_use), DEPARTMENTS[0])
    values = {
        "name": escape.html(answers.name),
        "version": answers.version,
        "requirement": answers.requirement,
        "since": answers.since.isoformat(),
        "today": answers.today.isoformat(),
        "review": answers.review.isoformat(),
        "department": example.id,
        "department_name": example.name,
        "platforms": "".join(setup(platform) for platform in answers.platforms) or text_of("root/no_platform.md"),
        **{f"has_{name}": "true" if name in answers.in_use else "false" for name in _CONDITIONAL},
    }
    texts = {path: filled(text_of(name), values) for path, name in _ROOT.items()}
    texts |= {f"archive/{name}.yaml": filled(text_of(f"archive/{name}.yaml"), values) for name in _TABLES}
    texts |= {KINDS["department"].path(one.id): department(one, answers) for one in DEPARTMENTS}
    texts |= {KINDS["institution"].path(""): institution(answers), SETTINGS: settings(answers)}
    texts |= render_schemas()
    texts |= _editor()
    for platform in answers.platforms:
        texts |= workflows(platform)
    return dict(sorted(texts.items()))


def _editor() -> Mapping[str, str]:
    """Visual Studio Code completes and underlines by the schemas."""
    schemas = {f"./{schema_path(kind)}": kind.path("*") for kind in KINDS.values() if kind.suffix == ".yaml"}
    settings = {
        "yaml.schemas": schemas,
        "yaml.format.enable": False,
        "editor.tabSize": 2,
        "files.eol": "\n",
        "files.encoding": "utf8",
    }
    return {
        ".vscode/settings.json": json.dumps(settings, ensure_ascii=False, indent=2) + "\n",
        ".vscode/extensions.json": json.dumps({"recommendations": ["redhat.vscode-yaml"]}, indent=2) + "\n",
    }
