"""``meidang rule``: what a code means, why it matters, a bad and a good example."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from typing import Final

from meidang.errors import UsageError
from meidang.findings import Explanation
from meidang.load.nearest import nearest
from meidang.pipeline.explanations import explanations

#: What may stand between a code's letters and the first digit that counts.
_ZEROS: Final = re.compile(r"(?<=[A-Z])[-_ ]*0*(?=[0-9])")


def run(options: argparse.Namespace) -> int:
    """Print one explanation, or the list of all codes."""
    known = explanations()
    if options.code is None:
        lines = (f"{code}  {one.severity.label}  {one.title}" for code, one in known.items())
        sys.stdout.write("\n".join(lines) + "\n")
        return 0
    code = options.code.upper()
    if code not in known:
        close = _same_number(code, known) or nearest(code, known)
        advice = f"是不是 {close}？" if close else ""
        raise UsageError(f"没有编号为“{options.code}”的规则。{advice}运行 meidang rule 看全部编号")
    sys.stdout.write("\n".join(_page(known[code])) + "\n")
    return 0


def _same_number(code: str, known: Iterable[str]) -> str | None:
    """The code of the same letters and number, whatever the zeros: CRD01 means CRD001 rather than CRD019."""
    return next((one for one in known if _without_zeros(one) == _without_zeros(code)), None)


def _without_zeros(code: str) -> str:
    return _ZEROS.sub("", code)


def _page(one: Explanation) -> Iterator[str]:
    yield f"{one.code}  {one.title}"
    yield f"级别：{one.severity.label}" + (f"　条款：{one.clause}" if one.clause else "")
    for heading, text in (("为什么", one.why), ("依据", one.basis), ("错误", one.bad), ("正确", one.good)):
        if text:
            yield f"{heading}："
            yield from (f"  {line}" for line in text.splitlines())
