"""What falls due and what waits, for whom and until when: one answer for pages, calendars, digests, commands. Pure.

``Found`` is where it starts: an archive with its findings on a day. ``turns`` are all matters with whose turn they
are, ``waiting`` the same by person, department and office; ``endings``, ``lateness`` and ``dues`` know what ends and is
owed, ``stages`` how near it has come.
"""

from meidang.agenda.found import Found, found_in
from meidang.agenda.matter import About, Matter, Turn, Waiting
from meidang.agenda.matters import AHEAD, YEAR, by_who, together, turns, waiting
from meidang.agenda.whose import OFFICE, Who, Whose

__all__ = [
    "AHEAD",
    "OFFICE",
    "YEAR",
    "About",
    "Found",
    "Matter",
    "Turn",
    "Waiting",
    "Who",
    "Whose",
    "by_who",
    "found_in",
    "together",
    "turns",
    "waiting",
]
