"""The id to suggest for somebody new: the next one in the pattern of those who do the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from meidang.archive import Archive
from meidang.models.staff import Staff

_PATTERN = re.compile(r"([A-Za-z][A-Za-z_-]*?)([0-9]+)")


def next_id(archive: Archive, taken: Collection[str], posts: Collection[str], department: str) -> str:
    """After the highest of those with the same post, else in the same department, else of most people."""
    people = [(item.record, match) for item in archive.of(Staff) if (match := _PATTERN.fullmatch(item.id))]
    groups = (
        [match for one, match in people if set(one.posts) & set(posts)],
        [match for one, match in people if one.department_id == department],
        [match for _, match in people],
    )
    matches = next((group for group in groups if group), [])
    if not matches:
        return _after("S", 2, taken)
    prefix = Counter(match[1] for match in matches).most_common(1)[0][0]
    return _after(prefix, max(len(match[2]) for match in matches if match[1] == prefix), taken)


def _after(prefix: str, digits: int, taken: Collection[str]) -> str:
    numbers = [int(match[2]) for one in taken if (match := _PATTERN.fullmatch(one)) and match[1] == prefix]
    return f"{prefix}{max(numbers, default=0) + 1:0{digits}}"
