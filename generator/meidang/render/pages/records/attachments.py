"""The scans behind the records: a list, and a page each with who cites it and, where that is allowed, its picture."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final

from meidang.archive.attachments import Citation, Cited, cited
from meidang.archive.privacy import hide
from meidang.models.audience import Edition
from meidang.render import escape
from meidang.render.attachments import Picture, remark
from meidang.render.pages import markup
from meidang.render.pages.addresses import ATTACHMENTS, attachment_path, section_anchor
from meidang.render.pages.book import Book
from meidang.render.pages.heads import stamp
from meidang.render.pages.page import Page
from meidang.render.pages.search_words import ABOUT

_SUFFIXES: Final[Mapping[str, str]] = {"image/jpeg": "jpg", "image/png": "png"}


def attachment_pages(book: Book) -> Iterator[tuple[str, Page]]:
    """Address and page of the list, and of each file that a shown record names."""
    found = cited(book.archive)
    if not found:
        return
    yield ATTACHMENTS, _list(book, found)
    for one in found:
        yield attachment_path(one.file), _page(book, one)


def attachment_files(book: Book) -> Iterator[tuple[str, bytes]]:
    """The pictures, by path below the site's root; named by what is on them, since a file's name may say too much."""
    for pictures in book.pictures.values():
        for picture in pictures:
            yield _address(picture), picture.content


def _address(picture: Picture) -> str:
    digest = hashlib.sha256(picture.content).hexdigest()
    return f"attachment/{digest[:16]}.{_SUFFIXES[picture.media_type]}"


def name_of(file: str) -> str:
    """What people call a file, without its folders and without personal numbers."""
    return hide(PurePosixPath(file).name)


def _list(book: Book, found: tuple[Cited, ...]) -> Page:
    rows = [
        (
            markup.link(ATTACHMENTS, attachment_path(one.file), one.citations[0].label),
            "、".join(_citing(book, ATTACHMENTS, citation) for citation in one.citations),
            markup.text(name_of(one.file)),
            _pages_words(book, one),
        )
        for one in found
    ]
    shown = sum(one.file in book.pictures for one in found)
    body = markup.blocks(
        markup.title("附件"),
        stamp(book, f"共 {len(found)} 件，{shown} 件有图像"),
        "记录引用的扫描件和照片。没有图像的，原件存放在档案里，由评审办出示。",
        markup.table(("附件", "引用它的记录", "文件名", "图像"), rows),
    )
    return Page("附件", body, has_toc=False)


def _pages_words(book: Book, one: Cited) -> str:
    pictures = book.pictures.get(one.file)
    if pictures is None:
        return markup.badge("notice", "未上网站")
    return markup.badge("fine", f"{pictures[0].pages} 页" if pictures else "原件")


def _citing(book: Book, here: str, citation: Citation) -> str:
    """A link to the very group of the record."""
    there = book.path(citation.item)
    if citation.item.kind.is_ledger:
        return book.link_key(here, citation.item.key)
    anchor = section_anchor(citation.item.kind, str(citation.path[0]))
    return markup.link(here, there, book.label(citation.item), anchor)


def _page(book: Book, one: Cited) -> Page:
    here = attachment_path(one.file)
    label = one.citations[0].label
    body = markup.blocks(
        markup.title(label, markup.text(name_of(one.file))),
        stamp(book, markup.link(here, ATTACHMENTS, "附件"), f"archive/{one.file}"),
        markup.facts(
            [
                ("引用它的记录", "<br>".join(_line(book, here, citation) for citation in one.citations)),
                ("摘要（SHA-256）", f"<code>{one.sha256}</code>" if one.sha256 else ""),
            ]
        ),
        *_figures(book, here, one, label),
    )
    item = one.citations[0].item
    return Page(f"{label} {book.label(item)}", body, "附件", ABOUT, (name_of(one.file),), has_toc=False)


def _line(book: Book, here: str, citation: Citation) -> str:
    return f"{_citing(book, here, citation)}：{markup.text(citation.label)}"


def _figures(book: Book, here: str, one: Cited, label: str) -> Iterator[str]:
    pictures = book.pictures.get(one.file)
    if not pictures:
        where = f"（archive/{one.file}）" if book.edition is Edition.INTERNAL else ""
        yield f"图像没有放上本网站，原件存放在档案里{markup.text(where)}。"
        return
    for picture in pictures:
        words = f"{label}　第 {picture.page} 页，共 {picture.pages} 页" if picture.pages > 1 else label
        source = markup.address(here, _address(picture))
        yield (
            f'<figure class="scan"><img src="{source}" alt="{escape.html_attribute(words)}" loading="lazy" '
            f'width="{picture.width}" height="{picture.height}"><figcaption>{markup.text(words)}</figcaption></figure>'
        )
    if more := remark(pictures):
        yield f"{markup.text(more)}。"
