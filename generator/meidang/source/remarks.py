"""What the stages of reading note down about one text, before it is known on which line that is.

The character scan, the tree builder and the line scan each add remarks; ``read`` turns them into findings at the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from meidang.source.problems import Code

#: More than this many findings of one file help nobody.
CAP = 20


@dataclass(frozen=True, slots=True)
class Remark:
    """Something wrong at a character offset.

    ``gives_way``: offsets between which a suspicious line explains this better, so that it is left out.
    """

    index: int
    code: Code
    message: str
    fix: str
    gives_way: tuple[int, int] | None = None


@dataclass(slots=True)
class Remarks:
    """The remarks on one text: the first ``CAP`` in full, the rest only counted."""

    listed: list[Remark] = field(default_factory=list)
    dropped: int = 0

    def add(self, index: int, code: Code, message: str, fix: str, *, gives_way: tuple[int, int] | None = None) -> None:
        """Note one thing down; what ended the reading always finds room."""
        if not self.full or code in (Code.SYNTAX, Code.LIMIT):
            self.listed.append(Remark(index, code, message, fix, gives_way))
        else:
            self.dropped += 1

    @property
    def full(self) -> bool:
        """Whether further remarks are only counted."""
        return len(self.listed) >= CAP
