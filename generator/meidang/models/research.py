"""A research project (S1-18)."""

from meidang.models.attachment import Attachment
from meidang.models.base import Record, declare, field
from meidang.models.references import StaffRef, TechniqueRef
from meidang.models.scalars import Date, Text
from meidang.models.shared import AuthorityLevel


@declare("科研项目档案", "S1-12.4", "S1-18")
class ResearchProject(Record):
    """A research project, approved at district or county level at least, and closed by plan."""

    research_title: Text = field("课题名称")
    technique_ids: tuple[TechniqueRef, ...] = field("技术项目", ())
    leader_id: StaffRef | None = field("负责人", None)
    approving_authority: Text | None = field("立项单位", None)
    level: AuthorityLevel | None = field("级别", None)
    approval_no: Text | None = field("立项编号", None)
    approved_on: Date | None = field("立项日期", None)
    planned_close_on: Date | None = field("计划结题日期", None)
    extended_to: Date | None = field("批准延期至", None)
    closed_on: Date | None = field("实际结题日期", None)
    approval_file: Attachment | None = field("立项文件", None)
    closing_file: Attachment | None = field("结题文件", None)

    def label(self) -> str:
        """The project's title."""
        return self.research_title
