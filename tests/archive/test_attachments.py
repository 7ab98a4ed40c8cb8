"""Who cites a file, in which order, and what it is called there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from meidang.archive.attachments import attached, cited
from meidang.pipeline import check
from meidang.project import Project

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def archive():
    return check(Project(ROOT), today=date(2030, 1, 1)).archive


def test_every_file_stands_once_with_all_who_cite_it(archive):
    found = {one.file.removeprefix("attachments/"): one for one in cited(archive)}
    plan = found["department/检验科平面布局图.png"]
    assert [(one.item.key, one.path, one.label) for one in plan.citations] == [
        ("department/laboratory", ("zones", 0, "plan_doc", "file"), "检验科平面布局图（污染区：标本接收与检测）"),
        ("department/laboratory", ("zones", 1, "plan_doc", "file"), "检验科平面布局图（缓冲区：更衣、手卫生）"),
        ("department/laboratory", ("zones", 2, "plan_doc", "file"), "检验科平面布局图（清洁区：试剂、办公）"),
    ]
    rule = found["technique/医疗技术准入与授权管理规定.pdf"]
    assert [one.item.id for one in rule.citations] == ["T01", "T02", "T03"]
    assert {one.label for one in rule.citations} == {"医疗技术准入与授权管理规定"}


def test_a_file_goes_by_what_its_group_calls_itself(archive):
    assert [one.label for one in attached(archive, archive.items["department/laboratory"].record)][
        1
    ] == "污染区标识照片"
    labels = {one.citations[0].item.key: one.citations[0].label for one in cited(archive)}
    assert labels["agreement/green-channel"] == "协议文本"
    assert labels["staff/N01"] == "护士执业证书"
    assert [one.label for one in attached(archive, archive.institution.record)] == [
        "医疗机构执业许可证",
        "放射诊疗许可证",
    ]


def test_files_come_in_the_order_in_which_they_are_first_cited(archive):
    order = [one.citations[0].item.source.path for one in cited(archive)]
    assert order == sorted(order, key=lambda path: path.split("/"))


def test_every_scan_of_the_example_is_registered_and_cited(archive):
    assert all(citation.sha256 == one.sha256 != "" for one in cited(archive) for citation in one.citations)
    files = {path.relative_to(ROOT / "archive").as_posix() for path in (ROOT / "archive/attachments").rglob("*.*")}
    assert {file for file in files if "/policies/" not in file} == {one.file for one in cited(archive)}
    assert all((ROOT / "archive" / one.file).stat().st_size < 60 * 1024 for one in cited(archive))
