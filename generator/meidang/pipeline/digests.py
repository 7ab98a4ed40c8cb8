"""What is new since the last digest, for each target: told once, remembered when it was taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from meidang.agenda import Found, Who, together, turns
from meidang.agenda.stages import News, lead_days, news
from meidang.agenda.whose import name_of
from meidang.pipeline import Read, check
from meidang.pipeline.agenda import found_by
from meidang.pipeline.remembering import Told
from meidang.project import Project
from meidang.render.digest import Digest, digest_of


@dataclass(frozen=True, slots=True)
class Prepared:
    """What somebody would be told now; ``digest`` None where nothing is new.

    ``told``: what is to be remembered when it was taken; ``known``: what was not news to them.
    """

    digest: Digest | None
    told: Told
    known: Told


@dataclass(frozen=True)
class Desk:
    """What is so on the day, and what was so before, by which those are judged of whom nothing is remembered."""

    found: Found
    now: Sequence[News]
    then: Sequence[News]

    def prepared(self, who: Who | None, told: Told | None) -> Prepared:
        """The digest for a target: of what was not told, or was not so before."""
        mine, before = _of(self.now, who), _of(self.then, who)
        known = told or Told(self.found.as_of, _keys(before))
        fresh = [one for one in mine if one.key not in known.keys]
        digest = digest_of(self.found, fresh, name_of(self.found, who) if who else "") if fresh else None
        return Prepared(digest, Told(self.found.as_of, _keys(mine)), known)


def _of(every: Iterable[News], who: Who | None) -> Sequence[News]:
    return [one for one in every if who is None or who in one.turn.whose]


def _keys(every: Iterable[News]) -> frozenset[str]:
    return frozenset(one.key for one in every)


def desk(project: Project, found: Found, read: Read, since: date | None) -> Desk:
    """``since``: the day of which the archive is judged too; the day before where none is named."""
    before = since or found.as_of - timedelta(days=1)
    then = found_by(check(project, as_of=before, today=before, read=read))
    return Desk(found, _news(found), _news(then))


def _news(found: Found) -> Sequence[News]:
    return news(found, together(turns(found, timedelta(days=max(lead_days(found), default=0)))))
