"""Which characters may stand in a record, raw and after unescaping. One pass, and usually a C loop instead of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import islice

#: Refused although Python calls them printable: joiner and fillers that draw nothing, and the sign for lost text.
_PRINTABLE = "\u034f\u115f\u1160\u3164\uffa0\ufffd"
#: Controls but TAB and LF (for CR see below), DEL, C1, line and paragraph separators, what is invisible or turns the
#: writing direction, lone surrogates, non-characters, tag characters.
_REFUSED = (
    _PRINTABLE
    + "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    + "\ufdd0-\ufdef\ud800-\udfff\U000e0000-\U000e007f"
    + "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
)
_LONE_CR = re.compile("\r(?!\n)")
_IN_TEXT = re.compile(f"[{_REFUSED}]|{_LONE_CR.pattern}")
_IN_VALUE = re.compile(f"[{_REFUSED}\r]")
#: Blanks that look like the ordinary one and make two equal names unequal; U+3000 is seen, and honest Chinese.
_ODD_BLANK = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f]")
_NAMES = {
    "\u00a0": "不换行空格",
    "\x00": "空字符（NUL）",
    "\r": "单独的回车符",
    "\x7f": "删除符（DEL）",
    "\x85": "换行控制符",
    "\u00ad": "软连字符",
    "\u2028": "行分隔符",
    "\u2029": "段分隔符",
    "\ufeff": "文件中间的 BOM",
    "\ufffd": "乱码留下的替换符",
}


def is_clean(text: str, lines: Iterable[str]) -> bool:
    """Whether ``text`` (of ``lines``) needs no closer look; may say False of good text, never True of bad.

    Why: ``isprintable`` is a C loop, at a fraction of a regular expression's cost, and says no to every refused
    character but the few that are asked for by name.
    """
    return "".join(lines).isprintable() and not any(map(text.__contains__, _PRINTABLE))


def refused_in_text(text: str, most: int) -> tuple[list[tuple[int, str]], int]:
    """Offset and plain name of the first ``most`` characters that a file may not hold, and how many there are."""
    first = [(match.start(), _name(match[0])) for match in islice(_IN_TEXT.finditer(text), most)]
    return first, len(_IN_TEXT.findall(text))


def odd_blanks(text: str) -> list[tuple[int, str]]:
    """Offset and plain name of the first odd blank on each line: whoever pasted one pasted many."""
    lines = re.compile(f"^[^\n]*?({_ODD_BLANK.pattern})", re.MULTILINE)
    return [(match.start(1), _name(match[1])) for match in lines.finditer(text)]


def refused_in_value(value: str) -> str | None:
    """The plain name of the first character that a value may not hold once its escapes are resolved."""
    match = _IN_VALUE.search(value) or _ODD_BLANK.search(value)
    return _name(match[0]) if match else None


def without_refused(text: str) -> str:
    """The same text, of the same length, that can be parsed to find what else is wrong."""
    return _IN_TEXT.sub("□", _LONE_CR.sub("\n", text))


#: So many digits in a row, however grouped, are an identity number, a mobile number, a card: nobody's business.
_LONG_NUMBER = re.compile(r"\d(?:[ \-]?\d){10,}[Xx]?")
_PLAIN_KEY = re.compile(r"[A-Za-z0-9_\-]+|.{1,4}")


def masked(text: str) -> str:
    """Text without long numbers: a message goes into logs and reports, which others read."""
    return _LONG_NUMBER.sub("（已隐去）", text)


def quoted_key(key: str) -> str:
    """A key in quotes; nothing where it looks less like a key than like a value that a slip made one."""
    return f"“{visible(key)}”" if _PLAIN_KEY.fullmatch(key) else ""


def visible(text: str) -> str:
    """Text for a message: at most 40 characters, the invisible ones escaped, long numbers hidden."""
    text = masked(text)
    shown = "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text[:40])
    return shown + "…" if len(text) > 40 else shown


def _name(character: str) -> str:
    """What to call a character that cannot be seen."""
    code = ord(character)
    return f"{_NAMES.get(character) or _family(code)} U+{code:04X}"


def _family(code: int) -> str:
    if 0xD800 <= code <= 0xDFFF:
        return "残缺字符（代理项）"
    if code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:
        return "非字符"
    if unicodedata.category(chr(code)) == "Cc":
        return "控制字符"
    if _ODD_BLANK.match(chr(code)):
        return "特殊空格"
    if 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069 or code in (0x200E, 0x200F, 0x061C):
        return "文字方向控制符"
    return "看不见的零宽字符"
