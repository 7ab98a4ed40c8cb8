"""What the form says of a save: what is different now, what the rules find, what is easily forgotten."""

from __future__ import annotations

import json

from forms.asking import SCAN, saving
from forms.hospital import RECORD, scan


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


def test_who_changed_a_record_is_offered_to_register_that_until_it_is_done(forms):
    renewed = RECORD.replace("2026-05-19", "2031-05-19")
    (change,) = (done := saving(forms, renewed)).said["changed"]
    offered = done.said["upkeep"]
    assert offered.pop("words").startswith(
        "内容有变化（不只是改错字）的，点这里把「更新日期」改成 2026-06-30，在「变更登记」里"
    )
    assert offered == {"on": "2026-06-30", "updated": True, "change": change}

    half = saving(forms, f"{RECORD}updated_on: 2026-06-30\n").said["upkeep"]
    assert (half["updated"], "更新日期" in half["words"]) == (False, False)
    kept = f"{RECORD}updated_on: 2026-06-30\nrevisions:\n  - {{change: 换证, changed_on: 2026-06-30}}\n"
    assert saving(forms, kept).said["upkeep"] is None


def test_of_many_changes_a_line_of_the_register_tells_the_first_and_how_many(forms):
    text = RECORD.replace("白芷", "白芨").replace("sex: 女", "sex: 男").replace("2019-07-01", "2019-07-02")
    text = text.replace("2026-05-19", "2031-05-19")
    told = saving(forms, f"{text}phone: '13800001111'\n").said["upkeep"]["change"]
    assert told.startswith("「姓名」白芷 → 白芨；「性别」女 → 男；")
    assert told.endswith("；等 5 处")
    assert "13800001111" not in told
