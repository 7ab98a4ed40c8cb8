"""委员会档案: who sits in it, what it must do, what it decided."""

from __future__ import annotations

from dossiers.shared import COVER, closing
from meidang.render.drawing.sheet import Sheet


def committee() -> Sheet:
    """委员会档案."""
    sheet = Sheet("committee", "委员会档案")
    sheet.cover(f"founded_on {COVER}")
    sheet.heading("一、组成与职责")
    sheet.facts("name< founded_on duties<")
    sheet.rows("members", "# staff_id=姓名*3 office*3", title="成员", remark="note")
    sheet.heading("二、决议（近一年）")
    sheet.note("{{ decisions_summary }}")
    sheet.cards(
        "decisions",
        "{{ loop.index }}．{{ x.decision_no }}　{{ x.decided_on }}　{{ x.matter }}",
        "technique_id policy_id case_no decided_on participants< decision< followed_up<",
    )
    closing(sheet)
    sheet.signatures(["秘书", "主任委员"])
    return sheet
