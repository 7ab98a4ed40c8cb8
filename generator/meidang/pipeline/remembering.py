"""What was told to which address, between two runs: a small file of digests, which says nothing of anybody."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from meidang.errors import UsageError

_VERSION: Final = 1
#: More than any such file of ours.
_MOST_BYTES: Final = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Told:
    """What one address was told, and as of which day."""

    as_of: date
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered, and where; by whose address it is."""

    file: Path
    told: dict[str, Told]

    def oldest(self, target: str) -> Told | None:
        """What was told to that address of a target which was told least lately; None where to none."""
        every = [one for key, one in self.told.items() if key.startswith(f"{target}/")]
        return min(every, key=lambda one: one.as_of, default=None)

    def forget_others(self, target: str, keys: Iterable[str]) -> None:
        """Drop what was told to addresses that a target has no more: ``oldest`` would name them for ever."""
        kept = set(keys)
        for key in [one for one in self.told if one.startswith(f"{target}/") and one not in kept]:
            del self.told[key]

    def keep(self, key: str, told: Told) -> None:
        """Remember from now on that an address was told this."""
        self.told[key] = told
        write_told(self.file, self.told)


def read_told(file: Path) -> Mapping[str, Told]:
    """By address. Raises UsageError for a file that is none of ours."""
    if not file.exists():
        return {}
    wrong = UsageError(f"{file} 不是提醒的记录；删去它（下次会把目前的全部情况再说一遍），或用 --state 另指一个")
    if file.stat().st_size > _MOST_BYTES:
        raise wrong
    try:
        document: Any = json.loads(file.read_text("utf-8"))
        if document["version"] != _VERSION:
            raise wrong
        return {
            str(key): Told(date.fromisoformat(one["as_of"]), frozenset(map(str, one["told"])))
            for key, one in document["targets"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise wrong from None


def write_told(file: Path, told: Mapping[str, Told]) -> None:
    """Old or new, never half; for its owner only."""
    targets = {key: {"as_of": str(one.as_of), "told": sorted(one.keys)} for key, one in sorted(told.items())}
    text = json.dumps({"version": _VERSION, "targets": targets}, indent=1) + "\n"
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f".{file.name}.new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(descriptor)
    new.replace(file)
