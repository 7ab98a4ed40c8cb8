"""The attachments of a binder: numbered by where they are first cited, each printed once; a table of who cites them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from meidang.archive import Archive, Item
from meidang.archive.attachments import Cited, cited
from meidang.render.attachments import Picture, remark
from meidang.render.binder.base import PAGE
from meidang.render.binder.sheets import ATTACHMENT, Part, Plan, Sheet
from meidang.render.binder.words import line, listed, text
from meidang.render.drawing.word import paragraph
from meidang.render.word.join import Joiner

#: English metric units to a centimetre, and to a pixel of a scan that is shown as large as it was.
_CM: Final = 360_000
_PIXEL: Final = _CM * 254 // 100 // 110
#: The room that a picture has beside heading and caption: across and down, on an upright page and on a wide one.
_ROOM: Final = {False: (15.4, 21.4), True: (24.0, 13.0)}
_DIGEST: Final = 12


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A file under its number. ``fault``: why it is not printed; ``pictures``: its pages."""

    number: int
    label: str
    cited: Cited
    pictures: tuple[Picture, ...] = ()
    fault: str = ""

    @property
    def title(self) -> str:
        """``附件 12　执业许可证副本``."""
        return f"附件 {self.number}　{self.label}"

    @property
    def is_wide(self) -> bool:
        """Whether its pages lie on their side."""
        return bool(self.pictures) and all(one.width > one.height for one in self.pictures)


@dataclass(frozen=True)
class Appendix:
    """All attachments of a binder, by number."""

    exhibits: Mapping[int, Exhibit]

    def pages(self, number: int, heading: str, joiner: Joiner) -> str:
        """An attachment's pages; ``heading`` stands on the first one."""
        exhibit = self.exhibits[number]
        said = exhibit.fault or remark(exhibit.pictures)
        pieces = [heading]
        for picture in exhibit.pictures:
            pieces += [_picture(exhibit, picture, joiner), _caption(exhibit, picture)]
        if said:
            pieces.append(line(f"{exhibit.cited.file}：{said}", "Note"))
        return "".join(pieces)

    def citations(self, named: Callable[[int], str], page: Callable[[str], str], numbers: Collection[int]) -> str:
        """附件引用表 of some. ``named``: an attachment as runs; ``page``: where a record's documents begin."""
        rows = []
        for number, exhibit in ((number, one) for number, one in self.exhibits.items() if number in numbers):
            by = "".join(_citation(item.label, item.key, page) for item in _once(exhibit.cited))
            digest = exhibit.cited.sha256[:_DIGEST]
            rows.append([text(str(number)), named(number), text(_shown(exhibit.cited.file)), text(digest), by])
        heads, weights = ["号", "名称", "文件", "摘要前 12 位", "引用处"], [0.8, 3.2, 3.4, 2.3, 4.4]
        return listed(heads, weights, rows, width=PAGE.width, caption="附件引用表")


def _once(one: Cited) -> Iterable[Item[Any]]:
    """Each record that cites it, once."""
    return {citation.item.key: citation.item for citation in one.citations}.values()


def numbered(archive: Archive, plan: Plan) -> Mapping[int, Exhibit]:
    """The files that the records of a binder name, in the order in which its documents cite them; not yet read.

    Who else cites them, outside the binder, is left out.
    """
    place = {sheet.key: at for at, sheet in reversed(list(enumerate(plan.sheets))) if sheet.key}
    found = []
    for one in cited(archive):
        inside = tuple(citation for citation in one.citations if citation.item.key in place)
        if inside:
            first = min(inside, key=lambda citation: place[citation.item.key])
            # Why all: whoever looks for the paper under the name that another record gives it must find it too.
            labels = dict.fromkeys((first.label, *(citation.label for citation in inside)))
            found.append((place[first.item.key], "、".join(labels), replace(one, citations=inside)))
    found.sort(key=lambda each: each[0])
    return {number: Exhibit(number, label, one) for number, (_, label, one) in enumerate(found, start=1)}


def with_appendix(plan: Plan, exhibits: Mapping[int, Exhibit]) -> Plan:
    """The plan with the attachments behind all other parts; without any as it was."""
    if not exhibits:
        return plan
    sheets = tuple(Sheet(ATTACHMENT, str(number), "", one.title) for number, one in exhibits.items())
    given = plan.appendix
    part = Part(given.title, given.tab, given.owner_dept or "", sheets, len(plan.parts))
    return replace(plan, parts=(*plan.parts, part))


def _picture(exhibit: Exhibit, picture: Picture, joiner: Joiner) -> str:
    across, down = _ROOM[exhibit.is_wide]
    scale = min(_PIXEL, across * _CM / picture.width, down * _CM / picture.height)
    width, height = int(picture.width * scale), int(picture.height * scale)
    ending = "png" if picture.media_type == "image/png" else "jpeg"
    run = joiner.picture(picture.content, ending, width, height, _words(exhibit, picture))
    return paragraph(run, style="Picture", new_page=picture.page > 1)


def _caption(exhibit: Exhibit, picture: Picture) -> str:
    return line(_words(exhibit, picture), "Caption")


def _words(exhibit: Exhibit, picture: Picture) -> str:
    of = f"（第 {picture.page}/{picture.pages} 页）" if picture.pages > 1 else ""
    return f"{exhibit.title}{of}"


def _citation(label: str, key: str, page: Callable[[str], str]) -> str:
    return f"{text(label)}{page(key)}{text('　')}"


def _shown(file: str) -> str:
    """The file's name without the folder in which all attachments lie."""
    return file.removeprefix("attachments/")
