"""Record id and words -> a file name that every system can hold. Pure; used by renderers when they name outputs."""

from __future__ import annotations

import unicodedata
from itertools import groupby

#: Names that Windows keeps for devices, with any suffix.
RESERVED = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}
    | {f"{port}{n}" for port in ("COM", "LPT") for n in "0123456789¹²³"}
)

_LIMIT = 200


def safe_file_name(record_id: str, *words: str, suffix: str) -> str:
    """``D01``, ``张三 / 主任``, ``.docx`` -> ``D01-张三-主任.docx``.

    Letters, digits and ``_`` stay, and ``-`` in the id; every run of anything else becomes one ``-``; NFC; at most 200
    bytes of UTF-8, cut between characters; never a name that Windows reserves. The id comes first and whole, so that
    the cut never takes it and two records never share a name.

    Raises ``ValueError`` for an id without a letter or digit, or too long to keep whole.
    """
    key = _cleaned(record_id, "_-").lstrip("-")
    room = _LIMIT - len(suffix.encode())
    if not key or len(key.encode()) > room:
        raise ValueError(f"id does not fit a file name: {record_id!r}")
    stem = "-".join(part for part in (key, *(_cleaned(word).strip("-") for word in words)) if part)
    stem = stem.encode()[:room].decode(errors="ignore")
    stem = key + stem[len(key) :].rstrip("-")
    return (f"{stem}-" if stem.upper() in RESERVED else stem) + suffix


def _cleaned(text: str, kept: str = "_") -> str:
    # Why ``_`` always: an id may hold it, and the ids ``a_b`` and ``a-b`` must not become the same name.
    runs = groupby(unicodedata.normalize("NFC", text), key=lambda character: character.isalnum() or character in kept)
    return "".join("".join(run) if stays else "-" for stays, run in runs)
