"""A document against its seal: whether it says what it said, and if not, where it differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from meidang.render.word.blocks import FOOTER, HEADER, REGIONS, Block, blocks, pictures
from meidang.render.word.difference import differences
from meidang.render.word.seal import SHORT_CODE, Content, Seal, block_digests, digest_of, each_block
from meidang.render.word.sealing import picture_digests


class How(StrEnum):
    """What happened to a block."""

    EDITED = "改动"
    ADDED = "增加"
    REMOVED = "删除"


@dataclass(frozen=True, slots=True)
class Change:
    """``block``: as it is now; of a removed one, the block before it. ``was``: its number in the sealed region."""

    how: How
    region: str
    block: Block | None
    was: int | None = None


@dataclass(frozen=True, slots=True)
class PictureChange:
    """``where``: the place of a new picture; empty for one that was taken away."""

    how: How
    where: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """``is_unchanged`` is the whole digest's word; the rest says where to look."""

    is_unchanged: bool
    changes: tuple[Change, ...]
    pictures: tuple[PictureChange, ...]


def content_of(
    parts: Mapping[str, bytes], seal: Seal, code: str | None = None
) -> tuple[Content, dict[str, list[Block]]]:
    """What is digested of a document, and its blocks by region, in the same order. ``code``: if not the seal's.

    Raises etree.XMLSyntaxError.
    """
    code = code or seal.code
    found: dict[str, list[Block]] = {region: [] for region in REGIONS}
    for block in blocks(parts):
        found[block.part].append(block)
    for region in (HEADER, FOOTER):
        found[region].sort(key=lambda block: block.text.replace(code, SHORT_CODE))
    texts = {region: [block.text.replace(code, SHORT_CODE) for block in one] for region, one in found.items()}
    shown = [digest for digest in picture_digests(parts).values() if digest != seal.stamp]
    return Content.of(texts, shown), found


def compare(parts: Mapping[str, bytes], seal: Seal, code: str | None = None) -> Comparison:
    """What differs from what was sealed. ``code``: what the document prints, if not the seal's own.

    Raises etree.XMLSyntaxError.
    """
    content, found = content_of(parts, seal, code)
    changes = [
        change
        for region in REGIONS
        for change in _changes(region, seal.blocks.get(region, b""), content.texts[region], found[region])
    ]
    replaced = tuple(_picture_changes(parts, seal))
    return Comparison(digest_of(seal.facts, content) == seal.digest and not replaced, tuple(changes), replaced)


def _picture_changes(parts: Mapping[str, bytes], seal: Seal) -> Iterator[PictureChange]:
    """A new picture and a lost one are one that was replaced: nobody can tell otherwise.

    The QR code may be replaced, but nothing is lost with it: what it says is printed beside it.
    """
    present = picture_digests(parts)
    sealed = {*seal.pictures, seal.stamp}
    lost = sealed - set(present.values())
    shown = {name: block.where for name, block in reversed(pictures(parts))}
    strange = sorted(name for name, digest in present.items() if digest not in sealed)
    for at, name in enumerate(strange):
        yield PictureChange(How.EDITED if at < len(lost) else How.ADDED, shown.get(name, ""))
    for _ in range(len(lost - {seal.stamp}) - len(strange)):
        yield PictureChange(How.REMOVED, "")


def _changes(region: str, digests: bytes, texts: Sequence[str], found: Sequence[Block]) -> Iterator[Change]:
    before, after = each_block(digests), each_block(block_digests(texts))
    for start, stop, first, last in differences(before, after):
        edited = min(stop - start, last - first)
        for step in range(edited):
            yield Change(How.EDITED, region, found[first + step], start + step)
        for step in range(first + edited, last):
            yield Change(How.ADDED, region, found[step])
        above = found[first + edited - 1] if first + edited else None
        for step in range(start + edited, stop):
            yield Change(How.REMOVED, region, above, step)
