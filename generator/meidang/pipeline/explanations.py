"""What every code means, from the rooms that use them: one table for ``meidang rule`` and the site's page of rules."""

from __future__ import annotations

from collections.abc import Mapping

from meidang.findings import Explanation
from meidang.load.problems import EXPLANATIONS as LOADING
from meidang.render.binder.problems import EXPLANATIONS as BINDER
from meidang.render.documents.problems import EXPLANATIONS as TEMPLATES
from meidang.render.schemas import EXPLANATIONS as SCHEMAS
from meidang.rules import RULES
from meidang.source.problems import EXPLANATIONS as READING


def explanations() -> Mapping[str, Explanation]:
    """Every code's explanation, by code."""
    rules = (rule.explanation for rule in RULES.values())
    every = (*READING, *LOADING, *SCHEMAS, *TEMPLATES, *BINDER, *rules)
    return {one.code: one for one in sorted(every, key=lambda one: one.code)}
