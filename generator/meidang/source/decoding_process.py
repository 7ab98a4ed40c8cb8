"""A process that decodes strangers' files for another: what crashes it or keeps it busy hurts nobody else.

It reads a line of JSON and so many bytes from its input, and answers with a line of JSON, until its input ends.
"""

from __future__ import annotations

import json
import resource
import signal
import sys

from meidang.source.decoder import SECONDS
from meidang.source.decoding import Undecodable, glance
from meidang.source.limits import MIB

#: The largest picture that is taken needs a sixth of it.
_MEMORY = 2_048 * MIB


def main() -> None:
    """Answer until nothing more is asked."""
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    limit = _MEMORY if most == resource.RLIM_INFINITY else min(_MEMORY, most)
    resource.setrlimit(resource.RLIMIT_AS, (limit, most))
    while line := sys.stdin.buffer.readline():
        asked = json.loads(line)
        content = sys.stdin.buffer.read(asked["length"])
        # Why here too: whoever asked may have been killed, and nobody else would end this.
        signal.alarm(2 * SECONDS)
        answer = _answer(asked["name"], content, whole=asked["whole"])
        signal.alarm(0)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _answer(name: str, content: bytes, *, whole: bool) -> dict[str, str]:
    try:
        return {"shape": glance(name, content, whole=whole)}
    except Undecodable as error:
        return {"code": error.fault.code.value, "words": error.fault.words, "fix": error.fault.fix}


if __name__ == "__main__":
    main()
