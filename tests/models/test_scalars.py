"""What text each scalar accepts and what it becomes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from stdnum.cn import ric

from meidang.models import codes, scalars
from meidang.models.scalars import NEVER, UNGRADED


def read(scalar, text):
    return TypeAdapter(scalar).validate_python(text)


@pytest.mark.parametrize(
    ("scalar", "text", "value"),
    [
        (scalars.Date, "2024-02-29", dt.date(2024, 2, 29)),
        (scalars.Date, "2000-02-29", dt.date(2000, 2, 29)),
        (scalars.Expiry, "长期", NEVER),
        (scalars.Grade, "不分级", UNGRADED),
        (scalars.Grade, "3", 3),
        (scalars.Bool, "true", True),
        (scalars.Bool, "FALSE", False),
        (scalars.Amount, "12.50", Decimal("12.5")),
        (scalars.Count, "0", 0),
        (scalars.Text, "1.10", "1.10"),
        (codes.OperationCode, "86.3x10x038", "86.3x10x038"),
        (codes.NumberCode, "C26-0118", "C26-0118"),
        (codes.NumberCode, "2026000118", "2026000118"),
        (scalars.Moment, "2026-03-02T10:10", dt.datetime.fromisoformat("2026-03-02T10:10")),
        (scalars.Temperature, "-18.5", Decimal("-18.5")),
        (scalars.Span, "2026-Q2", "2026-Q2"),
    ],
)
def test_it_reads(scalar, text, value):
    assert read(scalar, text) == value


@pytest.mark.parametrize(
    ("scalar", "text"),
    [
        (scalars.Date, "1900-02-29"),
        (scalars.Date, "2100-02-29"),
        (scalars.Date, "2026-04-31"),
        (scalars.Date, "1899-12-31"),
        (scalars.Date, "2201-01-01"),
        (scalars.Date, "2026-04-30\n"),
        (scalars.Date, "２０２６-04-30"),
        (scalars.Date, "0"),
        (scalars.Grade, "五"),
        (scalars.Bool, "yes"),
        (scalars.Count, "012"),
        (scalars.Count, "-1"),
        (scalars.Count, "1_000"),
        (scalars.Amount, "1e3"),
        (scalars.Amount, "NaN"),
        (scalars.Text, "两\n行"),
        (scalars.Text, "  "),
        (codes.OperationCode, "8.8902"),
        (codes.AttachmentFile, "/etc/passwd.pdf"),
        (codes.AttachmentFile, "a/../b.pdf"),
        (codes.AttachmentFile, "a\\b.pdf"),
        (codes.AttachmentFile, "https://example.invalid/a.pdf"),
        (codes.AttachmentFile, "a.pdf "),
        (codes.AttachmentFile, "a.exe"),
        (codes.Sha256, "0" * 63),
        (codes.Sha256, "A" * 64),
        (codes.Mobile, "23800000000"),
        (codes.NumberCode, "林某"),
        (codes.NumberCode, "13800000000"),
        (codes.NumberCode, "11010119900307231X"),
        (scalars.Moment, "2026-03-02"),
        (scalars.Moment, "2026-03-02T24:00"),
        (scalars.Span, "2026-13"),
    ],
)
def test_it_refuses(scalar, text):
    with pytest.raises(ValidationError):
        read(scalar, text)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31)))
def test_every_real_day_of_three_centuries_is_a_date(day):
    assert read(scalars.Date, day.isoformat()) == day


@given(st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)), st.integers(0, 999), st.sampled_from("0123456789X"))
def test_an_identity_number_is_judged_as_python_stdnum_does(birth, sequence, check):
    """Our few lines stand in for a slow import; the library stays the judge."""
    number = f"110105{birth:%Y%m%d}{sequence:03d}{check}"
    try:
        ours = bool(read(codes.NationalId, number))
    except ValidationError:
        ours = False
    assert ours is (ric.calc_check_digit(number) == check)


@pytest.mark.parametrize(
    "number", ["110105194902300023", "11010519491231002x", "110105491231002", "１10105194912310021"]
)
def test_an_identity_number_of_another_form_or_an_impossible_birth_is_refused(number):
    with pytest.raises(ValidationError):
        read(codes.NationalId, number)
