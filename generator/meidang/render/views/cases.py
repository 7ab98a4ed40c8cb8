"""Cases counted: by department and technique, and the steps that each one needs, as the rules judge them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Final, TypedDict

from meidang.archive.cases import BEYOND_LOCAL, Done, high_risk
from meidang.archive.drugs import is_high_risk
from meidang.render.views.desk import Desk
from meidang.render.views.words import grade_word, joined, rate_words


class DepartmentCasesRow(TypedDict):
    """A department's cases."""

    department: Annotated[str, "科室"]
    cases: Annotated[str, "病例数"]
    surgical: Annotated[str, "手术类"]
    high_risk: Annotated[str, "高风险"]
    passed: Annotated[str, "术前评估通过"]


class TechniqueCasesRow(TypedDict):
    """A technique's cases."""

    technique: Annotated[str, "技术项目"]
    grade: Annotated[str, "级别"]
    cases: Annotated[str, "病例数"]
    operators: Annotated[str, "操作者"]


class CheckRow(TypedDict):
    """A step that cases need, and in how many it was done."""

    step: Annotated[str, "环节"]
    needed: Annotated[str, "应落实"]
    done: Annotated[str, "已落实"]
    rate: Annotated[str, "落实率"]


# --- the steps -------------------------------------------------------------------------------------------------------


def _is_surgical(_desk: Desk, done: Done) -> bool:
    return done.case.category == "手术类"


def needs_recovery(_desk: Desk, done: Done) -> bool:
    """Whether the anaesthesia goes beyond a local one."""
    return _is_beyond_local(done)


def is_large(_desk: Desk, done: Done) -> bool:
    """Whether it is of large or medium scale, and needs visits."""
    return done.case.scale in ("大", "中")


def _is_high_risk(desk: Desk, done: Done) -> bool:
    return bool(high_risk(desk.archive, done))


def _is_assessed(done: Done) -> bool:
    preop = done.case.preop_assessment
    return preop is not None and preop.passed and (preop.assessed_on is None or preop.assessed_on <= done.day)


def _is_complete(done: Done) -> bool:
    """Surgeon and nurse sign every moment, with anaesthesia beyond local the anaesthetist too (CAS015)."""
    checklist, parties = done.case.safety_checklist, 3 if _is_beyond_local(done) else 2
    if checklist is None or not checklist.scanned:
        return False
    moments = (checklist.node1_at_and_signs, checklist.node2_at_and_signs, checklist.node3_at_and_signs)
    nodes = [node for node in moments if node and len(set(node.signs)) >= parties]
    return len(nodes) == len(moments) and all(one.at <= two.at for one, two in pairwise(nodes))


def _is_beyond_local(done: Done) -> bool:
    return done.case.anaesthesia_type in BEYOND_LOCAL


def _is_watched(done: Done) -> bool:
    pacu = done.case.pacu
    if pacu is None or pacu.left_at is None or pacu.left_at < pacu.entered_at:
        return False
    return bool(pacu.observer and pacu.signature)


def _is_discussed(done: Done) -> bool:
    discussion = done.case.case_discussion
    return discussion is not None and discussion.discussed_on <= done.day


def _is_reviewed(done: Done) -> bool:
    review = done.case.committee_review
    return review is not None and review.approved and review.committee_reviewed_on <= done.day


def _is_visited(done: Done) -> bool:
    visits = done.case.visits
    if visits is None or visits.preop_visit_on is None or visits.postop_visit_on is None:
        return False
    in_order = visits.preop_visit_on <= done.day <= visits.postop_visit_on
    return in_order and bool(visits.preop_visitor and visits.postop_visitor)


@dataclass(frozen=True, slots=True)
class _Step:
    words: str
    needed: Callable[[Desk, Done], bool]
    done: Callable[[Done], bool]


_STEPS: Final = (
    _Step("术前评估并通过", lambda _desk, _done: True, _is_assessed),
    _Step("高风险项目病例讨论", _is_high_risk, _is_discussed),
    _Step("高风险项目委员会审核同意", _is_high_risk, _is_reviewed),
    _Step("手术安全核查完整（三节点依次签名齐全并扫码）", _is_surgical, _is_complete),
    _Step("非局部麻醉恢复观察记录完整", needs_recovery, _is_watched),
    _Step("大中手术术前访视与术后回访", is_large, _is_visited),
)


def check_rows(desk: Desk, cases: Sequence[Done]) -> list[CheckRow]:
    """Each step with n/N; then the two steps of each injection of a high-risk item."""
    rows = [_check(step.words, [step.done(one) for one in cases if step.needed(desk, one)]) for step in _STEPS]
    used = [each for one in cases for each in one.case.injections]
    watched = [each for each in used if is_high_risk(desk.archive, each.drug_item_id)]
    checked = [bool(one.checker_1 and one.checker_2 and one.checker_1 != one.checker_2) for one in watched]
    return [
        *rows,
        _check("高风险药品双人查对", checked),
        _check("高风险药品扫码验证通过", [one.verify_result == "通过" for one in watched]),
    ]


def _check(words: str, done: Sequence[bool]) -> CheckRow:
    part, whole = sum(done), len(done)
    rate = rate_words(part / whole if whole else None, part, whole)
    return {"step": words, "needed": str(whole), "done": str(part), "rate": rate}


# --- by department and technique -------------------------------------------------------------------------------------


def department_rows(desk: Desk, cases: Iterable[Done]) -> list[DepartmentCasesRow]:
    """One row for each department with cases."""
    grouped: dict[str | None, list[Done]] = {}
    for one in cases:
        grouped.setdefault(one.entered.department_id, []).append(one)
    return [
        {
            "department": desk.whose(department),
            "cases": str(len(mine)),
            "surgical": str(sum(_is_surgical(desk, one) for one in mine)),
            "high_risk": str(sum(_is_high_risk(desk, one) for one in mine)),
            "passed": _check("", [_is_assessed(one) for one in mine])["rate"],
        }
        for department, mine in grouped.items()
    ]


def technique_rows(desk: Desk, cases: Iterable[Done]) -> list[TechniqueCasesRow]:
    """One row for each technique, or operation named by hand, the most frequent first."""
    grouped: dict[str, list[Done]] = {}
    for one in cases:
        grouped.setdefault(one.operation or "未填写", []).append(one)
    ordered = sorted(grouped.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [
        {
            "technique": name,
            "grade": grade_word(mine[0].grade),
            "cases": str(len(mine)),
            "operators": joined(desk.name("staff", one.case.operator_id) for one in mine),
        }
        for name, mine in ordered
    ]
