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

#: The commands as help lists them; each ``add``s its own. A command's name is that of the module in ``meidang.cli``.
OPTIONS: Final = (
    check,
    build,
    readiness,
    tracer,
    schema,
    rule,
    import_policy,
    import_word,
    attachments,
    template,
    verify,
)
