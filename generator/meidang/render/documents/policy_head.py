"""What stands above a policy's body in Word: institution, name, and a table of the facts that its record holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from meidang.models.policy import Policy

_BLANK: Final = "—"


@dataclass(frozen=True, slots=True)
class Head:
    """``facts``: label and value, two pairs to a row. ``revisions``: change, day, who; printed below the body."""

    institution: str
    title: str
    facts: tuple[tuple[str, str], ...]
    revisions: tuple[tuple[str, str, str], ...]


def head_of(policy: Policy, institution: str) -> Head:
    """The head of a policy; what the record does not say is a dash."""
    facts: dict[str, object] = {
        "文号": policy.document_no,
        "版本": policy.version,
        "类别": policy.category,
        "责任部门": policy.owner_dept,
        "批准人": policy.approved_by,
        "批准日期": policy.approved_on,
        "生效日期": policy.effective_on,
        "下次复核": policy.next_review_on,
        "修订日期": policy.revised_on,
        "废止日期": policy.abolished_on,
    }
    pairs = tuple((label, _BLANK if value is None else str(value)) for label, value in facts.items())
    revisions = ((one.change, str(one.changed_on), one.done_by or _BLANK) for one in policy.revisions)
    return Head(institution, policy.document_name, pairs, tuple(revisions))
