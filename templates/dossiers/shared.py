"""What several dossiers share: facts of the cover, columns of lists, the end."""

from __future__ import annotations

from meidang.render.drawing.sheet import Sheet

COVER = "archive_level archive_no version owner_dept updated_on next_review_on"
REVISIONS = "# change*4< changed_on due_on done_on owner_dept*2 done_by*1.6"
SELF = "# technique*2.4< code grade scope*1.5< reasons*1.8< restricted_on|released_on release_conditions*2.4< state"
LISTED = "# level category name*4< code basis*3.6<"
CATALOGUE = "# category=类别*1.6 name|code*3.2< grade basis*3.6< approval|approved_on*3<"
INDEX = "# archive_no*2.2 name*3.4< code grade categories*1.6< departments*1.8< leader*1.5 status"
FIGURES = "# name*2.6< department*1.8< period*1.9 value*2.8 interval*2 target*1.9 state=结果*1.4 improvement*1.8"
IMPROVEMENT_HEAD = (
    "{{ loop.index }}．{{ x.qi_no }}　{{ x.level }}　{{ x.department }}　{{ x.checked_on }}　【{{ x.state }}】"
)
IMPROVEMENT = (
    "checkers pdca_stage content< target actual problem< medical_record_no responsible cause< tool indicator_id "
    "actions< action_owner due_on effect< rechecked_on rechecker rechecked_value standardised=标准化 sign_qc sign_head "
    "institution_opinion<"
)
ATTACHED = "# label*4< cited=附件*3< file*5<"
PLANS = "# title*4< year issued_on approved_by*2 linked*1.4"


def attached(sheet: Sheet) -> None:
    """The files that the record names."""
    sheet.heading("附件目录")
    sheet.rows("attachments", ATTACHED)


def closing(sheet: Sheet) -> None:
    """The register of changes, the note, and the heading of the signatures, all on one page as far as it holds them."""
    # Why the note in the table: LibreOffice keeps one table with what follows, not two.
    with sheet.together():
        sheet.heading("变更登记")
        sheet.rows("revisions", REVISIONS, below="note")
    sheet.heading("签署")


def said(sheet: Sheet) -> None:
    """The record's note, where it has one."""
    with sheet.when("note"):
        sheet.facts("note<")
