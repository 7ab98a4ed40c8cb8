"""Digests -> people, through apprise; the only module that speaks to the network, and only when asked to.

Addresses hold passwords and keys. They come from the environment, are handed to apprise and nowhere else: whatever it
or a library below it logs or raises is dropped, because that would repeat them.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

from meidang.agenda import Found, Who
from meidang.errors import UsageError
from meidang.models.department import Department
from meidang.models.staff import Staff
from meidang.render.digest import Digest, parts

#: Where addresses are: of the whole institution; behind it an underscore and whose.
VARIABLE: Final = "MEIDANG_NOTIFY"
_PERSON: Final = f"{VARIABLE}_STAFF_"
#: Robots count bytes where apprise counts characters; a message is never longer than this.
_MOST_BYTES: Final = 18_000
_MISSING: Final = "发送提醒需要 apprise，还没有安装：pip install 'meidang[notify]'；只看内容用 --digest"


@dataclass(frozen=True, slots=True)
class Target:
    """Somebody to be told: everybody (``who`` None), a department or a person. The addresses are never shown."""

    who: Who | None
    variable: str
    addresses: str = field(repr=False)

    @property
    def key(self) -> str:
        """By what is remembered what was told."""
        return f"{self.who.kind}/{self.who.id}" if self.who else "all"

    @property
    def kind(self) -> str:
        """As ``--to`` names it."""
        return "all" if self.who is None else "person" if self.who.kind == "staff" else "department"


class Sent(Enum):
    """What came of sending to all addresses of a target."""

    ALL = "已发送"
    NO_ADDRESS = "有写得不对的地址，写法见 meidang due --help"
    NOT_TAKEN = "请核对地址和网络"


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


def send(target: Target, digest: Digest) -> Sent:
    """Send to every address of a target. Nothing of an address leaves this function."""
    with _silence():
        apprise = _apprise()
        try:
            every = apprise.Apprise()
            known = [every.add(address) for address in target.addresses.split()]
            sent = [_sent(apprise, server, digest) for server in every]  # none is left out because another failed
            if not all(known) or not sent:
                return Sent.NO_ADDRESS
            return Sent.ALL if all(sent) else Sent.NOT_TAKEN
        except Exception:  # noqa: BLE001 - the words of a library's exception may hold the address
            return Sent.NOT_TAKEN


def _sent(apprise: Any, server: Any, digest: Digest) -> bool:
    one = apprise.Apprise()
    one.add(server)
    most = min(int(getattr(server, "body_maxlen", _MOST_BYTES)), _MOST_BYTES)
    has_title = bool(getattr(server, "title_maxlen", 0))
    title = digest.title if has_title else ""
    return all(
        one.notify(body=part, title=title, body_format=apprise.NotifyFormat.TEXT)
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
