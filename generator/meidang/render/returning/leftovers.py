"""What of an edited document has no way into the archive: headers and footers, remarks, what nobody looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from meidang.render.returning.outcomes import Unplaced, Why
from meidang.render.returning.story import Story, paras
from meidang.render.word.blocks import BODY, Block, blocks
from meidang.render.word.package import WORD, parse_xml

_W: Final = f"{{{WORD}}}"
_COMMENTS: Final = "word/comments.xml"


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment in Word: who, what, and where it hangs."""

    author: str
    text: str
    place: str
    about: str


def remarks(parts: Mapping[str, bytes], body: Story) -> Iterator[Remark]:
    """The comments, in the order of the text. Raises etree.XMLSyntaxError."""
    if _COMMENTS not in parts:
        return
    root = parse_xml(parts[_COMMENTS])
    known = {one.get(f"{_W}id"): one for one in root.iter(f"{_W}comment")}
    for para in paras(body):
        for number in para.comments:
            if (found := known.get(number)) is not None:
                text = " ".join("".join(t.text or "" for t in one.iter(f"{_W}t")) for one in found.iter(f"{_W}p"))
                yield Remark(found.get(f"{_W}author") or "", text.strip(), para.place, para.plain)


def edges(original: Mapping[str, bytes], edited: Mapping[str, bytes]) -> Iterator[Unplaced]:
    """What headers, footers and notes say that they did not."""
    before = {(one.part, one.text) for one in blocks(original) if one.part != BODY}
    for one in _beyond(edited):
        if (one.part, one.text) not in before:
            yield Unplaced(Why.EDGE, one.where, after=one.text)


def _beyond(parts: Mapping[str, bytes]) -> Iterator[Block]:
    return (one for one in blocks(parts) if one.part != BODY)


def missed(original: Mapping[str, bytes], edited: Mapping[str, bytes], body: Story) -> Iterator[Unplaced]:
    """What the body says besides the paragraphs that were looked at: formulas, say."""
    before = {one.text for one in blocks(original)}
    seen = Counter(one.plain for one in paras(body))
    joined = "\n".join(seen)
    for one in blocks(edited):
        if one.part == BODY and one.text not in before and not seen[one.text] and one.text not in joined:
            yield Unplaced(Why.MISSED, one.where, after=one.text)
