"""Indicators: targets missed, data missing, and what follows a missed target."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from meidang.archive import Archive
from meidang.archive.indicators import Series, State, Value, series
from meidang.findings import Severity
from meidang.models.duties import Duties
from meidang.models.ledgers.quality import QiEntry
from meidang.models.scalars import AMOUNT
from meidang.models.wording import called
from meidang.rules.duties import WEIGHTS, where_to
from meidang.rules.rule import Problem, rule


def value_words(value: Value) -> str:
    """A value with what it was counted from: ``93.15%（1374/1475）``; a number as it is."""
    if value.share is None:
        return str(value.part)
    return f"{value.share:.2%}（{value.part}/{value.whole}）"


def target_words(one: Series) -> str:
    """The target in words: 不高于 5%."""
    indicator = one.indicator
    unit = "%" if indicator.denominator else ""
    return f"{indicator.direction} {AMOUNT.show(indicator.target)}{unit}" if indicator.target is not None else ""


def _problem(one: Series, message: str, fix: str, value: Value, severity: Severity | None = None) -> Problem:
    weight = WEIGHTS[one.indicator.weight] if severity is None else severity
    return Problem(
        one.table,
        ("indicators", one.row),
        message,
        fix,
        value.period.last,
        severity=weight,
        clause=one.indicator.clause,
        about=one.about,
    )


@rule("IND001", Severity.MAJOR, clause="指标", requirements=("S0-16", "S0-18", "S1-22"))
def target_missed(archive: Archive, as_of: date) -> Iterator[Problem]:
    """指标没有达到目标，也没有持续改进条目跟进。

    为什么：没有达标不可怕，没有人管才可怕；每个未达标的期间都要有一条持续改进条目，写明改进措施。程度和条款以指标表为准。
    错误：
    # 四月门诊病历规范率 80%，没有改进条目
    target: 90
    正确：
    # archive/ledger/qi_entry/hospital-2026-05.yaml
    indicator_id: outpatient_conformity
    indicator_period: 2026-04
    actions: 初诊病历用模板，缺项不能提交
    """
    for one in series(archive, as_of):
        for value in one.values:
            if value.state is State.MISSED and not value.improvement:
                message = (
                    f"{one.whose} {value.period.words}为 {value_words(value)}，"
                    f"目标{target_words(one)}，没有持续改进条目跟进"
                )
                fix = (
                    f"建立或补全持续改进条目：写明{called(QiEntry, 'actions')}，{called(QiEntry, 'indicator_id')}写 "
                    f"{one.indicator.id}，{called(QiEntry, 'indicator_period')}写 {value.period.name}"
                )
                yield _problem(one, message, fix, value)


@rule("IND002", Severity.NOTICE, clause="指标", requirements=("S1-03",))
def target_missed_and_followed(archive: Archive, as_of: date) -> Iterator[Problem]:
    """指标没有达到目标，已有持续改进条目跟进。

    为什么：提醒复查改进后的数值；评审会问下一期的数字。
    错误：
    # 四月 80%，已有改进条目
    target: 90
    正确：
    # 五月 95%
    target: 90
    """
    for one in series(archive, as_of):
        for value in one.values:
            if value.state is State.MISSED and value.improvement:
                numbers = "、".join(each.entry.qi_no for each in value.improvement)
                said = f"{one.whose} {value.period.words}为 {value_words(value)}，目标{target_words(one)}"
                message = f"{said}；跟进：{numbers}"
                yield _problem(one, message, "复查改进效果", value, Severity.NOTICE)


@rule("IND003", Severity.MAJOR, clause="指标", requirements=("S1-25a", "S1-31"))
def no_data(archive: Archive, as_of: date) -> Iterator[Problem]:
    """指标的期间没有数据。

    为什么：分母为零，指标就算不出来；没有统计等于没有监测。
    错误：
    # 六月没有登记应访人数
    every: 月
    正确：
    entries:
      - figure: 随访应访人数
        count: 248
        counted_on: 2026-06-30
    """
    for one in series(archive, as_of):
        missing = [value for value in one.values if value.state is State.NONE]
        if missing:
            names = "、".join(value.period.words for value in missing[:6])
            more = f" 等 {len(missing)} 期" if len(missing) > 6 else ""
            fix = f"把分母的记录补登{_where_to(archive, one, missing[0])}"
            yield _problem(one, f"{one.whose}：{names}{more}没有数据", fix, missing[0])


def _where_to(archive: Archive, one: Series, value: Value) -> str:
    """Where the missing entries of the denominator belong."""
    ledger = (one.indicator.denominator or one.indicator.numerator).ledger
    # Of what was counted in a period the denominator's entries stand first.
    latest = next((each.evidence[0] for each in reversed(one.values) if each.whole), None)
    return where_to(archive, ledger, value.period, latest, one.department)


@rule("IND004", Severity.MAJOR, clause="指标", requirements=("S1-22",))
def sample_below_minimum(archive: Archive, as_of: date) -> Iterator[Problem]:
    """指标的样本少于规定数。

    为什么：样本不足的率不能算达标。同一台账的应办事项已规定样本的，由 DUT002 指出，这里不重复。
    错误：
    sample_size: 8
    正确：
    sample_size: 10
    """
    sampled = {duty.ledger for table in archive.of(Duties) for duty in table.record.duties if duty.min_sample}
    for one in series(archive, as_of):
        base = one.indicator.denominator
        for value in one.values if base and base.ledger not in sampled else ():
            if value.state is State.FEW:
                least = one.indicator.min_sample
                message = f"{one.whose} {value.period.words}的分母只有 {value.whole}，规定至少 {least}，不能判定"
                yield _problem(one, message, f"补足样本到 {least} 再统计", value)
