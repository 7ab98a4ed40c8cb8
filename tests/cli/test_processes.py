"""Processes that fill documents: what is said when one dies, and who hears of Ctrl-C."""

from __future__ import annotations

import os
import signal
import time

import pytest

from meidang.errors import UsageError
from meidang.pipeline.executors import executor
from meidang.pipeline.office import print_all


def test_a_process_that_dies_is_told_in_words():
    with pytest.raises(UsageError, match="意外结束"), executor(1, processes=2) as pool:
        pool.submit(os._exit, 1).result()


def test_an_interrupt_is_the_parents_to_hear():
    with executor(1, processes=2) as pool:
        assert pool.submit(signal.getsignal, signal.SIGINT).result() == signal.SIG_IGN


def test_few_records_need_no_process_of_their_own():
    with executor(10) as pool:
        assert pool is None


def test_who_gives_up_does_not_wait_for_libreoffice(tmp_path):
    """Threads are not interrupted, so the program that one of them waits for is ended."""
    slow = tmp_path / "soffice"
    slow.write_text("#!/bin/sh\nsleep 300\n")
    slow.chmod(0o700)

    def second() -> bytes:
        time.sleep(1)
        raise KeyboardInterrupt

    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        list(print_all(str(slow), [bytes, second]))
    assert time.monotonic() - start < 60
