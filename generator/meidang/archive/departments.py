"""The departments that the institution has, of the eighteen it may have."""

from __future__ import annotations

from meidang.archive.index import Archive, Item
from meidang.archive.once import once
from meidang.models.department import Department, DepartmentName


@once
def departments_in_use(archive: Archive) -> tuple[Item[Department], ...]:
    """The departments in use, by id."""
    return tuple(item for item in archive.of(Department) if item.record.in_use)


def department_named(archive: Archive, name: DepartmentName) -> Item[Department] | None:
    """The department of that name, if it is in use."""
    return next((item for item in departments_in_use(archive) if item.record.dept_name == name), None)
