"""Consequences -> lines for a terminal of 80 columns. No line of data can be a command for a CI runner."""

from __future__ import annotations

from collections.abc import Iterator

from meidang.consequences import Consequences, summary
from meidang.report.columns import folded
from meidang.report.lines import LIMIT, one_line
from meidang.report.outline import Line, Section, head_line, outline


def consequences_as_text(of: Consequences) -> str:
    """The summary, then every section; ends with a newline. Of a section at most 200 lines; the rest is counted."""
    lines = [*folded(f"比较 {one_line(head_line(of))}", "", "     "), "", "【要点】"]
    for one in summary(of):
        lines += folded(one_line(one), "  · ", "    ")
    for section in outline(of):
        lines += ["", *_section(section)]
    return "\n".join([*lines, ""])


def _section(section: Section) -> Iterator[str]:
    count = len(section.lines)
    yield f"【{section.title}】" + (f"{section.count} 条" if section.count > 1 else "")
    for line in section.lines[:LIMIT]:
        yield from _line(line)
    if count > LIMIT:
        yield f"  …以及另外 {count - LIMIT} 条"


def _line(line: Line) -> Iterator[str]:
    mark = f"{line.mark}　" if line.mark else ""
    yield from folded(one_line(f"{mark}{line.text}"), "  · ", "    ")
    below = (*line.below, *line.rest)
    for one in below[:LIMIT]:
        yield from folded(one_line(one), "      ", "      ")
    if len(below) > LIMIT:
        yield f"      …以及另外 {len(below) - LIMIT} 条"
