"""References: a text that names a record of another kind by its id, or a row of a table by its key.

One alias for each kind that others name. Dangling references are data errors; links, back-links and pick lists follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from meidang.models.scalar import coded
from meidang.models.scalars import LINE


@dataclass(frozen=True, slots=True)
class RefTo:
    """Marks a text that names a record of ``kind`` (its file name without ``.yaml``) or a row of a table."""

    kind: str


_ID = coded("引用", r"^[A-Za-z][A-Za-z0-9_-]{0,63}$", "编号：字母开头，只含字母、数字、- 和 _")

RowId = Annotated[str, _ID]
DepartmentRef = Annotated[str, _ID, RefTo("department")]
StaffRef = Annotated[str, _ID, RefTo("staff")]
TechniqueRef = Annotated[str, _ID, RefTo("technique")]
CredentialTypeRef = Annotated[str, _ID, RefTo("credential_types")]
ProjectRef = Annotated[str, _ID, RefTo("projects")]
#: A title is named by its own word, not by an id.
TitleRef = Annotated[str, LINE, RefTo("titles")]
