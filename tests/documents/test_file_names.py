"""A file whose name begins with no kind: what it could be called, and that nothing is to be overwritten."""

from __future__ import annotations

import pytest

from documents.example import templates
from meidang.kinds import KINDS
from meidang.render.documents import check_templates
from meidang.render.documents.file_names import bad_name, kind_words

BACKUP = "备份放在 templates 文件夹以外；要作为另一份模板，"


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("staff 副本.docx", f"{BACKUP}改名为 staff.副本.docx"),
        ("staff - 副本 (2).docx", f"{BACKUP}改名为 staff.副本2.docx"),
        ("Staff.离职.docx", "改名为 staff.离职.docx"),
        ("员工.离职证明.docx", "改名为 staff.离职证明.docx"),
        ("个人技术档案.docx", "改名为 staff.自定.docx"),
        ("staf.docx", "改名为 staff.自定.docx"),
        ("设备卡片.docx", f"{BACKUP}改名为 device.卡片.docx"),
    ],
)
def test_a_free_name_is_advised(name, fix):
    assert bad_name(name, {"staff.docx", name}).fix == fix


def test_the_plain_name_is_advised_where_it_is_free():
    assert bad_name("staf.docx", {"staf.docx"}).fix == "改名为 staff.docx"


def test_of_taken_names_the_first_free_one():
    taken = {"staff.docx", "STAFF.副本.docx", "staff.副本2.docx"}
    assert bad_name("staff 副本.docx", taken).fix == f"{BACKUP}改名为 staff.副本3.docx"


def test_what_resembles_nothing_lists_eight_kinds():
    fix = bad_name("qqq.docx", ()).fix
    assert fix.startswith("文件名以档案种类开头：")
    assert fix.count("（") == 8
    assert fix.endswith(f" 等 {sum(not kind.is_table for kind in KINDS.values())} 种")


def test_files_of_the_folder_are_known_to_the_check():
    files = {"staff.docx": templates()["staff.docx"], "Staff.docx": templates()["staff.docx"]}
    (found,) = check_templates(files)
    assert found.fix == "改名为 staff.自定.docx"


def test_every_synonym_leads_to_a_kind_with_templates():
    assert not [word for word, kind in kind_words().items() if kind.is_table]
