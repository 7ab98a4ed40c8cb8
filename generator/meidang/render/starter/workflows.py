"""Platform -> the files that make its runners check a change, comment it, build and remind.

The steps that all platforms share (``check.sh`` …) are written once and set in where a line says ``@@name:indent@@``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from meidang.render.starter.texts import filled, text_of

#: Platform -> path in the repository -> our text.
_FILES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "github": {
            ".github/workflows/check.yml": "github/check.yml",
            ".github/workflows/comment.yml": "github/comment.yml",
            ".github/workflows/build.yml": "github/build.yml",
        },
        "gitlab": {".gitlab-ci.yml": "gitlab/gitlab-ci.yml"},
        # Why this folder: Gitea reads no other of the two, Forgejo reads it too.
        "forgejo": {
            ".gitea/workflows/check.yml": "forgejo/check.yml",
            ".gitea/workflows/build.yml": "forgejo/build.yml",
        },
    }
)
_SET_IN: Final = re.compile(r"^@@([a-z_]+):( *)@@\n", re.MULTILINE)


def workflows(platform: str) -> Mapping[str, str]:
    """The text of each file by its path."""
    parts = _parts()
    return {
        path: _SET_IN.sub(lambda at: _indented(parts[at[1]], at[2]), text_of(name))
        for path, name in _FILES[platform].items()
    }


def setup(platform: str) -> str:
    """What the README says is to be set there."""
    return text_of(f"{platform}/setup.md")


def _parts() -> Mapping[str, str]:
    shell = {name: text_of(f"{name}.sh") for name in ("diff", "check", "readiness", "build", "remind", "request")}
    steps = text_of("overlay.yml")
    return {
        **shell,
        "remind_daily": shell["remind"].replace("--send", f"--send --since {_YESTERDAY}"),
        "overlay": steps,
        # GitLab's steps are the commands alone.
        "overlay_gitlab": "- |\n" + "".join(line[2:] + "\n" for line in steps.splitlines()[2:]),
        "comment": text_of("github/comment.js"),
        "comment_gitlab": filled(text_of("comment.py.txt"), _GITLAB),
        "comment_forgejo": filled(text_of("comment.py.txt"), _FORGEJO),
    }


#: The day before in Shanghai, for runners that keep no memory of what was told; a zone written so needs no tzdata.
_YESTERDAY: Final = '"$(TZ=CST-8 date --date=yesterday +%F)"'

#: How each host wants to be asked.
_GITLAB: Final[Mapping[str, str]] = MappingProxyType(
    {
        "header": '"PRIVATE-TOKEN": os.environ["MEIDANG_COMMENT_TOKEN"]',
        "size": "per_page",
        "place": (
            'api = os.environ["CI_API_V4_URL"]\n'
            "request = (\n"
            "    f\"{api}/projects/{os.environ['CI_MERGE_REQUEST_PROJECT_ID']}\"\n"
            "    f\"/merge_requests/{os.environ['CI_MERGE_REQUEST_IID']}\"\n"
            ")\n"
            'notes = f"{request}/notes"'
        ),
        "files": 'f"{request}/diffs"',
        "new": "new_path",
        "old": "old_path",
        "author": "author",
        "update": '"PUT", f"{notes}/{mine[0][\'id\']}"',
    }
)
_FORGEJO: Final[Mapping[str, str]] = MappingProxyType(
    {
        "header": '"Authorization": "token " + os.environ["TOKEN"]',
        "size": "limit",
        "place": (
            'api = os.environ["GITHUB_SERVER_URL"] + "/api/v1"\n'
            "repository = f\"{api}/repos/{os.environ['GITHUB_REPOSITORY']}\"\n"
            'number = int(os.environ["NUMBER"])\n'
            'notes = f"{repository}/issues/{number}/comments"'
        ),
        "files": 'f"{repository}/pulls/{number}/files"',
        "new": "filename",
        "old": "previous_filename",
        "author": "user",
        "update": '"PATCH", f"{repository}/issues/comments/{mine[0][\'id\']}"',
    }
)


def _indented(text: str, indent: str) -> str:
    return "".join(f"{indent}{line}\n" if line else "\n" for line in text.splitlines())
