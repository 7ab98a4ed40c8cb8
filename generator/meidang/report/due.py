"""What falls due -> text for people, Markdown for a message or a page, JSON for programs. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Final

from meidang.agenda import Found, Turn
from meidang.agenda.groups import Group
from meidang.agenda.whose import name_of, names_of
from meidang.archive.calendar import days_left
from meidang.render import escape
from meidang.report.lines import one_line, visible

#: So many of a group are listed; the rest is a number.
MOST: Final = 20


@dataclass(frozen=True, slots=True)
class DueReport:
    """Matters under headings. ``whose``: of whom they are, empty for everybody; ``most`` of a group, None for all.

    ``past``: what a past version is called, empty for today's.
    """

    found: Found
    turns: Sequence[Turn]
    groups: Sequence[Group]
    within: timedelta
    whose: str = ""
    most: int | None = MOST
    past: str = ""

    @property
    def counts(self) -> str:
        """How many are wrong, are late, and fall due."""
        day = self.found.as_of
        wrong = [turn for turn in self.turns if turn.matter.is_wrong]
        late = sum(turn.matter.is_late(day) for turn in wrong)
        rest = len(self.turns) - len(wrong)
        return f"要改的 {len(wrong)} 项（其中已逾期 {late} 项），提醒和今后 {self.within.days} 天到期的 {rest} 项"

    @property
    def head(self) -> str:
        """Of which version, whose, and on which day."""
        version = f"过去的版本 {self.past} 的" if self.past else ""
        return f"{version}{f'{self.whose}的待办' if self.whose else '待办'}，截至 {self.found.as_of}"


# --- text ------------------------------------------------------------------------------------------------------------


def as_text(report: DueReport) -> str:
    """A heading per group, each matter with its day, its place and what to do; ends with the counts."""
    lines: list[str] = []
    for group in report.groups:
        lines += [f"【{one_line(group.title)}】{len(group.turns)} 项"]
        for turn in group.turns[: report.most]:
            lines += _text(report, turn)
        lines += _rest(report, group, "  ")
        lines += [""]
    return "\n".join([*lines, f"{one_line(report.head)}：{report.counts}。", ""])


def _rest(report: DueReport, group: Group, before: str) -> list[str]:
    left = len(group.turns) - len(group.turns[: report.most])
    return [f"{before}…以及另外 {left} 项，加 --all 全部列出"] if left else []


def _text(report: DueReport, turn: Turn) -> Iterator[str]:
    matter = turn.matter
    yield f"  {_when(report, turn)}  {_severity(turn)}{one_line(turn.said)}"
    if matter.fix:
        yield f"    → {one_line(matter.fix)}"
    whose, where = names_of(report.found, turn.whose), _where(turn)
    more = "；".join([*([f"责任 {whose}"] if whose else []), *([f"位置 {where}"] if where else [])])
    if more:
        yield f"    {one_line(more)}"


def _where(turn: Turn) -> str:
    return str(turn.matter.location or "")


def _when(report: DueReport, turn: Turn) -> str:
    due = turn.matter.due
    return f"{due}（{days_left(due, report.found.as_of)}）" if due else "没有期限"


def _severity(turn: Turn) -> str:
    return f"[{turn.matter.severity.label}] " if turn.matter.severity else ""


# --- Markdown --------------------------------------------------------------------------------------------------------


def as_markdown(report: DueReport) -> str:
    """A table per group; what comes from the archive cannot become markup."""
    lines = [f"## {escape.html(one_line(report.head))}", "", f"{report.counts}。", ""]
    for group in report.groups:
        lines += [f"### {escape.html(one_line(group.title))}（{len(group.turns)}）", ""]
        lines += ["| 期限 | 程度 | 内容 | 责任 | 位置 |", "|---|---|---|---|---|"]
        lines += [_row(report, turn) for turn in group.turns[: report.most]]
        lines += ["", *_rest(report, group, ""), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _row(report: DueReport, turn: Turn) -> str:
    matter = turn.matter
    fix = f"<br>改法：{_cell(matter.fix)}" if matter.fix else ""
    severity = matter.severity.label if matter.severity else ""
    where = str(matter.location) if matter.location else ""
    cells = (
        _when(report, turn),
        severity,
        _cell(turn.said) + fix,
        _cell(names_of(report.found, turn.whose)),
        _cell(where),
    )
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return escape.html(one_line(text))


# --- JSON ------------------------------------------------------------------------------------------------------------


def as_json(report: DueReport) -> str:
    """Everything, nothing cut. Stable: keys are added, never renamed, unless ``schema_version`` goes up."""
    document = {
        "schema_version": 1,
        "as_of": report.found.as_of.isoformat(),
        "within_days": report.within.days,
        "whose": report.whose,
        "past_revision": report.past,
        "groups": [
            {"title": group.title, "matters": [_matter(report, turn) for turn in group.turns]}
            for group in report.groups
        ],
    }
    return visible(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"


def _matter(report: DueReport, turn: Turn) -> dict[str, Any]:
    matter, place = turn.matter, turn.matter.location
    return {
        "id": hashlib.sha256(matter.identity.encode()).hexdigest()[:16],
        "words": matter.words,
        "fix": matter.fix,
        "due": matter.due.isoformat() if matter.due else None,
        "days_left": (matter.due - report.found.as_of).days if matter.due else None,
        "severity": matter.severity.name.lower() if matter.severity else None,
        "code": matter.code,
        "record": matter.about.record,
        "row": matter.about.row,
        "label": matter.label,
        "path": place.path if place else matter.file,
        "line": (place.line or None) if place else None,
        "column": (place.column or None) if place else None,
        "whose": [{"kind": one.kind, "id": one.id, "name": name_of(report.found, one)} for one in turn.whose],
    }


#: What ``--format`` can name.
DUE_FORMATS: Final[Mapping[str, Callable[[DueReport], str]]] = MappingProxyType(
    {"text": as_text, "md": as_markdown, "json": as_json}
)
