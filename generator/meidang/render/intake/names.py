"""What references are called in a cell, 名称（编号）, and which one somebody means who writes a name, an id or both."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final
from unicodedata import normalize

from meidang.archive import Archive
from meidang.archive.called import called
from meidang.kinds import KINDS
from meidang.load.nearest import nearest
from meidang.load.words import quoted

#: What separates the items of a list that somebody typed.
SEPARATORS: Final = re.compile(r"[、,，;；\n]+")
_BOTH = re.compile(r"(?P<name>.*?)[（(](?P<id>[^（()）]+)[）)]", re.DOTALL)
_SPACED = re.compile(r"(?P<id>[A-Za-z0-9_-]+)[\s:：-]+(?P<name>.+)|(?P<last>.+?)\s+(?P<end>[A-Za-z0-9_-]+)")


def folded(text: str) -> str:
    """A name as it is compared: forms of letters, case and blanks make no difference."""
    return "".join(normalize("NFKC", text).split()).casefold()


@dataclass(frozen=True, slots=True)
class Found:
    """The key that was meant; or what is wrong with the words, and what to write.

    ``read_as``: the name that was taken for another way of writing it.
    """

    key: str = ""
    read_as: str = ""
    wrong: str = ""
    fix: str = ""


@dataclass(frozen=True)
class Names:
    """The names of an archive; ``people``: those whom the same workbook brings, or names anew, by id."""

    archive: Archive
    people: Mapping[str, str] = field(default_factory=dict)

    def shown(self, kind: str, key: str, *, listed: bool = False) -> str:
        """A reference for people; ``listed``: among others, where a name that holds a separator would be cut."""
        name = called(self.archive, kind, key)
        if name == key or not name:
            return key
        return key if listed and SEPARATORS.search(name) else f"{name}（{key}）"

    def keys(self, kind: str) -> Sequence[str]:
        """Every key of a kind, in order."""
        known = self.archive.ids.get(kind, frozenset())
        return sorted({*known, *(self.people if kind == "staff" else ())})

    def choices(self, kind: str) -> Sequence[str]:
        """The pick list of a kind."""
        return [self.shown(kind, key) for key in self.keys(kind)]

    def found(self, kind: str, words: str) -> Found:
        """Which record or row of ``kind`` the words mean."""
        if (kind, words) not in self._asked:
            self._asked[kind, words] = self._look_up(kind, words)
        return self._asked[kind, words]

    @cached_property
    def _asked(self) -> dict[tuple[str, str], Found]:
        """What was asked before: a ledger names the same few people in every row."""
        return {}

    def key(self, kind: str, words: str) -> str:
        """The key that is written so, in whatever case; empty where there is none."""
        known = self._keys[kind] if kind in self._keys else self._learn(kind)
        return known.get(folded(words), "")

    def _look_up(self, kind: str, words: str) -> Found:
        if key := self.key(kind, words):
            return Found(key)
        if both := _both(words):
            return self._found_both(kind, words, *both)
        return self._by_name(kind, words)

    @cached_property
    def _keys(self) -> dict[str, Mapping[str, str]]:
        return {}

    def _learn(self, kind: str) -> Mapping[str, str]:
        known = self._keys[kind] = {folded(key): key for key in self.keys(kind)}
        return known

    @cached_property
    def _names(self) -> dict[str, Mapping[str, Sequence[str]]]:
        return {}

    def called(self, kind: str, key: str) -> Sequence[str]:
        """What a record is called, and was before the workbook named it anew."""
        new = self.people.get(key, "") if kind == "staff" else ""
        old = called(self.archive, kind, key)
        # Why not the id: that is what a record is called whose file cannot be read.
        return [name for name in (new, old if old != key or kind == "titles" else "") if name]

    def _by_words(self, kind: str) -> Mapping[str, Sequence[str]]:
        if kind not in self._names:
            grouped: dict[str, list[str]] = {}
            for key in self.keys(kind):
                for name in dict.fromkeys(folded(name) for name in self.called(kind, key)):
                    grouped.setdefault(name, []).append(key)
            self._names[kind] = grouped
        return self._names[kind]

    def named(self, kind: str, words: str) -> Sequence[str]:
        """The keys of all that are called so."""
        return self._by_words(kind).get(folded(words), ())

    def _found_both(self, kind: str, words: str, name: str, key: str) -> Found:
        real = self._keys[kind].get(folded(key))
        if self.named(kind, words):
            return self._by_name(kind, words)
        if real is None:
            return self._by_name(kind, words)
        if folded(name) in {folded(one) for one in self.called(kind, real)}:
            return Found(real)
        other = self.called(kind, real)[0] if self.called(kind, real) else real
        wrong = f"{quoted(words, '这里写的内容')}前后不符：编号 {real} 是“{other}”"
        return Found(wrong=wrong, fix="核对后只留对的，或只写编号")

    def _by_name(self, kind: str, words: str) -> Found:
        keys = self.named(kind, words)
        if len(keys) == 1:
            return Found(keys[0])
        plural = KINDS[kind].plural if kind in KINDS else "档案"
        if keys:
            return Found(
                wrong=f"{quoted(words, '这个名称')}有{len(keys)}个（{LISTED_AS.join(keys)}），分不清是哪一个",
                fix="写编号",
            )
        if (alike := self.named(kind, other_ending(words))) and kind == "credential_types" and len(alike) == 1:
            return Found(alike[0], read_as=self.called(kind, alike[0])[0])
        close = close_name(words, {name for key in self.keys(kind) for name in self.called(kind, key)})
        fix = f"是不是“{close}”？" if close else f"写{plural}里已有的名称或编号"
        return Found(wrong=f"{quoted(words, '这里写的内容')}在{plural}里找不到", fix=fix)


def other_ending(words: str) -> str:
    """The other way of writing the same certificate: 护士执业证, 护士执业证书."""
    return words.strip().removesuffix("书") if words.strip().endswith("证书") else f"{words.strip()}书"


def close_name(words: str, names: Collection[str]) -> str:
    """The one name that holds the words or a part of which they hold; else the nearest in spelling."""
    said = folded(words)
    alike = [name for name in sorted(names) if len(said) > 1 and (said in folded(name) or folded(name) in said)]
    return alike[0] if len(alike) == 1 else nearest(words, names) or ""


#: Between several keys in a message.
LISTED_AS: Final = "、"


def _both(words: str) -> tuple[str, str] | None:
    """A name and an id that somebody wrote together."""
    plain = words.strip()
    if both := _BOTH.fullmatch(plain):
        return both["name"], both["id"]
    if spaced := _SPACED.fullmatch(plain):
        return (spaced["name"] or spaced["last"]), (spaced["id"] or spaced["end"])
    return None
