"""The site as a plain tree: records and findings -> pages -> searched for private values -> ``build/pages``."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from meidang.errors import UsageError
from meidang.models.audience import Edition
from meidang.outputs import Output, write_outputs
from meidang.pipeline import Checked
from meidang.pipeline.leak_gate import leaks_in
from meidang.pipeline.site import read_identity, site_of
from meidang.project import Project
from meidang.render.export import DOCS, Frame, export_site
from meidang.render.own_pages import UnknownAudience, audience_of, tells_too_much, without_absent_links
from meidang.render.site_config import source_of
from meidang.source.opening import FILE, ROOT, opened, read_at_most

#: What MkDocs reads as a page.
_PAGES: Final = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
_MOST: Final = 64 * 2**20


def build_pages(project: Project, checked: Checked, revision: str, edition: Edition) -> int:
    """Write an edition's pages for other engines, and return how many files they are.

    Raises ``UsageError``, in Chinese, for a leak and for a hand-written page that names no audience, and what
    ``write_outputs`` raises.
    """
    tree = dict(_tree(project, checked, revision, edition))
    found = leaks_in(_as_read(tree), project, checked, edition)
    if found:
        raise UsageError("没有生成，因为私密内容会出现在上面：" + "；".join(map(str, found)))
    write_outputs(project.build / "pages", (Output(path, content) for path, content in tree.items()))
    return len(tree)


def _tree(project: Project, checked: Checked, revision: str, edition: Edition) -> Iterator[tuple[str, bytes]]:
    own = _own_files(project.site)
    pages = {path: content.decode("utf-8-sig", "replace") for path, content in own.items() if path.endswith(_PAGES)}
    assets = {path: content for path, content in own.items() if path not in pages}
    identity = read_identity(project, checked, edition, revision)
    site = site_of(project, checked, revision, edition)
    institution = checked.archive.institution
    phone = (institution.record.phone if institution else None) or ""
    present = {source_of(address) for address in site.pages}
    shown = {
        path: without_absent_links(text, path, present)
        for path, text in pages.items()
        if _is_shown(path, text, edition, phone)
    }
    return export_site(site, Frame(identity, shown, assets))


def _is_shown(path: str, text: str, edition: Edition, phone: str) -> bool:
    try:
        is_shown = edition.shows(audience_of(text))
    except UnknownAudience as error:
        raise UsageError(f"{path} 的 {error}") from None
    if is_shown and tells_too_much(text, edition, phone):
        raise UsageError(f"{path} 里有身份证号或手机号，不能放进{edition.title}，请删去")
    return is_shown


def _own_files(folder: Path) -> Mapping[str, bytes]:
    """Hand-written pages, styles and pictures by path; nothing hidden, and no link is followed."""
    found = {}
    with opened(str(folder), ROOT) as root:
        for path, folders, names, descriptor in os.fwalk(".", dir_fd=root):
            folders[:] = sorted(one for one in folders if not one.startswith("."))
            for name in sorted(names):
                if not name.startswith(".") and not (folder / path / name).is_symlink():
                    with opened(name, FILE, descriptor) as file:
                        found[os.path.normpath(f"{path}/{name}")] = read_at_most(file, _MOST)
    return found


def _as_read(tree: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Pages under the address that they will have, by which the gate knows whose page one is."""
    for path, content in tree.items():
        below = path.removeprefix(f"{DOCS}/")
        yield (f"{below.removesuffix('.md')}.html" if below != path and below.endswith(".md") else path), content
