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


#: Names that stand in no file of their own: of clauses, and of what the program itself offers.
CLAUSE, KIND, COLLECTION, FIELD, RULE, PART, TASK = (
    "clause",
    "kind",
    "collection",
    "field",
    "rule",
    "part",
    "task",
)
_DOTTED = coded(
    "名称",
    r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$",
    "名称，例如“case”（病例台账）或“technique.supervision”（督导评价）",
)
_PART = coded(
    "范围",
    r"^[a-z_]+(/[A-Za-z][A-Za-z0-9_-]{0,63})?$",
    "档案种类或其中一份，例如“staff”（人员）或“agreement/green-channel”",
)
_ID = coded("引用", r"^[A-Za-z][A-Za-z0-9_-]{0,63}$", "编号：字母开头，只含字母、数字、- 和 _")

RowId = Annotated[str, _ID]
DepartmentRef = Annotated[str, _ID, RefTo("department")]
StaffRef = Annotated[str, _ID, RefTo("staff")]
TechniqueRef = Annotated[str, _ID, RefTo("technique")]
CredentialTypeRef = Annotated[str, _ID, RefTo("credential_types")]
ProjectRef = Annotated[str, _ID, RefTo("projects")]
DeviceRef = Annotated[str, _ID, RefTo("device")]
DrugItemRef = Annotated[str, _ID, RefTo("drug_item")]
CommitteeRef = Annotated[str, _ID, RefTo("committee")]
PolicyRef = Annotated[str, _ID, RefTo("policies")]
QiPlanRef = Annotated[str, _ID, RefTo("qi_plan")]
DutyRef = Annotated[str, _ID, RefTo("duties")]
IndicatorRef = Annotated[str, _ID, RefTo("indicators")]
#: A clause of a standard, by its id; ids are shared by all standards that stand side by side.
ClauseRef = Annotated[str, _ID, RefTo(CLAUSE)]
#: A task of a year's work plan, by its id.
TaskRef = Annotated[str, _ID, RefTo(TASK)]
#: What this program knows rather than the archive: kinds of record, collections of entries, fields, rules.
KindRef = Annotated[str, _ID, RefTo(KIND)]
CollectionRef = Annotated[str, _DOTTED, RefTo(COLLECTION)]
FieldRef = Annotated[str, _DOTTED, RefTo(FIELD)]
RuleRef = Annotated[str, _ID, RefTo(RULE)]
#: A part of the archive: all records of a kind (``staff``), or one record (``agreement/green-channel``).
PartRef = Annotated[str, _PART, RefTo(PART)]
#: A title is named by its own word, not by an id.
TitleRef = Annotated[str, LINE, RefTo("titles")]
