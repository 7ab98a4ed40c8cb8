"""A seal as the part ``customXml/itemN.xml`` of a document, and back. What is read was written by a stranger."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import fields
from typing import Final
from xml.sax.saxutils import escape

from lxml import etree

from meidang.render.escape import xml_text
from meidang.render.word.blocks import REGIONS
from meidang.render.word.package import parse_xml
from meidang.render.word.seal import Facts, Seal, short_code

NAMESPACE: Final = "urn:meidang:seal:1"
_N: Final = f"{{{NAMESPACE}}}"
_ITEM: Final = re.compile(r"customXml/item[0-9]{1,4}\.xml")
_FACTS: Final = tuple(field.name for field in fields(Facts))
_DIGEST: Final = re.compile("[0-9a-f]{64}")
#: A binder of a large hospital has a tenth of these.
_MOST_BYTES, _MOST_BLOCKS, _MOST_PICTURES, _LONGEST = 8 * 2**20, 1_000_000, 20_000, 1_000


class Damaged(Exception):
    """A seal that cannot be read, in one Chinese sentence."""


def seal_xml(seal: Seal) -> bytes:
    """The part."""
    facts = "".join(
        f"<{name}>{escape(xml_text(value))}</{name}>" for name, value in zip(_FACTS, seal.facts.values, strict=True)
    )
    blocks = "".join(f'<blocks part="{name}">{b64encode(one).decode()}</blocks>' for name, one in seal.blocks.items())
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<seal xmlns="{NAMESPACE}">{facts}<digest>{seal.digest}</digest><code>{seal.code}</code>{blocks}'
        f"<pictures>{' '.join(seal.pictures)}</pictures><stamp>{seal.stamp}</stamp></seal>"
    ).encode()


def seal_name(parts: Mapping[str, bytes]) -> str | None:
    """The name of the part that holds a seal; Word numbers such parts anew."""
    mark = NAMESPACE.encode()
    return next((name for name in sorted(parts) if _ITEM.fullmatch(name) and mark in parts[name][:4_000]), None)


def read_seal(parts: Mapping[str, bytes]) -> Seal | None:
    """The seal of a document; None where it has none. Raises Damaged."""
    name = seal_name(parts)
    if name is None:
        return None
    if len(parts[name]) > _MOST_BYTES:
        raise Damaged("校验信息太大")
    try:
        root = parse_xml(parts[name])
    except etree.XMLSyntaxError:
        raise Damaged("校验信息不是完好的 XML") from None
    if root.tag != f"{_N}seal" or root.getroottree().docinfo.internalDTD is not None or len(root) > 30:
        raise Damaged("校验信息的格式不对")
    return _seal(root)


def _seal(root: etree._Element) -> Seal:
    digest = _text(root, "digest")
    if not _DIGEST.fullmatch(digest) or _text(root, "code") != short_code(digest):
        raise Damaged("校验信息里的摘要和校验码对不上")
    facts = Facts(*(_text(root, name) for name in _FACTS))
    pictures = tuple(_text(root, "pictures", _MOST_PICTURES * 65).split())
    stamp = _text(root, "stamp")
    if not all(map(_DIGEST.fullmatch, (*pictures, *([stamp] if stamp else [])))):
        raise Damaged("校验信息里图片的摘要写得不对")
    return Seal(facts, digest, dict(_blocks(one) for one in root.iter(f"{_N}blocks")), pictures, stamp)


def _text(root: etree._Element, name: str, longest: int = _LONGEST) -> str:
    found = root.findall(f"{_N}{name}")
    if len(found) != 1 or len(found[0]) or len(found[0].text or "") > longest:
        raise Damaged(f"校验信息里“{name}”一项缺失、重复或太长")
    return found[0].text or ""


def _blocks(element: etree._Element) -> tuple[str, bytes]:
    name = element.get("part") or ""
    try:
        digests = b64decode("".join((element.text or "").split()), validate=True)
    except (NotBase64, ValueError):
        digests = b"\0"
    if name not in REGIONS or len(digests) % 2 or len(digests) > 2 * _MOST_BLOCKS:
        raise Damaged("校验信息里各段的摘要写得不对")
    return name, digests
