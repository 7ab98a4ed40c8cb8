"""The options of each command, in a file of its own; help needs nothing else."""

from __future__ import annotations

from typing import Final

from meidang.cli.options import (
    attachments,
    build,
    check,
    import_policy,
    import_word,
    readiness,
    rule,
    schema,
    template,
    tracer,
    verify,
)

#: The commands as help lists them, by what people come for; each ``add``s its own. A command's name is that of the
#: module in ``meidang.cli``.
OPTIONS: Final = {
    "检查与生成": (check, build, readiness, tracer),
    "每天的修改": (attachments,),
    "往来文件": (import_word, import_policy, verify, template),
    "参考": (rule, schema),
}
