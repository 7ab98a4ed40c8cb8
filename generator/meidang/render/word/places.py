"""Where in a template something stands, in words that a person finds again in Word."""

from __future__ import annotations

import re
from html import unescape

from jinja2 import TemplateSyntaxError

from meidang.load.nearest import nearest

_TAGS = re.compile(r"<[^>]*>")
_HEADING = re.compile(r'<w:pStyle w:val="[^"]*[Hh]eading|<w:outlineLvl ')
_OPEN = re.compile(r"\{%-?\s*(?:(?:tr|tc|p|r)\s+)?(for|if|endfor|endif)\b[^%]*%\}")
_PARTS = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注", "core": "文档标题"}


def place(part: str, source: str, line: int) -> str:
    """``正文“二、证照”下的“{{ c.numbr }}”`` for a line of a part's source; lines count from 1."""
    lines = source.split("\n")
    index = min(max(line, 1), len(lines)) - 1
    heading = next((_words(above) for above in reversed(lines[:index]) if _HEADING.search(above)), "")
    stem = re.sub(r"[0-9]*\.xml$", "", part.rpartition("/")[2])
    where = _PARTS.get(stem, "正文") + (f"“{heading}”下" if heading else "")
    return f"{where}“{_words(lines[index])}”" if _words(lines[index]) else where


def unclosed(source: str) -> int | None:
    """The line of the innermost ``for`` or ``if`` that is never closed, or of an end that closes nothing."""
    open_at: list[tuple[str, int]] = []
    for number, line in enumerate(source.split("\n"), start=1):
        for tag in _OPEN.findall(line):
            if not tag.startswith("end"):
                open_at.append((tag, number))
            elif not open_at or f"end{open_at.pop()[0]}" != tag:
                return number
    return open_at[-1][1] if open_at else None


def complaint(error: TemplateSyntaxError, *, is_open: bool) -> tuple[str, str]:
    """What the template language says, in Chinese: what is wrong, and what to write."""
    words = error.message or ""
    if unknown := re.search(r"unknown tag '(\w+)'", words):
        close = nearest(unknown[1], ("for", "endfor", "if", "elif", "else", "endif"))
        return f"没有“{unknown[1]}”这种标签", f"是不是“{close}”？" if close else "只用 for、if 和取值"
    if is_open:
        return "循环或判断没有成对", "补上（或删去）对应的 {% endfor %} 或 {% endif %}，写法与开头一致（tr、p）"
    if "expected token" in words or "unexpected" in words:
        return "标签里的写法不对", "检查括号、引号和点号是否为半角，是否少写或多写"
    return "标签写法有误", "检查 {{ }} 和 {% %} 是否写全"


def _words(xml: str) -> str:
    text = " ".join(unescape(_TAGS.sub("", xml)).split())
    return text if len(text) <= 60 else text[:59] + "…"
