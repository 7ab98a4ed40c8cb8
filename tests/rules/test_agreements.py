"""An agreement weighs what hangs on it: the green channel is a veto, any other is not."""

import pytest

from meidang.findings import Severity
from meidang.rules import RULES, run_rules
from rules.harness import AS_OF, changed_texts, load

ENDED = {"agreement/green-channel": {"valid_to": "2026-05-31"}}
WASTE = {"agreement/green-channel": {"valid_to": "2026-05-31", "agreement_type": "医疗废物处置"}}


@pytest.mark.parametrize(
    ("edit", "severity", "clause"),
    [(ENDED, Severity.VETO, "麻醉科2"), (WASTE, Severity.MAJOR, "(九)")],
    ids=["green channel", "waste"],
)
def test_an_expired_agreement_weighs_what_hangs_on_it(edit, severity, clause):
    archive, _ = load(changed_texts({"edit": edit}))
    (finding,) = run_rules(archive, [RULES["AGR001"]], AS_OF)
    assert (finding.severity, finding.clause) == (severity, clause)
