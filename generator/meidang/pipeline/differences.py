"""Which findings an edit of the archive brings and which it takes away; naming somebody anew does neither."""

from __future__ import annotations

from collections.abc import Sequence

from meidang.archive.called import called_apart
from meidang.findings import Finding
from meidang.pipeline import Checked

#: A name that was, and that is.
Renamed = tuple[str, str]


def differences(before: Checked, after: Checked) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings that come, and those that go."""
    if before is after:
        return (), ()
    renamed = _renamed(before, after)
    olds = [{_key(one), _key(one, renamed)} for one in before.findings]
    news = {_key(one) for one in after.findings}
    known: set[object] = set().union(*olds)
    coming = tuple(one for one in after.findings if _key(one) not in known)
    return coming, tuple(one for one, keys in zip(before.findings, olds, strict=True) if not keys & news)


def _renamed(before: Checked, after: Checked) -> Sequence[Renamed]:
    """The longest first: a name may be a part of another."""
    old, new = before.archive, after.archive
    kept = (key for key in old.items if key in new.items)
    pairs = {(called_apart(old, old.items[key]), called_apart(new, new.items[key])) for key in kept}
    return sorted((pair for pair in pairs if pair[0] != pair[1]), key=lambda pair: (-len(pair[0]), pair))


def _key(finding: Finding, renamed: Sequence[Renamed] = ()) -> object:
    message = finding.message
    for old, new in renamed:
        message = message.replace(old, new)
    return finding.code, finding.record, finding.location.path, message
