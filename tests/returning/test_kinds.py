"""Documents of every kind: unedited they change nothing; ledgers, forms and LibreOffice."""

from __future__ import annotations

import subprocess
from io import BytesIO

import docx
import pytest

from documents.example import SMALL, archive, templates
from meidang.render.documents import render_documents
from meidang.render.documents.templates import open_templates
from meidang.render.returning.compare import outcomes
from meidang.render.returning.original import made
from meidang.render.returning.story import story
from meidang.render.views import Desk
from meidang.render.word.package import unpack_to_read
from meidang.render.word.seal_part import read_seal
from meidang.rules import RULES, run_rules
from returning.reviewed import AS_OF, Hospital, add_row, beside, replace, saved, say, table_of
from tools import require_tool


@pytest.fixture
def hospital(tmp_path):
    return Hospital(tmp_path)


def test_unedited_documents_of_all_kinds_change_nothing():
    small = archive(SMALL)
    findings = list(run_rules(small, RULES.values(), AS_OF))
    desk = Desk(small, AS_OF, findings, traced=True)
    by_name = {template.name: template for template in open_templates(templates()).templates}
    kinds = set()
    for document in render_documents(small, findings, templates(), as_of=AS_OF, revision="1234567890"):
        if document.template not in by_name:
            continue
        for content in (document.content, saved(docx.Document(BytesIO(document.content)))):
            parts = unpack_to_read(content)
            base = made(desk, by_name[document.template], read_seal(parts))
            assert base.is_same, document.template
            assert list(outcomes(base.original, story(parts))) == [], document.template
        kinds.add(document.kind)
    assert len(kinds) > 30


def test_a_ledgers_entry_comes_home_to_its_file(hospital):
    document = hospital.document("outpatient_record_qc", "2026")
    replace(document, "2026-04-26", "2026-04-27")
    found = hospital.take(document)
    assert found.refused == ()
    assert [one.path for one in found.placed] == ["archive/ledger/outpatient_record_qc/hospital-2026-04.yaml"]


def test_a_ledgers_new_row_goes_to_the_file_of_its_month(hospital):
    document = hospital.document("outpatient_record_qc", "2026")
    table = table_of(document, "序号")
    texts = [cell.text for cell in table.rows[1].cells]
    texts[1] = "2026-05-30"
    add_row(table, *texts, like=1, at=2)
    found = hospital.home(document)
    assert [one.path for one in found.rewrites] == ["archive/ledger/outpatient_record_qc/hospital-2026-05.yaml"]


def test_a_form_with_boxes_and_dates_in_words(hospital):
    document = hospital.document("institution", "institution", "institution.医疗美容项目分级管理审核表.docx")
    texts = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    boxes = next(text for text in texts if "☐二级" in text or "☑二级" in text)
    replace(document, boxes, boxes.replace("☑", "☐").replace("☐二级", "☑二级"))
    found = hospital.take(document)
    assert found.refused == ()
    assert [(one.what, one.after) for one in found.placed] == [("「机构等级」", "二级")]


@pytest.mark.office
def test_libreoffice_may_save_it_in_between(hospital, tmp_path):
    soffice = require_tool("soffice")
    document = hospital.document()
    replace(document, "2026-08-20", "2031-04-30")
    say(beside(document, "家庭住址"), "新址 8 号")
    add_row(table_of(document, "序号", "职称", "取得日期"), "2", "护师", "2024-06-01", "", "")
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.docx").write_bytes(saved(document))
    command = [
        soffice,
        "--headless",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--convert-to",
        "docx:MS Word 2007 XML",
    ]
    subprocess.run(
        [*command, "--outdir", tmp_path / "out", tmp_path / "in/a.docx"], check=True, capture_output=True, timeout=180
    )
    found = hospital.home((tmp_path / "out/a.docx").read_bytes())
    assert found.refused == ()
    assert [one.after for one in found.placed] == ["新址 8 号", "2031-04-30", "职称 护师，取得日期 2024-06-01"]
