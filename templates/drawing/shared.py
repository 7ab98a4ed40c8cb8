"""What several dossiers share: facts of the cover, columns of lists, the end."""

from __future__ import annotations

from drawing.sheet import Sheet

COVER = "archive_level archive_no version owner_dept updated_on next_review_on"
REVISIONS = "# change*4< changed_on due_on done_on owner_dept*2 done_by*1.6"
SELF = "# technique*2.4< code grade scope*1.5< reasons*1.8< restricted_on|released_on release_conditions*2.4< state"
LISTED = "# level category name*4< code basis*3.6<"
CATALOGUE = "# category=类别*1.6 name|code*3.2< grade basis*3.6< approval|approved_on*3<"
INDEX = "# archive_no*2.2 name*3.4< code grade categories*1.6< departments*1.8< leader*1.5 status"
CQI = ("检查日期", "检查人员", "检查内容", "存在问题", "原因分析", "改进措施", "效果评价", "质控员签字", "科主任签字")


def attached(sheet: Sheet) -> None:
    """The files that the record names."""
    sheet.heading("附件目录")
    sheet.rows("attachments", "# label*4< file*6<")


def closing(sheet: Sheet) -> None:
    """The register of changes, the note, and the heading of the signatures."""
    sheet.heading("变更登记")
    sheet.rows("revisions", REVISIONS)
    said(sheet)
    sheet.heading("签署")


def said(sheet: Sheet) -> None:
    """The record's note, where it has one."""
    with sheet.when("note"):
        sheet.facts("note<")
