"""The edit forms of a site: an archive and where its forms save -> static files below ``forms/``, in memory.

Decap CMS draws them; everything that it is told follows from the declarations. ``assets/`` holds what is the same for
every archive: Decap and the YAML parser as their makers ship them, and our own scripts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from meidang.archive import Archive
from meidang.kinds import KINDS
from meidang.render.forms import picks
from meidang.render.forms.backends import Backend, Unready, backend_of
from meidang.render.forms.collections import TABLE_FORMAT, UPLOADS, collections, fields
from meidang.render.forms.page import page, script
from meidang.render.forms.shapes import format_of
from meidang.render.pages.addresses import FORMS
from meidang.source.forms import FORMS as TAKEN
from meidang.source.forms import UNSUITED
from meidang.source.limits import DEFAULT_LIMITS

#: Where the forms lie on a site, and their page.
FOLDER: Final = "forms"
ADDRESS: Final = FORMS
_ASSETS: Final = Path(__file__).with_name("assets")
#: What is beside them for Node, in which our tests run them, and for who renews them.
_NOT_SERVED: Final = frozenset({"package.json", "VENDORED.md"})

__all__ = ["ADDRESS", "FOLDER", "Backend", "Unready", "backend_of", "form_files", "is_shipped"]


def form_files(archive: Archive, backend: Backend) -> dict[str, bytes]:
    """The files of the forms by their address below the site (``forms/index.html``)."""
    institution = archive.institution.record.name if archive.institution else "美档"
    made = {
        ADDRESS: page(f"填写表单 · {institution}", backend.hosts, is_local=backend.is_local),
        f"{FOLDER}/config.js": script(forms(archive, backend)),
    }
    return made | {f"{FOLDER}/{name}": content for name, content in shipped().items()}


def forms(archive: Archive, backend: Backend) -> dict[str, Any]:
    """What the page is told. ``config``: Decap's own; the rest is for our scripts."""
    return {
        "config": configuration(backend),
        "formats": [format_of(kind) for kind in KINDS.values()],
        "tableFormat": TABLE_FORMAT,
        "tables": [kind.name for kind in KINDS.values() if kind.single],
        "ledgers": [kind.name for kind in KINDS.values() if kind.is_ledger],
        "picks": picks.picks(archive, iter(fields())),
        "own": picks.own(archive),
        "ids": picks.ids(archive),
        "files": picks.files(archive),
        "taken": [*(ending.removeprefix(".") for ending in TAKEN), "md"],
        "most": DEFAULT_LIMITS.attachment_bytes,
        "unsuited": {ending: [form.name, form.advice] for ending, form in UNSUITED.items()},
        "local": backend.is_local,
    }


def configuration(backend: Backend) -> dict[str, Any]:
    """Decap's configuration."""
    return {
        "backend": dict(backend.settings) | {"commit_messages": _MESSAGES},
        "publish_mode": backend.publish_mode,
        "load_config_file": False,
        "locale": "zh_Hans",
        "media_folder": UPLOADS.removeprefix("/"),
        "public_folder": UPLOADS.removeprefix("/archive/"),
        "slug": {"encoding": "unicode", "clean_accents": False, "sanitize_replacement": "-"},
        "logo": {"src": _LOGO, "show_in_header": False},
        "show_preview_links": True,
        "editor": {"preview": False},
        "collections": collections(),
    }


#: Above the button to log in.
_LOGO: Final = "data:image/svg+xml," + quote(
    '<svg xmlns="http://www.w3.org/2000/svg" width="240" height="60"><text x="120" y="42" text-anchor="middle" '
    'font-family="sans-serif" font-size="32" font-weight="700" fill="#0b6b74">填写档案</text></svg>'
)
#: Of commits; a pull request is called by its first one.
_MESSAGES: Final[Mapping[str, str]] = {
    "create": "新建{{collection}} {{slug}}",
    "update": "修改{{collection}} {{slug}}",
    "delete": "删除{{collection}} {{slug}}",
    "uploadMedia": "上传附件 {{path}}",
    "deleteMedia": "删除附件 {{path}}",
    "openAuthoring": "{{message}}",
}


@cache
def shipped() -> Mapping[str, bytes]:
    """The files that every archive's forms share, by their path below ``forms/``."""
    return {path.relative_to(_ASSETS).as_posix(): path.read_bytes() for path in _files()}


def _files() -> Iterator[Path]:
    return (path for path in sorted(_ASSETS.rglob("*")) if path.is_file() and path.name not in _NOT_SERVED)


def is_shipped(address: str, content: bytes) -> bool:
    """Whether a file of a site is one that came with the program, byte for byte; nothing of a record is in it."""
    folder, _, name = address.partition("/")
    return folder == FOLDER and shipped().get(name) == content
