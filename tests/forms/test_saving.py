"""The trial's server: records are read and saved, judged before a byte is written, and nobody's change is lost."""

from __future__ import annotations

import hashlib
import threading

import pytest

from forms.asking import SCAN, saving
from forms.hospital import NURSE, RECORD, files_of, scan


def test_a_form_gets_the_record_as_it_is_written(forms):
    entry = forms.ask("getEntry", path=NURSE).said
    assert entry["data"] == RECORD
    assert entry["file"] == {"path": NURSE, "id": hashlib.sha256(RECORD.encode()).hexdigest()}


def test_a_list_holds_the_records_of_its_kind_only(forms, root):
    (root / "archive" / "staff" / "notes.txt").write_text("不是记录", encoding="utf-8")
    (root / "archive" / "staff" / "link.yaml").symlink_to("D01.yaml")
    entries = forms.ask("entriesByFolder", folder="archive/staff", extension="yaml", depth=1).said
    assert [one["file"]["path"] for one in entries] == [f"archive/staff/{name}.yaml" for name in ("D01", "N01", "N02")]


def test_a_renewed_licence_is_saved_told_and_shown(forms, root):
    renewed = RECORD.replace("valid_to: 2026-05-19", "valid_to: 2031-05-19")
    done = saving(forms, renewed)
    assert done.status == 200
    assert (root / NURSE).read_text(encoding="utf-8") == renewed
    assert any("护士执业证书" in one and "过期" in one for one in done.said["going"])
    assert done.said["page"] == "/staff/N02.html"
    assert [change.path for saved in forms.told for change in saved.changes] == [NURSE]
    assert forms.send("GET", "/").body.decode() == "<p>第 2 次</p>"


def test_the_next_save_builds_on_the_last_one(forms, root):
    first = saving(forms, RECORD.replace("2026-05-19", "2031-05-19"))
    again = saving(forms, RECORD, base=first.said["ids"][NURSE])
    assert again.status == 200
    assert (root / NURSE).read_text(encoding="utf-8") == RECORD


def test_saving_what_is_there_changes_nothing_and_makes_no_new_pages(forms):
    assert saving(forms, RECORD).status == 200
    forms.send("GET", "/")
    assert len(forms.built) == 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("valid_to: 2026-05-19", "valid_to: 2031-02-30", "证照与资质第 1 项：「有效期至」"),
        ("department_id: K01", "department_id: K09", "K09"),
        ("name: 白芷\n", "", "缺少「姓名」"),
        ("sex: 女", "sex: 女\nsex: 男", "sex"),
        ("name: 白芷", "name: [", "行"),
    ],
)
def test_what_does_not_fit_is_refused_in_sentences_and_nothing_is_written(forms, root, old, new, said):
    before = files_of(root)
    done = saving(forms, RECORD.replace(old, new), assets=[(SCAN, scan())])
    assert done.status == 422
    assert any(said in one for one in done.said["sentences"]), done.said["coming"]
    assert files_of(root) == before
    assert forms.told == []


def test_an_error_elsewhere_that_the_save_brings_refuses_it(forms, root):
    table = "archive/credential_types.yaml"
    text = (root / table).read_text(encoding="utf-8")
    done = saving(forms, text.replace("id: nurse_practice", "id: nurse_licence"), table)
    assert done.status == 422
    assert any(one.startswith(NURSE) and "nurse_practice" in one for one in done.said["sentences"])
    assert (root / table).read_text(encoding="utf-8") == text


def test_an_error_elsewhere_that_was_there_before_does_not(forms, root):
    (root / "archive" / "staff" / "N01.yaml").write_text("name: 欧阳宁\n", encoding="utf-8")
    done = saving(forms, RECORD.replace("2026-05-19", "2031-05-19"))
    assert done.status == 200
    assert [one.partition("；")[0] for one in done.said["elsewhere"]] == ["archive/staff/N01.yaml：缺少「科室」"]


def test_a_scan_is_taken_in_with_its_record_and_registered(forms, root):
    text = RECORD.replace(
        "valid_to: 2026-05-19", "valid_to: 2031-05-19\n    scan:\n      file: attachments/N02/执业证书.jpg"
    )
    done = saving(forms, text, assets=[(SCAN, scan())])
    assert done.status == 200, done.said["coming"]
    assert (root / SCAN).read_bytes() == scan()
    written = (root / NURSE).read_text(encoding="utf-8")
    assert written == text.replace("书.jpg", f"书.jpg\n      sha256: {hashlib.sha256(scan()).hexdigest()}")
    assert not any("执业证书.jpg" in one for one in done.said["coming"])


def test_a_scan_that_no_record_names_is_left_out(forms, root):
    assert saving(forms, RECORD.replace("护师", "主治医师"), assets=[(SCAN, scan())]).status == 200
    assert not (root / SCAN).exists()


def test_a_new_record_is_made_and_never_over_another(forms, root):
    path = "archive/staff/N03.yaml"
    text = "name: 苏叶\ndepartment_id: K01\nposts: [护士]\n"
    assert saving(forms, text, path, base="").status == 200
    assert (root / path).read_text(encoding="utf-8") == text
    again = saving(forms, text.replace("苏叶", "半夏"), path, base="")
    assert (again.status, "已经有了" in again.said["error"]) == (422, True)
    assert (root / path).read_text(encoding="utf-8") == text


def test_a_new_ledger_file_has_its_place(forms, root):
    path = "archive/ledger/training_record/K01-2026-06.yaml"
    entry = (
        "  - {trained_on: 2026-06-05, kind: 业务培训, content: 心肺复苏, expected_trainees: 3, actual_trainees: 3}\n"
    )
    text = f"department_id: K01\nperiod: 2026-06\nentries:\n{entry}"
    refused = saving(forms, text.replace("content: 心肺复苏, ", ""), path, base="")
    assert [one.partition("；")[0] for one in refused.said["sentences"]] == ["培训第 1 项：缺少「内容」"]
    done = saving(forms, text, path, base="")
    assert (done.status, done.said["page"]) == (200, "/ledger/training_record.html")
    assert (root / path).read_text(encoding="utf-8") == text


# --- others at the same time -----------------------------------------------------------------------------------------


def test_a_record_that_changed_since_it_was_opened_is_not_overwritten(forms, root):
    opened = forms.ask("getEntry", path=NURSE).said["file"]["id"]
    theirs = RECORD.replace("白芷", "白芨")
    (root / NURSE).write_text(theirs, encoding="utf-8")
    done = saving(forms, RECORD.replace("2026-05-19", "2031-05-19"), base=opened)
    assert (done.status, "被别人改过" in done.said["error"]) == (422, True)
    assert (root / NURSE).read_text(encoding="utf-8") == theirs


def test_of_two_saves_of_one_record_one_wins_and_the_other_is_told(forms, root):
    opened = forms.ask("getEntry", path=NURSE).said["file"]["id"]
    done, texts = [], [RECORD.replace("2026-05-19", f"203{year}-05-19") for year in range(4)]
    threads = [
        threading.Thread(target=lambda text=text: done.append(saving(forms, text, base=opened))) for text in texts
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(one.status for one in done) == [200, 422, 422, 422]
    assert (root / NURSE).read_text(encoding="utf-8") in texts


def test_a_record_that_was_taken_away_meanwhile_does_not_come_back(forms, root):
    opened = forms.ask("getEntry", path=NURSE).said["file"]["id"]
    (root / NURSE).unlink()
    done = saving(forms, RECORD, base=opened)
    assert (done.status, "删除或改名" in done.said["error"]) == (422, True)
    assert not (root / NURSE).exists()


def test_another_scan_of_the_same_name_is_not_overwritten(forms, root):
    other = root / "archive" / "attachments" / "D01" / "执业证书.pdf"
    before = other.read_bytes()
    done = saving(forms, RECORD, assets=[("archive/attachments/D01/执业证书.pdf", b"%PDF-1.7 other %%EOF")])
    assert (done.status, "换一个名字" in done.said["error"]) == (422, True)
    assert other.read_bytes() == before


def test_a_full_disk_is_told_and_nothing_is_written(forms, root, monkeypatch):
    before = files_of(root)

    def full(*_args, **_given):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("meidang.pipeline.forms.saving.rewrite", full)
    done = saving(forms, RECORD.replace("2026-05-19", "2031-05-19"))
    assert (done.status, "没有保存" in done.said["error"]) == (500, True)
    assert [one.errno for one in forms.broken] == [28]
    assert files_of(root) == before
