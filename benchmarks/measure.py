"""Whole processes timed side by side: A B A B …, medians and the median of the pairwise ratios."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of one process from start to exit (``wall``), and of both processors' work for it (``cpu``)."""

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Median wall seconds of two commands; median of the pairwise ratios with its range; median ratio of CPU time."""

    ours: float
    baseline: float
    ratio: float
    low: float
    high: float
    cpu_ratio: float


def run(command: Sequence[str]) -> Run:
    """One run, children and all; output is thrown away. Raises when the command crashes (code > 1).

    Bytecode is kept, as an installation has it.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode > 1:
        raise RuntimeError(f"{command}: {done.stderr.decode()[-2000:]}")
    return Run(wall, (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime))


def side_by_side(ours: Sequence[str], baseline: Sequence[str], rounds: int, *, warm_up: bool = True) -> Pair:
    """Alternate the two commands ``rounds`` times after one warm-up of each; minutes need none."""
    if warm_up:
        run(ours), run(baseline)
    runs = [(run(ours), run(baseline)) for _ in range(rounds)]
    ratios = sorted(mine.wall / theirs.wall for mine, theirs in runs)
    return Pair(
        statistics.median(mine.wall for mine, _ in runs),
        statistics.median(theirs.wall for _, theirs in runs),
        statistics.median(ratios),
        ratios[0],
        ratios[-1],
        statistics.median(mine.cpu / theirs.cpu for mine, theirs in runs),
    )


def peak_mib(command: Sequence[str]) -> float:
    """Peak resident memory of one run, in MiB."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    return usage.ru_maxrss / 1024
