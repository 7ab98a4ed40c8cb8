"""The texts of a part that we wrote ourselves, without parsing it: between two texts hardly anything matters."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from meidang.render.word.fields import Fields, is_computed
from meidang.render.word.package import WORD

_PREFIX: Final = f'xmlns:w="{WORD}"'
#: Word declares two dozen namespaces in front of everything else.
_HEAD: Final = 8_000

#: What a scan would get wrong: text in boxes, moved away, deleted, in formulas, and characters that are elements.
_HARD: Final = re.compile(r"<(?:w:(?:txbx|moveFrom|del |sym |ptab|cr[ />]|noBreakHyphen|softHyphen)|mc:|m:t|!)")
#: The marks of fields, in the order in which they may stand between two texts.
_FIELD: Final = re.compile(
    r'<w:fldSimple (?:[^>]*? )?w:instr="(?P<simple>[^"]*)"[^>]*?(?P<empty>/?)>|(?P<close></w:fldSimple>)'
    r'|<w:fldChar (?:[^>]*? )?w:fldCharType="(?P<mark>[a-z]+)"|<w:instrText(?: [^>]*)?>(?P<instruct>[^<]*)'
)


def is_plain(xml: str) -> bool:
    """Whether ``scanned`` reads a part rightly: written with Word's usual prefixes, and nothing complicated in it.

    A filled template is as plain as the template, because values are escaped.
    """
    return _PREFIX in xml[:_HEAD] and _HARD.search(xml) is None


def scanned(xml: str) -> list[str]:
    """The text of each paragraph of a plain part that says something, in order."""
    fields = _ScannedFields() if "<w:fld" in xml else None
    found: list[str] = []
    pieces: list[str] = []
    for piece in xml.split("</w:t>")[:-1]:
        head, _, text = piece.rpartition(">")
        if "</w:p>" in head:
            _flush(pieces, found)
        elif "<w:tab/>" in head:
            pieces.append(" ")
        if "<w:br" in head:
            _broken(head, pieces, found)
        if fields is None or not fields.are_muted_after(head):
            pieces.append(text)
    _flush(pieces, found)
    return found


def _flush(pieces: list[str], found: list[str]) -> None:
    text = "".join(pieces)
    if "&" in text:
        text = unescape(text)
    if "\xad" in text:
        text = text.replace("\xad", "")
    if text := " ".join(text.split()):
        found.append(text)
    pieces.clear()


def _broken(head: str, pieces: list[str], found: list[str]) -> None:
    """A break of the line is a blank, that of a page ends the text; breaks beside a paragraph's edge are nothing."""
    if 'w:type="page"' in head or 'w:type="column"' in head:
        _flush(pieces, found)
    else:
        pieces.append(" ")


class _ScannedFields:
    """The fields that are open, of both forms."""

    def __init__(self) -> None:
        self._fields = Fields()
        self._simple: list[bool] = []

    def are_muted_after(self, head: str) -> bool:
        """Whether the text behind this stretch of XML is a computed result."""
        if "<w:fld" in head or "w:instr" in head or "</w:fldSimple>" in head:
            for found in _FIELD.finditer(head):
                self._take(found)
        return self._fields.muted or any(self._simple)

    def _take(self, found: re.Match[str]) -> None:
        if found["simple"] is not None and not found["empty"]:
            self._simple.append(is_computed(found["simple"]))
        elif found["close"] and self._simple:
            self._simple.pop()
        elif found["mark"]:
            self._fields.mark(found["mark"])
        elif found["instruct"]:
            self._fields.instruct(found["instruct"])
