"""The tables of duties and indicators themselves: what they name exists, what they ask can hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import Any, Final

from meidang.archive import Archive
from meidang.archive.collections import COLLECTIONS
from meidang.archive.conditions import allowed_words, way, way_to_numbers
from meidang.archive.index import Item
from meidang.archive.obligations import SUBJECTS
from meidang.findings import Severity
from meidang.kinds import KINDS
from meidang.models.base import Declared, Model, describe, title_of
from meidang.models.duties import Condition, Duties, Duty, Indicator, Indicators, Measure
from meidang.models.scalars import AMOUNT
from meidang.models.wording import called
from meidang.rules.rule import Problem, rule

#: The clause of what is wrong in the table of indicators; the rule's own is that of the table of duties.
_OF_INDICATORS: Final = "指标"
#: All of the whole, in percent.
_WHOLE: Final = 100


@rule("DUT007", Severity.ERROR, clause="应办事项")
def declared_wrongly(archive: Archive, as_of: date) -> Iterator[Problem]:  # noqa: ARG001 - true on any day
    """应办事项表或指标表里的条件对不上台账的字段，或者率的目标超过 100。

    为什么：字段名或取值写错一个字，条件就永远不成立，该报的就报不出来；有分母的指标是率，目标写百分数，不超过 100。
    错误：
    where:
      - key: knd
        values: [月考评]
    正确：
    where:
      - key: kind
        values: [季度评价]
    """
    for table in archive.of(Duties):
        for row, duty in enumerate(table.record.duties):
            yield from _wrong_duty(table, row, duty)
    for indicators in archive.of(Indicators):
        for row, indicator in enumerate(indicators.record.indicators):
            for name in ("numerator", "denominator"):
                measure = getattr(indicator, name)
                if measure is not None:
                    for problem in _wrong_measure(indicators, ("indicators", row, name), measure):
                        yield replace(problem, clause=_OF_INDICATORS)
            yield from _wrong_target(indicators, row, indicator)


def _wrong_duty(table: Item[Duties], row: int, duty: Duty) -> Iterator[Problem]:
    path: tuple[str | int, ...] = ("duties", row)
    collection = COLLECTIONS.get(duty.ledger)
    if collection is None:
        return
    yield from wrong_conditions(table, (*path, "where"), collection.model, duty.where)
    if duty.per != "机构":
        yield from wrong_conditions(table, (*path, "subjects"), KINDS[SUBJECTS[duty.per]].model, duty.subjects)
    for name in duty.complete:
        if way(collection.model, name) is None:
            yield _no_field(table, path, collection.model, name)
    yield from _not_a_number(table, path, collection.model, duty.sample)
    if (duty.every is None) == (duty.within_months is None):
        fix = f"写{called(Duty, 'every')}或{called(Duty, 'within_months')}"
        yield Problem(table, path, f"「{duty.name}」的周期和最长间隔要写其中一个", fix)
    if 0 in (duty.within_months, duty.times):
        fix = f"改成 1 或更大；不再要求的写{called(Duty, 'until')}"
        yield Problem(table, path, f"「{duty.name}」的最长间隔和每周期次数不能是 0", fix)


def _wrong_target(table: Item[Indicators], row: int, indicator: Indicator) -> Iterator[Problem]:
    """A rate is written in percent, and no part is more than the whole."""
    target = indicator.target
    if indicator.denominator is not None and target is not None and target > _WHOLE:
        message = f"「{indicator.name}」有分母，是率，目标不能超过 100，写的是 {AMOUNT.show(target)}"
        fix = f"率写百分数：95 即 95%；只是一个数的，删掉{called(Indicator, 'denominator')}"
        yield Problem(table, ("indicators", row, "target"), message, fix, clause=_OF_INDICATORS)


def _wrong_measure(table: Item[Indicators], path: tuple[str | int, ...], measure: Measure) -> Iterator[Problem]:
    collection = COLLECTIONS.get(measure.ledger)
    if collection is None:
        return
    yield from wrong_conditions(table, (*path, "where"), collection.model, measure.where)
    if measure.distinct and way(collection.model, measure.distinct) is None:
        yield _no_field(table, path, collection.model, measure.distinct)
    yield from _not_a_number(table, path, collection.model, measure.total)


def _not_a_number(
    table: Item[Any], path: tuple[str | int, ...], model: type[Model], name: str | None
) -> Iterator[Problem]:
    """A field that should be added up, and cannot."""
    steps = way(model, name) if name else None
    if name and steps is None:
        yield _no_field(table, path, model, name)
    elif name and steps and way_to_numbers(model, name) is None:
        message = f"{title_of(model)}的「{steps[-1].label}」不是整数，不能合计"
        yield Problem(table, path, message, "改成记录数量的字段；要数条数就删掉这一行")


def wrong_conditions(
    item: Item[Any], path: tuple[str | int, ...], model: type[Model], conditions: Sequence[Condition]
) -> Iterator[Problem]:
    """Conditions on a kind's records or on a ledger's entries that name no field, or can never hold."""
    for index, condition in enumerate(conditions):
        steps = way(model, condition.key)
        if steps is None:
            yield _no_field(item, (*path, index, "key"), model, condition.key)
            continue
        if condition.not_after and way(model, condition.not_after) is None:
            yield _no_field(item, (*path, index, "not_after"), model, condition.not_after)
        yield from _wrong_values(item, (*path, index), steps, condition)


def _wrong_values(
    item: Item[Any], path: tuple[str | int, ...], steps: Sequence[Declared], condition: Condition
) -> Iterator[Problem]:
    """What is asked of a field can never hold, or always does."""
    allowed, label = allowed_words(steps), steps[-1].label
    wrong = [word for word in condition.values if allowed and word not in allowed]
    if wrong:
        message = f"「{label}」没有“{'、'.join(wrong)}”这个取值"
        yield Problem(item, (*path, "values"), message, f"可用的取值：{'、'.join(allowed)}")
    elif condition.values and steps[-1].model:
        message = f"「{label}」是一组内容，没有取值"
        fix = (
            f"删掉{called(Condition, 'values')}，把{called(Condition, 'given')}写成“是”（true）；"
            f"或者把{called(Condition, 'key')}写到组里的字段"
        )
        yield Problem(item, (*path, "values"), message, fix)
    elif not condition.values and condition.given is None and condition.not_after is None:
        fix = f"写{called(Condition, 'values')}或{called(Condition, 'given')}"
        yield Problem(item, (*path, "key"), f"「{label}」的条件没有写要什么", fix)


def _no_field(item: Item[Any], path: tuple[str | int, ...], model: type[Model], name: str) -> Problem:
    return Problem(item, path, f"{title_of(model)}没有“{name}”这个字段", _offered(model, name))


def _offered(model: type[Model], name: str) -> str:
    """The fields to choose from, at the step of the name that goes astray, after the nearest of them."""
    inside, before, steps = model, "", name.split(".")
    for step in steps[:-1]:
        declared = describe(inside).get(step)
        if declared is None or declared.model is None:
            break
        inside, before, steps = declared.model, f"{before}{step}.", steps[1:]
    fields = {f"{before}{one.name}": one.label for one in describe(inside).values()}
    shown = [f"{each}（{label}）" for each, label in fields.items()]
    near = _nearest(before + steps[0], fields, steps[0])
    guess = f"是不是“{near}”（{fields[near]}）？" if near else ""
    return f"{guess}可用的字段：{'、'.join(shown)}"


def _nearest(name: str, fields: Mapping[str, str], word: str) -> str | None:
    """The field whose label somebody wrote, or else whose name is close."""
    labelled = next((each for each, label in fields.items() if label == word), None)
    return labelled or next(iter(get_close_matches(name.lower(), fields, n=1, cutoff=0.6)), None)
