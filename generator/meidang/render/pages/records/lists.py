"""Lists that people sort and narrow (``tables.js``), and how long ones are laid out so that no page weighs megabytes.

A long list is read part by part without a script: its page names the parts, each has a page. With a script the page
also shows the whole list, whose rows stand in a file beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple
from urllib.parse import quote

from meidang.render import escape
from meidang.render.pages import markup
from meidang.render.pages.book import Book
from meidang.render.pages.heads import stamp
from meidang.render.pages.page import Page
from meidang.render.pages.search_words import ABOUT

#: A page holds about so many rows of a list at most.
MOST: Final = 400


class Pick(NamedTuple):
    """The head of a column with few values, by which a list may be narrowed; ``key`` is its name in an address.

    ``first``: so many characters of a value are what is chosen, 7 of a date for its month; 0: all.
    """

    words: str
    key: str
    first: int = 0


class Part(NamedTuple):
    """A part of a long list: its name as part of an address, and its title for people."""

    stem: str
    title: str


_NO_PART: Final = Part("all", "全部")


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells as HTML, its address on the page, words by which it is found too, and the part it stands in."""

    cells: Sequence[str]
    anchor: str = ""
    words: str = ""
    part: Part = _NO_PART


Heads = Sequence[str | Pick]


def list_table(heads: Heads, rows: Sequence[Row], name: str = "list") -> str:
    """A table that can be sorted and narrowed; empty without rows. Columns that no row fills are left out."""
    if not rows:
        return ""
    kept = [at for at in range(len(heads)) if any(row.cells[at] for row in rows)]
    body = "\n".join(_row(row, kept) for row in rows)
    return _table([heads[at] for at in kept], f'data-list="{name}"', body)


def _table(heads: Heads, attributes: str, body: str) -> str:
    head = "".join(_head(one) for one in heads)
    frame = f'<div class="scroll"><table {attributes}>'
    return f"{frame}\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table></div>"


def _head(head: str | Pick) -> str:
    if isinstance(head, Pick):
        first = f' data-first="{head.first}"' if head.first else ""
        return f'<th scope="col" data-pick="{head.key}"{first}>{head.words}</th>'
    return f'<th scope="col">{head}</th>'


def _row(row: Row, kept: Sequence[int]) -> str:
    anchor = f' id="{escape.html_attribute(row.anchor)}"' if row.anchor else ""
    words = f' data-words="{escape.html_attribute(row.words)}"' if row.words else ""
    return f"<tr{anchor}{words}><td>{'</td><td>'.join(row.cells[at] for at in kept)}</td></tr>"


def preset(html: str, style: str = "", **choices: str) -> str:
    """A link that narrows the list of its page: ``#severity=veto``. It is its own place, for those without a script."""
    place = "&".join(f"{key}={value}" for key, value in choices.items())
    address = "&amp;".join(f"{key}={quote(value, safe='')}" for key, value in choices.items())
    looks = f' class="{style}"' if style else ""
    return f'<a{looks} id="{escape.html_attribute(place)}" href="#{address}">{html}</a>'


# --- long lists ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LongList:
    """A list of any length at the address ``here``, called ``title``; its rows come in the order of their parts."""

    book: Book
    here: str
    title: str
    heads: Heads
    rows: Sequence[Row]
    part_head: str = "部分"

    @property
    def is_long(self) -> bool:
        """Whether it is laid out in parts."""
        return len(self.rows) > MOST

    def table(self) -> str:
        """The rows for its own page; of a long list its parts, and the whole for those with a script."""
        if not self.is_long:
            return list_table(self.heads, self.rows)
        return markup.blocks(self._index(), self._whole())

    def _index(self) -> str:
        rows = [
            (markup.link(self.here, self._path(part, number), title), str(len(held)))
            for part, number, title, held in self._parts()
        ]
        table = markup.table((self.part_head, "条数"), rows)
        return markup.unsearched(f'<details class="list-parts" open><summary>分页查看</summary>\n{table}\n</details>')

    def _whole(self) -> str:
        name = self._stem.rpartition("/")[2]
        attributes = f'data-list="{name}" data-rows="{name}.rows.js"'
        return f"<div data-full hidden>\n{_table(self.heads, attributes, '')}\n</div>"

    @property
    def _stem(self) -> str:
        return self.here.removesuffix(".html")

    def _path(self, part: Part, number: int) -> str:
        tail = f"-{number}" if number else ""
        return f"{self._stem}.{part.stem}{tail}.html"

    def _parts(self) -> Iterator[tuple[Part, int, str, Sequence[Row]]]:
        """Each page of rows: its part and number (0 where the part has one page only), its title, its rows."""
        grouped: dict[Part, list[Row]] = {}
        for row in self.rows:
            grouped.setdefault(row.part, []).append(row)
        for part, held in grouped.items():
            for number, start in enumerate(range(0, len(held), MOST), 1):
                several = len(held) > MOST
                title = f"{part.title}（{number}）" if several else part.title
                yield part, number if several else 0, title, held[start : start + MOST]

    def pages(self) -> Iterator[tuple[str, Page]]:
        """The pages of its parts; none where it is short."""
        if not self.is_long:
            return
        for part, number, title, held in self._parts():
            path = self._path(part, number)
            back = markup.link(path, self.here, self.title)
            body = markup.blocks(
                markup.title(self.title, markup.text(title)),
                stamp(self.book, f"{back}　{len(held)} 条"),
                # Why: every row says what a page of its own says.
                markup.unsearched(list_table(self.heads, held)),
            )
            yield path, Page(f"{self.title} {title}", body, weight=ABOUT, has_toc=False)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """The file of all rows, for the script; none where it is short."""
        if not self.is_long:
            return
        name = self._stem.rpartition("/")[2]
        rows = ",\n".join(_json([row.anchor, row.words, *row.cells]) for row in self.rows)
        yield f"{self._stem}.rows.js", f"meidang.tables.rows({_json(name)}, [\n{rows}\n]);\n".encode()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
