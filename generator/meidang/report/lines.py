"""What the text and the GitHub format share: one safe line of data (commands print it too), and the summary."""

from __future__ import annotations

import re
import unicodedata

from meidang.findings import Severity
from meidang.report.report import Report

#: Findings shown one by one; the rest is a number.
LIMIT = 200

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# Marks and letters that are drawn as nothing; .NET, which reads the log of a workflow, compares texts without them.
_IGNORABLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")


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


def summary(report: Report) -> list[str]:
    """The last lines: how many of what, of which archive on which day, and what to do next."""
    kinds = "、".join(f"{one_line(label)} {count}" for label, count in report.records.items())
    revision = f"，版本 {one_line(report.revision)}" if report.revision else ""
    counts = "，".join(f"{severity.label} {count}" for severity, count in report.counts.items() if count)
    found = f"共 {len(report.findings)} 条：{counts}" if counts else "没有发现问题"
    return [
        f"已检查 {report.files} 个文件{f'（{kinds}）' if kinds else ''}，截至 {report.as_of.isoformat()}{revision}",
        f"{found}。{_next_step(report)}",
    ]


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
