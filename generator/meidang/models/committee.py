"""A committee of the institution; its decisions stand in a ledger (S0-06, S1-03, S1-13.4)."""

from typing import Literal

from meidang.models.base import Model, Record, declare, field
from meidang.models.references import StaffRef
from meidang.models.scalars import Date, LongText, Text


@declare("委员", "S1-03")
class CommitteeMember(Model):
    """A member and the office held."""

    staff_id: StaffRef = field("姓名")
    office: Literal["主任委员", "副主任委员", "委员", "秘书"] = field("职务", "委员")


@declare("委员会档案", "S1-03", "S0-06")
class Committee(Record):
    """A committee: who sits in it, and what it must do."""

    name: Text = field("名称")
    founded_on: Date | None = field("成立日期", None)
    members: tuple[CommitteeMember, ...] = field("成员", ())
    duties: LongText | None = field("职责", None)

    def label(self) -> str:
        """The committee's name."""
        return self.name
