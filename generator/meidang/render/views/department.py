"""Derived for a department: its people and their privileges, its techniques in the six catalogues, its restrictions."""

from __future__ import annotations

from typing import Annotated, TypedDict

from meidang.archive import Item
from meidang.models.department import Department
from meidang.models.restriction import SelfRestriction
from meidang.models.staff import Staff
from meidang.models.technique import Technique
from meidang.render.views.desk import Desk, Subject
from meidang.render.views.rows import (
    CatalogueRow,
    PersonRow,
    SelfRestrictionRow,
    TechniqueRow,
    catalogue_rows,
    person_row,
    self_restriction_row,
    self_restrictions,
    technique_row,
)


class DepartmentView(TypedDict):
    """A department on the day."""

    people: Annotated[list[PersonRow], "科室人员"]
    people_count: Annotated[str, "人员数"]
    qc_group: Annotated[list[PersonRow], "质控小组"]
    techniques: Annotated[list[TechniqueRow], "开展技术项目"]
    catalogues: Annotated[list[CatalogueRow], "技术项目目录（六类）"]
    uncatalogued: Annotated[list[TechniqueRow], "未列入六类目录的技术项目"]
    restrictions: Annotated[list[SelfRestrictionRow], "自身限制项目"]


def derive(of: Subject[Department]) -> DepartmentView:
    """Everything that the dossier says and nobody typed."""
    desk, here = of.desk, of.item.id
    people = [item for item in desk.people if works_in(item, here)]
    techniques = [item for item in desk.archive.of(Technique) if here in item.record.departments]
    group = [desk.archive.get(Staff, member) for member in of.model.qc_group_members]
    return {
        "people": [person_row(desk, item) for item in people],
        "people_count": str(len(people)),
        "qc_group": [person_row(desk, item) for item in group if item],
        "techniques": [technique_row(desk, item) for item in techniques],
        "catalogues": catalogue_rows(desk, techniques),
        "uncatalogued": [technique_row(desk, item) for item in techniques if not item.record.catalogue],
        "restrictions": [
            self_restriction_row(desk, own)
            for own in self_restrictions(desk)
            if _concerns(own, here, people, techniques)
        ],
    }


def works_in(item: Item[Staff], department_id: str) -> bool:
    """Whether the department is the person's own or one of the others."""
    return department_id in (item.record.department_id, *item.record.other_departments)


def _concerns(
    own: SelfRestriction, department_id: str, people: list[Item[Staff]], techniques: list[Item[Technique]]
) -> bool:
    if own.scope == "科室":
        return own.department_id == department_id
    if own.scope == "个人":
        return any(item.id == own.staff_id for item in people)
    return any(item.id == own.technique_id for item in techniques)


def headcount(desk: Desk, department_id: str) -> int:
    """How many people work there."""
    return sum(works_in(item, department_id) for item in desk.people)
