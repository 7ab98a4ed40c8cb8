"""``meidang due``: the list in three forms, whose it is, what it exits with; and the folder of calendars."""

from __future__ import annotations

import json
import re
import stat

import pytest
from icalendar import Calendar


def test_the_list_says_day_how_long_what_whose_where_and_what_to_do(due):
    _, said, complained = due("--within", "365", "--all")
    assert complained == ""
    assert "【2026 年 8 月】" in said
    assert re.search(r"  2026-08-20（还有 51 天）  .*主诊医师", said)
    assert re.search(r"责任 .*；位置 archive/staff/D01\.yaml:12:\d+", said)
    assert said.rstrip().splitlines()[-1].startswith("待办，截至 2026-06-30：要改的 ")


def test_only_what_falls_due_within_the_days_is_listed(due):
    assert "2026-08-20" not in due("--within", "50")[1]
    assert "2026-08-20" in due("--within", "51")[1]


def test_a_day_may_be_named_until_which_things_fall_due(due):
    assert due("--within", "2026-08-20")[1] == due("--within", "51")[1]
    assert "2026-08-20" not in due("--within", "2026-08-19")[1]
    code, said, complained = due("--within", "2026-06-29")
    assert (code, said) == (2, "")
    assert "--within 要不早于截至日期 2026-06-30" in complained


def test_a_person_is_named_by_id_or_by_name(due, archive):
    name = archive.items["staff/D01"].label
    by_name, by_id = due("--person", name, "--format", "json")[1], due("--person", "d01", "--format", "json")[1]
    assert by_name == by_id
    document = json.loads(by_name)
    assert document["whose"] == name
    matters = [matter for group in document["groups"] for matter in group["matters"]]
    assert matters
    assert all({"kind": "staff", "id": "D01", "name": name} in matter["whose"] for matter in matters)


@pytest.mark.parametrize(("option", "kind"), [("--person", "人员"), ("--department", "科室或部门")])
def test_a_wrong_name_is_answered_with_the_nearest(due, archive, option, kind):
    item = archive.items["staff/D01" if option == "--person" else "department/K01"]
    code, said, complained = due(option, f"{item.label}x")
    assert (code, said) == (2, "")
    assert complained == f"meidang：没有{kind}“{item.label}x”，是不是“{item.label}”？\n"


def test_an_office_for_which_nothing_waits_now_is_known_all_the_same(due):
    offices = {
        one["id"]
        for group in json.loads(due("--within", "365", "--by", "department", "--format", "json")[1])["groups"]
        for matter in group["matters"]
        for one in matter["whose"]
        if one["kind"] == "office"
    }
    assert offices
    for office in offices:
        code, said, _ = due("--within", "0", "--department", office)
        assert code in {0, 1}
        assert f"{office}的待办，截至 2026-06-30" in said


def test_who_has_left_is_not_asked(due, root):
    file = root / "archive/staff/N01.yaml"
    file.write_text(file.read_text("utf-8") + "left_on: 2026-01-31\n", "utf-8")
    code, _, complained = due("--person", "N01")
    assert code == 2
    assert "（N01）在 2026-06-30 不在职" in complained


@pytest.mark.parametrize("by", ["month", "person", "department"])
def test_each_grouping_lists_every_matter(due, by):
    def ids(text):
        return {matter["id"] for group in json.loads(text)["groups"] for matter in group["matters"]}

    assert ids(due("--by", by, "--format", "json")[1]) == ids(due("--format", "json")[1]) != set()


def test_something_late_and_grave_is_told_by_the_exit_code(due):
    assert due()[0] == 1
    assert due("--as-of", "2015-01-01")[0] == 0


def test_markdown_holds_no_markup_of_the_archive(due, root):
    file = root / "archive/staff/D01.yaml"
    text = file.read_text("utf-8")
    name = re.search(r"^name: (\S+)", text)[1]
    file.write_text(text.replace(f"name: {name}", "name: '甲|乙<b>*'"), "utf-8")
    said = due("--format", "md", "--all")[1]
    assert "<b>" not in said
    assert all(line.count("|") in (0, 6) for line in said.splitlines())


def test_no_personal_number_is_told_in_any_form(due, root):
    file = root / "archive/staff/D01.yaml"
    text = file.read_text("utf-8").replace("示例-主诊-01", "13800138000")
    file.write_text(text, "utf-8")
    for form in ("text", "json", "md"):
        assert "13800138000" not in due("--format", form, "--all", "--within", "4000")[1]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--since", "2026-06-01"), "--digest 或 --send"),
        (("--to", "all"), "--digest 或 --send"),
        (("--digest", "--person", "D01"), "--to"),
        (("--ics", "--department", "K01"), "--to"),
        (("--digest", "--within", "3"), "提前提醒天数"),
        (("--person", "D01", "--department", "K01"), "只写一个"),
        (("--digest", "--since", "2026-06-30"), "早于截至日期"),
        (("--send",), "MEIDANG_NOTIFY"),
        (("--rev", "main", "--ics"), "--rev 只用于列出"),
        (("--rev", "main", "--digest"), "--rev 只用于列出"),
    ],
)
def test_options_that_would_not_be_heeded_are_refused(due, monkeypatch, words, why):
    monkeypatch.delenv("MEIDANG_NOTIFY", raising=False)
    code, said, complained = due(*words)
    assert (code, said) == (2, "")
    assert why in complained


@pytest.mark.parametrize("days", ["-1", "x", "99999", "1.5", "１"])
def test_days_are_whole_numbers(due, days):
    with pytest.raises(SystemExit) as ended:
        due("--within", days)
    assert ended.value.code == 2


def test_a_committed_version_is_listed_as_it_was_and_says_that_it_is_past(due, root, commit):
    version = commit("2026-06-01T08:00:00+08:00")
    file = root / "archive/staff/D01.yaml"
    file.write_text(file.read_text("utf-8").replace("2026-08-20", "2031-08-20"), "utf-8")
    assert "2026-08-20" not in due()[1]
    code, said, complained = due("--rev", version)
    assert (code, complained) == (1, "")
    assert "2026-08-20" in said
    assert f"过去的版本 {version[:10]} 的待办，截至 2026-06-30" in said
    assert json.loads(due("--rev", version, "--format", "json")[1])["past_revision"] == version[:10]


# --- calendars -------------------------------------------------------------------------------------------------------


@pytest.fixture
def calendars(due, root):
    code, said, _ = due("--ics")
    assert code == 0
    folder = root / "build/due/calendars"
    assert str(folder) in said
    return folder


def test_there_is_one_for_all_and_one_for_each_person_and_department(calendars, archive):
    names = {file.relative_to(calendars).as_posix() for file in calendars.rglob("*.ics")}
    assert "全院.ics" in names
    assert f"人员/D01-{archive.items['staff/D01'].label}.ics" in names
    assert any(name.startswith("科室/K01-") for name in names)
    assert any(name.startswith("部门/") for name in names)


def test_every_calendar_can_be_read_and_what_is_in_one_is_in_that_of_all(calendars):
    def uids(file):
        return [str(event["uid"]) for event in Calendar.from_ical(file.read_bytes()).walk("VEVENT")]

    every = uids(calendars / "全院.ics")
    assert len(every) == len(set(every)) > 0
    for file in calendars.rglob("*.ics"):
        assert set(uids(file)) <= set(every)


def test_who_has_nothing_left_to_do_keeps_a_calendar_that_has_emptied(calendars, due):
    """A program that follows the file would show for ever what is done if the file were gone."""
    (before,) = (calendars / "人员").glob("N01-*.ics")
    assert Calendar.from_ical(before.read_bytes()).walk("VEVENT")
    assert due("--ics", "--as-of", "2025-03-03", "--within", "0")[0] == 0
    emptied = Calendar.from_ical(before.read_bytes())
    assert not emptied.walk("VEVENT")
    assert emptied.walk("VTIMEZONE")


def test_calendars_are_for_their_owner_only(calendars):
    assert stat.S_IMODE(calendars.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in calendars.rglob("*.ics")} == {0o600}


def test_the_same_archive_gives_the_same_bytes_and_who_left_has_no_calendar_any_more(calendars, due, root):
    before = {file: file.read_bytes() for file in calendars.rglob("*.ics")}
    assert due("--ics")[0] == 0
    assert {file: file.read_bytes() for file in calendars.rglob("*.ics")} == before
    file = root / "archive/staff/D01.yaml"
    file.write_text(file.read_text("utf-8") + "left_on: 2026-01-31\n", "utf-8")
    due("--ics")
    assert not [one for one in calendars.rglob("*.ics") if one.name.startswith("D01")]


def test_a_folder_with_something_else_in_it_is_not_overwritten(due, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "letter.txt").write_text("mine", "utf-8")
    code, _, complained = due("--ics", folder)
    assert code == 2
    assert str(folder) in complained
    assert (folder / "letter.txt").read_text("utf-8") == "mine"


def test_with_broken_records_no_calendar_is_written(due, root):
    (root / "archive/staff/D01.yaml").write_text("x: 1\n", "utf-8")
    code, _, complained = due("--ics")
    assert code == 2
    assert "数据错误" in complained
    assert not (root / "build/due/calendars").exists()
