"""The digest: what is news, told once to each, quietly; addresses are never repeated, whatever happens."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import re
import stat
import sys
import threading
import time
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from meidang.agenda.matter import About, Matter, Turn
from meidang.agenda.stages import news
from meidang.findings import Severity
from meidang.pipeline.remembering import Memory, Told
from meidang.pipeline.robots import took
from meidang.pipeline.sending import Target
from meidang.render.digest import Digest, digest_of, parts

SECRET = "GEHEIM-TOKEN-42"


class _Robot(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append(json.loads(body))
        self.server.asked.append(parse_qs(urlsplit(self.path).query))
        time.sleep(self.server.pause)
        answer = self.server.said.pop(0) if self.server.said else {}
        self.send_response(self.server.answer)
        self.send_header("Location", self.server.leads_to)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *_):
        """Say nothing."""


@contextmanager
def _robot(answer=200, pause=0.0, said=()):
    """A server that keeps what it takes; ``said``: what it says to one after the other."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Robot)
    server.taken, server.asked, server.answer, server.pause, server.said = [], [], answer, pause, list(said)
    server.leads_to = ""
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def _address(server, more=""):
    return f"json://me:{SECRET}@127.0.0.1:{server.server_port}/{more}"


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def told(root):
    return root / "build/due/told.json"


# --- what is news ----------------------------------------------------------------------------------------------------


def test_the_digest_begins_with_the_institution_the_day_and_how_many(due, archive):
    code, said, _ = due("--digest", "--since", "2026-01-01")
    assert code == 0
    first, *_ = said.splitlines()
    assert first.startswith(f"{archive.institution.label}　2026-06-30：")
    assert "项" in first


def test_the_first_digest_says_how_things_stand_with_what_is_late_before_the_rest(due):
    _, said, _ = due("--digest")
    first, second, *rest = said.splitlines()
    assert "　目前：已逾期 " in first
    assert "第一次提醒" in second
    headings = [line.partition("】")[0] for line in rest if line.startswith("【")]
    assert headings[0] == "【已逾期"
    assert headings[-1] == "【其他问题"


def test_what_was_so_on_the_day_that_is_named_is_no_news(due):
    _, said, _ = due("--digest", "--as-of", "2026-07-21", "--since", "2026-07-20")
    assert "30 天内到期" in said.splitlines()[0]
    assert "还有 30 天到期（2026-08-20）" in said
    assert "第一次提醒" not in said
    assert "2026-08-20" not in due("--digest", "--as-of", "2026-07-22", "--since", "2026-07-21")[1]


def test_what_an_edit_brought_since_a_day_is_news_where_git_knows_the_archive_of_then(due, root, commit):
    commit("2026-06-24T23:59:59+08:00")
    file = root / "archive/staff/D01.yaml"
    file.write_text(f"{file.read_text('utf-8')}left_on: 2026-06-01\n", "utf-8")
    _, said, complained = due("--digest", "--since", "2026-06-25")
    assert "【新发现】" in said
    assert "离职" in said
    assert complained == ""
    _, said, complained = due("--digest", "--since", "2026-06-24")
    assert "离职" not in said
    assert "Git 里没有 2026-06-24 以前的档案" in complained


def test_a_day_that_the_words_name_is_not_named_again(found):
    def line(words):
        matter = Matter(words, "", date(2026, 7, 20), Severity.NOTICE, About(), "", identity=words)
        (told,) = news(found(), [Turn(matter, ())])
        return next(line for line in digest_of(found(), [told]).lines if line.startswith("1. "))

    assert line("处方权还有 20 天到期（2026-07-20）") == "1. [提醒] 处方权还有 20 天到期（2026-07-20）"
    assert line("授权将于 2026-07-20 到期").endswith("到期（还有 20 天）")
    assert line("授权到期").endswith("授权到期（2026-07-20，还有 20 天）")


def test_nothing_new_is_said_and_nothing_written(due, told):
    code, said, _ = due("--digest", "--as-of", "2026-07-22", "--since", "2026-07-21")
    assert code == 0
    assert said == "没有新进入提醒的事项（截至 2026-07-22）。\n"
    assert not told.exists()


def test_a_pinned_day_is_named_as_the_reason_for_silence(due, root):
    settings = root / "archive/settings.yaml"
    settings.write_text(settings.read_text("utf-8").replace("as_of: 2026-06-30", "as_of: 2026-07-22"), "utf-8")
    assert (
        "没有新进入提醒的事项（截至 2026-07-22）；设置里固定了截至日期 2026-07-22"
        in due("--digest", "--since", "2026-07-21")[1]
    )


# --- sending ---------------------------------------------------------------------------------------------------------


def test_it_is_sent_once_remembered_and_then_quiet(due, monkeypatch, told):
    with _robot() as server:
        monkeypatch.setenv("MEIDANG_NOTIFY", _address(server))
        code, said, complained = due("--send")
        assert (code, said, complained) == (0, "已发送：全院\n", "")
        (message,) = server.taken
        assert message["title"] not in message["message"]
        assert due("--send") == (0, "没有变化，不发送：全院\n", "")
        assert len(server.taken) == 1
    assert stat.S_IMODE(told.stat().st_mode) == 0o600


def test_what_is_remembered_says_nothing_of_anybody(due, monkeypatch, told, archive):
    with _robot() as server:
        monkeypatch.setenv("MEIDANG_NOTIFY", _address(server))
        due("--send")
    text = told.read_text("utf-8")
    assert text.isascii()
    assert SECRET not in text
    (key,) = json.loads(text)["targets"]
    assert re.fullmatch(r"all/[0-9a-f]{8}", key)


def test_departments_and_people_are_told_their_own(due, monkeypatch, told, archive):
    with _robot() as server:
        monkeypatch.setenv("MEIDANG_NOTIFY_STAFF_D01", _address(server))
        monkeypatch.setenv("MEIDANG_NOTIFY_K01", _address(server))
        code, said, _ = due("--send", "--to", "person")
        assert code == 0
        assert said == f"已发送：{archive.items['staff/D01'].label}\n"
        (message,) = server.taken
        assert archive.items["staff/D01"].label in message["title"]
        assert due("--send")[0] == 0
    keys = json.loads(told.read_text("utf-8"))["targets"]
    assert {key.rpartition("/")[0] for key in keys} == {"staff/D01", "department/K01"}


def test_of_two_addresses_one_that_takes_nothing_has_the_other_told_nothing_twice(due, monkeypatch):
    with _robot() as well, _robot(500) as ill:
        monkeypatch.setenv("MEIDANG_NOTIFY", f"{_address(ill)} {_address(well)}")
        code, said, complained = due("--send")
        assert (code, said) == (74, "已发送：全院\n")
        assert "（MEIDANG_NOTIFY 的第 1 个地址）" in complained
        code, said, _ = due("--send")
        assert (code, said) == (74, "没有变化，不发送：全院\n")
        assert (len(well.taken), len(ill.taken)) == (1, 2)
        ill.answer = 200
        assert due("--send")[0] == 0
        assert "第一次提醒" in ill.taken[-1]["message"]


def test_an_address_that_is_added_is_told_how_things_stand(due, monkeypatch):
    with _robot() as server:
        monkeypatch.setenv("MEIDANG_NOTIFY", _address(server))
        due("--send")
        monkeypatch.setenv("MEIDANG_NOTIFY", f"{_address(server)},{_address(server, 'more/')}")
        assert due("--send") == (0, "已发送：全院\n", "")
    assert ["第一次提醒" in message["message"] for message in server.taken] == [True, True]


def test_an_address_that_is_gone_is_forgotten(tmp_path):
    old, new = (Told(date(2026, month, 1), frozenset({str(month)})) for month in (1, 6))
    memory = Memory(tmp_path / "told.json", {"all/gone": old, "all/here": new, "staff/D01/gone": old})
    assert memory.oldest("all") is old
    memory.forget_others("all", ["all/here"])
    assert memory.oldest("all") is new
    assert memory.oldest("staff/D01") is old


@pytest.mark.parametrize(("robot", "more"), [((500,), ""), ((404,), ""), ((200, 2), "?rto=0.2&cto=0.2")])
def test_what_was_not_taken_is_sent_again_another_day(due, monkeypatch, robot, more):
    with _robot(*robot) as server:
        monkeypatch.setenv("MEIDANG_NOTIFY", _address(server, more))
        code, said, complained = due("--send", "--as-of", "2026-07-21")
    assert (code, said) == (74, "")
    assert complained == "meidang：没有发出去：全院（MEIDANG_NOTIFY）；对方没有收下，请核对地址、机器人的设置和网络\n"
    with _robot() as server:
        monkeypatch.setenv("MEIDANG_NOTIFY", _address(server))
        assert due("--send", "--as-of", "2026-07-22")[1] == "已发送：全院\n"
    assert "2026-08-20" in server.taken[0]["message"]


@pytest.mark.parametrize("address", [f"nosuch://{SECRET}", f"json://127.0.0.1:9/{SECRET}", f"wecombot://{SECRET}!!"])
def test_an_address_that_leads_nowhere_is_not_repeated(due, monkeypatch, caplog, address):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("MEIDANG_NOTIFY", address)
    monkeypatch.setattr("apprise.plugins.wecombot.requests.post", _refused, raising=False)
    code, said, complained = due("--send")
    every = f"{said}{complained}{caplog.text}"
    assert code == 74
    assert ("写得不对" in complained) == (not address.startswith("json:"))
    assert SECRET not in every


def _refused(*_, **__):
    raise OSError(SECRET)


def test_logging_works_again_after_sending(due, monkeypatch):
    with _robot() as server:
        monkeypatch.setenv("MEIDANG_NOTIFY", _address(server))
        due("--send")
    assert logging.root.manager.disable < logging.CRITICAL


def test_a_target_does_not_show_its_addresses():
    assert SECRET not in repr(Target(None, "MEIDANG_NOTIFY", f"json://{SECRET}"))


def test_a_variable_that_names_nobody_is_named_without_its_value(due, monkeypatch):
    with _robot() as server:
        monkeypatch.setenv("MEIDANG_NOTIFY", _address(server))
        monkeypatch.setenv("MEIDANG_NOTIFY_K99", _address(server))
        _, _, complained = due("--send")
    assert "MEIDANG_NOTIFY_K99 不是哪个科室或人员的" in complained
    assert SECRET not in complained


def test_without_apprise_it_says_how_to_install_it(due, monkeypatch):
    monkeypatch.setenv("MEIDANG_NOTIFY", f"json://{SECRET}")
    monkeypatch.setitem(sys.modules, "apprise", None)
    code, said, complained = due("--send")
    assert (code, said) == (2, "")
    assert "pip install 'meidang[notify]'" in complained


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"version": 2}', '{"version": 1, "targets": {"all": 3}}', "[" * 9_000]
)
def test_a_memory_that_is_none_is_refused_and_kept(due, told, text):
    told.parent.mkdir(parents=True)
    told.write_text(text, "utf-8")
    code, _, complained = due("--digest")
    assert code == 2
    assert "不是提醒的记录" in complained
    assert told.read_text("utf-8") == text


# --- robots that answer a refusal as if it were well -----------------------------------------------------------------


@pytest.fixture
def robots(monkeypatch):
    """Have the robots' addresses lead to a server of ours."""

    def lead_to(server):
        here = f"http://127.0.0.1:{server.server_port}/?"
        monkeypatch.setattr("apprise.plugins.wecombot.NotifyWeComBot.notify_url", here + "key={key}")
        monkeypatch.setattr("apprise.plugins.dingtalk.NotifyDingTalk.notify_url", here + "access_token={token}")

    return lead_to


@pytest.mark.parametrize("address", ["wecombot://a1b2c3d4-key", "dingtalk://a1b2c3d4"])
def test_a_robot_that_says_no_with_status_200_has_taken_nothing(due, monkeypatch, robots, told, address):
    monkeypatch.setenv("MEIDANG_NOTIFY", address)
    with _robot(said=[{"errcode": 93000, "errmsg": "invalid webhook url"}]) as server:
        robots(server)
        code, said, complained = due("--send")
    assert (code, said) == (74, "")
    assert "没有发出去" in complained
    assert not told.exists()
    with _robot(said=[{"errcode": 0, "errmsg": "ok"}] * 9) as server:
        robots(server)
        assert due("--send", "--as-of", "2026-07-01")[:2] == (0, "已发送：全院\n")
    assert server.taken[0]["msgtype"] == "text"
    assert "已逾期" in server.taken[0]["text"]["content"]
    assert "第一次提醒" in server.taken[0]["text"]["content"]


@pytest.mark.parametrize("number", [45009, 130101])
def test_a_robot_that_is_asked_too_often_is_asked_again_a_minute_later(due, monkeypatch, robots, number):
    waited = []
    monkeypatch.setattr("meidang.pipeline.robots.sleep", waited.append)
    monkeypatch.setenv("MEIDANG_NOTIFY", "dingtalk://a1b2c3d4")
    with _robot(said=[{"errcode": number}, {"errcode": 0}]) as server:
        robots(server)
        assert due("--send", "--as-of", "2026-07-22", "--since", "2026-07-01")[:2] == (0, "已发送：全院\n")
    assert len(server.taken) == 2
    assert waited == [61]


def test_what_is_said_to_a_robot_goes_nowhere_else():
    class NotifyWeComBot:
        verify_certificate, request_timeout = True, (4.0, 4.0)

    with _robot(said=[{"errcode": 0}]) as elsewhere, _robot(307, said=[{"errcode": 0}]) as server:
        NotifyWeComBot.api_url = f"http://127.0.0.1:{server.server_port}/"
        server.leads_to = f"http://127.0.0.1:{elsewhere.server_port}/"
        assert not took(NotifyWeComBot(), "甲")
    assert (len(server.taken), elsewhere.taken) == (1, [])


def test_dingtalk_gets_the_signature_that_its_secret_makes(due, monkeypatch, robots):
    monkeypatch.setenv("MEIDANG_NOTIFY", "dingtalk://SECgeheim42@a1b2c3d4")
    with _robot(said=[{"errcode": 0}] * 9) as server:
        robots(server)
        assert due("--send")[0] == 0
    asked = server.asked[0]
    (moment,) = asked["timestamp"]
    digest = hmac.new(b"SECgeheim42", f"{moment}\nSECgeheim42".encode(), hashlib.sha256).digest()
    assert asked["sign"] == [base64.b64encode(digest).decode()]


# --- the length that robots take -------------------------------------------------------------------------------------


@pytest.mark.parametrize("most", [400, 2_048, 4_096])
def test_a_long_message_is_cut_between_lines_into_pieces_that_robots_take(most):
    digest = Digest("某院　2026-06-30：已逾期 200 项", tuple(f"{number}. 护士执业证书到期" for number in range(200)))
    pieces = parts(digest, most)
    assert all(len(piece.encode()) <= most for piece in pieces)
    assert pieces[0].startswith(f"（1/{len(pieces)}）\n")
    joined = "\n".join(piece.partition("\n")[2] for piece in pieces)
    assert joined == digest.text


def test_a_short_message_is_whole_and_a_line_longer_than_a_message_is_cut_at_a_character():
    assert parts(Digest("某院", ("一",)), 2_048) == ["某院\n一"]
    pieces = parts(Digest("某院", ("长" * 3_000,)), 400)
    assert all(len(piece.encode()) <= 400 and "\ufffd" not in piece for piece in pieces)
