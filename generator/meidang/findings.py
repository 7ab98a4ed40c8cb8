"""What can be wrong: Finding, Severity, Location. The lowest room; it imports nothing of ours.

Every room that looks at user data returns findings as values; none raises them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum


class Severity(IntEnum):
    """How much a finding weighs; a larger number weighs more.

    ``ERROR`` is a *data* finding (unreadable, does not fit, dangling) and stops rendering.
    The others are *compliance* findings, which the product exists for; they never stop it.
    """

    NOTICE = 1
    MINOR = 2
    MAJOR = 3
    VETO = 4
    ERROR = 5

    @property
    def label(self) -> str:
        """The Chinese word shown to people."""
        return _LABELS[self]


_LABELS = {
    Severity.NOTICE: "提醒",
    Severity.MINOR: "一般",
    Severity.MAJOR: "重要",
    Severity.VETO: "否决",
    Severity.ERROR: "数据错误",
}


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: ``path`` relative to the archive's root with ``/``; line and column from 1, 0 when unknown."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """``path:line:column``, without the parts that are unknown."""
        return ":".join([self.path, *(str(part) for part in (self.line, self.column) if part)])


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, in one Chinese sentence, with the smallest fix.

    ``code`` names the rule (``CRD001``); ``clause`` the article of the standard; ``record`` the record's key
    (``staff/D01``, empty for a file that is no record); ``due`` the day by which it must be put right; ``about`` the
    row of a table that asked for it (``duties/outpatient_audit``), where one did.
    """

    code: str
    severity: Severity
    message: str
    location: Location
    fix: str = ""
    clause: str = ""
    record: str = ""
    due: date | None = None
    about: str = ""

    @property
    def sort_key(self) -> tuple[Location, str, str]:
        """Findings are listed by place, then code, then words: the same order on every machine."""
        return self.location, self.code, self.message


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a code means, for ``meidang rule CODE`` and the site's page of rules; all texts are Chinese.

    ``bad`` and ``good`` are short examples; ``basis`` is the article of law, where there is one.
    """

    code: str
    title: str
    why: str
    bad: str
    good: str
    severity: Severity = Severity.ERROR
    clause: str = ""
    basis: str = ""
