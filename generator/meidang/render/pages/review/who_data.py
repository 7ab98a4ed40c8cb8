"""What the page 授权查询 brings along for its script: from which day to which each answer holds, about whom."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from meidang.archive.authorised import WEIGHED, Series, Verdict, terms
from meidang.archive.authorised_days import Side, Stretch, institution_course, technique_course
from meidang.archive.granted import Granted
from meidang.models.scalars import NEVER
from meidang.models.technique import Technique
from meidang.render import escape
from meidang.render.pages import markup
from meidang.render.pages.addresses import WHO, path_of
from meidang.render.pages.book import Book

#: The columns of the browser's answer, about a technique and about a person: the reason first, for narrow screens.
_ANSWER_HEADS: Final = ("说明", "类别", "授权日期", "有效期至", "签批", "条件")
_VERDICTS: Final = tuple(Verdict)


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody's privileges of one type for one technique, and what they come to from day to day."""

    series: Series
    stretches: Sequence[Stretch]


def answer_place(book: Book, told: Sequence[Told], source: str) -> str:
    """Where the script puts its answer, with what it needs; ``source``: which archive answers."""
    said = json.dumps(_Brought(book).data(told, source), ensure_ascii=False, separators=(",", ":"))
    return f'<section id="who-answer" aria-label="查询结果" data-who="{escape.html_attribute(said)}" hidden></section>'


@dataclass
class _Brought:
    """What the page brings along. Texts, which come again and again, are written once and named by their number."""

    book: Book
    texts: dict[str, int] = field(default_factory=dict)

    def data(self, told: Sequence[Told], source: str) -> dict[str, Any]:
        """Rows: technique, its name, person, type, the privileges, and from which day on which answer holds.

        ``sides``: what stands against the institution (under no id) and each technique, and from which day on.
        """
        archive = self.book.archive
        rows = [self._row(one) for one in told]
        sides = {one.id: technique_course(archive, one.id) for one in archive.of(Technique)}
        return {
            "source": source,
            "verdicts": [one.value for one in _VERDICTS],
            "heads": _ANSWER_HEADS,
            "weighed": WEIGHED,
            "rows": rows,
            "sides": {key: self._sides(one) for key, one in {"": institution_course(archive), **sides}.items()},
            "texts": list(self.texts),
        }

    def _row(self, told: Told) -> list[Any]:
        series, first = told.series, told.series[0]
        what = first.technique.label if first.technique else first.privilege.operation_name or first.privilege.tier
        privileges = {one.index: number for number, one in enumerate(series)}
        return [
            self._text(first.technique.id if first.technique else ""),
            self._text(what or "—"),
            self._text(markup.address(WHO, path_of(first.technique)) if first.technique else ""),
            self._text(first.item.id),
            self._text(first.item.label),
            self._text(markup.address(WHO, path_of(first.item))),
            self._text(first.privilege.privilege_type),
            [self._privilege(one) for one in series],
            [self._stretch(one, privileges) for one in told.stretches],
        ]

    def _privilege(self, held: Granted) -> list[Any]:
        privilege = held.privilege
        until = "长期" if privilege.valid_to == NEVER else str(privilege.valid_to or "")
        said = "；".join(terms(self.book.archive, held))
        texts = (str(privilege.granted_on or ""), until, privilege.granted_by or "", said)
        return [held.index, *map(self._text, texts)]

    def _stretch(self, one: Stretch, privileges: dict[int, int]) -> list[Any]:
        answer = one.answer
        against = [self._text(words) for words in answer.against]
        reason = [self._text(f"原因：{answer.reason}")] if answer.reason else []
        since = self._text(str(one.since) if one.since else "")
        return [since, _VERDICTS.index(answer.verdict), privileges[answer.held.index], against, reason]

    def _sides(self, course: Sequence[Side]) -> list[Any]:
        return [
            [self._text(str(one.since) if one.since else ""), *(self._text(words) for words in one.words)]
            for one in course
        ]

    def _text(self, words: str) -> int:
        return self.texts.setdefault(words, len(self.texts))
