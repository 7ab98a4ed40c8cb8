"""A dossier as ``dossiers.py`` writes it down: headings, facts, lists, signatures. Labels come from declarations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from drawing.columns import Column, columns, look_up, upright, widths_of
from drawing.package import docx
from drawing.word import UPRIGHT, Page, cell, cm, paragraph, row, shares, table, tag
from meidang.kinds import KINDS
from meidang.render.views import Name, names

_NONE = "无"
_LINE = '<w:bottom w:val="single" w:sz="4" w:space="0" w:color="404040"/>'


@dataclass
class Sheet:
    """One template in the making."""

    kind: str
    title: str
    page: Page = UPRIGHT
    body: list[str] = field(default_factory=list)
    covered: bool = False

    @property
    def names(self) -> Mapping[str, Name]:
        """What the view offers."""
        return names(KINDS[self.kind])

    def add(self, *blocks: str) -> None:
        """Blocks as they are."""
        self.body += blocks

    def heading(self, text: str, level: int = 1) -> None:
        """A heading with its number written out, as the forms have it; the first one after the cover begins a page."""
        self.add(paragraph(text, style=f"Heading{level}", new_page=self.covered))
        self.covered = False

    def note(self, text: str) -> None:
        """A small line of text."""
        self.add(paragraph(text, style="Note"))

    @contextmanager
    def when(self, condition: str) -> Iterator[None]:
        """What is written meanwhile appears only where the condition holds."""
        self.add(tag(f"{{%p if {condition} %}}"))
        yield
        self.add(tag("{%p endif %}"))

    def cover(self, facts: str, *, subject: str = "{{ label }}") -> None:
        """Institution, title, subject, the facts below one another, the day; what follows begins a new page."""
        left, right = cm(3.9), cm(7.6)
        rows = [
            row(
                cell(left, paragraph(f"{one.labels[0]}：", style="CoverText", align="right")),
                cell(right, paragraph(f"{{{{ {one.paths[0]} }}}}", style="CoverText", align="left"), borders=_LINE),
            )
            for one in columns(" ".join(f"{word}*1" for word in facts.split()), self.names)
        ]
        self.add(
            paragraph("{{ institution_name }}", style="Subtitle", before=1200),
            paragraph(self.title, style="Title", before=400),
            *([paragraph(subject, style="Subtitle", before=200)] if subject else []),
            paragraph("", before=500),
            table([left, right], *rows, caption="封面", style="Cover"),
            paragraph("截至 {{ as_of_long }}", style="CoverText", align="center", before=500),
        )
        self.covered = True

    def facts(self, pairs: str) -> None:
        """Label and value side by side, two to a row; ``name<`` takes a row of its own."""
        label, total = cm(2.5), self.page.width
        widths = [label, total // 2 - label, label, total - total // 2 - label]
        rows: list[str] = []
        waiting: list[str] = []
        for one in columns(" ".join(_weighed(word) for word in pairs.split()), self.names):
            fact = _fact(widths, one, at=len(waiting))
            if one.left:
                rows += [*_pair(waiting, widths), _tall(fact)]
                waiting = []
            else:
                waiting = [*waiting, *fact]
                if len(waiting) == len(widths):
                    rows += _pair(waiting, widths)
                    waiting = []
        self.add(table(widths, *rows, *_pair(waiting, widths), caption=self.title), paragraph(style="Note"))

    def rows(self, name: str, spec: str, *, title: str = "", remark: str = "", marks: Sequence[str] = ()) -> None:
        """A list: its header repeated on every page, a row for each item, 无 where there is none.

        ``name`` may say which items: ``dossiers if x.kind == "…"``. ``title``: a heading of its own; ``remark``: a
        field printed below an item's row where it is given; ``marks``: narrow columns behind the others.
        """
        listed = look_up(self.names, name.partition(" ")[0])
        every = [*columns(spec, listed.parts), *upright(marks)]
        widths = widths_of(every, self.page.width)
        if title:
            self.heading(title, 2)
        rows = (
            _header(every, widths),
            _steer(widths, f"{{%tr for x in {name} %}}"),
            row(*(cell(width, *one.filled()) for one, width in zip(every, widths, strict=True))),
            *_remark(widths, remark),
            _steer(widths, "{%tr else %}"),
            row(_merged(widths, paragraph(_NONE, style="TableCentre"))),
            _steer(widths, "{%tr endfor %}"),
        )
        self.add(table(widths, *rows, caption=title or listed.label), paragraph(style="Note"))

    def blank_form(self, labels: Sequence[str], lines: int, caption: str) -> None:
        """A form to be filled in by hand, kept on one page."""
        widths = shares(self.page.width, [max(len(label), 3) for label in labels])
        heads = (paragraph(label, style="TableHead") for label in labels)
        rows = [row(*(cell(width, one, shaded=True) for one, width in zip(heads, widths, strict=True)), header=True)]
        for line in range(1, lines + 1):
            empty = paragraph(style="TableText", keep=line < lines)
            rows.append(row(*(cell(width, empty) for width in widths), height=cm(1)))
        self.add(table(widths, *rows, caption=caption), paragraph(style="Note"))

    def signatures(self, who: Sequence[str], per_row: int = 2) -> None:
        """Boxes to sign in, together on one page."""
        widths = shares(self.page.width, [1.0] * per_row)
        boxes = [_signature(width, one) for one, width in zip(who, widths * len(who), strict=False)]
        boxes += [cell(widths[-1], paragraph(style="TableText"))] * (-len(boxes) % per_row)
        rows = [row(*boxes[at : at + per_row], height=cm(2.3)) for at in range(0, len(boxes), per_row)]
        self.add(table(widths, *rows, caption="签署"))

    def docx(self) -> bytes:
        """The template's file; the last table is followed by the paragraph that Word asks for."""
        return docx("".join([*self.body, paragraph(style="Note")]), self.page, self.title)


def _weighed(word: str) -> str:
    return f"{word[:-1]}*1<" if word.endswith("<") else f"{word}*1"


def _fact(widths: Sequence[int], one: Column, at: int) -> list[str]:
    """Label and value; a wide value takes the place of three cells."""
    wide = sum(widths[1:])
    head = cell(widths[0], *one.head(), shaded=True)
    text = paragraph(f"{{{{ {one.paths[0]} }}}}", style="TableText")
    return [head, cell(wide, text, span=3) if one.left else cell(widths[at + 1], text)]


def _tall(cells: Sequence[str]) -> str:
    return row(*cells, height=cm(0.75))


def _pair(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    """A row of facts, filled up with empty cells; none where there are no cells."""
    empty = [cell(width, paragraph(style="TableText")) for width in widths[len(cells) :]]
    return [_tall([*cells, *empty])] if cells else []


def _header(every: Sequence[Column], widths: Sequence[int]) -> str:
    cells = [
        cell(width, *one.head(), shaded=True, upright=one.upright) for one, width in zip(every, widths, strict=True)
    ]
    return row(*cells, header=True, height=cm(2.1) if any(one.upright for one in every) else 0)


def _merged(widths: Sequence[int], text: str) -> str:
    return cell(sum(widths), text, span=len(widths))


def _steer(widths: Sequence[int], words: str) -> str:
    """A row that only steers and is gone in the document."""
    return row(_merged(widths, tag(words)))


def _remark(widths: Sequence[int], remark: str) -> list[str]:
    if not remark:
        return []
    said = row(_merged(widths, paragraph(f"备注：{{{{ x.{remark} }}}}", style="TableText")))
    return [_steer(widths, f"{{%tr if x.{remark} %}}"), said, _steer(widths, "{%tr endif %}")]


def _signature(width: int, who: str) -> str:
    lines = (paragraph(f"{who}：", style="TableText", keep=True), paragraph(style="TableText", keep=True))
    gap = "　　" if width < cm(6.5) else "　" * 8
    line = paragraph(f"签字（盖章）：{gap}年　　月　　日", style="TableText", align="right", keep=True)
    return cell(width, *lines, line)
