"""``meidang diff``: what a change of the archive means, on the screen and as the form 变更登记表."""

from __future__ import annotations

import argparse
import sys

from meidang.clock import today
from meidang.outputs.single import write_one
from meidang.pipeline.consequences import Asked, compare_versions
from meidang.render.change_register import change_register
from meidang.report.consequences import CONSEQUENCE_FORMATS


def run(options: argparse.Namespace) -> int:
    """Compare and tell; 1 when something comes that weighs 重要 or more, or the later version has data errors."""
    root = options.root.absolute()
    asked = Asked(options.base, options.head, today(), options.as_of, options.direct)
    found = compare_versions(root, asked)
    if options.word:
        write_one(options.word, change_register(found), within=root)
    sys.stdout.write(CONSEQUENCE_FORMATS[options.format](found))
    if options.word:
        # Why not among the report: what a program reads may hold no sentence of ours.
        print(f"变更登记表：{options.word}", file=sys.stdout if options.format == "text" else sys.stderr)
    return int(found.weighs)
