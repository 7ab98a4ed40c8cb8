"""What stands around the text of a section: header, footer, and the tab of its part at the page's right edge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from meidang.render.binder.words import field, text
from meidang.render.drawing.word import TAB, cm

#: A4 upright: height and width in twentieths of a point.
_LONG, _SHORT = 16838, 11906
_TAB_WIDTH: Final = cm(0.75)
#: Where tabs may stand: so far from the upper and lower edge.
_TOP, _BOTTOM = cm(2.6), cm(2.2)
_HIGHEST, _LOWEST = cm(1.6), cm(0.95)
_COLOUR: Final = "1F4E79"
#: As wide as a Chinese character.
_SPACE: Final = "\u3000"
#: What of a tab's words can still be read.
_MOST_LINES: Final = 4
#: The width of a Chinese character in a header; how many stay free between its two texts; the least of the second.
_CHARACTER, _GAP, _SHORTEST = 180, 2, 8
#: In half points.
_LARGEST: Final = 21
_BRACKETS: Final = {"(": ")", "（": "）"}


@dataclass(frozen=True, slots=True)
class Tab:
    """``place`` of ``count`` tabs below one another."""

    words: str
    place: int
    count: int

    def frame(self, *, wide: bool) -> str:
        """A paragraph of the header that stands at the edge of the page."""
        across, down = (_LONG, _SHORT) if wide else (_SHORT, _LONG)
        room = down - _TOP - _BOTTOM
        step = max(_LOWEST, min(_HIGHEST, room // max(self.count, 1)))
        # Why modulo: more tabs than the edge has room for begin again at the top, as on a card index.
        top = _TOP + step * (self.place % max(room // step, 1))
        height = step - cm(0.08)
        frame = (
            f'<w:framePr w:w="{_TAB_WIDTH}" w:h="{height}" w:hRule="exact" w:hSpace="0" w:wrap="around" '
            f'w:vAnchor="page" w:hAnchor="page" w:x="{across - _TAB_WIDTH}" w:y="{top}"/>'
        )
        # Why blank lines and no spacing: only lines are shaded everywhere, and the tab is a shaded block. They hold a
        # space, because LibreOffice leaves an empty line at the end of a paragraph out.
        lines = _lines(self.words)
        lines = [_SPACE, *lines, _SPACE] if len(lines) < 3 else lines
        line = height // len(lines)
        size = min(_LARGEST, line // 11)
        properties = (
            f'<w:pStyle w:val="Tab"/>{frame}<w:shd w:val="clear" w:color="auto" w:fill="{_COLOUR}"/>'
            f'<w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="exact"/>'
        )
        look = f'<w:rPr><w:b/><w:color w:val="FFFFFF"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
        run = text("\n".join(lines)).replace("<w:r>", f"<w:r>{look}", 1)
        return f"<w:p><w:pPr>{properties}</w:pPr>{run}</w:p>"


def _lines(words: str) -> list[str]:
    """One character below the other; what stands in brackets stays together."""
    lines: list[str] = []
    until = ""
    for character in words.strip():
        if until:
            lines[-1] += character
            until = "" if character == until else until
        else:
            lines.append(character)
            until = _BRACKETS.get(character, "")
    return lines[:_MOST_LINES]


def header(left: str, right: str, width: int) -> str:
    """One line: the institution and the volume, then the document, cut off where there is no room for more."""
    room = max(width // _CHARACTER - len(left) - _GAP, _SHORTEST)
    return _edge("Header", width, text(left), text(right if len(right) <= room else f"{right[: room - 1]}…"))


def footer(left: str, width: int) -> str:
    """One line: revision, day and code, then the page."""
    number = f"{text('第 ')}{field('PAGE', '1')}{text(' 页')}"
    return _edge("Footer", width, text(left), number)


def _edge(style: str, width: int, left: str, right: str) -> str:
    stop = f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{stop}</w:pPr>{left}{TAB}{right}</w:p>'
