"""Papers, stays elsewhere, teaching and awards, and what shows them (S1-14.8, S1-14.10, S1-14.11)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from meidang.archive import Archive
from meidang.archive.facts import is_employed
from meidang.findings import Severity
from meidang.models.base import Model
from meidang.models.staff import FurtherStudy, Staff
from meidang.models.wording import called, labels
from meidang.rules.rule import Problem, rule

_PAPER: Final = ("author_position", "date")
_AWARD: Final = ("level", "date")


def _lacking(
    archive: Archive, day: date, field: str, wanted: Sequence[str], title: tuple[str, str]
) -> Iterator[Problem]:
    """A problem for each row of a list that lacks something; ``title``: the row's word, and the field that names it."""
    for item in archive.of(Staff):
        rows: tuple[Model, ...] = getattr(item.record, field) if is_employed(item.record, day) else ()
        for index, row in enumerate(rows):
            missing = [name for name in wanted if getattr(row, name) is None]
            if missing:
                whose = f"{item.label}的{title[0]}“{getattr(row, title[1])}”"
                message = f"{whose}没有{labels(type(row), *missing)}"
                yield Problem(item, (field, index, title[1]), message, f"补上{called(type(row), *missing)}")


@rule("STF015", Severity.MINOR, clause="(八)8", requirements=("S1-14.8",))
def paper_not_documented(archive: Archive, as_of: date) -> Iterator[Problem]:
    """科研论文没有作者排序或日期。

    为什么：论文要看得出本人是第几作者、何时发表，才能作为个人技术能力的证明。
    错误：
    paper_title: 假体隆鼻术后感染的早期处理
    正确：
    paper_title: 假体隆鼻术后感染的早期处理
    author_position: 第一作者
    date: 2022-06-15
    """
    yield from _lacking(archive, as_of, "papers", _PAPER, ("论文", "paper_title"))


@rule("STF016", Severity.MINOR, clause="(八)10", requirements=("S1-14.10",))
def study_without_certificate(archive: Archive, as_of: date) -> Iterator[Problem]:
    """进修学习已经结束，没有结业证。

    为什么：进修学习以结业证为证明。没有写结束日期的，视为还在进修。
    错误：
    host_unit: 岚江医科大学附属第一医院
    period_to: 2023-08-25
    正确：
    host_unit: 岚江医科大学附属第一医院
    period_to: 2023-08-25
    completion_certificate: 岚江医大附一〔2023〕进修第 31 号
    """
    for item in archive.of(Staff):
        for index, stay in enumerate(item.record.further_study if is_employed(item.record, as_of) else ()):
            ended = stay.period_to is not None and stay.period_to <= as_of
            if ended and stay.completion_certificate is None:
                message = f"{item.label}在{stay.host_unit}的进修已于 {stay.period_to} 结束，没有结业证"
                fix = f"在{called(FurtherStudy, 'completion_certificate')}写结业证编号"
                yield Problem(item, ("further_study", index, "host_unit"), message, fix)


@rule("STF017", Severity.MINOR, clause="(八)11", requirements=("S1-14.11",))
def award_not_documented(archive: Archive, as_of: date) -> Iterator[Problem]:
    """教学或获奖没有级别或日期。

    为什么：教学、获奖要写明级别和日期，才能核对。
    错误：
    name: 优秀带教医师
    kind: 教学
    正确：
    name: 优秀带教医师
    kind: 教学
    level: 院级
    date: 2024-12-27
    """
    yield from _lacking(archive, as_of, "awards", _AWARD, ("教学获奖", "name"))
