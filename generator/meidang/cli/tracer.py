"""``meidang tracer``: draw a sample by a seed, say what was drawn and why, and where its papers lie."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from meidang.clock import today
from meidang.errors import UsageError
from meidang.pipeline import check, require_archive
from meidang.pipeline.tracer import Traced, build_tracer
from meidang.project import Project
from meidang.report.lines import one_line
from meidang.source.revision import read_revision

#: The options that say how many are drawn, by population.
_SIZES = ("people", "techniques", "cases")


def run(options: argparse.Namespace) -> int:
    """Draw and write; 0 when there is a sample."""
    project = require_archive(Project(options.root.absolute()))
    checked = check(project, as_of=options.as_of, today=today())
    if checked.has_errors:
        raise UsageError("档案有数据错误，不能抽取；先运行 meidang check，改好“数据错误”各条")
    sizes = {name: size for name in _SIZES if (size := getattr(options, name)) is not None}
    traced = build_tracer(
        project,
        checked,
        read_revision(project.root),
        seed=options.seed,
        sizes=sizes,
        department=options.department,
    )
    sys.stdout.write("\n".join([*_said(traced), ""]))
    return 0


def _said(traced: Traced) -> Iterator[str]:
    sample = traced.sample
    yield f"按种子 {sample.seed} 抽取（{one_line(sample.scope)}，截至 {sample.as_of}）："
    for part in sample.parts:
        yield part.title
        for number, one in enumerate(part.drawn, 1):
            yield f"  {number:>2}  {one_line(one.sheet.title)}　{one_line('；'.join(one.pick.reasons))}"
        if part.lacking:
            yield f"  {one_line(part.lacking)}"
    yield "调阅清单与核查表（Word 和网页；含个人信息，仅供内部使用）："
    yield f"  {traced.folder}"
