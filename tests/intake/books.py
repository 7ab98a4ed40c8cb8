"""Workbooks as hospitals send them, and what an import makes of them."""

from __future__ import annotations

import shutil
from datetime import date
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook, load_workbook

from meidang.pipeline import read_archive
from meidang.pipeline.intake import Wanted, intake
from meidang.pipeline.rewriting import rewrite
from meidang.project import Project
from meidang.render.intake.form import Form, form
from meidang.render.intake.headings import headings
from meidang.render.intake.names import Names
from meidang.render.intake.sheets import Cell, Sheet
from meidang.render.intake.tables import TABLES

SMALL = Path(__file__).parents[1] / "site/small"
TODAY = date(2026, 6, 30)
#: Somebody whose record is written by hand, with comments.
N02 = """\
# yaml-language-server: $schema=../../schemas/staff.schema.json
# 护士

name: '丁一'  # 姓名不要改
department_id: K01
posts: [护士]
# 证照
credentials:
  # 执业证
  - credential_type: doctor_practice
    number: 'A-1'   # 旧证
    obtained_on: 2021-04-30
    valid_to: 2026-04-30
  - credential_type: filing
    obtained_on: 2020-01-01
    scan: {file: attachments/D01/执业证书.pdf, sha256: '0da909e7a927efa9b795312fe366b85ec8e594ab2fe78975671bc199170eb6f6'}
# 末尾
note: 备注不动
"""


def small(tmp_path, name="hospital"):
    """A copy of the small hospital."""
    root = tmp_path / name
    shutil.copytree(SMALL / "archive", root / "archive")
    return root


def book(**sheets):
    """The bytes of a workbook: the rows of each sheet; ``dress`` may be given a function of the workbook."""
    dress = sheets.pop("dress", None)
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    if dress:
        dress(made)
    made.save(out := BytesIO())
    return out.getvalue()


def taken_in(root, content, **wanted):
    """What an import would do."""
    return intake(Project(root), content, Wanted(**wanted), today=TODAY)


def written(root, found):
    """Write what was taken in."""
    assert problems(found) == []
    rewrite(root, found.rewrites)


def filled(root, *tables, is_blank=False):
    """The form with what the archive says; ``is_blank``: without."""
    archive = read_archive(Project(root)).archive
    chosen = [TABLES[name] for name in tables] or list(TABLES.values())
    return form(Form(chosen, Names(archive), archive.institution.label, TODAY, is_blank=is_blank))


def cells(content):
    """Every cell of a workbook's tables by sheet and place."""
    made = load_workbook(BytesIO(content))
    return {
        (sheet.title, cell.coordinate): (cell.value, type(cell.value), cell.number_format)
        for sheet in made.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def problems(found):
    return [str(one) for one in found.problems]


def remarks(found):
    return [str(one) for one in found.remarks]


def changes(found):
    return [(one.record, one.field, one.before, one.after) for one in found.changes]


def known(table, *row, above=()):
    """The row that heads a table, and the columns that its headings mean; ``above``: what stands in the rows before."""
    rows = {at: {1: Cell(text)} for at, text in enumerate(above, start=1)}
    rows[len(above) + 1] = {at: Cell(text) for at, text in enumerate(row, start=1)}
    found = headings(Sheet("x", rows), TABLES[table])
    return found.row, [one.column.name if one.column else None for one in found.found]
