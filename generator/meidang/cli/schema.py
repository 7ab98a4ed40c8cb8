"""``meidang schema``: export the JSON Schemas, or say which are stale."""

from __future__ import annotations

import argparse
import sys

from meidang.errors import UsageError
from meidang.outputs import Output, write_outputs
from meidang.pipeline.build import read_schemas
from meidang.project import Project
from meidang.render.schemas import FOLDER, render_schemas, stale_schemas


def run(options: argparse.Namespace) -> int:
    """Write ``schemas/``, or with ``--check`` only compare; 1 when one is stale."""
    project = Project(options.root)
    if not project.root.is_dir():
        raise UsageError(f"没有文件夹 {project.root}")
    if options.check:
        stale = list(stale_schemas(read_schemas(project)))
        lines = [f"{finding.location}  {finding.message}；{finding.fix}" for finding in stale] or [
            "数据格式文件都是最新的。"
        ]
        sys.stdout.write("\n".join(lines) + "\n")
        return int(bool(stale))
    outputs = [Output(path.removeprefix(f"{FOLDER}/"), text.encode()) for path, text in render_schemas().items()]
    # Why not strict: schemas are derived and lie in Git, which a merge or an editor may have changed.
    write_outputs(project.schemas, outputs, strict=False)
    sys.stdout.write(f"已写出 {len(outputs)} 个数据格式文件：{project.schemas}\n")
    return 0
