"""A text's lines, taken in the order of the file: which are remarks, where a value's own text ends.

``formatted`` lays them out anew; what people wrote goes from here to there as it is.
"""

from __future__ import annotations

import re
from typing import Final

from yaml.nodes import ScalarNode

from meidang.source.layout import Layout

#: Some editors begin a file so; it says nothing where there is one document.
_BEGIN: Final = "---"
_HEADER: Final = re.compile(r"([|>])([-+]?)([1-9]?)([-+]?)")


class Unformattable(Exception):
    """The text holds what this layout has no place for."""


class Segments:
    """The lines of one text with a cursor: everything above it has been taken."""

    def __init__(self, page: Layout) -> None:
        """``page``: a text whose lines end in LF."""
        self.page = page
        self.text = page.text
        self._at = 0

    def remarks(self, before: int) -> list[str]:
        """The comments (without their indentation) and blank lines down to the line of offset ``before``."""
        start, self._at = self._at, max(self._at, self.page.line_start(before))
        return [self._remark(line) for line in self.text[start : self._at].splitlines()]

    def tail(self, column: int) -> list[str]:
        """The comments below a collection that stand as far in as it does, or further: they are its own."""
        found: list[str] = []
        taken, at = 0, self._at
        while at < len(self.text):
            end = self.page.next_line(at)
            line = self.text[at:end].rstrip("\n")
            said = line.strip(" ")
            if said and (not said.startswith("#") or len(line) - len(line.lstrip(" ")) < column):
                break
            found.append(said)
            if said:
                taken, self._at = len(found), end
            at = end
        return found[:taken]

    def rest(self, index: int) -> str:
        """What stands behind a value on its line, which is done with then: a comment and the blanks before it."""
        end = self.page.line_end(index)
        said = self.text[index:end]
        if said.strip() and not said.lstrip().startswith("#"):
            raise Unformattable
        self._at = self.page.next_line(index)
        return said.rstrip()

    def block_text(self, node: ScalarNode, column: int) -> tuple[str, str, list[str]]:
        """The sign of a block text (``|-``), the comment behind it, and its lines without their indentation.

        ``column``: of the mapping or list that holds it.
        """
        start = int(node.start_mark.index)
        header = _HEADER.match(self.text, start)
        if header is None:
            raise Unformattable
        comment = self.rest(header.end())
        width = column + int(header[3]) if header[3] else self._width(column)
        keeps = "+" in (header[2], header[4])
        lines = self._content(width, keeps=keeps)
        chomp = header[2] or header[4]
        if lines and not self.text.endswith("\n") and self._at >= len(self.text):
            chomp = "-"  # the text's last line has no end, which the value would get
        return header[1] + ("2" if header[3] else "") + chomp, comment, lines

    def _width(self, column: int) -> int:
        """How far the first line with words stands in; beyond any line where the block is empty."""
        at = self._at
        while at < len(self.text):
            end = self.page.next_line(at)
            line = self.text[at:end].rstrip("\n")
            if line.strip(" "):
                width = len(line) - len(line.lstrip(" "))
                return width if width > column else len(self.text)
            at = end
        return len(self.text)

    def _content(self, width: int, *, keeps: bool) -> list[str]:
        lines: list[str] = []
        taken, at = 0, self._at
        while at < len(self.text):
            end = self.page.next_line(at)
            line = self.text[at:end].rstrip("\n")
            if line.strip(" ") and line[:width].strip(" "):
                break
            lines.append(line[width:])
            has_end = end > at + len(line)
            if (keeps and has_end) or line.strip(" ") or len(line) > width:
                taken, self._at = len(lines), end
            at = end
        return lines[:taken]

    def _remark(self, line: str) -> str:
        said = line.strip(" ")
        if said == _BEGIN:
            return ""
        if said and not said.startswith("#"):
            raise Unformattable
        return said
