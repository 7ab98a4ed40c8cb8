"""What is new since the last digest, for each target: told once, remembered when it was taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from meidang.agenda import Found, Who, together, turns
from meidang.agenda.stages import News, lead_days, news
from meidang.agenda.whose import name_apart
from meidang.pipeline import Read, check
from meidang.pipeline.agenda import found_by
from meidang.pipeline.remembering import Told
from meidang.pipeline.revisions import committed
from meidang.project import Project
from meidang.render.digest import Digest, digest_of
from meidang.source.past import NoPast, last_before


@dataclass(frozen=True, slots=True)
class Prepared:
    """What somebody would be told now; ``digest`` None where nothing is new.

    ``told``: what is to be remembered when it was taken.
    """

    digest: Digest | None
    told: Told


@dataclass(frozen=True)
class Desk:
    """What is so on the day; and, where somebody named a day to begin with, what was so then.

    ``is_past_read``: whether that was read from the archive as it was committed then.
    """

    found: Found
    now: Sequence[News]
    then: Sequence[News] | None = None
    is_past_read: bool = False

    def prepared(self, who: Who | None, told: Told | None) -> Prepared:
        """The digest for a target: of what it was not told, or was not so then; where neither is known, of all."""
        mine = _of(self.now, who)
        known = _keys(_of(self.then, who)) if self.then is not None else told.keys if told else frozenset()
        fresh = [one for one in mine if one.key not in known]
        name = name_apart(self.found, who) if who else ""
        is_first = self.then is None and told is None
        digest = digest_of(self.found, fresh, name, is_first=is_first) if fresh else None
        return Prepared(digest, Told(self.found.as_of, _keys(mine)))


def _of(every: Iterable[News], who: Who | None) -> Sequence[News]:
    return [one for one in every if who is None or who in one.turn.whose]


def _keys(every: Iterable[News]) -> frozenset[str]:
    return frozenset(one.key for one in every)


def desk(project: Project, found: Found, read: Read, since: date | None) -> Desk:
    """``since``: the day from which on what entered a stage is news, whatever was told since then.

    What was so before is read from the archive as it was committed before that day. Where Git has none so old, today's
    is judged on that day; what an edit has brought since then then looks as if it had been so before.
    """
    now = _news(found)
    if since is None:
        return Desk(found, now)
    if revision := last_before(project.root, since):
        with suppress(NoPast), committed(project.root, revision) as past:
            return Desk(found, now, _news(found_by(check(past.project, as_of=since, today=since))), is_past_read=True)
    return Desk(found, now, _news(found_by(check(project, as_of=since, today=since, read=read))))


def _news(found: Found) -> Sequence[News]:
    return news(found, together(turns(found, timedelta(days=max(lead_days(found), default=0)))))
