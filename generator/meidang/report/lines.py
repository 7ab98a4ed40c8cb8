"""What formats share: one safe line of data (commands print it too), a finding's words, its name, and the summary."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from meidang.findings import Finding, Severity
from meidang.kinds import KINDS
from meidang.report.report import Report

#: Findings shown one by one; the rest is a number.
LIMIT = 200

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# Marks and letters that are drawn as nothing; .NET, which reads the log of a workflow, compares texts without them.
_IGNORABLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")

#: How many days are left, or have passed: another number each morning.
_DAYS = re.compile("[0-9]+ 天")


def one_line(text: str) -> str:
    """``text`` on one line, with everything that is not seen written as an escape, and no command for a CI runner.

    Why ``##[``: GitHub's runner obeys it anywhere in a line (actions/runner, ActionCommand.TryParse).
    """
    shown = "".join(_escaped(char) if is_hidden(char) else char for char in text)
    return shown.replace("##[", "## [")


def is_hidden(char: str) -> bool:
    """A control, format, surrogate or separator character, or another one that nobody sees."""
    return unicodedata.category(char) in _HIDDEN or bool(_IGNORABLE.match(char))


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def visible(text: str) -> str:
    """The same JSON, without invisible characters and without ``##[``, which a CI runner obeys anywhere in a line."""
    shown = "".join(json.dumps(char)[1:-1] if is_hidden(char) and char != "\n" else char for char in text)
    return shown.replace("##[", "##\\u005b")


def told(found: Finding) -> str:
    """What is wrong, how to mend it, the clause and the day, a line each."""
    parts = (
        found.message,
        f"→ {found.fix}" if found.fix else "",
        f"依据 {found.clause}" if found.clause else "",
        f"期限 {found.due.isoformat()}" if found.due else "",
    )
    return "\n".join(one_line(part) for part in parts if part)


@dataclass(frozen=True, slots=True)
class Named:
    """A finding and what it is known by from one check to the next: ``fingerprint``, 64 hexadecimal digits."""

    finding: Finding
    fingerprint: str


def named(findings: Iterable[Finding]) -> Iterator[Named]:
    """Each with a fingerprint of its own, which stays when lines move and when a day passes ("还有 29 天").

    Those that differ in nothing else are numbered in the order in which they are shown.
    """
    seen: Counter[str] = Counter()
    for found in findings:
        said = _DAYS.sub("", found.message)
        what = json.dumps([found.code, found.location.path, found.record, found.about, said])
        seen[what] += 1
        yield Named(found, sha256(f"{what}{seen[what]}".encode()).hexdigest())


def summary(report: Report) -> list[str]:
    """The last lines: how many of what, of which archive on which day, and what to do next."""
    kinds = "、".join(f"{one_line(label)} {count}" for label, count in _counted(report.records).items())
    revision = f"，版本 {one_line(report.revision)}" if report.revision else ""
    counts = "，".join(f"{severity.label} {count}" for severity, count in report.counts.items() if count)
    found = f"共 {len(report.findings)} 条：{counts}" if counts else "没有发现问题"
    return [
        f"已检查 {report.files} 个文件{f'（{kinds}）' if kinds else ''}，{_day(report)}{revision}",
        f"{found}。{_next_step(report)}",
        *_apart(report),
    ]


def _counted(records: Mapping[str, int]) -> Mapping[str, int]:
    """Ledgers together: there are dozens of kinds."""
    ledgers = {kind.plural for kind in KINDS.values() if kind.is_ledger}
    counts = {label: count for label, count in records.items() if label not in ledgers}
    held = records.keys() & ledgers
    return {**counts, "台账": sum(records[label] for label in held)} if held else counts


def _day(report: Report) -> str:
    day = report.as_of.isoformat()
    return f"按 {day}（{report.days_ahead} 天后）预测：以上是到那天还不办的" if report.days_ahead else f"截至 {day}"


def _apart(report: Report) -> list[str]:
    """Of a day ahead: what is to be done until then and cannot be missing yet."""
    if not report.not_yet_due:
        return []
    return [f"另有 {report.not_yet_due} 项是其间才应办的定期工作，现在还不能算缺，没有列出；看网站的“应办日历”"]


def _next_step(report: Report) -> str:
    heaviest = max((found.severity for found in report.findings), default=None)
    match heaviest:
        case None:
            return "可以生成档案"
        case Severity.ERROR:
            return "请先改正“数据错误”再检查一次；改正之前不能生成文档，其他问题也可能尚未查全"
        case Severity.VETO:
            return "请先处理“否决”各条：有一条不改，评审即不能通过"
        case Severity.MAJOR:
            return "请在评审前处理“重要”各条"
        case _:
            return "可以生成档案；请按期限处理以上各条"
