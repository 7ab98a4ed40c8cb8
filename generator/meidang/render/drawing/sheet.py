"""A dossier as ``templates/dossiers`` write it: headings, facts, lists, signatures. Labels come from declarations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from meidang.kinds import KINDS
from meidang.render.drawing.columns import Column, columns, look_up, upright, widths_of
from meidang.render.drawing.package import docx
from meidang.render.drawing.word import UPRIGHT, Page, cell, cm, paragraph, row, shares, table, tag
from meidang.render.views import Name, names

_NONE = "无"
#: The least height of a row of facts, in centimetres; in lists of cards two of the longest go on a page with a heading.
_FACT, _CARD = 0.75, 0.68
#: Kept with what is appended behind it, the stamp.
_END = '<w:p><w:pPr><w:keepNext/><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
_STYLED = re.compile(r'(<w:pStyle w:val="\w+"/>)(?!<w:keepNext)')
_LINE = '<w:bottom w:val="single" w:sz="4" w:space="0" w:color="404040"/>'


@dataclass
class Sheet:
    """One template in the making."""

    kind: str
    title: str
    page: Page = UPRIGHT
    body: list[str] = field(default_factory=list)
    covered: bool = False
    #: What stands in a list's cell without content.
    blank: str = ""
    #: For which records a document is made; for all where it is empty.
    condition: str = ""
    #: Names that a loop around has made.
    made: dict[str, Name] = field(default_factory=dict)

    @property
    def names(self) -> Mapping[str, Name]:
        """What the view offers."""
        return {**names(KINDS[self.kind]), **self.made}

    def add(self, *blocks: str) -> None:
        """Blocks as they are."""
        self.body += blocks

    def heading(self, text: str, level: int = 1, *, new_page: bool = False) -> None:
        """A heading with its number written out, as the forms have it; the first one after the cover begins a page."""
        self.add(paragraph(text, style=f"Heading{level}", new_page=new_page or self.covered))
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

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is written meanwhile stays on one page with what follows, so that no signature stands alone."""
        start = len(self.body)
        yield
        self.body[start:] = [_STYLED.sub(r"\1<w:keepNext/>", block) for block in self.body[start:]]

    @contextmanager
    def each(self, name: str, item: str) -> Iterator[None]:
        """What is written meanwhile is repeated for every item of a list, which is called ``item``."""
        self.add(tag(f"{{%p for {item} in {name} %}}"))
        self.made[item] = self.names[name]
        yield
        del self.made[item]
        self.add(tag("{%p endfor %}"))

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
        widths = self._pair_widths()
        self.add(table(widths, *_facts(widths, pairs, self.names), caption=self.title), paragraph(style="Note"))

    def cards(self, name: str, head: str, pairs: str, *, title: str = "") -> None:
        """A list whose items are too long for a row: each one a ``head`` over its facts, 无 where there is none."""
        listed = look_up(self.names, name)
        widths = self._pair_widths()
        if title:
            self.heading(title, 2)
        top = paragraph(head, style="TableText", keep=True)
        name_of_all = paragraph(listed.label, style="TableHead")
        rows = (
            row(cell(sum(widths), name_of_all, span=len(widths), shaded=True), header=True),
            _steer(widths, f"{{%tr for x in {name} %}}"),
            row(cell(sum(widths), top, span=len(widths), shaded=True)),
            *_let_go(_facts(widths, pairs, listed.parts, "x.", _CARD)),
            _steer(widths, "{%tr else %}"),
            row(_merged(widths, paragraph(_NONE, style="TableCentre"))),
            _steer(widths, "{%tr endfor %}"),
        )
        self.add(table(widths, *rows, caption=title or listed.label), paragraph(style="Note"))

    def _pair_widths(self) -> list[int]:
        label, total = cm(2.5), self.page.width
        return [label, total // 2 - label, label, total - total // 2 - label]

    def rows(  # noqa: PLR0913 - what a list may have besides its columns
        self,
        name: str,
        spec: str,
        *,
        title: str = "",
        remark: str = "",
        below: str = "",
        marks: Sequence[str] = (),
        whole: bool = True,
    ) -> None:
        """A list: its header repeated on every page, a row for each item, 无 where there is none.

        ``name`` may say which items: ``dossiers if x.kind == "…"``. ``title``: a heading of its own; ``remark``: a
        field printed below an item's row where it is given; ``below``: one of the record's, below them all; ``marks``:
        narrow columns behind the others; ``whole``: no page break splits a row, which is not for rows of half a page.
        """
        listed = look_up(self.names, name.partition(" ")[0])
        every = [*columns(spec, listed.parts), *upright(marks)]
        widths = widths_of(every, self.page.width)
        if title:
            self.heading(title, 2)
        cells = (cell(width, *one.filled(blank=self.blank)) for one, width in zip(every, widths, strict=True))
        rows = (
            _header(every, widths),
            _steer(widths, f"{{%tr for x in {name} %}}"),
            row(*cells, whole=whole),
            *(_remark(widths, f"x.{remark}") if remark else ()),
            _steer(widths, "{%tr else %}"),
            row(_merged(widths, paragraph(_NONE, style="TableCentre"))),
            _steer(widths, "{%tr endfor %}"),
            *(_remark(widths, below) if below else ()),
        )
        self.add(table(widths, *rows, caption=title or listed.label), paragraph(style="Note"))

    def signatures(self, who: Sequence[str], per_row: int = 2, *, height: float = 2.3) -> None:
        """Boxes to sign in, ``height`` centimetres high, together on one page."""
        widths = shares(self.page.width, [1.0] * per_row)
        boxes = [_signature(width, one) for one, width in zip(who, widths * len(who), strict=False)]
        boxes += [cell(widths[-1], paragraph(style="TableText"))] * (-len(boxes) % per_row)
        rows = [row(*boxes[at : at + per_row], height=cm(height)) for at in range(0, len(boxes), per_row)]
        self.add(table(widths, *rows, caption="签署"))

    def docx(self) -> bytes:
        """The template's file; the last table is followed by the paragraph that Word asks for, as low as can be."""
        subject = f"条件：{self.condition}" if self.condition else ""
        return docx("".join([*self.body, _END]), self.page, self.title, subject=subject)


def _facts(
    widths: Sequence[int], pairs: str, parts: Mapping[str, Name], before: str = "", height: float = _FACT
) -> list[str]:
    """The rows of facts: two to a row, a wide one by itself; ``before`` stands before each name."""
    rows: list[str] = []
    waiting: list[str] = []
    for one in columns(" ".join(_weighed(word) for word in pairs.split()), parts):
        fact = _fact(widths, one, at=len(waiting), before=before)
        if one.left:
            rows += [*_pair(waiting, widths, height), _tall(fact, height)]
            waiting = []
        else:
            waiting = [*waiting, *fact]
            if len(waiting) == len(widths):
                rows += _pair(waiting, widths, height)
                waiting = []
    return [*rows, *_pair(waiting, widths, height)]


def _let_go(rows: Sequence[str]) -> list[str]:
    """Rows that stay together, but for the last, behind which a page may end."""
    head = '<w:pStyle w:val="TableHead"/>'
    return [*rows[:-1], rows[-1].replace(head, f'{head}<w:keepNext w:val="0"/>')]


def _weighed(word: str) -> str:
    return f"{word[:-1]}*1<" if word.endswith("<") else f"{word}*1"


def _fact(widths: Sequence[int], one: Column, at: int, before: str) -> list[str]:
    """Label and value; a wide value takes the place of three cells."""
    wide = sum(widths[1:])
    head = cell(widths[0], *one.head(), shaded=True)
    text = paragraph(f"{{{{ {before}{one.paths[0]} }}}}", style="TableText")
    return [head, cell(wide, text, span=3) if one.left else cell(widths[at + 1], text)]


def _tall(cells: Sequence[str], height: float) -> str:
    return row(*cells, height=cm(height))


def _pair(cells: Sequence[str], widths: Sequence[int], height: float) -> list[str]:
    """A row of facts, filled up with empty cells; none where there are no cells."""
    empty = [cell(width, paragraph(style="TableText")) for width in widths[len(cells) :]]
    return [_tall([*cells, *empty], height)] if cells else []


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


def _remark(widths: Sequence[int], name: str) -> list[str]:
    said = row(_merged(widths, paragraph(f"备注：{{{{ {name} }}}}", style="TableText")))
    return [_steer(widths, f"{{%tr if {name} %}}"), said, _steer(widths, "{%tr endif %}")]


def _signature(width: int, who: str) -> str:
    lines = (paragraph(f"{who}：", style="TableText", keep=True), paragraph(style="TableText", keep=True))
    gap = "　　" if width < cm(6.5) else "　" * 8
    line = paragraph(f"签字（盖章）：{gap}年　　月　　日", style="TableText", align="right", keep=True)
    return cell(width, *lines, line)
