"""``meidang fmt`` as it is called: by people for all files, by hooks for a few."""

from __future__ import annotations

import pytest


def test_it_lays_out_and_says_what_changed(house):
    house.write("staff/N09.yaml", "department_id:   K01\n# 姓名\nname: 丁二\n")
    code, out = house.run("fmt", str(house.root / "archive/staff/N09.yaml"))
    assert code == 0
    assert house.text("staff/N09.yaml") == "# 姓名\nname: 丁二\ndepartment_id: K01\n"
    assert "+department_id: K01" in out
    assert "整理了 1 个文件" in out


def test_a_second_time_changes_nothing(house):
    assert house.run("fmt")[0] == 0
    before = house.files()
    code, out = house.run("fmt", "--check")
    assert code == 0
    assert "不用整理" in out
    assert house.files() == before


def test_check_only_tells(house):
    house.write("staff/N09.yaml", "department_id: K01\nname: 丁二\n")
    before = house.files()
    code, out = house.run("fmt", "--check")
    assert code == 1
    assert "staff/N09.yaml" in out
    assert house.files() == before


def test_what_cannot_be_read_is_told_and_left_alone(house):
    house.write("staff/N09.yaml", "name: [丁二\n")
    house.write("staff/N08.yaml", "department_id: K01\nname: 丁三\n")
    code, out = house.run("fmt")
    assert code == 1
    assert "archive/staff/N09.yaml:" in out
    assert house.text("staff/N09.yaml") == "name: [丁二\n"
    assert house.text("staff/N08.yaml").startswith("name:")


def test_private_values_are_hidden_in_what_it_shows(house):
    text = "home_address: |\n  和平里 3 号\nphone: '13800138000'\nnational_id: 11010519491231002X\ndepartment_id: K01\nname: 丁二\n"
    house.write("staff/N09.yaml", text)
    _, out = house.run("fmt")
    assert "和平里" not in out
    assert "13800138000" not in out
    assert "11010519491231002X" not in out
    assert "和平里 3 号" in house.text("staff/N09.yaml")


@pytest.mark.parametrize(
    "line",
    [
        "home_address :  和平里三号",
        "'home_address': 和平里三号",
        '"home_address": "和平里三号"',
        "home_address:\n  和平里三号",
    ],
)
def test_private_values_are_hidden_however_they_are_written(house, line):
    house.write("staff/N09.yaml", f"department_id: K01\n{line}\nname: 丁二\n")
    _, out = house.run("fmt", "--check")
    assert "staff/N09.yaml" in out
    assert "和平里" not in out


def test_hooks_may_name_what_is_no_record(house):
    other = house.root / "archive/attachments/D01/执业证书.pdf"
    code, out = house.run("fmt", "--check", str(other), str(house.root / "archive/staff/D01.yaml"))
    assert code in (0, 1)
    assert "执业证书" not in out


def test_a_link_is_not_followed(house, tmp_path):
    (tmp_path / "外.yaml").write_text("name:  x\n", encoding="utf-8")
    (house.root / "archive/staff/L01.yaml").symlink_to(tmp_path / "外.yaml")
    house.run("fmt")
    assert (tmp_path / "外.yaml").read_text(encoding="utf-8") == "name:  x\n"


def test_a_folder_that_is_a_link_is_not_followed(house, tmp_path):
    (house.root / "archive/staff").rename(tmp_path / "外")
    (tmp_path / "外/N09.yaml").write_text("department_id: K01\nname: 丁\n", encoding="utf-8")
    (house.root / "archive/staff").symlink_to(tmp_path / "外")
    for named in ("archive/staff", "archive/staff/N09.yaml"):
        code, out = house.run("fmt", str(house.root / named))
        assert (code, out) == (0, "0 个文件都不用整理。\n")
    assert (tmp_path / "外/N09.yaml").read_text(encoding="utf-8").startswith("department_id")


def test_a_file_that_is_not_there_is_misuse(house):
    code, out = house.run("fmt", "没有.yaml")
    assert code == 2
    assert "没有文件" in out
