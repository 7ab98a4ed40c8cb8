"""The options of each command, in a file of its own; help needs nothing else."""

from __future__ import annotations

from typing import Final

from meidang.cli.options import (
    attachments,
    build,
    check,
    diff,
    due,
    export_form,
    fmt,
    forms,
    import_,
    import_policy,
    import_word,
    init,
    new,
    readiness,
    rename,
    renew,
    retire,
    rule,
    schema,
    template,
    tracer,
    verify,
    who,
)

#: The commands as help lists them, by what people come for; each ``add``s its own. A command's name is that of the
#: module in ``meidang.cli``.
OPTIONS: Final = {
    "检查与生成": (check, build, diff, readiness, due, who, tracer),
    "每天的修改": (
        forms,
        new,
        renew,
        retire,
        rename,
        fmt,
        attachments,
    ),
    "往来文件": (export_form, import_, import_word, import_policy, verify, template),
    "参考": (init, rule, schema),
}
