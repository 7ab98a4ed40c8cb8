"""The fault loop: fail, interrupt or kill a build at its 1st, 2nd, … last step on the disk.

Afterwards the outputs are the old ones or the new ones, byte for byte, and the next build is clean.
"""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from meidang.outputs import MARKER, Output, staged, write_outputs
from meidang.outputs import staging as staging_module

OLD = [Output("staff/D01.docx", b"old"), Output("gone/x.txt", b"bye")]
NEW = [Output("staff/D01.docx", b"new" * 5), Output("staff/D02.docx", b"also new"), Output("index.html", b"")]
STEPS = ("open", "write", "fsync", "close", "mkdir", "rename", "chmod", "unlink", "rmdir")
ENOUGH = 500


class Interrupted(BaseException):
    """Stands for Ctrl-C, so that a real one still stops the tests."""


def contents(folder: Path) -> dict[str, bytes] | None:
    if not folder.exists():
        return None
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != MARKER)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def wanted(outputs: list[Output]) -> dict[str, bytes]:
    return {output.path: output.content for output in outputs}


def install(patch: Callable[[Any, str, Any], None], fault: Callable[[str, int], None], *, exchanges: bool) -> list[str]:
    """Call ``fault(step, number)`` before every step on the disk; gives the list of steps, which grows as they come."""
    steps: list[str] = []

    def faulty(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **named: Any) -> Any:
            steps.append(name)
            if name == "write" and len(args[1]) > 1:  # a write may stop half through
                args = (args[0], bytes(args[1])[: len(args[1]) // 2])
            if name == "close":  # one that fails has closed the file all the same
                real(*args, **named)
                return fault(name, len(steps))
            fault(name, len(steps))
            return real(*args, **named)

        return step

    real_exchange = staging_module.exchange if exchanges else (lambda _one, _other: False)
    patch(staging_module, "exchange", faulty("exchange", real_exchange))
    for name in STEPS:
        patch(os, name, faulty(name, getattr(os, name)))
    return steps


def check_next_build(target: Path) -> None:
    """The next build takes over without complaint and leaves nothing of the dead one."""
    write_outputs(target, NEW)
    assert contents(target) == wanted(NEW)
    assert sorted(path.name for path in target.parent.iterdir()) == [".site.meidang-lock", "site"]


def once(number: int, error: BaseException) -> Callable[[str, int], None]:
    def fault(_step: str, count: int) -> None:
        if count == number:
            raise error

    return fault


def full_from(number: int) -> Callable[[str, int], None]:
    """A full disk stays full: every step that needs room fails, removing does not."""

    def fault(step: str, count: int) -> None:
        if count >= number and step in {"write", "mkdir", "fsync"}:
            raise OSError(errno.ENOSPC, "No space left on device")

    return fault


FAULTS: dict[str, Callable[[int], Callable[[str, int], None]]] = {
    "error": lambda number: once(number, OSError(errno.EIO, "Input/output error")),
    "interrupt": lambda number: once(number, Interrupted()),
    "full": full_from,
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("exchanges", [True, False], ids=["exchange", "rename"])
@pytest.mark.parametrize("before", [OLD, None], ids=["old", "first"])
def test_a_build_that_fails_at_any_step_leaves_old_or_new(
    tmp_path: Path, fault: str, exchanges: bool, before: list[Output] | None
) -> None:
    states = []
    for number in range(1, ENOUGH):
        target = tmp_path / str(number) / "site"
        if before:
            write_outputs(target, before)
        with pytest.MonkeyPatch.context() as patch:
            steps = install(patch.setattr, FAULTS[fault](number), exchanges=exchanges)
            with suppress(OSError, Interrupted):
                write_outputs(target, NEW)
        after = contents(target)
        assert after in (wanted(before) if before else None, wanted(NEW)), number
        states.append(after)
        check_next_build(target)
        if len(steps) < number:  # the fault lay behind the last step
            break
    assert len(states) > 20
    assert states[1] != wanted(NEW)
    assert states[-1] == wanted(NEW)


@pytest.mark.parametrize("exchanges", [True, False], ids=["exchange", "rename"])
@pytest.mark.parametrize("before", [OLD, None], ids=["old", "first"])
def test_a_build_killed_at_any_step_leaves_old_or_new(
    tmp_path: Path, exchanges: bool, before: list[Output] | None
) -> None:
    killed = kill_at_every_step(tmp_path, exchanges=exchanges, before=before)
    old = wanted(before) if before else None
    states = []
    for number in range(1, killed + 1):
        target = tmp_path / str(number) / "site"
        if not exchanges:  # between its two renames the next start puts the old outputs back
            start_and_give_up(target)
        assert contents(target) in (old, wanted(NEW)), number
        states.append(contents(target))
        check_next_build(target)
    assert old in states
    assert wanted(NEW) in states
    assert states == sorted(states, key=lambda state: state == wanted(NEW)), "once new, new for good"


def start_and_give_up(target: Path) -> None:
    with pytest.raises(Interrupted), staged(target):
        raise Interrupted


def kill_at_every_step(root: Path, *, exchanges: bool, before: list[Output] | None) -> int:
    """Run this file as a program that forks a build per step; how many of them died."""
    source = str(Path(staging_module.__file__).parents[2])
    done = subprocess.run(
        [sys.executable, __file__, str(root), json.dumps([exchanges, bool(before)])],
        check=True,
        capture_output=True,
        timeout=300,
        env={"PYTHONPATH": source},
    )
    return int(done.stdout)


def _main(root: Path, *, exchanges: bool, with_old: bool) -> int:
    for number in range(1, ENOUGH):
        target = root / str(number) / "site"
        if with_old:
            write_outputs(target, OLD)
        child = os.fork()
        if child == 0:
            install(
                setattr, lambda _step, count, last=number: os._exit(9) if count == last else None, exchanges=exchanges
            )
            write_outputs(target, NEW)
            os._exit(0)
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
            return number - 1
    return ENOUGH


if __name__ == "__main__":
    print(_main(Path(sys.argv[1]), **dict(zip(("exchanges", "with_old"), json.loads(sys.argv[2]), strict=True))))
