"""A record's rank under a seed: what makes a sample the same everywhere, and nobody's choice.

Why SHA-256: whoever doubts a sample can compute a rank with any tool (``printf 7:staff/D03 | sha256sum``), and no
record's number can be chosen so that it is drawn seldom. ``site/assets/javascripts/tracer-draw.js`` has it too.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

#: The largest seed; every smaller whole number from 0 on is one.
MOST_SEED: Final = 10**12


def rank(seed: int, key: str) -> str:
    """64 hexadecimal digits, by which the keys of a sample are sorted; the smallest is drawn first.

    Why the key alone decides under a seed: a record that comes or goes leaves the ranks of all others as they are.
    """
    return sha256(f"{seed}:{key}".encode()).hexdigest()
