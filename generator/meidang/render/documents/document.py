"""What rendering a document yields, whatever it was made with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from meidang.errors import UsageError
from meidang.findings import Finding


@dataclass(frozen=True, slots=True)
class Document:
    """A finished document. ``kind``, ``id`` and ``words`` (the record's name, the document's title) name its file.

    A ledger's ``id`` is the year.
    """

    kind: str
    id: str
    words: tuple[str, ...]
    content: bytes
    template: str


class Unfit(UsageError):
    """The templates cannot be filled; ``check_templates`` would have said so."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        """``findings``: at least one."""
        first = findings[0]
        super().__init__(f"{first.location}：{first.message}（{first.fix}）")
        self.findings = tuple(findings)

    def __reduce__(self) -> tuple[type[Unfit], tuple[tuple[Finding, ...]]]:
        """Comes home from another process as it left."""
        return Unfit, (self.findings,)
