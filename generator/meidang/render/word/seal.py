"""What a document was made from, and digests of what it says: facts, texts, pictures -> a seal and its short code.

No key is involved. A seal shows honest edits; whether it is genuine, only the archive can tell, by making the document
again. Nor does a seal hide: whoever has it can test guesses at a text that was deleted.
"""

from __future__ import annotations

import json
from base64 import b32encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from struct import pack, unpack
from typing import Final
from unicodedata import normalize
from zlib import crc32

from meidang.render.word.blocks import FOOTER, HEADER, REGIONS

#: Stands in a filled template where its short code will; private characters, which no record holds in this order.
SHORT_CODE: Final = "\ue0c0\ue0de\ue0c0"

_RFC4648, _CROCKFORD = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TO_CROCKFORD: Final = str.maketrans(_RFC4648, _CROCKFORD)
#: What people write for what Crockford leaves out.
_TYPED: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None, "－": None, "—": None})


@dataclass(frozen=True, slots=True)
class Facts:
    """What a document was made from, all as text. ``program``: the version of meidang."""

    kind: str
    id: str
    template: str
    title: str
    as_of: str
    revision: str
    institution: str
    program: str

    @property
    def values(self) -> tuple[str, ...]:
        """All of them, in the order in which they are digested."""
        return tuple(getattr(self, name) for name in self.__slots__)


@dataclass(frozen=True, slots=True)
class Content:
    """What is digested: the texts of blocks by region, ``SHORT_CODE`` in place of the code; SHA-256 of the pictures.

    What stands in headers and footers is a set: programs repeat and reorder them for their sections.
    """

    texts: Mapping[str, Sequence[str]]
    pictures: tuple[str, ...]

    @classmethod
    def of(cls, texts: Mapping[str, Sequence[str]], pictures: Iterable[str]) -> Content:
        """In the order in which it is digested."""
        ordered = {name: texts.get(name, ()) for name in REGIONS}
        return cls(
            {name: sorted(set(one)) if name in (HEADER, FOOTER) else one for name, one in ordered.items()},
            tuple(sorted(set(pictures))),
        )


@dataclass(frozen=True, slots=True)
class Seal:
    """``blocks``: two bytes for each text of a region; enough to find an edited one. ``stamp``: SHA-256 of the QR code.

    ``digest`` is the SHA-256 of facts and content.
    """

    facts: Facts
    digest: str
    blocks: Mapping[str, bytes]
    pictures: tuple[str, ...]
    stamp: str = ""

    @property
    def code(self) -> str:
        """The short code."""
        return short_code(self.digest)


def seal_of(facts: Facts, content: Content) -> Seal:
    """The seal of a document, its QR code still to be drawn."""
    blocks = {name: block_digests(texts) for name, texts in content.texts.items() if texts}
    return Seal(facts, digest_of(facts, content), blocks, content.pictures)


def digest_of(facts: Facts, content: Content) -> str:
    """SHA-256 over the canonical JSON of facts and content."""
    everything = [facts.values, list(content.texts.items()), content.pictures]
    return sha256(json.dumps(everything, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def block_digests(texts: Sequence[str]) -> bytes:
    """Two bytes a text. Why so few, and of a mere checksum: they only say where to look; ``digest`` says whether."""
    return pack(f"<{len(texts)}H", *[crc32(text.encode()) & 0xFFFF for text in texts])


def each_block(digests: bytes) -> tuple[int, ...]:
    """The digests one by one."""
    return unpack(f"<{len(digests) // 2}H", digests)


def short_code(digest: str) -> str:
    """The first 60 bits, in Crockford's base 32, grouped: ``7ZK0-3MPA-Q1XW``."""
    letters = b32encode(bytes.fromhex(digest[:16])).decode().translate(_TO_CROCKFORD)
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:12]}"


def typed_code(text: str) -> str | None:
    """A short code as somebody typed it from paper; None if it is none."""
    letters = normalize("NFKC", text).strip().upper().translate(_TYPED)
    if len(letters) != 12 or not set(letters) <= set(_CROCKFORD):
        return None
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"
