"""The trial's server, asked by whom it was not meant for, and for what makes no sense."""

from __future__ import annotations

import http.client
import json
import threading
from contextlib import closing

import pytest

from forms.asking import SCAN, saving
from forms.hospital import NURSE, RECORD, files_of

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


def test_a_page_that_is_being_renewed_says_so_at_once_and_opens_when_it_is_there(forms):
    """The one who saved looks at the next page before it is made."""
    held = threading.Event()
    build = forms.pages.build
    forms.pages.build = lambda: held.wait(30) and build()
    saving(forms, RECORD.replace("2026-05-19", "2031-05-19"))
    with closing(http.client.HTTPConnection("127.0.0.1", forms.server.server_port, timeout=30)) as line:
        line.request("GET", "/", headers={**forms.ours, "Sec-Fetch-Dest": "document"})
        answer = line.getresponse()
        at_once = answer.read(1024).decode(errors="ignore")
        assert "刚才的修改已经保存，网页正在更新" in at_once
        with closing(http.client.HTTPConnection("127.0.0.1", forms.server.server_port, timeout=30)) as other:
            other.request("GET", "/all.ics", headers={**forms.ours, "Sec-Fetch-Dest": "document"})
            held.set()
            assert other.getresponse().status == 404  # and no page under the name of a file that somebody keeps
        assert "location.reload()" in answer.read().decode()
    assert forms.send("GET", "/", Sec_Fetch_Dest="document").body.decode() == "<p>第 2 次</p>"


def test_files_say_what_they_are_and_are_not_kept(forms):
    (forms.folder / "a.js").write_text("1", encoding="utf-8")
    answer = forms.send("GET", "/a.js?v=1")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
