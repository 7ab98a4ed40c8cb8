"""Facts about numbers: a technique's yearly figures, and every indicator's values against its target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from meidang.archive import Archive
from meidang.archive.indicators import Series, State, Value, series
from meidang.archive.spans import span_words
from meidang.consequences.facts.fact import Fact, FactSort
from meidang.consequences.moves import Moves
from meidang.models.base import describe
from meidang.models.scalars import AMOUNT
from meidang.models.technique import Technique, YearFigures

#: What a year's figures are counted in.
_COUNTS: Final = ("cases", "cured", "improved", "ineffective", "complications", "disputes")
#: Two rates with the same verdict that are nearer to each other are told last.
_ALIKE: Final = 0.05


def year_facts(before: Archive, after: Archive, moves: Moves) -> Iterator[Fact]:
    """Of each technique in both versions, the years whose figures differ."""
    olds = {moves.id("technique", item.id): item for item in before.of(Technique)}
    for item in after.of(Technique):
        old = olds.get(item.id)
        if old is None:
            continue
        had, has = ({one.year: one for one in each.record.figures} for each in (old, item))
        for year in sorted({*had, *has}):
            told = "，".join(_counts(had.get(year), has.get(year)))
            if told:
                yield Fact(FactSort.FIGURES, item.key, f"{item.label} {year} 年", after=told)


def _counts(old: YearFigures | None, new: YearFigures | None) -> Iterator[str]:
    if old is None or new is None:
        yield f"补报，开展 {new.cases} 例" if new else "删去"
        return
    for name in _COUNTS:
        was, is_now = getattr(old, name), getattr(new, name)
        if was != is_now:
            yield f"{describe(YearFigures)[name].label} {was} → {is_now}"


def indicator_facts(before: Archive, after: Archive, day: date, moves: Moves) -> Iterator[Fact]:
    """Each period of each indicator whose value differs."""
    olds = {key: value for key, (_, value) in _values(before, day, moves).items()}
    for key, (one, value) in _values(after, day, Moves()).items():
        old = olds.get(key)
        if old is None or _said(old) != _said(value):
            what = f"{one.whose} {span_words(value.period.name)}"
            said = f"{_said(value)}{_target(one)}"
            is_worse = value.state is State.MISSED and (old is None or old.state is not State.MISSED)
            former = _said(old) if old else "没有这一期"
            is_slight = old is not None and _is_alike(old, value)
            yield Fact(FactSort.INDICATOR, one.about, what, former, said, is_worse=is_worse, is_slight=is_slight)


def _values(archive: Archive, day: date, moves: Moves) -> Mapping[tuple[str, str, str], tuple[Series, Value]]:
    return {
        (one.about, moves.key(one.department.key) if one.department else "", value.period.name): (one, value)
        for one in series(archive, day)
        for value in one.values
    }


def _is_alike(old: Value, new: Value) -> bool:
    """Whether nobody need hear of it first: every row that is entered moves some rate a little."""
    shares = (old.share or 0, new.share or 0)
    return old.state is new.state and abs(shares[0] - shares[1]) < _ALIKE


def _said(value: Value) -> str:
    if value.whole is None:
        number = str(value.part)
    elif value.share is None:
        number = "没有样本"
    else:
        number = f"{value.share:.1%}（{value.part}/{value.whole}）"
    return f"{number}，{value.state.value}"


def _target(one: Series) -> str:
    if one.indicator.target is None:
        return ""
    unit = "%" if one.indicator.denominator else ""
    return f"（目标{one.indicator.direction} {AMOUNT.show(one.indicator.target)}{unit}）"
