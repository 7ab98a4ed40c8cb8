"""The nearest known word to one that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The closest of the known words, ignoring case; None when nothing is close."""
    by_lower = {candidate.lower(): candidate for candidate in sorted(known, reverse=True)}
    close = get_close_matches(word.lower(), list(by_lower), n=1, cutoff=0.6)
    return by_lower[close[0]] if close else None
