"""Who fills templates: this process, several of this machine, or the workers of a Dask cluster."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Final

from meidang import __version__
from meidang.errors import UsageError

#: So many records are filled in less time than processes take to start.
WORTH: Final = 1_000
_ADDRESS: Final = re.compile(r"(?:(?:tcp|tls)://)?[A-Za-z0-9._-]+:[0-9]{1,5}|tcp://\[[0-9a-fA-F:.]+\]:[0-9]{1,5}")
_INSTALL: Final = 'pip install "meidang[cluster]"'


@contextmanager
def executor(records: int, *, processes: int | None = None, scheduler: str = "") -> Iterator[Executor | None]:
    """An executor for documents of so many records; None where this process does best alone.

    ``processes``: how many of this machine, as many as it has cores if nothing is said. ``scheduler``: the address of a
    Dask cluster's. Raises UsageError where the cluster cannot be used.
    """
    if scheduler:
        with _cluster(scheduler) as cluster:
            yield cluster
        return
    many = (processes or os.cpu_count() or 1) if processes is not None or records >= WORTH else 1
    if many <= 1:
        yield None
        return
    pool = ProcessPoolExecutor(many, initializer=_leave_interrupts_to_the_parent)
    try:
        yield pool
    except BrokenExecutor:
        raise UsageError("填写文档的进程意外结束，可能内存不足；用 --processes 1 再试") from None
    finally:
        # Why: whoever gives up does not wait for what nobody will read.
        pool.shutdown(cancel_futures=True)


def _leave_interrupts_to_the_parent() -> None:
    """Ctrl-C reaches every process of the terminal; one of them says so."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client, KilledWorker
    except ImportError:
        raise UsageError(f"--scheduler 需要先安装 Dask：{_INSTALL}") from None
    if not _ADDRESS.fullmatch(address):
        raise UsageError(f"“{address}”不是调度器的地址；写成 tcp://主机:8786 这样，dask scheduler 启动时会显示它")
    try:
        client = Client(address, timeout=_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TimeoutError) as error:
        raise UsageError(
            f"连不上 Dask 调度器 {address}：{type(error).__name__}；检查地址（如 tcp://主机:8786）和网络"
        ) from None
    with client:
        _require_workers(client.run(_version), address)
        try:
            yield client.get_executor()  # type: ignore[no-untyped-call]
        except (KilledWorker, CancelledError):
            raise UsageError(f"调度器 {address} 的工作进程意外结束，可能内存不足；查看它们的日志，再试一次") from None


#: A scheduler in the same building answers in milliseconds.
_SECONDS: Final = 10


def _version() -> str:
    return __version__


def _require_workers(versions: dict[str, str], address: str) -> None:
    if not versions:
        raise UsageError(f"调度器 {address} 没有工作进程；先在各台机器上运行 dask worker {address}")
    if others := sorted({one for one in versions.values() if one != __version__}):
        raise UsageError(f"工作进程的美档版本是 {'、'.join(others)}，这里是 {__version__}；装成同一版本，文档才会一样")
