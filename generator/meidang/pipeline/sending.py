"""Digests -> people, through apprise; with ``robots`` all that speaks to the network, and only when asked to.

Addresses hold passwords and keys. They come from the environment, are handed to apprise and nowhere else: whatever it
or a library below it logs or raises is dropped, because that would repeat them.
"""

from __future__ import annotations

import hashlib
import logging
import re
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

from meidang.agenda import Found, Who
from meidang.errors import UsageError
from meidang.models.department import Department
from meidang.models.staff import Staff
from meidang.pipeline.digests import Desk, Prepared
from meidang.pipeline.remembering import Memory
from meidang.pipeline.robots import is_robot, took
from meidang.render.digest import Digest, parts

#: Where addresses are: of the whole institution; behind it an underscore and whose.
VARIABLE: Final = "MEIDANG_NOTIFY"
#: What everybody is called in the memory.
ALL: Final = "all"
_PERSON: Final = f"{VARIABLE}_STAFF_"
#: Robots count bytes where apprise counts characters; a message is never longer than this.
_MOST_BYTES: Final = 18_000
#: Between two addresses: spaces or commas before what begins one.
_BETWEEN: Final = re.compile(r"[,\s]+(?=[A-Za-z0-9_-]+://)")
_MISSING: Final = "发送提醒需要 apprise，还没有安装：pip install 'meidang[notify]'；只看内容用 --digest"


@dataclass(frozen=True, slots=True)
class Target:
    """Somebody to be told: everybody (``who`` None), a department or a person. The addresses are never shown."""

    who: Who | None
    variable: str
    addresses: str = field(repr=False)

    @property
    def key(self) -> str:
        """Under what is remembered what was told; behind it stands to which of the addresses."""
        return f"{self.who.kind}/{self.who.id}" if self.who else ALL

    @property
    def kind(self) -> str:
        """As ``--to`` names it."""
        return ALL if self.who is None else "person" if self.who.kind == "staff" else "department"


@dataclass(frozen=True, slots=True)
class Address:
    """One address of a target: by what is remembered what was told to it, and apprise's own, None of one ill-written.

    Why each is remembered for itself: of two, one that takes nothing would have the other told the same every day.
    """

    key: str
    server: Any = field(repr=False)


class Sent(Enum):
    """What came of an address."""

    TAKEN = "已发送"
    NO_NEWS = "没有变化"
    NO_ADDRESS = "地址写得不对，写法见 meidang due --help"
    NOT_TAKEN = "对方没有收下，请核对地址、机器人的设置和网络"

    @property
    def is_well(self) -> bool:
        """Whether nothing is left to be sent."""
        return self in (Sent.TAKEN, Sent.NO_NEWS)


def targets(found: Found, environment: Mapping[str, str]) -> Iterator[Target]:
    """Everybody for whom an address is given; the institution first."""
    known: dict[str, Who | None] = {VARIABLE: None}
    known |= {f"{VARIABLE}_{_upper(item.id)}": Who("department", item.id) for item in found.archive.of(Department)}
    known |= {f"{_PERSON}{_upper(item.id)}": Who("staff", item.id) for item in found.archive.of(Staff)}
    for variable, who in known.items():
        if environment.get(variable, "").strip():
            yield Target(who, variable, environment[variable])


def strangers(found: Found, environment: Mapping[str, str]) -> Iterator[str]:
    """Variables that look like addresses and name nobody."""
    known = {one.variable for one in targets(found, environment)}
    named = (name for name in environment if name.startswith(f"{VARIABLE}_") and environment[name].strip())
    yield from sorted(set(named) - known)


def _upper(key: str) -> str:
    return key.upper().replace("-", "_")


def require_sender() -> None:
    """Raises UsageError where apprise is not installed."""
    _apprise()


def addresses(target: Target) -> Sequence[Address]:
    """Each address of a target. Nothing of one is in its key but a digest of what apprise shows of it in public."""
    with _silence():
        apprise = _apprise()
        servers = [_read(apprise, written) for written in _BETWEEN.split(target.addresses.strip(", \t\r\n"))]
        keys = [hashlib.sha256(_public(server).encode()).hexdigest()[:8] for server in servers]
    several = Counter(keys)
    numbered = [key if several[key] == 1 else f"{key}-{keys[:at].count(key)}" for at, key in enumerate(keys)]
    return [Address(f"{target.key}/{key}", server) for key, server in zip(numbered, servers, strict=True)]


def _read(apprise: Any, written: str) -> Any:
    try:
        return apprise.Apprise.instantiate(written)
    except Exception:  # noqa: BLE001 - the words of a library's exception may hold the address
        return None


def _public(server: Any) -> str:
    """An address without its secrets and without what merely says how to send."""
    return "" if server is None else str(server.url(privacy=True)).partition("?")[0]


def send_news(at: Desk, target: Target, memory: Memory) -> Sequence[Sent]:
    """Tell each address of a target what it was not told, in their order.

    What was taken is remembered at once, so that whatever fails next is told no second time.
    """
    every = addresses(target)
    memory.forget_others(target.key, (one.key for one in every))
    return [_send_news(at.prepared(target.who, memory.told.get(one.key)), one, memory) for one in every]


def _send_news(prepared: Prepared, address: Address, memory: Memory) -> Sent:
    sent = send(address, prepared.digest) if prepared.digest else Sent.NO_NEWS
    if sent.is_well:
        memory.keep(address.key, prepared.told)
    return sent


def send(address: Address, digest: Digest) -> Sent:
    """Send to an address. Nothing of it leaves this function."""
    if address.server is None:
        return Sent.NO_ADDRESS
    with _silence():
        try:
            return Sent.TAKEN if _is_taken(address.server, digest) else Sent.NOT_TAKEN
        except Exception:  # noqa: BLE001 - the words of a library's exception may hold the address
            return Sent.NOT_TAKEN


def _is_taken(server: Any, digest: Digest) -> bool:
    most = min(int(getattr(server, "body_maxlen", _MOST_BYTES)), _MOST_BYTES)
    if is_robot(server):
        return all(took(server, part) for part in parts(digest, most))
    apprise = _apprise()
    one = apprise.Apprise()
    one.add(server)
    has_title = bool(getattr(server, "title_maxlen", 0))
    return all(
        one.notify(body=part, title=digest.title if has_title else "", body_format=apprise.NotifyFormat.TEXT)
        for part in parts(digest, most, with_title=not has_title)
    )


@contextmanager
def _silence() -> Iterator[None]:
    """No log, no warning: apprise and urllib3 write addresses into both."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


def _apprise() -> Any:
    try:
        import apprise  # noqa: PLC0415 - an optional extra: only who sends needs it
    except ImportError:
        raise UsageError(_MISSING) from None
    return apprise
