"""What must hold. One file per subject; RULES names the files, a rule is its function."""

from meidang.rules import (
    admission,
    catalogue,
    credentials,
    departments,
    evaluation,
    figures,
    holders,
    institution,
    medication,
    new_techniques,
    people,
    privacy,
    privilege_limits,
    privileges,
    research,
    restrictions,
    reviews,
    safeguards,
    self_restrictions,
    techniques,
    training,
    verifications,
)
from meidang.rules.rule import Problem, Rule, collect, rule, run_rules

RULES = collect(
    credentials,
    holders,
    verifications,
    institution,
    departments,
    people,
    training,
    reviews,
    restrictions,
    self_restrictions,
    techniques,
    catalogue,
    admission,
    figures,
    safeguards,
    new_techniques,
    evaluation,
    research,
    privileges,
    privilege_limits,
    medication,
    privacy,
)

__all__ = ["RULES", "Problem", "Rule", "collect", "rule", "run_rules"]
