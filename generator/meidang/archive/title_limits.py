"""What a holder's title says against a privilege on a day: to operate, to prescribe, to anaesthetise.

Rules and the question who was authorised share these. Each gives the words behind whose privilege it is; empty where
nothing stands against it, or where the table of titles lacks the title and nothing follows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from meidang.archive.facts import band_at_least, has_unknown_title, present_title, title_row
from meidang.archive.granted import Granted
from meidang.archive.index import Archive
from meidang.models.scalars import GRADE
from meidang.models.staff import PrivilegeType


def against_title(archive: Archive, one: Granted, day: date) -> Iterator[str]:
    """Everything that the holder's title says against a privilege."""
    every = (above_grade, below_minimal, below_tier, below_narcotics, below_anaesthesia)
    return filter(None, (against(archive, one, day) for against in every))


def above_grade(archive: Archive, one: Granted, day: date) -> str:
    """That the operation's grade is above what the holder's title may do."""
    title = title_row(archive, one.item.record, day) if one.is_operating else None
    limit = title.max_grade if title and title.ladder == "医师" else 0
    if title is None or limit is None or one.grade <= limit:
        return ""
    most = f"最高可开展{GRADE.show(limit)}" if limit else "不得开展分级手术"
    return f"为{GRADE.show(one.grade)}，{title.title}{most}"


def below_minimal(archive: Archive, one: Granted, day: date) -> str:
    """That the holder's title is below the one that the technique asks for."""
    wanted = archive.titles.get(one.technique.record.min_title or "") if one.technique else None
    title = title_row(archive, one.item.record, day)
    if wanted is None or title is None:
        return ""
    is_other = title.ladder != wanted.ladder
    is_below = (is_other and one.is_operating) or (not is_other and title.rank < wanted.rank)
    return f"要求{wanted.title}以上，本人为{title.title}" if is_below else ""


# --- prescribing and anaesthesia -------------------------------------------------------------------------------------


def below_tier(archive: Archive, one: Granted, day: date) -> str:
    """That the holder's title is below the band of the antibacterials' tier; of any ladder."""
    bands = {row.tier: row.min_band for row in archive.title_rules.antibacterial}
    band = bands.get(one.privilege.tier) if one.privilege.tier else None
    if not band or not _is_judged(archive, one, day, "抗生素"):
        return ""
    is_enough = band_at_least(title_row(archive, one.item.record, day), band)
    return "" if is_enough else f"要求{band}以上职称，{_own(one, day)}"


def below_narcotics(archive: Archive, one: Granted, day: date) -> str:
    """That the holder is no doctor of the band that prescribing narcotics asks for."""
    band = archive.title_rules.narcotic_min_band
    if not _is_judged(archive, one, day, "麻精处方") or _is_doctor(archive, one, day, band):
        return ""
    return f"要求医师系列{band}以上职称，{_own(one, day)}"


def below_anaesthesia(archive: Archive, one: Granted, day: date) -> str:
    """That the holder is no doctor of the band that anaesthesia on one's own asks for."""
    band = archive.title_rules.independent_anaesthesia_min_band
    is_asked = one.privilege.independent and _is_judged(archive, one, day, "麻醉")
    if not is_asked or _is_doctor(archive, one, day, band):
        return ""
    return f"为独立实施，要求医师系列{band}以上职称，{_own(one, day)}"


def _is_judged(archive: Archive, one: Granted, day: date, kind: PrivilegeType) -> bool:
    return one.privilege.privilege_type == kind and not has_unknown_title(archive, one.item.record, day)


def _is_doctor(archive: Archive, one: Granted, day: date, band: str) -> bool:
    title = title_row(archive, one.item.record, day)
    return title is not None and title.ladder == "医师" and band_at_least(title, band)


def _own(one: Granted, day: date) -> str:
    held = present_title(one.item.record, day)
    return f"本人为{held.title}" if held else "本人没有职称记录"
