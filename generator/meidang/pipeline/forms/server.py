"""The trial's web server: this machine only, and only for who got the address from the terminal.

Why a key: pages and records hold what other people who work on this machine may not see. Why host and origin: a page
of a stranger, open in the same browser, must be able neither to read nor to save.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from meidang.pipeline.forms.actions import Actions, Answer, refusal
from meidang.pipeline.forms.pages import File, Pages
from meidang.pipeline.forms.saving import Saved
from meidang.source.limits import MIB

HOST: Final = "127.0.0.1"
#: Where Decap asks; a root-relative address, so that it is this very server.
API: Final = "/api/v1"
#: A few scans at once, as base64.
_MOST: Final = 96 * MIB
#: Seconds that a browser may take to say what it wants.
_PATIENCE: Final = 60
_TRIAL: Final = "/forms/trial.js"
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}


@dataclass(frozen=True, slots=True)
class Trial:
    """What is served. ``told`` hears of each save, ``broken`` of what went wrong inside."""

    pages: Pages
    actions: Actions
    told: Callable[[Saved], None]
    broken: Callable[[BaseException], None]
    key: str = field(default_factory=lambda: secrets.token_urlsafe(24))


class Server(ThreadingHTTPServer):
    """Bound to this machine; ``port`` 0 takes a free one. Raises OSError where the port is taken."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, trial: Trial, port: int = 0) -> None:
        super().__init__((HOST, port), _Handler)
        self.trial = trial

    @property
    def origin(self) -> str:
        """The address without a path."""
        return f"http://{HOST}:{self.server_port}"

    @property
    def address(self) -> str:
        """What the person at the terminal opens."""
        return f"{self.origin}/?key={self.trial.key}"

    @property
    def cookie(self) -> str:
        """Browsers keep the cookies of all ports together."""
        return f"meidang-{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that left; anything else is told where it happens."""


class _Handler(BaseHTTPRequestHandler):
    server: Server
    timeout = _PATIENCE
    server_version, sys_version = "meidang", ""

    def do_GET(self) -> None:
        """A page, a file of the site, or the door."""
        if not self._is_ours():
            return self._refuse(HTTPStatus.FORBIDDEN)
        if self._came_in():
            return None
        if not self._is_known():
            return self._refuse(HTTPStatus.FORBIDDEN)
        if self._opens_page() and not self.server.trial.pages.is_current:
            return self._keep_waiting()
        try:
            found = _trial_script() if urlsplit(self.path).path == _TRIAL else self.server.trial.pages.file(self.path)
        except UnicodeDecodeError:
            found = None
        return self._send(HTTPStatus.OK, found) if found else self._refuse(HTTPStatus.NOT_FOUND)

    do_HEAD = do_GET  # noqa: N815

    def do_POST(self) -> None:
        """A question of the forms."""
        if not (self._is_ours() and self._is_known() and self.headers.get("Origin") == self.server.origin):
            return self._refuse(HTTPStatus.FORBIDDEN)
        if urlsplit(self.path).path != API:
            return self._refuse(HTTPStatus.NOT_FOUND)
        if self.headers.get_content_type() != "application/json":
            return self._refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit() and len(length) < 12):
            return self._refuse(HTTPStatus.LENGTH_REQUIRED)
        if int(length) > _MOST:
            return self._answer(refusal(f"一次保存的附件太大，合起来不能超过 {_MOST // MIB * 3 // 4} MiB"), 413)
        return self._answer(self._asked(self.rfile.read(int(length))))

    def _asked(self, body: bytes) -> Answer:
        trial = self.server.trial
        try:
            answer = trial.actions.answer(json.loads(body.decode()))
        except (ValueError, RecursionError):
            return refusal("看不懂的请求")
        except OSError as error:
            trial.broken(error)
            return Answer({"error": "读写文件失败，没有保存；原因见终端"}, 500)
        except Exception as error:  # noqa: BLE001 - whatever our own bug is, the browser gets a sentence
            trial.broken(error)
            return Answer({"error": "程序内部出错，没有保存；请把终端里的提示发给维护者"}, 500)
        if answer.saved:
            if answer.saved.changes or answer.saved.files:
                trial.pages.outdate()
            trial.told(answer.saved)
        return answer

    # --- who asks ----------------------------------------------------------------------------------------------------

    def _is_ours(self) -> bool:
        """A name of a stranger's that leads to this machine is not ours."""
        return self.headers.get("Host") == urlsplit(self.server.origin).netloc

    def _came_in(self) -> bool:
        """Whoever brings the key gets it as a cookie, and an address without it."""
        key = parse_qs(urlsplit(self.path).query).get("key", [""])[0]
        if not secrets.compare_digest(key.encode(), self.server.trial.key.encode()):
            return False
        self.send_response(HTTPStatus.SEE_OTHER)
        self.send_header("Location", "/")
        self.send_header("Set-Cookie", f"{self.server.cookie}={key}; HttpOnly; SameSite=Strict; Path=/")
        self.send_header("Content-Length", "0")
        self._end()
        return True

    def _opens_page(self) -> bool:
        """Whether a person opens a page; of a file that is fetched or kept nobody would see that it must wait."""
        is_page = urlsplit(self.path).path.endswith(("/", ".html"))
        return is_page and self.command == "GET" and self.headers.get("Sec-Fetch-Dest") == "document"

    def _is_known(self) -> bool:
        try:
            cookie = SimpleCookie(self.headers.get("Cookie", "")).get(self.server.cookie)
        except CookieError:
            return False
        given = cookie.value if cookie else ""
        return secrets.compare_digest(given.encode(), self.server.trial.key.encode())

    # --- what goes back ----------------------------------------------------------------------------------------------

    def _answer(self, answer: Answer, status: int = 0) -> None:
        body = json.dumps(answer.body, ensure_ascii=False).encode()
        self._send(HTTPStatus(status or answer.status), File(body, "application/json; charset=utf-8"))

    def _refuse(self, status: HTTPStatus) -> None:
        words = _WORDS.get(status, "这个请求不能回答。")
        page = _PAGE.format(words=words)
        self._send(status, File(page.encode(), "text/html; charset=utf-8"))

    def _keep_waiting(self) -> None:
        """A page that says so at once, and ends, by loading the one that was asked for, when the pages are ready."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self._end()
        # Why so much room: some browsers show nothing of a page before its first thousand bytes.
        self.wfile.write(_PAGE.format(words=_RENEWING).encode() + b" " * 1024)
        self.wfile.flush()
        self.server.trial.pages.bring_up_to_date()
        self.wfile.write(_AGAIN)

    def _send(self, status: HTTPStatus, file: File) -> None:
        self.send_response(status)
        self.send_header("Content-Type", file.type)
        self.send_header("Content-Length", str(len(file.content)))
        self._end()
        if self.command != "HEAD":
            self.wfile.write(file.content)

    def _end(self) -> None:
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Nothing: what is asked may name people; the terminal tells of saves."""


#: For a phone too, and by itself: there may be no site to take styles from.
_PAGE: Final = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>美档</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<body style="margin:15vh auto 0;max-width:30em;padding:0 20px;font:18px/1.8 system-ui,sans-serif;color:#1f2328">'
    "<p>{words}</p>"
)
_RENEWING: Final = '<span role="status">刚才的修改已经保存，网页正在更新，要等几秒钟。好了会自动打开。</span>'
#: Why not the second alone: to an address with a # in it, a form's, it loads nothing.
_AGAIN: Final = b'<script>location.reload()</script><noscript><meta http-equiv="refresh" content="0"></noscript>'
_WORDS: Final = {
    HTTPStatus.FORBIDDEN: "请用终端里显示的地址打开：它只在本机、这一次有效。",
    HTTPStatus.NOT_FOUND: '没有这一页：地址可能抄错了，或者这一条已经改名。<br><a href="/">回到首页</a>',
}


def _trial_script() -> File:
    content = files(__package__).joinpath("trial.js").read_bytes()
    return File(content, "text/javascript; charset=utf-8")
