"""What is checked of one drawn record, in words: papers to bring, questions with what the archive says."""

from __future__ import annotations

from dataclasses import dataclass

#: Stands where the archive says nothing.
NOTHING = "档案没有记载"
#: Stands where a question can only be answered on the spot.
ON_SPOT = "（现场核查）"


@dataclass(frozen=True, slots=True)
class Check:
    """A question, and the archive's facts about it, a line each."""

    question: str
    facts: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands on the site: a page below its root, and a place there. Empty where it is not on it."""

    page: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """Something to bring. ``number``: by which it is found; ``keeper``: whoever keeps it, where it is no record here.

    ``files``: below the institution's folder; ``binder``: the part of the binder. All may be empty.
    """

    what: str
    number: str = ""
    keeper: str = ""
    place: Place = Place()
    files: tuple[str, ...] = ()
    binder: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One drawn record: its key, what people call it, more about it, where it stands on the site."""

    key: str
    title: str
    about: str
    place: Place
    papers: tuple[Paper, ...]
    checks: tuple[Check, ...]
