"""A small hospital with a nurse whose licence has run out; her record holds remarks, as people write them."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

SMALL = Path(__file__).parents[1] / "site" / "small" / "archive"
AS_OF = date(2026, 6, 30)
NURSE = "archive/staff/N02.yaml"
RECORD = """\
# 排班见护理部
name: 白芷
sex: 女
department_id: K01
posts: [护士]
hired_on: 2019-07-01
credentials:
  # 原件在护理部
  - credential_type: nurse_practice
    number: '202041000123'  # 以证书为准
    obtained_on: 2020-05-20
    valid_to: 2026-05-19
titles:
  - {title: 护师, obtained_on: 2020-01-01}
"""
_TYPES = """\
  - {id: nurse_practice, name: 护士执业证书, holder: 个人, required_of: [护士], expires: true, lead_days: [90, 30, 7]}
  - {id: cpr, name: 心肺复苏培训证, holder: 个人, expires: true}
"""


def made_at(root):
    """The hospital in a new folder; that folder."""
    shutil.copytree(SMALL, root / "archive")
    with (root / "archive" / "credential_types.yaml").open("a", encoding="utf-8") as file:
        file.write(_TYPES)
    (root / NURSE).write_text(RECORD, encoding="utf-8")
    return root


def scan():
    """A picture as a scanner makes it."""
    return (SMALL / "attachments" / "institution" / "执业许可证.jpg").read_bytes()


def files_of(root):
    """Every file of the archive with its content."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("archive/**/*") if path.is_file()
    }
