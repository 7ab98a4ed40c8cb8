"""Credential types that requirements speak of by name (S1-06, S0-27, 医师法 Art. 42, 放射诊疗管理规定)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from meidang.models.tables import CredentialType

PRACTICE_LICENCE: Final = "practice_licence"
RADIODIAGNOSIS_LICENCE: Final = "radiodiagnosis_licence"
ATTENDING_FILING: Final = "aesthetic_attending_filing"
PERIODIC_ASSESSMENT: Final = "doctor_periodic_assessment"
BUSINESS_LICENCE: Final = "business_licence"
ACCEPTANCE_CERTIFICATE: Final = "acceptance_certificate"
#: Those that something is silent about where the table of types lacks them; a doctor's assessment may stand elsewhere.
NAMED: Final[Mapping[str, str]] = {
    BUSINESS_LICENCE: "营业执照",
    PRACTICE_LICENCE: "医疗机构执业许可证",
    ACCEPTANCE_CERTIFICATE: "验收合格证",
    ATTENDING_FILING: "医疗美容主诊医师备案",
}
_CALLED: Final[Mapping[str, str]] = {
    **NAMED,
    RADIODIAGNOSIS_LICENCE: "放射诊疗许可证",
    PERIODIC_ASSESSMENT: "医师定期考核",
}


def type_name(kind: CredentialType | None, type_id: str) -> str:
    """The name of a type; where the table lacks it, what it is generally called, or just 证照: an id says nothing."""
    return kind.name if kind else _CALLED.get(type_id, "证照")
