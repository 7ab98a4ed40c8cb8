"""What the reviews of samples have in common: their classes must add up to the sample."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from meidang.archive.collections import Entered
from meidang.rules.rule import Problem


def counts_differ(
    one: Entered, parts: Sequence[str], whole: str, words: tuple[str, str], fix: str
) -> Iterator[Problem]:
    """A problem where the classes of a sample do not add up; ``words``: what the entry is, and what its classes are."""
    total, size = sum(getattr(one.entry, name) for name in parts), getattr(one.entry, whole)
    if total != size:
        message = f"{one.day} 的{words[0]}：{words[1]}合计 {total}，抽查 {size}，对不上"
        yield Problem(one.item, one.at(whole), message, fix)
