"""The tables that can be filled in: what each is of, and by which fields a row is known again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from meidang.kinds import KINDS, Kind
from meidang.models.base import Model, describe
from meidang.render.intake.columns import Column, field_columns, key_columns, left_out


@dataclass(frozen=True)
class Table:
    """A sheet: records of ``kind`` themselves, or the items of their list ``field``.

    ``identities``: the fields by which an item is known again, the surest first; one that a row does not state whole is
    passed over. Fields behind a ``?`` must agree only where both state them. ``once``: the fields in which no two new
    or changed rows may agree; empty where several alike are usual, as two audits on a day.
    """

    name: str
    title: str
    kind: Kind
    field: str
    identities: tuple[tuple[str, ...], ...] = ()
    once: tuple[str, ...] = ()

    @cached_property
    def model(self) -> type[Model]:
        """The group that a row fills."""
        inner = describe(self.kind.model)[self.field].model if self.field else self.kind.model
        if inner is None:
            raise TypeError(f"{self.name}: not a list of groups")
        return inner

    @cached_property
    def keys(self) -> tuple[Column, ...]:
        """The columns that say which record a row belongs to."""
        return key_columns(self.kind, self.field)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """All columns in order."""
        return (*self.keys, *field_columns(self.model))

    @cached_property
    def left_out(self) -> tuple[str, ...]:
        """What the records hold besides; other tables may have it."""
        return tuple(left_out(self.model))


def _of(name: str, title: str, *identities: tuple[str, ...], once: tuple[str, ...] = ()) -> Table:
    kind, _, field = name.partition(".")
    return Table(name, title, KINDS[kind], field, identities, once)


def _ledger(name: str, *identities: tuple[str, ...]) -> Table:
    # Why without the word: a sheet's tab has little room, and people call it so.
    title = KINDS[name].title.removesuffix("台账")
    once = identities[0] if identities[0] in _NUMBERED else ()
    return Table(name, title, KINDS[name], "entries", identities, once)


_CREDENTIAL: Final = (
    ("credential_type", "number"),
    ("credential_type", "obtained_on"),
    ("credential_type", "?number", "?obtained_on"),
)
#: A renewed certificate may keep its number; it has another day.
_ONE_CREDENTIAL: Final = ("credential_type", "number", "obtained_on")
#: Numbers that the hospital gives once.
_NUMBERED: Final = (("case_no",), ("event_no",), ("incident_no",), ("qi_no",))
_ALL: Final = (
    _of("staff", "人员名册"),
    _of("staff.credentials", "人员证照", *_CREDENTIAL, once=_ONE_CREDENTIAL),
    _of("institution.licences", "机构证照", *_CREDENTIAL, once=_ONE_CREDENTIAL),
    _of(
        "staff.privileges",
        "授权",
        ("privilege_type", "granted_on", "?technique_id", "?operation_name", "?icd9cm3"),
        ("privilege_type", "?technique_id", "?operation_name", "?icd9cm3", "?granted_on"),
    ),
    _of("technique.figures", "年度数据", ("year",), once=("year",)),
    _of("staff.participation", "参与技术例数", ("technique_id", "role", "year"), once=("technique_id", "role", "year")),
    _of("staff.continuing_education", "继续教育", ("year", "item_name")),
    _of("staff.education", "学历学位", ("education", "?school")),
    _of("staff.titles", "晋升晋级", ("title",)),
    _of("staff.training", "专科培训", ("trained_on", "content")),
    _of("staff.skill_contests", "技能考核", ("contest_on", "item_name")),
    _of("staff.third_party_assessments", "第三方能力评估", ("assessed_on", "item_name")),
    _of("staff.qualification_checks", "资质核查", ("verified_on",)),
    _of("staff.assessments", "考核与奖惩", ("kind", "date")),
    _ledger("case", ("case_no",)),
    _ledger("follow_up", ("case_no", "kind", "due_on")),
    _ledger("adverse_event", ("event_no",)),
    _ledger("incident", ("incident_no",)),
    _ledger("medical_record_qc", ("record_no", "graded_on")),
    _ledger("record_quality_summary", ("level", "summarised_on")),
    _ledger("front_sheet", ("medical_record_no", "checked_on")),
    _ledger("archiving_record", ("medical_record_no",)),
    _ledger("outpatient_record_qc", ("audited_on",)),
    _ledger("outpatient_evaluation", ("kind", "evaluated_on")),
    _ledger("outpatient_plan_approval", ("outpatient_no", "date", "plan_type")),
    _ledger("image_quality_review", ("reviewed_on",)),
    _ledger("prescription_review", ("reviewed_on",)),
    _ledger("antibiotic_use_review", ("case_no", "drug", "reviewed_on")),
    _ledger("drug_lot", ("drug_item_id", "lot_no")),
    _ledger("drug_daily_count", ("drug_item_id", "date")),
    _ledger("monitor_reading", ("monitor_point", "measured_at")),
    _ledger("calibration", ("device_id", "calibrated_on")),
    _ledger("device_inspection", ("device_id", "kind", "inspected_on")),
    _ledger("qi_entry", ("qi_no",)),
    _ledger("quality_check", ("date", "kind", "content")),
    _ledger("meeting", ("date", "topic", "?kind")),
    _ledger("committee_decision", ("committee_id", "decision_no")),
    _ledger("drill", ("drilled_on", "plan_type")),
    _ledger("training_record", ("trained_on", "content")),
    _ledger("annual_summary", ("summarised_on",)),
    _ledger("compliance_report", ("issued_on",)),
    _ledger("period_figure", ("figure",)),
)

#: Every table by name, in the order of the workbook.
TABLES: Final[Mapping[str, Table]] = {table.name: table for table in _ALL}
