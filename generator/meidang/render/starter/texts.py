"""The starter's texts, which lie beside the program; names between ``@@`` are filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_FILES: Final = Path(__file__).parent / "files"
_NAME: Final = re.compile("@@([a-z_]+)@@")


def text_of(name: str) -> str:
    """One of our texts."""
    return (_FILES / name).read_text(encoding="utf-8")


def filled(text: str, values: Mapping[str, str]) -> str:
    """``text`` with each name's value, which is not looked through again. Raises KeyError for a name without one."""
    return _NAME.sub(lambda found: values[found[1]], text)
