"""Small words for lists: texts in a row, grades, dates, codes."""

from __future__ import annotations

from collections.abc import Iterable

from meidang.models.scalars import GRADE


def joined(words: Iterable[str]) -> str:
    """Words in a row, empty ones and repetitions left out."""
    return "、".join(dict.fromkeys(word for word in words if word))


def code_lines(codes: Iterable[str]) -> str:
    """Operation codes below one another: a narrow column breaks between them and never inside one."""
    return "\n".join(codes)


def grade_word(grade: int | None) -> str:
    """The grade in words; nothing where it is not given."""
    return "" if grade is None else GRADE.show(grade)


def percent(share: float | None) -> str:
    """A rate with two decimals; a dash where there was no case."""
    return "—" if share is None else f"{share:.2%}"


def rate_words(share: float | None, part: int, whole: int) -> str:
    """A rate with what it was counted from: ``99.02%（606/612）``."""
    return percent(share) if share is None else f"{percent(share)}（{part}/{whole}）"


def date_word(day: object) -> str:
    """A date as people write it in tables; nothing where there is none."""
    return str(day or "")
