"""The page of changes: what it tells, in which edition, and what it keeps to itself."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from meidang.kinds import ARCHIVE
from meidang.load import is_record_path, load_archive
from meidang.models.audience import Edition
from meidang.render.pages.book import Book
from meidang.render.pages.editions.projection import project
from meidang.render.pages.review.changed import last_changed
from meidang.render.pages.review.changes import changes_page
from meidang.source.files import read_sources
from meidang.source.history import Cut, History
from meidang.source.past import Lack

SMALL = Path(__file__).parents[1] / "site" / "small" / ARCHIVE
AS_OF = date(2026, 6, 30)
NURSE, DOCTOR = "archive/staff/N01.yaml", "archive/staff/D01.yaml"


@pytest.fixture
def small(repository):
    """The small archive, committed as a whole on 5 January 2026."""
    shutil.copytree(SMALL, repository.root / ARCHIVE)
    repository.commit({}, "2026-01-05T10:00:00+0800")
    return repository


def edit(repository, path, old, new, day):
    text = (repository.root / path).read_text(encoding="utf-8")
    assert old in text
    return repository.commit({path: text.replace(old, new, 1)}, f"{day}T10:00:00+0800")


def make_book(repository, edition=Edition.INTERNAL, as_of=AS_OF):
    sources, _ = read_sources(repository.root, ARCHIVE, is_record_path)
    archive = load_archive(sources).archive
    shown = project(archive, edition, as_of)
    return Book(edition, shown, (), as_of, "0123456789", {}, lambda key, path: archive.items[key].locate(path))


def page(repository, edition=Edition.INTERNAL, **bounds):
    return changes_page(make_book(repository, edition), repository.history(**bounds)).body


def row(body, name):
    """The words of the line in which a name stands."""
    line = next(line for line in re.findall(r"<li data-kind=.*?</li>", body, re.DOTALL) if name in line)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", line)).strip()


def days(body):
    return re.findall(r'<section data-day="(.*?)"', body)


def test_the_first_import_is_one_line_for_each_kind(small):
    body = page(small)
    assert "成批新增" in body
    people = len(list((small.root / "archive/staff").glob("*.yaml")))
    assert f"人员 成批新增 {people} 条" in row(body, 'href="staff/index.html"')
    assert "staff/D01.html" not in body


def test_a_changed_record_stands_by_itself_with_its_fields_and_how_often(small):
    edit(small, DOCTOR, "急事打", "有事打", "2026-03-01")
    newest = edit(small, DOCTOR, "cases: 42", "cases: 43", "2026-05-01")
    body = page(small)
    words = row(body, "staff/D01.html")
    assert words.startswith("修改 人员")
    assert "改动 3 次" in words
    assert "2026-03-01 修改：备注" in words
    assert "2026-01-05 新增" in words
    assert newest[:10] in words
    assert days(body) == ["2026-05-01", "2026-01-05"]


def test_the_newest_day_comes_first(small):
    edit(small, DOCTOR, "急事打", "有事打", "2026-05-02")
    edit(small, NURSE, "obtained_on: 2020-01-01", "obtained_on: 2020-02-01", "2026-05-20")
    assert days(page(small))[:2] == ["2026-05-20", "2026-05-02"]


def test_a_deleted_record_has_no_link(small):
    small.commit({"archive/device/E01.yaml": None}, "2026-05-01T10:00:00+0800")
    body = page(small)
    assert "E01（已删除）" in row(body, "E01")
    assert "device/E01.html" not in body


def test_a_renamed_record_keeps_what_happened_before(small):
    edit(small, NURSE, "obtained_on: 2020-01-01", "obtained_on: 2020-02-01", "2026-03-01")
    text = (small.root / NURSE).read_text(encoding="utf-8")
    small.commit({NURSE: None, "archive/staff/N77.yaml": text}, "2026-05-01T10:00:00+0800")
    words = row(page(small), "staff/N77.html")
    assert words.startswith("改名")
    assert "原来是 N01" in words
    assert "2026-03-01 修改：晋升晋级（修改 1 条；取得日期）" in words


def test_another_record_under_a_former_name_is_another_one(repository):
    first = "name: 甲\nsex: 女\n"
    repository.commit({NURSE: first})
    repository.commit({NURSE: None, "archive/staff/N02.yaml": first})
    repository.commit({NURSE: "id_type: 别的\nposts: [护理, 行政, 药学]\nnote: 完全不同\n"})
    found = last_changed(repository.history())
    assert set(found) == {"staff/N01", "staff/N02"}
    repository.commit({NURSE: None}, "2026-04-01T12:00:00+0800")
    assert last_changed(repository.history())["staff/N01"] == date(2026, 4, 1)
    assert last_changed(repository.history())["staff/N02"] == date(2026, 1, 1)


def test_entries_of_a_ledger_are_counted_in_words(small):
    ledger = next((small.root / "archive/ledger/case").glob("*.yaml"))
    text = ledger.read_text(encoding="utf-8")
    entries = re.split(r"(?m)^(?=  - )", text)
    small.commit({str(ledger.relative_to(small.root)): "".join(entries[:-1])}, "2026-05-01T10:00:00+0800")
    assert "删去 1 条" in row(page(small), 'data-kind="case"')


def test_a_comment_is_said_to_be_one(small):
    edit(small, DOCTOR, "sex: ", "# 说明\nsex: ", "2026-05-01")
    assert "修改：只改了注释或排版" in row(page(small), "staff/D01.html")


def test_a_policys_body_is_named(small):
    policy = next((small.root / "archive/policies").glob("*.md"))
    path = str(policy.relative_to(small.root))
    small.commit({path: policy.read_text(encoding="utf-8") + "\n新的一段。\n"}, "2026-05-01T10:00:00+0800")
    assert "修改：正文" in row(page(small), f"policies/{policy.stem}.html")


def test_attachments_are_counted_without_their_names(small):
    small.commit({"archive/attachments/D01/身份证.pdf": "%PDF-1"}, "2026-05-01T10:00:00+0800")
    body = page(small)
    assert "附件 新增 1 个" in body
    assert "身份证" not in body


def test_a_field_that_nobody_declares_is_not_quoted(small):
    edit(small, DOCTOR, "name: ", "内部外号: 老何\nname: ", "2026-05-01")
    words = row(page(small), "D01（读不出来）")
    assert "修改：其他内容" in words
    assert "外号" not in words


def test_many_fields_are_shortened(small):
    fields = "".join(f"{name}: 2026-01-01\n" for name in ("joined_on", "left_on", "updated_on", "next_review_on"))
    fields += "".join(f"{name}: x\n" for name in ("archive_no", "version", "owner_dept", "position", "department_id"))
    small.commit({"archive/staff/N08.yaml": "name: 甲\n"}, "2026-04-01T10:00:00+0800")
    small.commit({"archive/staff/N08.yaml": f"name: 乙\n{fields}"}, "2026-05-01T10:00:00+0800")
    words = row(page(small), "N08")
    assert "姓名、" in words
    assert re.search(r"等 (9|10) 项", words)


# --- editions --------------------------------------------------------------------------------------------------------


def change_private(small):
    text = (small.root / DOCTOR).read_text(encoding="utf-8")
    assert "home_address" in text
    return edit(small, DOCTOR, "home_address: ", "home_address: 搬到", "2026-05-01")


def test_what_is_private_is_named_only_inside_the_house(small):
    commit = change_private(small)
    assert "家庭住址" in row(page(small), "staff/D01.html")
    for_inspectors = page(small, Edition.INSPECTOR)
    assert "家庭住址" not in for_inspectors
    assert "修改：其他内容" in row(for_inspectors, "staff/D01.html")
    assert commit[:10] not in for_inspectors
    assert "<code>" not in for_inspectors


def test_no_value_stands_on_it(small):
    change_private(small)
    assert "搬到" not in page(small)


def test_a_record_named_by_a_personal_number_is_left_out(small):
    text = (small.root / NURSE).read_text(encoding="utf-8")
    small.commit({"archive/staff/N13800138001.yaml": text}, "2026-05-01T10:00:00+0800")
    small.commit({"archive/staff/N13800138001.yaml": None}, "2026-05-02T10:00:00+0800")
    small.commit({"archive/staff/a13800138001.yaml": text}, "2026-05-01T10:00:00+0800")
    small.commit({"archive/staff/a13800138001.yaml": None, "archive/staff/N05.yaml": text}, "2026-05-02T10:00:00+0800")
    for edition in (Edition.INTERNAL, Edition.INSPECTOR):
        assert "13800138001" not in page(small, edition)


def test_what_is_not_committed_is_named_only_inside_the_house(small):
    before = page(small, Edition.INSPECTOR)
    (small.root / DOCTOR).write_text((small.root / DOCTOR).read_text(encoding="utf-8") + "# x\n", encoding="utf-8")
    assert "未提交的改动 1 条" in page(small)
    assert page(small, Edition.INSPECTOR) == before


def test_a_file_that_cannot_be_read_is_named_only_inside_the_house(small):
    small.commit({"archive/staff/N09.yaml": "a: [\n"}, "2026-05-01T10:00:00+0800")
    assert "N09（读不出来）" in page(small)
    assert "N09" not in page(small, Edition.INSPECTOR)


# --- what is missing is said -----------------------------------------------------------------------------------------


def test_without_a_history_it_says_why(small):
    body = changes_page(make_book(small), History(lack=Lack.REPOSITORY)).body
    assert "档案不在 Git 仓库里，没有修改历史" in body
    assert "<form" not in body


def test_a_cut_history_says_so(small):
    body = changes_page(make_book(small), replace(small.history(), cuts=(Cut.SHALLOW,))).body
    assert "历史不完整" in body
    assert "浅克隆" in body


def test_an_empty_history_says_so(small):
    assert "历史里没有档案的改动" in changes_page(make_book(small), History()).body


def test_thousands_stay_usable(small):
    """Each record on a day of its own, so that none of it is a batch."""
    text = (small.root / NURSE).read_text(encoding="utf-8")
    stream = "".join(
        f"commit refs/heads/main\ncommitter a <a@example.invalid> {1_767_600_000 + number * 3_600} +0800\ndata 0\n"
        f"{'' if number else 'from refs/heads/main^0'}\n"
        f"M 644 inline archive/staff/M{number}.yaml\ndata {len(text.encode())}\n{text}\n"
        for number in range(1_000)
    )
    small.git("fast-import", "--quiet", stdin=stream)
    small.git("reset", "--hard", "--quiet")
    body = page(small)
    assert "1000 条记录有改动" in body
    assert body.count("data-days=") == 300
    assert "人员 700 条，最近的在" in row(body, "data-older")
    assert len(body.encode()) < 160_000


def test_the_same_history_gives_the_same_bytes(small):
    change_private(small)
    assert page(small) == page(small)


# --- for the pages of records ----------------------------------------------------------------------------------------


def test_each_record_knows_its_latest_day(small):
    edit(small, DOCTOR, "急事打", "有事打", "2026-03-01")
    found = last_changed(small.history())
    assert found["staff/D01"] == date(2026, 3, 1)
    assert found["staff/N01"] == date(2026, 1, 5)
    assert found["institution"] == date(2026, 1, 5)
    assert not any("attachments" in key for key in found)


def test_choices_count_back_from_the_day_of_the_page(small):
    body = page(small)
    assert 'value="2026-05-31"' in body
    assert 'data-since="2026-06-23"' in body
    assert 'data-since="2026-04-01"' in body


def test_the_last_review_is_a_choice_once_it_was(small):
    assert "上次评审以来" not in page(small)
    settings = (small.root / "archive/settings.yaml").read_text(encoding="utf-8")
    settings = re.sub(r"(?m)^inspection_on:.*\n", "", settings)
    small.commit({"archive/settings.yaml": settings + "\ninspection_on: 2026-02-02\n"}, "2026-05-01T10:00:00+0800")
    assert 'data-since="2026-02-02" aria-pressed="false">上次评审以来' in page(small)
