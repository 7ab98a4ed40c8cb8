"""Units -> a Word document: each one's text, its header and tab, and the links between them. On top of ``Joiner``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from meidang.render.binder.base import PAGE, PART_STYLE, SHEET_STYLE, WIDTHS, base
from meidang.render.binder.binding import Binding
from meidang.render.binder.edges import Tab, footer, header
from meidang.render.binder.lists import draw
from meidang.render.binder.sheets import ATTACHMENT, LIST, Sheet
from meidang.render.binder.units import Unit
from meidang.render.binder.words import UNKNOWN_PAGE, line, link, listed, marked, page_of, text
from meidang.render.drawing.word import paragraph
from meidang.render.word.join import Edges, Joiner
from meidang.render.word.package import unzip
from meidang.render.word.seal import SHORT_CODE

_SECTION: Final = re.compile(r"<w:sectPr\b.*?</w:sectPr>", re.DOTALL)
_SIZE: Final = re.compile(r'<w:pgSz\b[^>]*?w:w="([0-9]+)"')
_MARGINS: Final = re.compile(r"<w:pgMar\b[^>]*>")
_SIDES: Final = re.compile(r'w:(?:left|right)="([0-9]+)"')
#: A whole run that says where an attachment is.
_CITED: Final = re.compile(
    r"<w:r>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?"
    r'<w:t(?: xml:space="preserve")?>见附件 (?P<number>[0-9]+)</w:t></w:r>'
)


@dataclass
class Writing:
    """One document in the making. ``firsts``: pages by a unit's number; ``inside``: the units that it holds.

    ``volume``: which one it is, in words; ``unknown``: stands for a page that is not known.
    """

    binding: Binding
    firsts: Mapping[int, int]
    inside: frozenset[int]
    volume: str = ""
    unknown: str = UNKNOWN_PAGE
    progress: Callable[[str], None] = field(default=lambda _: None)

    @cached_property
    def joiner(self) -> Joiner:
        """The document."""
        return Joiner(base(self.binding.about.scope))

    @cached_property
    def origin(self) -> str:
        """What every page says at its foot."""
        about = self.binding.about
        return f"档案版本 {about.revision}　截至 {about.as_of}　校验码 {SHORT_CODE}"

    def write(self, run: Sequence[Unit], numbers: str = "") -> None:
        """Units one behind the other; ``numbers``: how the pages of the first are numbered, and of those behind it."""
        for at, unit in enumerate(run):
            self.progress(unit.title)
            self._unit(unit, numbers if at == 0 else "")

    def _unit(self, unit: Unit, numbers: str) -> None:
        sheet, joiner, binding = unit.sheet, self.joiner, self.binding
        before = self._heading(unit)
        if sheet is None:
            joiner.write(before + self._divider(unit), self._edges(unit), numbers=numbers)
        elif sheet.kind == LIST:
            listing = draw(binding.desk, binding.plan, sheet.id)
            joiner.write(before + listing.xml, self._edges(unit), wide=listing.is_wide, numbers=numbers)
        elif sheet.kind == ATTACHMENT:
            number = int(sheet.id)
            drawn = binding.appendix.pages(number, before, joiner)
            is_wide = binding.appendix.exhibits[number].is_wide
            joiner.write(drawn, self._edges(unit), wide=is_wide, numbers=numbers)
        elif sheet.template in binding.templates:
            template, view = binding.templates[sheet.template], binding.view(sheet)
            edges = self._edges(unit, template.parts)
            if template.needs_docxtpl:
                joiner.insert(template.filled(view, binding.images), edges, before=before, numbers=numbers)
            else:
                joiner.fill(template, view, edges, before=before, numbers=numbers)
        else:
            parts = unzip(binding.policies[sheet.id])
            joiner.insert(parts, self._edges(unit, parts), before=before, numbers=numbers)
        self._link_attachments()

    # --- our own pages -----------------------------------------------------------------------------------------------

    def _heading(self, unit: Unit) -> str:
        style = PART_STYLE if unit.sheet is None else SHEET_STYLE
        inside = marked(unit.reference, 2 * unit.number + 1, text(unit.title))
        return paragraph(marked(unit.bookmark, 2 * unit.number, inside), style=style)

    def _divider(self, unit: Unit) -> str:
        part = unit.part
        owner = f"责任部门：{part.owner}" if part.owner else ""
        held = [one for one in self.binding.units if one.part is part and one.sheet is not None]
        shown = [(at, one) for at, one in enumerate(held, start=1) if not unit.again or one.number in unit.following]
        here = f"，本册为第 {shown[0][0]}–{shown[-1][0]} 份" if unit.again else ""
        said = line(f"共 {len(held)} 份{here}　{owner}".strip(), "TableCentre", before=120)
        if part.sheets[0].kind == ATTACHMENT:
            numbers = frozenset(int(one.sheet.id) for _, one in shown if one.sheet)
            inside = self.binding.appendix.citations(self._exhibit, self._reference, numbers)
        else:
            inside = self._index(part.title, shown)
        return said + paragraph(style="Note") + inside

    def _index(self, title: str, shown: Sequence[tuple[int, Unit]]) -> str:
        columns: list[tuple[str, float, Callable[[Unit, Sheet], str]]] = [
            ("文档", 7.5, lambda unit, _: self._named(unit)),
            ("编号", 3.0, lambda _, sheet: text(sheet.archive_no)),
            ("页码", 1.2, lambda unit, _: self._page(unit)),
        ]
        # Why: people stand in the order of their departments, which their numbers do not show.
        if any(one.sheet.department for _, one in shown if one.sheet):
            columns.insert(0, ("科室", 2.6, lambda _, sheet: text(sheet.department)))
        rows = [[text(str(at)), *(cell(one, one.sheet) for *_, cell in columns)] for at, one in shown if one.sheet]
        heads, weights = ["序号", *(head for head, _, _ in columns)], [1.0, *(weight for _, weight, _ in columns)]
        return listed(heads, weights, rows, width=PAGE.width, caption=f"{title}的内容")

    def _named(self, unit: Unit) -> str:
        words = text(unit.title)
        return link(unit.reference, words) if unit.number in self.inside else words

    def _exhibit(self, number: int) -> str:
        return self._named(self.binding.exhibits[number])

    def _page(self, unit: Unit) -> str:
        """The page of a unit: a field in its own volume, a number where it is in another one."""
        page = self.firsts.get(unit.number)
        if unit.number in self.inside:
            return page_of(unit.reference, page, self.unknown)
        return text(self.unknown if page is None else str(page))

    def _reference(self, key: str) -> str:
        """Where the documents of a record begin: ``（第 12 页）``; nothing where it has none."""
        unit = self.binding.by_key.get(key)
        return "" if unit is None else f"{text('（第 ')}{self._page(unit)}{text(' 页）')}"

    # --- edges -------------------------------------------------------------------------------------------------------

    def _edges(self, unit: Unit, parts: Mapping[str, bytes] | None = None) -> Edges:
        left = "　".join((self.binding.about.institution, self.volume or "评审卷宗"))
        tab = Tab(unit.part.tab, unit.part.place, len(self.binding.plan.parts))
        widths = {**WIDTHS, **_widths(parts["word/document.xml"].decode() if parts else "")}
        return Edges(
            {way: tab.frame(wide=way == "wide") + header(left, unit.title, width) for way, width in widths.items()},
            {way: footer(self.origin, width) for way, width in widths.items()},
        )

    # --- links -------------------------------------------------------------------------------------------------------

    def _link_attachments(self) -> None:
        """``见附件 12`` becomes a link where the attachment is in this volume."""
        last = self.joiner.pieces[-1]
        if self.binding.exhibits and "见附件 " in last:
            self.joiner.pieces[-1] = _CITED.sub(self._linked, last)

    def _linked(self, found: re.Match[str]) -> str:
        unit = self.binding.exhibits.get(int(found["number"]))
        return link(unit.reference, found[0]) if unit and unit.number in self.inside else found[0]


def _widths(document: str) -> dict[str, int]:
    """The width of the text on upright and on wide pages of a document."""
    found: dict[str, int] = {}
    for section in _SECTION.findall(document):
        size, margins = _SIZE.search(section), _MARGINS.search(section)
        sides = _SIDES.findall(margins[0]) if margins else []
        if size and len(sides) == 2:
            way = "wide" if 'w:orient="landscape"' in section else "upright"
            found.setdefault(way, int(size[1]) - sum(map(int, sides)))
    return found
