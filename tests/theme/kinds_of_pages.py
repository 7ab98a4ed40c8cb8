"""One page of each type, for tests that look at all of them."""

from __future__ import annotations

from pathlib import Path

from meidang.models.audience import Edition

ROOT = Path(__file__).parents[2]

#: What inspectors see too.
_SHOWN = (
    "index.html",
    "readiness.html",
    "clause/c8-6.html",
    "standard/evaluation.html",
    "findings.html",
    "attachments.html",
    "calendar.html",
    "expiry.html",
    "ledger/index.html",
    "ledger/case.html",
    "ledger/case-2026.html",
    "duties.html",
    "duty/qi_department.html",
    "indicators.html",
    "indicator/outpatient_conformity.html",
    "policies/index.html",
    "policies/injection-guide.html",
    "institution.html",
    "staff/index.html",
    "staff/D03.html",
    "technique/index.html",
    "technique/T01.html",
    "department/aesthetic_surgery.html",
    "device/E01.html",
    "restriction/national-restricted-2022.html",
    "work_plan/plan-2026.html",
    "credential_types.html",
    "settings.html",
    "rules.html",
    "who.html",
    "guide.html",
    "404.html",
)
PAGES = {
    Edition.INTERNAL: (
        *_SHOWN,
        "forecast.html",
        "todo/index.html",
        "fields.html",
        "requirements.html",
        "guide-staff.html",
    ),
    Edition.INSPECTOR: _SHOWN,
    Edition.PUBLIC: (
        "index.html",
        "institution.html",
        "staff/index.html",
        "staff/D03.html",
        "technique/T01.html",
        "department/aesthetic_surgery.html",
        "404.html",
    ),
}
EVERY = [(edition, page) for edition, pages in PAGES.items() for page in pages]
