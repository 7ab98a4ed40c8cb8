"""A message -> the robots of WeCom and DingTalk, which answer a refusal with HTTP 200 and a number.

Why not through apprise, which reads their addresses: it takes each 200 for taken, so a wrong key, a missing keyword or
too many messages a minute would look like sent. Feishu's answer it reads itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from importlib import import_module
from time import sleep
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import unquote

#: What they answer to more messages than they take in a minute (WeCom, DingTalk), and how long to wait then.
_TOO_OFTEN: Final = frozenset({45009, 130101})
_MINUTE: Final = 61.0
#: So much of an answer is read.
_MOST_BYTES: Final = 10_000


def is_robot(server: Any) -> bool:
    """Whether apprise's ``server`` is one of theirs."""
    return type(server).__name__ in _ADDRESSES


def took(server: Any, text: str) -> bool:
    """Send a text; whether the robot says that it took it. Asked too often, it is asked once more a minute later."""
    number = _answer(server, text)
    if number in _TOO_OFTEN:
        sleep(_MINUTE)
        number = _answer(server, text)
    return number == 0


def _answer(server: Any, text: str) -> int | None:
    """The number in its answer, 0 for taken; None for an answer that is none of a robot's."""
    address, query, more = _ADDRESSES[type(server).__name__](server)
    body = {"msgtype": "text", "text": {"content": text}, **more}
    # Why no escapes: the robots count the bytes of what comes.
    with import_module("requests").post(
        address,
        data=json.dumps(body, ensure_ascii=False).encode(),
        headers={"Content-Type": "application/json; charset=utf-8"},
        params=query,
        verify=server.verify_certificate,
        timeout=server.request_timeout,
        # Why: no robot leads elsewhere, and what is said is for nobody else.
        allow_redirects=False,
        stream=True,
    ) as answer:
        said = answer.raw.read(_MOST_BYTES, decode_content=True) if answer.status_code == 200 else b""
    try:
        number = json.loads(said)["errcode"]
    except (ValueError, KeyError, TypeError):
        return None
    return number if isinstance(number, int) else None


_Asked = tuple[str, Mapping[str, str], Mapping[str, Any]]


def _wecom(server: Any) -> _Asked:
    return server.api_url, {}, {}


def _dingtalk(server: Any) -> _Asked:
    """With a signature where the robot asks for one; ``at``: who is named in the message, by number."""
    query = {}
    if server.secret:
        moment, signature = server.get_signature()
        # Why: apprise quotes it, and it would be quoted once more on its way.
        query = {"timestamp": moment, "sign": unquote(signature)}
    return server.notify_url.format(token=server.token), query, {"at": {"atMobiles": server.targets, "isAtAll": False}}


#: By the names of apprise's own.
_ADDRESSES: Final[Mapping[str, Callable[[Any], _Asked]]] = MappingProxyType(
    {"NotifyWeComBot": _wecom, "NotifyDingTalk": _dingtalk}
)
