"""What a rule is, and the runner. A rule looks at the archive on a day and yields problems; it touches no global."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import ModuleType
from typing import Any

from meidang.archive import Archive, Item
from meidang.archive.called import said_apart
from meidang.findings import Explanation, Finding, Severity


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule found: in which record, at which value, in one Chinese sentence, with the smallest fix.

    ``key``: point at the key instead of the value. ``due``: the day by which it must be put right. What the institution
    declares itself, a duty or an indicator, weighs what its row says: ``severity`` and ``clause`` then stand for the
    rule's, and ``about`` names the row (``duties/outpatient_audit``).
    """

    item: Item[Any]
    path: tuple[str | int, ...]
    message: str
    fix: str
    due: date | None = None
    key: bool = False
    severity: Severity | None = None
    clause: str = ""
    about: str = ""


Check = Callable[[Archive, date], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its page: ``title`` what it finds, ``why``, ``basis`` the article, ``bad`` and ``good`` YAML."""

    code: str
    severity: Severity
    clause: str
    title: str
    why: str
    basis: str
    bad: str
    good: str
    check: Check
    requirements: tuple[str, ...] = ()

    @property
    def explanation(self) -> Explanation:
        """The rule's page."""
        return Explanation(self.code, self.title, self.why, self.bad, self.good, self.severity, self.clause, self.basis)


_PART = re.compile(r"^(为什么|依据|错误|正确)：", re.MULTILINE)


def rule(code: str, severity: Severity, *, clause: str, requirements: tuple[str, ...] = ()) -> Callable[[Check], Rule]:
    """Make a Rule of a check function; its Chinese docstring is the rule's page.

    ``requirements``: those that it checks, by their ids (``S1-14.6``). The docstring: a title line, then the parts
    ``为什么：``, ``依据：`` (optional), ``错误：`` and ``正确：``.
    """

    def decorate(check: Check) -> Rule:
        title, *rest = _PART.split(inspect.cleandoc(check.__doc__ or ""))
        parts = {name: inspect.cleandoc(text) for name, text in zip(rest[::2], rest[1::2], strict=True)}
        return Rule(
            code,
            severity,
            clause,
            title.strip().rstrip("。"),
            parts.get("为什么", ""),
            parts.get("依据", ""),
            parts.get("错误", ""),
            parts.get("正确", ""),
            check,
            requirements,
        )

    return decorate


def collect(*modules: ModuleType) -> Mapping[str, Rule]:
    """The rules of the modules, by code. Raises ValueError for a code used twice."""
    rules: dict[str, Rule] = {}
    for module in modules:
        for value in vars(module).values():
            if isinstance(value, Rule) and rules.setdefault(value.code, value) is not value:
                raise ValueError(f"rule code used twice: {value.code}")
    return dict(sorted(rules.items()))


def run_rules(archive: Archive, rules: Iterable[Rule], as_of: date) -> tuple[Finding, ...]:
    """The findings of all rules on the archive as of a day."""
    return tuple(_finding(archive, rule, problem) for rule in rules for problem in rule.check(archive, as_of))


def _finding(archive: Archive, rule: Rule, problem: Problem) -> Finding:
    item = problem.item
    return Finding(
        rule.code,
        rule.severity if problem.severity is None else problem.severity,
        said_apart(archive, item, problem.message),
        item.locate(problem.path, key=problem.key),
        problem.fix,
        problem.clause or rule.clause,
        item.key,
        problem.due,
        problem.about,
    )
