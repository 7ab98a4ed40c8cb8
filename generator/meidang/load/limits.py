"""The limits of the reading that the institution sets: its settings, looked at before everything else is read."""

from __future__ import annotations

from pydantic import ValidationError

from meidang.models.base import adapter
from meidang.models.settings import Settings
from meidang.source.limits import DEFAULT_LIMITS, MIB, Limits
from meidang.source.tree import Source


def limits_set_in(settings: Source) -> Limits:
    """What the settings say; the defaults where they cannot be read. Why they cannot is said by the reading itself."""
    try:
        limits = adapter(Settings).validate_python(settings.data).limits
    except ValidationError:
        return DEFAULT_LIMITS
    return Limits(files=limits.files, archive_bytes=limits.archive_mib * MIB)
