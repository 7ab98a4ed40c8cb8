"""Privileges in words: what each is for, under what conditions, and all of a person's in one line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Final, TypedDict, get_args

from meidang.models.scalars import AMOUNT
from meidang.models.staff import Privilege, PrivilegeType
from meidang.models.technique import Technique
from meidang.render.views.desk import Desk
from meidang.render.views.words import code_lines, grade_word, joined

#: The types of privilege in the order of clause (四).
PRIVILEGE_TYPES: Final[tuple[str, ...]] = get_args(PrivilegeType)


class PrivilegeWords(TypedDict):
    """A privilege as lists show it, whatever the day."""

    name: Annotated[str, "授权项目"]
    code: Annotated[str, "手术编码"]
    grade: Annotated[str, "级别"]
    conditions: Annotated[str, "备注"]


def privilege_words(desk: Desk, privilege: Privilege) -> PrivilegeWords:
    """What the privilege is for and under what conditions; code and grade are the technique's where it has none."""
    technique = desk.archive.get(Technique, privilege.technique_id)
    grade = privilege.level if privilege.level is not None or technique is None else technique.record.grade
    return {
        "name": _name(desk, privilege),
        "code": privilege.icd9cm3 or (code_lines(technique.record.icd9cm3) if technique else ""),
        "grade": grade_word(grade),
        "conditions": _conditions(desk, privilege),
    }


def in_one_line(desk: Desk, privileges: Iterable[Privilege]) -> str:
    """``手术：重睑成形术、隆鼻术；抗生素：限制使用级``; 无 where there is none."""
    by_type: dict[str, list[str]] = {}
    for privilege in privileges:
        by_type.setdefault(privilege.privilege_type, []).append(_name(desk, privilege))
    ordered = sorted(by_type, key=PRIVILEGE_TYPES.index)
    words = ((kind, joined(by_type[kind])) for kind in ordered)
    return "；".join(f"{kind}：{names}" if names else kind for kind, names in words) or "无"


def _name(desk: Desk, privilege: Privilege) -> str:
    """The technique, the operation, the tier; nothing where the type says it all."""
    technique = desk.name("technique", privilege.technique_id) if privilege.technique_id else ""
    return technique or privilege.operation_name or privilege.tier or ""


def _conditions(desk: Desk, one: Privilege) -> str:
    words = (
        {True: "可独立实施", False: "不可独立实施", None: ""}[one.independent],
        f"指导医师 {desk.name('staff', one.supervised_by)}" if one.supervised_by else "",
        f"ASA ≤ {one.max_asa}" if one.max_asa else "",
        f"手术级别 ≤ {one.max_op_grade}" if one.max_op_grade else "",
        f"考核 {AMOUNT.show(one.score)} 分" if one.score is not None else "",
        f"{one.suspended_on} 起暂停" if one.suspended_on and not one.restored_on else "",
        one.suspended_for or "",
        one.note or "",
    )
    return "；".join(word.strip() for word in words if word)
