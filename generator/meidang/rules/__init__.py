"""What must hold. One file per subject; RULES names the files, a rule is its function."""

from meidang.rules import credentials, departments, holders, institution, people, reviews, training, verifications
from meidang.rules.rule import Problem, Rule, collect, rule, run_rules

RULES = collect(credentials, holders, verifications, institution, departments, people, training, reviews)

__all__ = ["RULES", "Problem", "Rule", "collect", "rule", "run_rules"]
