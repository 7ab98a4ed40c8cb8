"""The leak gate: searches finished outputs for every value that an edition does not show, in whatever form.

Both sides are brought to one plain form first: entities, escapes of JSON and addresses undone; tags, white space
and the marks of word segmentation removed. ``unpacked`` opens what is no text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Final
from urllib.parse import unquote

from meidang.archive import Archive
from meidang.models.audience import Audience, Edition
from meidang.render.pages.editions.projection import hidden_fields
from meidang.render.pages.editions.sieve import Sieve
from meidang.render.pages.editions.unpacked import is_plain, texts_in


@dataclass(frozen=True, slots=True)
class PrivateValue:
    """A value that must not be seen. ``page``: where one is looked for that is too common to be looked for everywhere.

    ``personal``: private in itself, so that only another record may say it; others are merely not for the edition, and
    are no secret where a shown record or the site itself says the same words.
    """

    record: str
    label: str
    value: str
    page: str = ""
    personal: bool = True


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
_NAMES_NOBODY: Final = re.compile(r"[0-9]{4}-[0-9]{2}")
#: Shorter values say little about anybody and stand in many an innocent sentence.
_SHORTEST: Final = 6
#: Dates, times and numbers of everyday length say nothing by themselves.
_FIGURES: Final = re.compile(r"[0-9\W年月日]{1,10}")


def private_values(archive: Archive, edition: Edition, as_of: date) -> tuple[PrivateValue, ...]:
    """What the edition must not hold, from the archive as it was before the projection.

    Left out is what would stop an honest site: very short values (``无``), and everyday dates and numbers.
    """
    found: dict[PrivateValue, None] = {}
    others: set[str] = set()
    for hidden in hidden_fields(archive, edition, as_of):
        if hidden.audience is Audience.NOBODY:
            page = hidden.record if _NAMES_NOBODY.fullmatch(hidden.value) else ""
            if len(_plain(hidden.value)) >= _SHORTEST:
                found[PrivateValue(hidden.record, hidden.label, hidden.value, page)] = None
            continue
        for line in hidden.value.splitlines():
            if line not in others and _tells(_plain(line)):
                others.add(line)
                found[PrivateValue(hidden.record, hidden.label, line, personal=False)] = None
    return tuple(found)


def _tells(plain: str) -> bool:
    return len(plain) >= _SHORTEST and not _FIGURES.fullmatch(plain)


def leaks(
    outputs: Iterable[tuple[str, bytes]],
    values: Iterable[PrivateValue],
    *,
    shown: Callable[[], Iterable[tuple[str, str]]] = tuple,
    own_words: Callable[[], str] = str,
) -> list[Leak]:
    """Every private value found in the outputs (path and content), once for each output.

    Asked only when something was found, since most builds never need them: ``shown``, the texts that the edition shows
    with the records that say them; ``own_words``, what the site says by itself.
    """
    gate = _Gate(values)
    found = [(path, value) for path, content in outputs for value in gate.found_in(path, content)]
    if not found:
        return []
    said = _Said({value.value for _, value in found if not value.page}, shown(), own_words)
    return [Leak(path, value.record, value.label) for path, value in found if value.page or not said.by_others(value)]


class _Said:
    """Which values are no secret, because the site says them for another reason."""

    def __init__(self, values: Collection[str], shown: Iterable[tuple[str, str]], own_words: Callable[[], str]) -> None:
        self._holders: dict[str, set[str]] = {}
        self._whole: set[str] = set()
        sieve, seen = Sieve(map(_plain, values)), dict[str, Collection[str]]()
        for record, text in shown:
            if text not in seen:
                plain = _plain(text)
                seen[text] = sieve.found_in(plain)
                self._whole.add(plain)
            for plain in seen[text]:
                self._holders.setdefault(plain, set()).add(record)
        self._own_words = own_words
        self._own: str | None = None

    def by_others(self, value: PrivateValue) -> bool:
        """Whether another record says a personal value in public, or anybody the words of another one."""
        plain = _plain(value.value)
        holders = self._holders.get(plain, set())
        if value.personal:
            return not holders <= {value.record}
        return bool(holders) or self._is_composed(plain) or plain in self._site()

    def _is_composed(self, plain: str) -> bool:
        """Whether the value only joins whole shown texts: 美容外科、麻醉科 stands as well in a cell of two names."""
        return all(part in self._whole for part in _JOINTS.split(plain) if part)

    def _site(self) -> str:
        if self._own is None:
            self._own = _plain(self._own_words())
        return self._own


_JOINTS: Final = re.compile(r"[、，,；;：:（）()·/-]+")


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
        self._sieve = Sieve(self._everywhere)
        self._seen: set[bytes] = set()
        self._seen_parts: set[str] = set()

    def found_in(self, path: str, content: bytes) -> Iterator[PrivateValue]:
        """The private values in one output."""
        found: dict[str, None] = dict.fromkeys(self._sieve.found_in(_plain(path)))
        yield from self._months_in(path, content)
        if self._everywhere:
            for text in (self._unseen(content),) if is_plain(content) else map(_marked, texts_in(content)):
                words, tags = _parted(_plain(text))
                for parts in (words.split(_END), tags):
                    found.update(dict.fromkeys(self._sieve.found_in(self._new(parts))))
        for plain in sorted(found):
            yield from self._everywhere[plain]

    def _months_in(self, path: str, content: bytes) -> Iterator[PrivateValue]:
        for page, words in self._pages(path, content):
            yield from (value for value in self._on_page.get(page, ()) if _is_month_in(value.value, words))

    def _pages(self, path: str, content: bytes) -> Iterator[tuple[str, str]]:
        """The pages whose words stand in an output: the page itself, or those that a file of the search speaks of."""
        if not self._on_page:
            return
        if path.endswith(".html"):
            if path.removesuffix(".html") in self._on_page:
                yield path.removesuffix(".html"), unescape(content.decode(errors="replace"))
        elif _SEARCH.search(path):
            found = _searched(content.decode(errors="replace"))
            yield from ((address.removesuffix(".html"), words) for address, words in found)

    def _unseen(self, content: bytes) -> str:
        """The lines and cells that no output before had. Why bytes: decoding what is thrown away would cost most."""
        for end, marked in _BYTE_ENDS.get(content[:_HEAD], _OTHER_BYTE_ENDS):
            content = content.replace(end, marked)
        lines = [line for line in content.split(b"\n") if line not in self._seen]
        self._seen.update(line for line in lines if len(line) < _LONG_LINE)
        return b"\n".join(lines).decode("utf-8", errors="replace")

    def _new(self, parts: Iterable[str]) -> str:
        """Cells and tags in plain form that are new too; what a page says the search says again."""
        new = [part for part in dict.fromkeys(parts) if len(part) >= _SHORTEST and part not in self._seen_parts]
        self._seen_parts.update(part for part in new if len(part) < _LONG_LINE)
        return _END.join(new)


#: Lines longer than this are not remembered: they are the index and the scripts, which come once.
_LONG_LINE: Final = 10_000
#: The files of the search that hold words of pages.
_SEARCH: Final = re.compile(r"(?:^|/)search/(?:names|texts/[0-9]+)\.js$")


def _searched(text: str) -> Iterator[tuple[str, str]]:
    """Pages with their words, from what a file of the search calls its function with."""
    held = json.loads(f"[{text[text.index('(') + 1 : text.rindex(')')]}]")[-1]
    if "addresses" in held:
        yield from zip(held["addresses"].split("\n"), held["names"].split("\n"), strict=False)
    else:
        yield from ((address, "\n".join(parts)) for address, parts in held.items())


def _is_month_in(month: str, words: str) -> bool:
    """Whether a text has the month in one of the ways in which people write it, and not as a part of a day."""
    year, _, number = month.partition("-")
    if year not in words:
        return False
    forms = (
        rf"-{number}(?![0-9-])",
        rf"[./]0?{int(number)}(?![0-9./])",
        rf"\s*年\s*0?{int(number)}\s*月(?!\s*[0-9])",
    )
    return bool(re.search(rf"(?<![0-9-]){year}(?:{'|'.join(forms)})", _without_marks(words)))


#: As many escapes, one around the other, are undone.
_LAYERS: Final = 4
_QUOTED: Final = re.compile(r"%[0-9a-fA-F]{2}(?:%[0-9a-fA-F]{2})*")
_UNICODE_ESCAPE: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
_TAG: Final = re.compile(r"<([^<>]*)>")
#: Where words end, so that a value is none that runs from one cell into the next: in Word files and workbooks, in the
#: files of the search, and in pages.
_ENDS: Final[Mapping[str, Sequence[str]]] = {
    "<?xml": ("</w:p>", "</a:p>", "</si>", "</c>"),
    "meida": ('","', "\\n"),
}
_HEAD: Final = 5
_OTHER_ENDS: Final = ("</td>", "</th>", "</li>", "</p>", "</text>")
_END: Final = "\x01"


def _as_bytes(ends: Sequence[str]) -> Sequence[tuple[bytes, bytes]]:
    return [(end.encode(), f"{end}{_END}\n".encode()) for end in ends]


_BYTE_ENDS: Final = {head.encode(): _as_bytes(ends) for head, ends in _ENDS.items()}
_OTHER_BYTE_ENDS: Final = _as_bytes(_OTHER_ENDS)


def _marked(text: str) -> str:
    """A text with a mark where a cell or a paragraph ends."""
    for end in _ENDS.get(text[:_HEAD], _OTHER_ENDS):
        text = text.replace(end, f"{end}{_END}")
    return text


def _plain(text: str) -> str:
    """Escapes undone however often they were made (the index holds HTML whose entities are escaped once more)."""
    for _ in range(_LAYERS):
        if "\\u" in text:
            text = _UNICODE_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
        before, text = text, _QUOTED.sub(lambda match: unquote(match[0]), unescape(text))
        if text == before:
            break
    return "".join(_without_marks(text).replace("\\n", "").split())


def _without_marks(text: str) -> str:
    return text.replace("\u200b", "").replace("\u00ad", "")


def _parted(text: str) -> tuple[str, Sequence[str]]:
    """The words without tags, for what those divide, and the tags, for what stands inside them."""
    if "<" not in text:
        return text, ()
    parts = _TAG.split(text)
    return "".join(parts[::2]), parts[1::2]
