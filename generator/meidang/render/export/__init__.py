"""The site as a plain tree for other engines. Pure; the pipeline writes it.

Markdown files whose body is our HTML, the files beside them, MkDocs's configuration without a plugin, and how to build.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from meidang.render import escape, site_config
from meidang.render.export.readme import readme
from meidang.render.identity import Identity, identity_files
from meidang.render.pages import Page
from meidang.render.pages.pages import Site

#: The folder of all pages and files, as MkDocs calls it.
DOCS: Final = "docs"
#: Names of the scripts and styles of our own frame and search begin so; another engine brings its own.
_OUR_FRAME: Final = ("search", "frame", "print", "dark")
#: What Material's styles would add to our boxes and headings is taken back.
_MATERIAL: Final = "assets/stylesheets/material.css"
_MATERIAL_RULES: Final = b"""\
.md-typeset .admonition-title::before { display: none; }
.md-typeset .admonition-title { padding-left: .6rem; }
.md-typeset .headerlink { position: static; }
"""
_HEAD: Final = "# 由 meidang build pages 生成；不用插件，直接运行 mkdocs build。\n"
#: What is set in Material besides. One colour scheme: our styles follow the light one.
_FEATURES: Final = ("navigation.sections", "navigation.top", "search.highlight", "toc.follow")
#: Where Material's search divides words: at blanks, and where jieba has divided Chinese.
_SEPARATOR: Final = r"[\s\u200b，。；：、（）《》“”/]+"


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page. ``own_pages``: the hand-written ones by path (``guide.md``), as they are.

    ``assets``: styles, scripts and pictures by path below the site's root.
    """

    identity: Identity
    own_pages: Mapping[str, str] = field(default_factory=dict)
    assets: Mapping[str, bytes] = field(default_factory=dict)


def export_site(site: Site, frame: Frame) -> Iterator[tuple[str, bytes]]:
    """Path and content of each file of the tree, each once; pages of the archive win over others of their name."""
    yield "mkdocs.yml", _configuration(site, frame).encode()
    yield "README.md", readme(frame.identity).encode()
    files: dict[str, bytes] = {path: content for path, content in frame.assets.items() if not _is_our_frame(path)}
    banner = _banner(frame.identity)
    files.update((path, _above(text, banner).encode()) for path, text in frame.own_pages.items())
    files.update(identity_files(frame.identity))
    files.update({**site.files, _MATERIAL: _MATERIAL_RULES})
    files.update((site_config.source_of(address), _markdown(page, banner)) for address, page in site.pages.items())
    for path, content in files.items():
        yield f"{DOCS}/{path}", content


def _banner(identity: Identity) -> str:
    """What our own frame would say above every page of a past version."""
    return f'<p class="past" role="note">{escape.html(identity.banner)}</p>\n' if identity.is_past else ""


#: Lines between dashes at the start of a hand-written page.
_FRONT_MATTER: Final = re.compile(r"\A---[ \t]*\n.*?\n---[ \t]*\n", re.DOTALL)


def _above(text: str, banner: str) -> str:
    """A hand-written page with the banner behind its front matter."""
    if not banner:
        return text
    matter = _FRONT_MATTER.match(text)
    at = matter.end() if matter else 0
    return f"{text[:at]}{banner}\n{text[at:]}"


def _markdown(page: Page, banner: str) -> bytes:
    matter: dict[str, object] = {"title": page.title}
    if not page.has_toc:
        matter["hide"] = ["toc"]
    return f"{escape.front_matter(matter)}{banner}{page.body}\n".encode()


def _configuration(site: Site, frame: Frame) -> str:
    identity = frame.identity
    settings: dict[str, Any] = {
        "site_name": escape.html(identity.name),
        "copyright": escape.html(f"{identity.name}　{identity.edition.title}　{identity.state}　由美档生成"),
        "docs_dir": DOCS,
        "site_dir": "site",
        "use_directory_urls": False,
        "theme": _theme(identity),
        "plugins": [{"search": {"lang": "zh", "separator": _SEPARATOR}}],
        "markdown_extensions": [{name: dict(options)} for name, options in site_config.EXTENSIONS.items()],
        "nav": site_config.navigation(site.pages, sorted(frame.own_pages)),
        "not_in_nav": "*.md\n",
        "extra": {"generator": False},
        "extra_css": [*_others((site_config.STYLES, *site_config.MORE_STYLES)), _MATERIAL],
        "extra_javascript": _others(site_config.SCRIPTS),
    }
    return _HEAD + yaml.safe_dump(settings, allow_unicode=True, sort_keys=False, width=120)


def _theme(identity: Identity) -> Mapping[str, Any]:
    look = {"favicon": identity.icon, "logo": identity.icon, "features": list(_FEATURES)}
    return {"name": "material", "language": "zh", "font": False, **look}


def _others(paths: Sequence[str]) -> list[str]:
    return [path for path in paths if not _is_our_frame(path)]


def _is_our_frame(path: str) -> bool:
    return path.rpartition("/")[2].startswith(_OUR_FRAME)
