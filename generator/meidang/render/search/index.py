"""The files of which search consists, small enough that an answer needs only a few of any archive's.

- ``search/names.js``: every page's address, title, group, code and words, and headings that stand on one page only;
- ``search/pieces/N.js``: pieces of words (pairs of neighbouring characters, fours of letters and digits) and the pages
  that hold them; a piece's file follows from it;
- ``search/texts/N.js``: the texts of some pages, to see that a word really stands there and to show what stands around.

Each calls a function of ``search-index.js``: a page opened from a folder may load scripts and nothing else.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from operator import add
from typing import Any, Final

from meidang.render.search.entries import Entry
from meidang.render.search.folding import fold
from meidang.render.search.postings import encode

#: A file of pieces or texts has about so many bytes.
_SIZE: Final = 24_000
#: Spreads pieces over files; ``search-index.js`` has the same.
_SPREAD: Final = 8_191
_FOURS: Final = re.compile("(?=([0-9a-z]{4}))")
_DIGITS: Final = re.compile(r"[0-9]+")
_LONGEST_PLACE: Final = 60


def search_files(entries: Sequence[Entry]) -> Iterator[tuple[str, bytes]]:
    """Path below the site's root and content of each file. The same entries give the same bytes in any order."""
    # Why by weight: what stands first among results then has neighbouring numbers, and texts in the same few files.
    pages = sorted(entries, key=lambda entry: (-entry.weight, entry.address))
    texts = [_text_of(page) for page in pages]
    version = _version(pages, texts)
    starts = []
    for number, (start, content) in enumerate(_texts(pages)):
        starts.append(start)
        yield f"search/texts/{number}.js", _call("texts", version, number, content)
    files = _pieces(texts)
    for number, pieces in enumerate(files):
        yield f"search/pieces/{number}.js", _call("pieces", version, number, pieces)
    yield "search/names.js", _call("names", _names(pages, version, len(files), starts))


def _text_of(page: Entry) -> str:
    """Everything that is searched on a page but its names; a row's heading is that of its section."""
    parts, last = [], None
    for section in page.sections:
        if section.heading != last:
            parts.append(section.heading)
            last = section.heading
        parts.append(section.text)
    return "\n".join(parts)


def _version(pages: Sequence[Entry], texts: Sequence[str]) -> str:
    """Tells files of one build from those of another that a browser still keeps."""
    digest = blake2b(digest_size=6)
    for page, text in zip(pages, texts, strict=True):
        known = (page.address, page.title, page.group, page.weight, page.words, page.code)
        anchors = [section.anchor for section in page.sections]
        digest.update(repr((known, anchors, text)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _call(function: str, *values: Any) -> bytes:
    """A script that hands values over. Lone surrogates, which UTF-8 cannot hold, become question marks."""
    written = ",".join(json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in values)
    script = f"meidang.search.{function}({written})\n"
    return script.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").encode("utf-8", "replace")


# --- texts -----------------------------------------------------------------------------------------------------------


def _texts(pages: Sequence[Entry]) -> Iterator[tuple[int, Mapping[str, Sequence[str]]]]:
    """The number of each file's first page, and its pages' sections: anchor, heading, text, one after the other."""
    start, size, held = 0, 0, dict[str, Sequence[str]]()
    for number, page in enumerate(pages):
        flat = [part for section in page.sections for part in (section.anchor, section.heading, section.text)]
        held[page.address] = flat
        size += sum(len(part.encode("utf-8", "replace")) for part in flat)
        if size >= _SIZE:
            yield start, held
            start, size, held = number + 1, 0, {}
    if held:
        yield start, held


# --- pieces of words -------------------------------------------------------------------------------------------------


def _pieces(texts: Sequence[str]) -> Sequence[Mapping[str, str]]:
    """The pieces of each file with the pages that hold them.

    Why fours beside pairs: every pair of digits stands on nearly every page, four digits in a row tell codes apart.
    """
    held: dict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        folded = fold(text)
        for piece in {*map(add, folded, folded[1:]), *_FOURS.findall(folded)}:
            held[piece].append(number)
    coded = {piece: encode(held[piece], len(texts)) for piece in sorted(held) if "\n" not in piece}
    size = sum(len(pages.encode()) + len(piece.encode()) + len('"":"",') for piece, pages in coded.items())
    files: list[dict[str, str]] = [{} for _ in range(size // _SIZE + 1)]
    for piece, pages in coded.items():
        files[_file_of(piece, len(files))][piece] = pages
    return files


def _file_of(piece: str, files: int) -> int:
    number = 0
    for character in piece:
        number = (number * _SPREAD + ord(character)) % files
    return number


# --- names -----------------------------------------------------------------------------------------------------------


def _names(pages: Sequence[Entry], version: str, piece_files: int, starts: Sequence[int]) -> Mapping[str, Any]:
    """A line for each page, so that one look through one text finds every name."""
    of_pages = [(page.group, page.weight) for page in pages]
    kinds = {kind: number for number, kind in enumerate(dict.fromkeys(of_pages))}
    return {
        "version": version,
        "pieces": piece_files,
        "texts": starts,
        "kinds": list(kinds),
        "kind": [kinds[kind] for kind in of_pages],
        "addresses": "\n".join(page.address for page in pages),
        "names": "\n".join("\t".join(_called(page)) for page in pages),
        "places": "\n".join(_places(pages)),
    }


def _called(page: Entry) -> Iterator[str]:
    """Title and code, then every word that is neither."""
    yield from (page.title, page.code)
    yield from (word for word in page.words if word not in (page.title, page.code))


def _places(pages: Sequence[Entry]) -> Iterator[str]:
    """Headings that stand on one page only, such as a rule's or a policy's: page, anchor, words."""
    headings = [_own_headings(page) for page in pages]
    plain = {words: _DIGITS.sub("", fold(words)) for found in headings for words in found}
    count = Counter(shape for found in headings for shape in {plain[words] for words in found})
    for number, found in enumerate(headings):
        for words, anchor in found.items():
            if count[plain[words]] == 1 and len(words) <= _LONGEST_PLACE:
                yield f"{number}\t{anchor}\t{words}"


def _own_headings(page: Entry) -> Mapping[str, str]:
    """The page's headings and their anchors; rows, which repeat their section's heading, come after it."""
    headings: dict[str, str] = {}
    for section in page.sections:
        if section.anchor and section.heading:
            headings.setdefault(" ".join(section.heading.split()), section.anchor)
    return headings
