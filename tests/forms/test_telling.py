"""What the form says of a save: what is different now, what the rules find, what is easily forgotten."""

from __future__ import annotations

import json

import pytest

from forms.asking import SCAN, saving
from forms.hospital import NURSE, RECORD, made_at, scan
from meidang.consequences.fields import Both
from meidang.consequences.shown import Words
from meidang.models.staff import Staff
from meidang.pipeline import read_archive
from meidang.pipeline.forms.revising import revision_line
from meidang.project import Project
from meidang.source.read import parse


def test_what_the_rules_newly_find_is_told_and_saved(forms, root):
    done = saving(forms, RECORD.replace("2026-05-19", "2026-07-10"))
    assert done.status == 200
    assert any(one.startswith("一般：") and "还有 10 天到期" in one for one in done.said["coming"]), done.said["coming"]


def test_what_was_added_changed_and_removed_is_told_by_label(forms):
    text = RECORD.replace("2026-05-19", "2031-05-19").replace("  - {title: 护师, obtained_on: 2020-01-01}\n", "")
    done = saving(forms, text.replace("titles:\n", "education:\n  - {education: 大专, school: 某校}\n"))
    renewed, *rest = sorted(done.said["changed"], key=lambda one: "有效期至" not in one)
    assert renewed.endswith("的「有效期至」2026-05-19 → 2031-05-19")
    assert rest == ["「学历学位」新增：大专 某校", "「晋升晋级」删去：护师 2020-01-01"]


def test_of_a_private_field_only_is_told_that_it_changed(forms):
    done = saving(forms, f"{RECORD}phone: '13800001111'\n")
    assert done.said["changed"] == ["「手机号码」已填写"]
    assert "13800001111" not in json.dumps(done.said)


def test_what_weighs_and_is_new_makes_a_save_grave_and_the_same_with_another_day_does_not(forms):
    later = saving(forms, RECORD.replace("2026-05-19", "2026-05-20"))
    assert not later.said["is_grave"]
    assert (later.said["coming"], later.said["going"]) == ([], [])
    (altered,) = later.said["altered"]
    assert altered.startswith("否决：")
    assert "已于 2026-05-20 过期" in altered

    renewed = saving(forms, RECORD.replace("2026-05-19", "2031-05-19"))
    assert not renewed.said["is_grave"]
    lapsed = saving(forms, RECORD)
    assert lapsed.said["is_grave"]
    assert any(one.startswith("否决：") for one in lapsed.said["coming"])


def test_a_list_of_what_is_missing_that_gets_shorter_is_not_new_and_one_that_grows_is(forms):
    shorter = saving(forms, f"{RECORD}updated_on: 2026-06-30\n")
    assert not shorter.said["is_grave"]
    assert any("缺档案编号、责任部门、下次复核日期" in one for one in shorter.said["altered"])
    assert not any("档案编号" in one for one in (*shorter.said["coming"], *shorter.said["going"]))

    longer = saving(forms, RECORD)
    assert longer.said["is_grave"]
    assert any("缺档案编号、责任部门、更新日期、下次复核日期" in one for one in longer.said["coming"])
    assert longer.said["going"] == []


def test_of_a_replaced_scan_no_nurse_is_told_to_write_yaml(forms, root):
    licence = "    valid_to: 2026-05-19\n"
    saving(
        forms,
        RECORD.replace(licence, f"{licence}    scan: {{file: attachments/N02/执业证书.jpg}}\n"),
        assets=[(SCAN, scan())],
    )
    other = SCAN.replace("执业证书", "新证")
    text = RECORD.replace(licence, f"{licence}    scan: {{file: attachments/N02/新证.jpg}}\n")
    done = saving(forms, text, assets=[(other, scan() + b"\0")])
    assert any(one.startswith("旧文件“执业证书.jpg”还在附件文件夹里") for one in done.said["remarks"]), done.said
    assert "没有记录引用" not in json.dumps(done.said, ensure_ascii=False)
    assert not any("摘要" in one for one in done.said["changed"])
    (root / SCAN).unlink()


@pytest.fixture(scope="module")
def words(tmp_path_factory):
    """The names of the hospital, by which changes are told."""
    found = Words(read_archive(Project(made_at(tmp_path_factory.mktemp("words") / "hospital"))).archive)
    return Both(found, found)


def offered(forms, text):
    """What a save offers to register."""
    return saving(forms, text).said["upkeep"]


def test_who_changed_a_record_is_offered_to_register_that_until_it_is_done(forms):
    renewed = RECORD.replace("2026-05-19", "2031-05-19")
    change = "护士执业证书换证，有效期至 2031-05-19"
    words = f"「更新日期」改成 2026-06-30，「变更登记」加一行：{change}"
    assert offered(forms, renewed) == {"words": words, "on": "2026-06-30", "updated": True, "change": change}

    half = offered(forms, f"{RECORD}updated_on: 2026-06-30\n")
    assert (half["updated"], "更新日期" in half["words"]) == (False, False)
    kept = f"{RECORD}updated_on: 2026-06-30\nrevisions:\n  - {{change: 换证, changed_on: 2026-06-30}}\n"
    assert offered(forms, kept) is None


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("sex: 女", "sex: 女\nposition: 护士长", "填写职务 护士长"),
        ("posts: [护士]", "posts: [护士, 院感人员]", "岗位新增 院感人员"),
        ("白芷", "白芨", "姓名由 白芷 改为 白芨"),
        ("sex: 女", "sex: 女\nphone: '13800001111'", "填写手机号码"),
        ("sex: 女", "sex: 女\nposition: 见 attachments/N02/1.jpg", "填写职务"),
        ("valid_to: 2026-05-19", "valid_to: 2026-05-09", "护士执业证书有效期至改为 2026-05-09"),
        ("2026-05-19\n", "2026-05-19\n    last_verified_on: 2026-06-01\n", "护士执业证书校验（核查）"),
        ("2026-05-19\n", "2026-05-19\n  - {credential_type: cpr, valid_to: 2028-03-31}\n", "新增心肺复苏培训证，有效期至 2028-03-31"),
        (
            "2026-05-19\n",
            "2026-05-19\n  - {credential_type: nurse_practice, number: '9', valid_to: 2031-05-19}\n",
            "护士执业证书换证，有效期至 2031-05-19",
        ),
        ("  - {title: 护师, obtained_on: 2020-01-01}\n", "  - {title: 护师, obtained_on: 2020-01-02}\n", "修改晋升晋级（护师 2020-01-02）"),
    ],
)  # fmt: skip
def test_the_line_of_the_register_is_as_short_as_people_write_it(words, old, new, line):
    before, after = (parse(text, NURSE).source.data for text in (RECORD, RECORD.replace(old, new)))
    assert revision_line(Staff, before, after, words) == line


def test_a_new_scan_stands_in_no_line_of_the_register(forms):
    text = RECORD.replace("2026-05-19\n", "2031-05-19\n    scan: {file: attachments/N02/执业证书.jpg}\n")
    done = saving(forms, text, assets=[(SCAN, scan())])
    assert done.said["upkeep"]["change"] == "护士执业证书换证，有效期至 2031-05-19"


def test_of_many_changes_a_line_of_the_register_tells_the_first_and_how_many(forms):
    text = RECORD.replace("白芷", "白芨").replace("sex: 女", "sex: 男").replace("2019-07-01", "2019-07-02")
    text = text.replace("2026-05-19", "2031-05-19")
    told = offered(forms, f"{text}phone: '13800001111'\n")["change"]
    assert told.startswith("姓名由 白芷 改为 白芨；性别由 女 改为 男")
    assert told.endswith(" 等 5 处")
    assert len(told) <= 60
    assert "13800001111" not in told


def test_a_remark_that_still_tells_of_the_old_licence_is_asked_about(forms):
    noted = f"{RECORD}note: 护士执业证书已到期，13800001111，换证后再改。\n"
    saving(forms, noted)
    renewed = noted.replace("2026-05-19", "2031-05-19")
    assert saving(forms, renewed).said["remarks"] == [
        "备注里还写着“护士执业证书已到期，（已隐去），换证后再改”，要改吗？"
    ]
    assert saving(forms, noted.replace("换证后再改", "已换证")).said["remarks"] == []
    saving(forms, f"{RECORD}note: 喜欢早班\n")
    assert saving(forms, f"{RECORD}note: 喜欢早班\n".replace("2026-05-19", "2031-05-19")).said["remarks"] == []
