"""Whether tags of the template language leave Word's structure whole, proved without filling anything."""

from __future__ import annotations

import re
from typing import Final

_TOKENS: Final = re.compile(
    r"\{%-?\s*(?P<word>\w+)(?:(?!%\}).)*%\}|\{\{(?:(?!\}\}).)*\}\}|<(?P<close>/?)(?P<name>[^\s<>/?!]+)[^<>]*?(?P<empty>/?)>",
    re.DOTALL,
)


def unbalanced(source: str) -> int | None:
    """The line of the ``for`` or ``if`` whose content opens or closes what it does not close or open; lines from 1.

    A branch may close elements that it opens again under the same names: left out or repeated, the whole stays whole.
    So a source without such a line gives well-formed XML for any data. Tags that are not paired are not looked at.
    """
    open_elements: list[str] = []
    blocks: list[tuple[list[str], int]] = []
    for token in _TOKENS.finditer(source):
        word, name = token["word"], token["name"]
        if word in ("for", "if"):
            blocks.append((open_elements.copy(), token.start()))
        elif word in ("elif", "else", "endfor", "endif") and blocks:
            before, start = blocks[-1]
            if open_elements != before:
                return source.count("\n", 0, start) + 1
            if word.startswith("end"):
                blocks.pop()
        elif name and token["close"]:
            if not open_elements or open_elements.pop() != name:
                return source.count("\n", 0, blocks[-1][1] if blocks else token.start()) + 1
        elif name and not token["empty"]:
            open_elements.append(name)
    return None
