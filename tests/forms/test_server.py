"""The trial's server, asked as a browser asks it, and as strangers would."""

from __future__ import annotations

import hashlib
import http.client
import json
import threading
from base64 import b64encode
from contextlib import closing
from types import SimpleNamespace

import pytest

from forms.hospital import AS_OF, NURSE, RECORD, files_of, made_at, scan
from meidang.pipeline.forms.actions import Actions
from meidang.pipeline.forms.pages import Pages
from meidang.pipeline.forms.server import Server, Trial
from meidang.project import Project

SCAN = "archive/attachments/N02/执业证书.jpg"


@pytest.fixture
def root(tmp_path):
    return made_at(tmp_path / "hospital")


@pytest.fixture
def forms(root):
    """The running server: ``ask`` it as a form, ``get`` and ``send`` as anybody; ``told`` and ``broken`` it."""
    built, told, broken = [], [], []
    folder = root / "build" / "forms"
    folder.mkdir(parents=True)

    def build():
        built.append(1)
        (folder / "index.html").write_text(f"<p>第 {len(built)} 次</p>", encoding="utf-8")

    pages = Pages(folder, build)
    build()
    trial = Trial(pages, Actions(Project(root), AS_OF, lambda: AS_OF), told.append, broken.append)
    server = Server(trial)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    ours = {"Host": f"127.0.0.1:{server.server_port}", "Cookie": f"{server.cookie}={trial.key}"}

    def send(method, path, body=None, **headers):
        given = {**ours, **{name.replace("_", "-"): value for name, value in headers.items()}}
        with closing(http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=20)) as line:
            line.request(method, path, body, {name: value for name, value in given.items() if value is not None})
            answer = line.getresponse()
            return SimpleNamespace(status=answer.status, headers=answer.headers, body=answer.read())

    def ask(action, **given):
        body = json.dumps({"action": action, "params": given}).encode()
        answer = send("POST", "/api/v1", body, Content_Type="application/json", Origin=server.origin)
        return SimpleNamespace(status=answer.status, said=json.loads(answer.body))

    yield SimpleNamespace(ask=ask, send=send, server=server, told=told, broken=broken, built=built, folder=folder)
    server.shutdown()
    server.server_close()


def saving(forms, text, path=NURSE, *, base=None, assets=(), **more):
    """Save a record as the form does after opening it."""
    known = forms.ask("getEntry", path=path).said["file"]["id"] if base is None else base
    files = [{"path": name, "content": b64encode(content).decode(), "encoding": "base64"} for name, content in assets]
    draft = {"slug": "N02", "path": path, "raw": text, "base": known, **more}
    return forms.ask("persistEntry", dataFiles=[draft], assets=files, options={"commitMessage": "改"})


# --- reading and saving ----------------------------------------------------------------------------------------------


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


def test_who_changed_a_record_is_reminded_of_its_upkeep_until_it_is_done(forms):
    done = saving(forms, RECORD.replace("2026-05-19", "2031-05-19"))
    assert done.said["remarks"] == ["别忘了把「更新日期」改成今天、在「变更登记」里加一行：表单不会自动填"]
    kept = f"{RECORD}updated_on: 2026-06-30\nrevisions:\n  - {{change: 换证, changed_on: 2026-06-30}}\n"
    assert saving(forms, kept).said["remarks"] == []


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


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", ["deleteFile", "deleteFiles"])
@pytest.mark.parametrize("path", [NURSE, "archive/attachments/D01/执业证书.pdf"])
def test_nothing_is_deleted_through_the_form(forms, root, action, path):
    done = forms.ask(action, path=path, paths=[path], options={"commitMessage": "删"})
    assert (done.status, "不能删除" in done.said["error"]) == (422, True)
    assert (root / path).exists()


def test_no_attachment_is_put_there_without_a_record(forms, root):
    asset = {"path": SCAN, "content": b64encode(scan()).decode(), "encoding": "base64"}
    assert forms.ask("persistMedia", asset=asset, options={"commitMessage": "传"}).status == 422
    assert not (root / SCAN).exists()


def test_a_record_is_not_renamed_through_the_form(forms, root):
    done = saving(forms, RECORD, newPath="archive/staff/N09.yaml")
    assert (done.status, "meidang rename" in done.said["error"]) == (422, True)
    assert not (root / "archive" / "staff" / "N09.yaml").exists()


PLACES = [
    "archive/staff/../../hospital.yaml",
    "/etc/passwd",
    "archive/staff/N02.yaml\0",
    "archive/staff/sub/N09.yaml",
    "archive/attachments/N02/a.yaml",
    "archive\\staff\\N09.yaml",
    "templates/staff.docx",
    "mkdocs.yml",
    ".git/config",
    "archive/.git/config",
    "",
]


@pytest.mark.parametrize("path", PLACES)
def test_no_other_place_is_read_or_written(forms, root, path):
    before = sorted(one for one in root.parent.rglob("*"))
    assert saving(forms, RECORD, path, base="").status == 422
    assert forms.ask("getEntry", path=path).status == 422
    assert saving(forms, RECORD, assets=[(path, scan())]).status == 422
    assert forms.ask("getMediaFile", path=path).status == 422
    assert forms.ask("entriesByFolder", folder=path, extension="yaml", depth=1).status == 422
    assert sorted(one for one in root.parent.rglob("*")) == before


@pytest.mark.parametrize(
    "name", ["a.exe", "a.html", "a.svg", "../a.png", ".a.png", "a.png\n", "CON/../a.png", "a.yaml.png/"]
)
def test_no_other_file_is_an_attachment(forms, name):
    assert saving(forms, RECORD, assets=[(f"archive/attachments/{name}", scan())]).status == 422


def test_a_scan_that_is_not_what_its_name_says_is_refused_with_the_place(forms, root):
    text = RECORD.replace("valid_to: 2026-05-19", "valid_to: 2026-05-19\n    scan: {file: attachments/N02/a.png}")
    done = saving(forms, text, assets=[("archive/attachments/N02/a.png", scan())])
    assert done.status == 422
    assert any(one.startswith("证照与资质第 1 项，扫描件") and "JPEG" in one for one in done.said["sentences"]), (
        done.said
    )
    assert not (root / "archive" / "attachments" / "N02").exists()


def test_links_lead_nowhere(forms, root, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "N09.yaml").write_text(RECORD, encoding="utf-8")
    (root / "archive" / "attachments" / "N02").symlink_to(outside)
    (root / "archive" / "work_plan" / "P9.yaml").symlink_to(outside / "N09.yaml")
    assert saving(forms, RECORD.replace("护师", "护士"), assets=[(SCAN, scan())]).status == 422
    assert forms.ask("getEntry", path="archive/work_plan/P9.yaml").said["data"] is None
    assert forms.ask("getMedia", mediaFolder="archive/attachments/N02").said == []
    assert saving(forms, RECORD, "archive/work_plan/P9.yaml", base="").status != 200
    assert [one.name for one in outside.iterdir()] == ["N09.yaml"]


def test_a_folder_of_records_that_is_a_link_takes_no_new_record(forms, root, tmp_path):
    outside = tmp_path / "outside"
    (root / "archive" / "research_project").rename(outside)
    (root / "archive" / "research_project").symlink_to(outside)
    before = sorted(one.name for one in outside.iterdir())
    done = saving(forms, "title: 新课题\n", "archive/research_project/R09.yaml", base="")
    assert done.status != 200
    assert sorted(one.name for one in outside.iterdir()) == before


def test_pictures_to_choose_from_are_those_of_one_folder(forms):
    found = forms.ask("getMedia", mediaFolder="archive/attachments/institution").said
    assert [one["name"] for one in found] == ["执业许可证.jpg"]
    assert found[0]["content"] == b64encode(scan()).decode()
    assert forms.ask("getMediaFile", path=found[0]["path"]).said == found[0]


# --- strangers -------------------------------------------------------------------------------------------------------

BODY = json.dumps({"action": "info", "params": {}}).encode()


def post(forms, body=BODY, **headers):
    given = {"Content_Type": "application/json", "Origin": forms.server.origin, **headers}
    return forms.send("POST", "/api/v1", body, **given)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": None},
        {"Origin": "http://127.0.0.1:1"},
        {"Host": "evil.example"},
        {"Host": "evil.example:80"},
        {"Host": "127.0.0.1"},
        {"Cookie": None},
        {"Cookie": "meidang-1=x; ;=,\x7f"},
    ],
    ids=str,
)
def test_a_page_of_a_stranger_cannot_ask(forms, headers):
    answer = post(forms, **headers)
    assert answer.status == 403
    assert b"local_fs" not in answer.body


def test_nobody_reads_without_the_key_not_even_pages(forms):
    assert forms.send("GET", "/", Cookie=None).status == 403
    assert forms.send("GET", "/", Host="evil.example").status == 403
    assert forms.send("GET", "/?key=wrong", Cookie=None).status == 403
    welcome = forms.send("GET", forms.server.address.removeprefix(forms.server.origin), Cookie=None)
    assert (welcome.status, welcome.headers["Location"]) == (303, "/")
    assert {"HttpOnly", "SameSite=Strict"} <= set(welcome.headers["Set-Cookie"].split("; "))


def test_the_server_is_bound_to_this_machine_only(forms):
    assert forms.server.server_address[0] == "127.0.0.1"


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"{", {}, 422),
        (b"\xff\xfe", {}, 422),
        ('{"action": "info", "a": "中文"}'.encode("gbk"), {}, 422),
        (b"[" * 100_000, {}, 422),
        (b"[]", {}, 422),
        (
            b'{"action": "persistEntry", "params": {"dataFiles": [{"path": "archive/staff/N02.yaml", "raw": 1}], "assets": []}}',
            {},
            422,
        ),
        (b'{"action": "persistEntry", "params": {"dataFiles": 7, "assets": {}}}', {}, 422),
        (
            b'{"action": "persistEntry", "params": {"dataFiles": [{"path": "archive/staff/N02.yaml", "raw": "\\ud800"}], "assets": []}}',
            {},
            422,
        ),
        (b'{"action": "unpublishedEntries"}', {}, 422),
        (BODY, {"Content_Type": "text/plain"}, 415),
        (BODY, {"Content_Length": "-1"}, 411),
        (BODY, {"Content_Length": "9" * 11}, 413),
    ],
)
def test_what_makes_no_sense_is_answered_and_breaks_nothing(forms, root, body, headers, status):
    before = files_of(root)
    assert post(forms, body, **headers).status == status
    assert files_of(root) == before
    assert forms.broken == []


def test_an_attachment_that_is_too_large_is_refused(forms):
    done = saving(forms, RECORD, assets=[(SCAN, b"\xff\xd8\xff" + bytes(20 * 2**20))])
    assert (done.status, "超过 20 MiB" in done.said["error"]) == (422, True)


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/.hidden",
        "/link.html",
        "/a%00b",
        "/%ff",
        "//index.html",
        "/sub",
    ],
)
def test_only_files_of_the_site_are_served(forms, root, path):
    (forms.folder.parent / "secret.txt").write_text("秘密", encoding="utf-8")
    (forms.folder / ".hidden").write_text("秘密", encoding="utf-8")
    (forms.folder / "link.html").symlink_to(root / NURSE)
    (forms.folder / "sub").mkdir()
    answer = forms.send("GET", path)
    assert (answer.status, "秘密".encode() in answer.body, "白芷".encode() in answer.body) in {
        (404, False, False),
        (200, False, False),
    }
    if answer.status == 200:
        assert answer.body == (forms.folder / "index.html").read_bytes()


def test_a_page_that_is_not_there_says_so_on_a_phone_too_and_leads_home(forms):
    page = forms.send("GET", "/staff/N99.html").body.decode()
    assert "没有这一页" in page
    assert 'name="viewport"' in page
    assert '<a href="/">' in page


def test_files_say_what_they_are_and_are_not_kept(forms):
    (forms.folder / "a.js").write_text("1", encoding="utf-8")
    answer = forms.send("GET", "/a.js?v=1")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_full_disk_is_told_and_nothing_is_written(forms, root, monkeypatch):
    before = files_of(root)

    def full(*_args, **_given):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("meidang.pipeline.forms.saving.rewrite", full)
    done = saving(forms, RECORD.replace("2026-05-19", "2031-05-19"))
    assert (done.status, "没有保存" in done.said["error"]) == (500, True)
    assert [one.errno for one in forms.broken] == [28]
    assert files_of(root) == before
