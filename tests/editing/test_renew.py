"""``meidang renew``: the dates change where they stand, comments stay, nothing is written that would not pass."""

from __future__ import annotations

import hashlib

import pytest

NURSE = """\
# 护士
name: 丁二
department_id: K01
posts: [护士]
credentials:
  # 执业证，原件在人事科
  - credential_type: doctor_practice
    number: 甲-1
    authority: 卫健委
    valid_to: 2026-05-01
    note: 延续中
  - credential_type: filing
    number: 备-1
    valid_to: 2026-12-01
    filing_discipline: 美容外科
  - credential_type: filing
    number: 备-2
    valid_to: 2026-12-01
    filing_discipline: 美容皮肤科
updated_on: 2026-01-01
"""


@pytest.fixture
def nurse(house):
    house.write("staff/N09.yaml", NURSE)
    return house


@pytest.mark.parametrize(
    ("words", "written"), [("2031.5.1", "2031-05-01"), ("2031年5月1日", "2031-05-01"), ("永久有效", "长期")]
)
def test_a_day_is_written_as_records_write_it_however_it_was_given(nurse, words, written):
    code, out = nurse.run("renew", "N09", "医师执业证书", "--valid-to", words)
    assert (code, f"+    valid_to: {written}" in out) == (0, True)


def test_an_extended_certificate_changes_in_place_with_its_remarks(nurse):
    code, out = nurse.run("renew", "N09", "医师执业证书", "--valid-to", "2031-05-01", "--by", "人事科", "--write")
    assert code == 0
    text = nurse.text("staff/N09.yaml")
    assert "  # 执业证，原件在人事科\n  - credential_type: doctor_practice\n    number: 甲-1\n" in text
    assert "    valid_to: 2031-05-01\n    note: 延续中\n" in text
    assert "updated_on: 2026-06-30\n" in text
    assert (
        "  - change: 医师执业证书换证，有效期至 2031-05-01\n    changed_on: 2026-06-30\n    done_on: 2026-06-30\n    done_by: 人事科\n"
        in text
    )
    assert "检查会消除" in out


def test_the_change_is_registered_for_the_department_that_keeps_the_record(nurse):
    nurse.write("staff/N09.yaml", f"{NURSE}owner_dept: 护理部\n")
    code, _ = nurse.run("renew", "N09", "医师执业证书", "--valid-to", "2031-05-01", "--by", "人事科", "--write")
    assert code == 0
    assert "    owner_dept: 护理部\n    done_by: 人事科\n" in nurse.text("staff/N09.yaml")


def test_a_new_number_is_a_new_entry_and_the_old_one_stays(nurse):
    code, _ = nurse.run(
        "renew",
        "丁二",
        "doctor_practice",
        "--valid-to",
        "2031-05-01",
        "--number",
        "甲-2",
        "--obtained-on",
        "2026-06-29",
        "--write",
    )
    assert code == 0
    text = nurse.text("staff/N09.yaml")
    assert (
        "valid_to: 2026-05-01\n    note: 延续中\n  - credential_type: doctor_practice\n    number: 甲-2\n    authority: 卫健委\n    obtained_on: 2026-06-29\n    valid_to: 2031-05-01\n"
        in text
    )
    code, out = nurse.run("check", "--format", "json")
    assert "丁二的医师执业证书" not in out


def test_of_what_an_institution_holds_several_a_new_number_changes_in_place(house):
    code, _ = house.run(
        "renew", "institution", "医疗广告审查证明", "--valid-to", "2027-05-28", "--number", "示例-医广-0002", "--write"
    )
    assert code == 0
    assert house.text("institution.yaml").count("medical_ad_review") == 1
    assert "number: 示例-医广-0002, valid_to: 2027-05-28" in house.text("institution.yaml")


def test_without_write_nothing_is_written(nurse):
    before = nurse.files()
    code, out = nurse.run("renew", "N09", "甲-1", "--valid-to", "2031-05-01")
    assert code == 0
    assert "+    valid_to: 2031-05-01" in out
    assert nurse.files() == before


def test_the_scan_is_copied_under_a_safe_name_and_registered(nurse, tmp_path):
    content = (nurse.root / "archive/attachments/institution/执业许可证.jpg").read_bytes()
    scan = tmp_path / "扫描 ..;rm.png"  # its content says JPEG, and that counts
    scan.write_bytes(content)
    for number in ("", "-2"):
        code, out = nurse.run(
            "renew", "N09", "甲-1", "--valid-to", f"203{len(number)}-05-01", "--scan", str(scan), "--write"
        )
        assert code == 0
        copy = nurse.root / f"archive/attachments/staff/N09-医师执业证书{number}.jpg"
        assert copy.read_bytes() == content
        assert f"file: attachments/staff/{copy.name}" in nurse.text("staff/N09.yaml")
    assert hashlib.sha256(content).hexdigest() in nurse.text("staff/N09.yaml")
    assert "旧扫描件 archive/attachments/staff/N09-医师执业证书.jpg 没有记录引用了" in out
    assert "N09-医师执业证书-2" not in nurse.run("check")[1]


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"MZ\x90", b"\xff\xd8\xff broken"])
def test_a_scan_that_is_no_picture_is_refused(nurse, tmp_path, content):
    (tmp_path / "证.jpg").write_bytes(content)
    before = nurse.files()
    code, out = nurse.run(
        "renew", "N09", "甲-1", "--valid-to", "2031-05-01", "--scan", str(tmp_path / "证.jpg"), "--write"
    )
    assert code == 2
    assert "证.jpg" in out
    assert nurse.files() == before


@pytest.mark.parametrize("day", ["2031-05", "3/4/2031", "2031-02-30", "x\n  number: 1", "明年"])
def test_a_date_that_is_none_is_refused_in_the_fields_words(nurse, day):
    before = nurse.files()
    code, out = nurse.run("renew", "N09", "甲-1", "--valid-to", day, "--write")
    assert code == 2
    assert "「有效期至」" in out
    assert nurse.files() == before


@pytest.mark.parametrize("who", ["staff/N09", "archive/staff/N09.yaml", "archive/staff/N09.yaml:11:15"])
def test_a_person_may_be_named_as_a_finding_names_the_file(nurse, who):
    code, out = nurse.run("renew", who, "甲-1", "--valid-to", "2031-05-01")
    assert code == 0
    assert "丁二的医师执业证书：有效期至 2026-05-01 → 2031-05-01" in out


def test_people_of_one_name_are_told_apart_by_department(nurse):
    nurse.write("department/K02.yaml", "dept_no: 3\ndept_name: 美容牙科\ncategory: 临床\nin_use: true\n")
    nurse.write("staff/N10.yaml", NURSE.replace("K01", "K02"))
    code, out = nurse.run("renew", "丁二", "甲-1", "--valid-to", "2031-05-01")
    assert code == 2
    assert "“丁二”不止一份：staff/N09（丁二，美容外科）、staff/N10（丁二，美容牙科）；请写全" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--vaild-to", "2031-05-01"), "不认识的选项：--vaild-to，是不是 --valid-to？"),
        (("2031-05-01",), "多了“2031-05-01”，不知道是什么"),
        (("13800138001",), "多了“（已隐去）”"),
    ],
)
def test_what_a_command_does_not_know_it_says_itself(nurse, words, said):
    code, out = nurse.run("renew", "N09", "甲-1", *words)
    assert code == 2
    assert said in out
    assert "看用法：meidang renew --help" in out


@pytest.mark.parametrize(
    ("who", "what", "said"),
    [
        ("N99", "甲-1", "没有叫“N99”的档案"),
        ("../x", "甲-1", "没有叫"),
        ("N09", "医师执业证", "是不是 医师执业证书？"),
        ("N09", "主诊医师备案", "不止一张"),
        ("N09", "医疗机构执业许可证", "还没有医疗机构执业许可证"),
        ("N09", "\x1b[31m", "没有叫"),
        ("甲-1", "N09", "先写持有者，再写证照或授权：meidang renew N09 甲-1 …"),
    ],
)
def test_what_is_not_clear_is_asked_back(nurse, who, what, said):
    before = nurse.files()
    code, out = nurse.run("renew", who, what, "--valid-to", "2031-05-01", "--write")
    assert code == 2
    assert said in out
    assert "\x1b" not in out
    assert nurse.files() == before


def test_one_of_several_is_named_by_its_number(nurse):
    code, _ = nurse.run("renew", "N09", "备-2", "--valid-to", "2029-12-01", "--write")
    assert code == 0
    assert "number: 备-1\n    valid_to: 2026-12-01" in nurse.text("staff/N09.yaml")
    assert "number: 备-2\n    valid_to: 2029-12-01" in nurse.text("staff/N09.yaml")


def test_what_is_so_already_is_said(nurse):
    code, out = nurse.run("renew", "N09", "甲-1", "--valid-to", "2026-05-01", "--write")
    assert code == 2
    assert "已经是这样" in out


@pytest.mark.parametrize(
    "words", [("--by", "人\n科"), ("--by", "\x1b[31m"), ("--number", "a\nb"), ("--obtained-on", "昨天")]
)
def test_what_no_field_can_hold_is_refused_before_anything_is_shown(nurse, words):
    before = nurse.files()
    code, out = nurse.run("renew", "N09", "甲-1", "--valid-to", "2031-05-01", *words, "--write")
    assert code == 2
    assert "「" in out
    assert "+++" not in out
    assert "\x1b" not in out
    assert nurse.files() == before


def test_a_verification_leaves_the_validity_alone(house):
    before = house.text("institution.yaml")
    code, out = house.run(
        "renew", "institution", "医疗机构执业许可证", "--last-verified-on", "2026-05-20", "--by", "院办", "--write"
    )
    assert code == 0, out
    text = house.text("institution.yaml")
    assert "last_verified_on: 2026-05-20" in text
    assert "扫描件" not in out
    assert text.count("valid_to") == before.count("valid_to")
    assert "change: 医疗机构执业许可证校验（核查）\n    changed_on: 2026-05-20\n" in text


def test_without_anything_to_change_it_says_what_can_be_given(nurse):
    code, out = nurse.run("renew", "N09", "甲-1", "--valid-to", " ", "--write")
    assert code == 2
    assert "--last-verified-on" in out


@pytest.mark.parametrize(
    ("note", "is_asked"),
    [("医师执业证书快到了", True), ("换证办理中", True), ("2026年5月1日前交复印件", True), ("喜欢早班", False)],
)
def test_a_remark_that_may_tell_of_the_old_certificate_is_asked_about(nurse, note, is_asked):
    nurse.write("staff/N09.yaml", f"{NURSE}note: {note}\n")
    _, out = nurse.run("renew", "N09", "医师执业证书", "--valid-to", "2031-05-01")
    assert (f"备注里还写着“{note}”，要改吗？" in out) == is_asked
    assert "医师执业证书的备注里还写着“延续中”，要改吗？" in out


# --- privileges ------------------------------------------------------------------------------------------------------

GRANTED = (
    NURSE
    + """\
privileges:
  # 科内讨论通过
  - privilege_type: 手术
    technique_id: T01
    level: 1
    granted_on: 2024-01-01
    valid_to: 2026-12-31
    granted_by: 委员会
    reassess_on: 2026-06-01
  - privilege_type: 西医处方
    granted_on: 2024-01-01
    valid_to: 2026-01-31
"""
)


@pytest.fixture
def surgeon(house):
    house.write("staff/N09.yaml", GRANTED)
    return house


def test_a_privilege_is_extended_where_it_stands(surgeon):
    code, out = surgeon.run(
        "renew", "丁二", "T01", "--valid-to", "2028-12-31", "--reassess-on", "2028-06-01", "--by", "医务部", "--write"
    )
    assert code == 0, out
    text = surgeon.text("staff/N09.yaml")
    assert "  # 科内讨论通过\n  - privilege_type: 手术\n    technique_id: T01\n" in text
    assert (
        "granted_on: 2024-01-01\n    valid_to: 2028-12-31\n    granted_by: 委员会\n    reassess_on: 2028-06-01\n"
        in text
    )
    assert "延续或再评估，有效期至 2028-12-31" in text


def test_a_privilege_granted_anew_leaves_the_old_one_which_tells_of_the_past(surgeon):
    code, out = surgeon.run(
        "renew", "N09", "西医处方", "--valid-to", "2028-06-27", "--obtained-on", "2026-06-28", "--write"
    )
    assert code == 0, out
    old = "    granted_on: 2024-01-01\n    valid_to: 2026-01-31\n"
    new = "  - privilege_type: 西医处方\n    granted_on: 2026-06-28\n    valid_to: 2028-06-27\n"
    assert old + new in surgeon.text("staff/N09.yaml")


def test_extending_what_had_ended_warns_of_the_days_between(surgeon):
    _, out = surgeon.run("renew", "N09", "西医处方", "--valid-to", "2028-01-31")
    assert "原授权已于 2026-01-31 到期" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("T01", "--number", "1"), "授权没有证书编号"),
        (("T01",), "没有要改的"),
        (("T01", "--obtained-on", "2026-06-28"), "--valid-to"),
        (("甲-1", "--reassess-on", "2027-01-01"), "只用于授权"),
    ],
)
def test_a_privilege_is_no_certificate(surgeon, words, said):
    before = surgeon.files()
    code, out = surgeon.run("renew", "N09", *words, "--write")
    assert code == 2
    assert said in out
    assert surgeon.files() == before
