"""A Word policy -> Markdown under front matter, its pictures, and what could not be carried. Pure; writes nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final
from unicodedata import category

from meidang.render.policies.losses import losses
from meidang.render.policies.pandoc import not_too_deep, run
from meidang.render.policies.plain import Plain, plain
from meidang.render.policies.tree import words
from meidang.render.word.package import unpack_to_read
from meidang.source.characters import without_refused
from meidang.source.contents import fault_in
from meidang.source.write import dump

#: What is written where Word does not say it and a record must.
UNKNOWN: Final = "待补"
#: The numbers of documents: 澄光医发〔2026〕3 号.
_NUMBER = re.compile(r"[A-Za-z\u4e00-\u9fff]{1,12}[〔\[［（(][0-9]{4}[〕\]］）)]\s*第?\s*[0-9]{1,4}\s*号")
#: The word in a title that says what kind of document it is; the first that fits.
_CATEGORIES: Final = {
    "预案": "预案",
    "流程": "流程",
    "指南": "操作步骤指南",
    "规范": "规范",
    "方案": "方案",
    "手册": "手册",
}
#: Controls, marks of direction, blanks without width: Word keeps them unseen, and the reader refuses them.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_MISSING: Final = ("责任部门", "版本", "批准人", "批准日期", "生效日期", "下次复核日期", "对应条款")
_TO_MARKDOWN: Final = ("-f", "json", "-t", "commonmark+pipe_tables-raw_html", "--wrap=none")


@dataclass(frozen=True, slots=True)
class Imported:
    """``text``: the file's; ``images``: by file name; ``lost`` and ``missing``: sentences and facts to be added."""

    title: str
    text: str
    images: Mapping[str, bytes]
    lost: tuple[str, ...]
    missing: tuple[str, ...]


class Empty(Exception):
    """A Word document that says nothing below its title, or nothing that can be carried."""


def imported(content: bytes, policy_id: str, stem: str) -> Imported:
    """A policy of a Word document. ``stem``: its file's name, the last resort for a title.

    Raises Corrupt and Refused as the package does, Failed where pandoc gives up, and Empty.
    """
    parts = unpack_to_read(content)
    with not_too_deep():
        found = plain(json.loads(run(["-f", "docx", "-t", "json"], content)), stem)
    pictures, unfit = _pictures(parts, found)
    if not pictures and not words(found.blocks).strip():
        raise Empty
    places = {target: f"../attachments/policies/{policy_id}/{one.name}" for target, one in pictures.items()}
    body = run(_TO_MARKDOWN, json.dumps(found.document(places)).encode()).decode()
    number = _NUMBER.search(words(found.blocks))
    title = _seen(found.title).strip() or stem
    text = _file(title, "".join(number[0].split()) if number else UNKNOWN, _clean(body))
    missing = (*(() if number else (f"文号（已填“{UNKNOWN}”）",)), *_MISSING)
    images = {one.name: one.content for one in pictures.values()}
    return Imported(title, text, images, (*losses(parts), *found.lost, *unfit), missing)


def _file(title: str, number: str, body: str) -> str:
    kind = next((kind for word, kind in _CATEGORIES.items() if word in title), "制度")
    front = dump({"document_name": title, "document_no": number, "category": kind})
    return f"---\n{front}---\n\n{body}\n"


def _clean(body: str) -> str:
    """The body without what the reader refuses, and without odd blanks."""
    text = _seen(body).replace("\u00a0", " ").replace("\t", "    ")
    return "\n".join(line.rstrip() for line in text.splitlines()).strip("\n")


def _seen(text: str) -> str:
    """What people see of a text: nothing that the reader refuses, such as invisible characters."""
    return without_refused("".join(each for each in text if category(each) not in _UNSEEN or each in "\n\t"))


# --- pictures --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Picture:
    """A picture that may be attached. ``name``: its file's, of our own making: Word's may hold blanks and brackets."""

    name: str
    content: bytes


def _pictures(parts: Mapping[str, bytes], found: Plain) -> tuple[dict[str, _Picture], list[str]]:
    """The pictures that may be attached, by their place in the package; and a sentence for each other one."""
    kept: dict[str, _Picture] = {}
    unfit: list[str] = []
    for target in found.images:
        called, suffix = PurePosixPath(target).name, PurePosixPath(target).suffix.lower()
        content = parts.get(f"word/{target}")
        if content is None or suffix not in (".png", ".jpg", ".jpeg"):
            unfit.append(f"图片 {called}：只能带入 PNG 和 JPEG，请另存后插入")
        elif fault := fault_in(BytesIO(content), suffix):
            unfit.append(f"图片 {called} {fault.words}：没有带入")
        else:
            kept[target] = _Picture(f"image{len(kept) + 1}{suffix}", content)
    return kept, unfit
