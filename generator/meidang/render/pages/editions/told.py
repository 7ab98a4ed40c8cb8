"""What was found, in words that an edition may show. Commands, calendars and digests use those of the internal one."""

from __future__ import annotations

from dataclasses import replace

from meidang.archive import Archive
from meidang.archive.privacy import hide
from meidang.findings import Finding
from meidang.models.audience import Edition
from meidang.models.standard import Clause
from meidang.models.wording import without_keys
from meidang.readiness import Gap, Judged, Judgement


def told(finding: Finding, edition: Edition) -> Finding:
    """A finding without personal numbers, which stand in file names too; how to mend it is for the house alone."""
    location = replace(finding.location, path=hide(finding.location.path))
    message, fix = hide(finding.message), _fix(finding, edition)
    return replace(finding, message=message, fix=fix, location=location, record=hide(finding.record))


def _fix(found: Finding | Gap, edition: Edition) -> str:
    return without_keys(hide(found.fix)) if edition is Edition.INTERNAL else ""


def told_judgement(public: Archive, judgement: Judgement, edition: Edition) -> Judgement:
    """A judgement of the projected standard, with words that the site may show."""
    item = public.items.get(judgement.standard.key, judgement.standard)
    clauses = {clause.id: clause for clause in item.record.clauses}
    shown = (_clause(one, clauses.get(one.clause.id, one.clause), edition) for one in judgement.clauses)
    return replace(judgement, standard=item, clauses=tuple(shown))


def _clause(judged: Judged, clause: Clause, edition: Edition) -> Judged:
    gaps, risks = (tuple(_gap(gap, edition) for gap in found) for found in (judged.gaps, judged.risks))
    proofs = tuple(replace(proof, words=hide(proof.words)) for proof in judged.proofs)
    return replace(judged, clause=clause, reason=hide(judged.reason), gaps=gaps, risks=risks, proofs=proofs)


def _gap(gap: Gap, edition: Edition) -> Gap:
    fix = _fix(gap, edition)
    return replace(gap, what=hide(gap.what), owner=hide(gap.owner), fix=fix, record=hide(gap.record))
