"""The leak gate: searches finished outputs for every private value, whatever form the way there gave it.

Both sides are brought to one plain form first: entities, escapes of JSON and addresses undone; tags, white space
and the marks of word segmentation removed.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape
from urllib.parse import unquote

from meidang.archive import Archive
from meidang.models.audience import Audience, Edition
from meidang.render.pages.projection import hidden_fields, shown_texts


@dataclass(frozen=True, slots=True)
class PrivateValue:
    """A private value. ``page``: where a value is looked for that is too common to be looked for everywhere."""

    record: str
    label: str
    value: str
    page: str = ""


@dataclass(frozen=True, slots=True)
class Leak:
    """A private value in an output. The value itself is not told."""

    path: str
    record: str
    label: str

    def __str__(self) -> str:
        """For people: where, and whose."""
        return f"{self.path} 里有 {self.record} 的「{self.label}」"


#: A birth month names nobody by itself and equals many an innocent date; it is looked for on its owner's page only.
_NAMES_NOBODY = re.compile(r"[0-9]{4}-[0-9]{2}")


def private_values(archive: Archive, edition: Edition, as_of: date) -> tuple[PrivateValue, ...]:
    """What the site must not hold, from the archive as it was before the projection.

    Left out is what would stop an honest site: very short values (``无``), and what another record says in public,
    such as the institution's own address or telephone.
    """
    found = []
    for private in hidden_fields(archive, Audience.NOBODY):
        page = private.record if _NAMES_NOBODY.fullmatch(private.value) else ""
        found.append(PrivateValue(private.record, private.label, private.value, page))
    searched = [value for value in found if len(_plain(value.value)) >= _SHORTEST]
    public = _said_in_public(shown_texts(archive, edition, as_of), searched)
    return tuple(value for value in searched if value.page or public.get(_plain(value.value), set()) <= {value.record})


#: Shorter values say little about anybody and stand in many an innocent sentence.
_SHORTEST = 6


def _said_in_public(shown: Iterable[tuple[str, str]], values: Iterable[PrivateValue]) -> dict[str, set[str]]:
    """Which of the values stand in texts that the site may show, and the records that say so."""
    search = _any_of(_plain(value.value) for value in values if not value.page)
    holders: dict[str, set[str]] = {}
    if search is None:
        return holders
    seen: dict[str, tuple[str, ...]] = {}
    for record, text in shown:
        if text not in seen:
            seen[text] = tuple(match[1] for match in search.finditer(_plain(text))) if len(text) >= _SHORTEST else ()
        for plain in seen[text]:
            holders.setdefault(plain, set()).add(record)
    return holders


def leaks(outputs: Iterable[tuple[str, bytes]], values: Iterable[PrivateValue]) -> list[Leak]:
    """Every private value found in the outputs (path and content), once for each output."""
    gate = _Gate(values)
    return [
        Leak(path, value.record, value.label) for path, content in outputs for value in gate.found_in(path, content)
    ]


class _Gate:
    """The values to look for, and the lines already looked at: most of a page is the same frame on every page."""

    def __init__(self, values: Iterable[PrivateValue]) -> None:
        self._everywhere: dict[str, list[PrivateValue]] = {}
        self._on_page: dict[str, list[PrivateValue]] = {}
        for value in values:
            if value.page:
                self._on_page.setdefault(value.page, []).append(value)
            elif plain := _plain(value.value):
                self._everywhere.setdefault(plain, []).append(value)
        self._search = _any_of(self._everywhere)
        self._seen: set[str] = set()

    def found_in(self, path: str, content: bytes) -> Iterator[PrivateValue]:
        """The private values in one output."""
        text = _text(path, content)
        for page, words in self._pages(path, text):
            for value in self._on_page.get(page, ()):
                if re.search(rf"(?<![0-9-]){value.value}(?![0-9-])", words):
                    yield value
        if self._search:
            new = _searchable(f"{path}\n{self._unseen(text)}")
            for plain in sorted({match[1] for match in self._search.finditer(new)}):
                yield from self._everywhere[plain]

    def _pages(self, path: str, text: str) -> Iterator[tuple[str, str]]:
        """The pages whose words stand in an output: the page itself, or all of them in the index of the search."""
        if not self._on_page:
            return
        if path.endswith(".html"):
            yield path.removesuffix(".html"), unescape(text)
        elif _INDEX.search(path):
            together: dict[str, list[str]] = {}
            for entry in json.loads(text[text.index("{") : text.rindex("}") + 1])["docs"]:
                words = unescape(f"{entry['title']} {entry['text']}").replace("\u200b", "")
                together.setdefault(entry["location"].partition("#")[0].removesuffix(".html"), []).append(words)
            yield from ((page, "\n".join(words)) for page, words in together.items())

    def _unseen(self, text: str) -> str:
        lines = [line for line in text.split("\n") if line not in self._seen]
        self._seen.update(line for line in lines if len(line) < _LONG_LINE)
        return "\n".join(lines)


def _text(path: str, content: bytes) -> str:
    if path.endswith(".gz"):
        content = gzip.decompress(content)
    return content.decode("utf-8", errors="replace")


#: The index of the search, and its copy for a site opened from a folder.
_INDEX = re.compile(r"(?:^|/)search_index\.js(?:on)?$")
#: Lines longer than this are not remembered: they are the index and the scripts, which come once.
_LONG_LINE = 10_000
#: As many escapes, one around the other, are undone.
_LAYERS = 4
_UNICODE_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_TAG = re.compile(r"<[^<>]*>")
_GAPS = re.compile("[\\s\u200b\u00ad]+|\\\\n")


def _plain(text: str) -> str:
    """Escapes undone however often they were made (the index holds HTML whose entities are escaped once more)."""
    for _ in range(_LAYERS):
        if "\\u" in text:
            text = _UNICODE_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
        before, text = text, unquote(unescape(text))
        if text == before:
            break
    return _GAPS.sub("", text)


def _searchable(text: str) -> str:
    """With tags, for what stands inside them, and without, for what they divide."""
    text = _plain(text)
    return f"{text}\n{_TAG.sub('', text)}"


def _any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """One pattern for any number of words: a tree by characters, so that the number of words costs nothing.

    Why a look-ahead: a match does not hide another that begins inside it.
    """
    tree = _tree(sorted(set(words)), 0)
    return re.compile(f"(?=({tree}))") if tree else None


def _tree(words: list[str], start: int) -> str:
    if not words:
        return ""
    if len(words) == 1:
        return re.escape(words[0][start:])
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault(word[start : start + 1], []).append(word)
    shorter = groups.pop("", None)
    branches = "|".join(re.escape(first) + _tree(rest, start + 1) for first, rest in groups.items())
    return f"(?:{branches}){'?' if shorter else ''}"
