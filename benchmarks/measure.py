"""Whole processes timed side by side: A B A B …, medians and the median of the pairwise ratios."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """Median CPU seconds (user and system) of two commands, and the median ratio of the first to the second."""

    ours: float
    baseline: float
    ratio: float
    low: float
    high: float


def cpu_seconds(command: Sequence[str]) -> float:
    """CPU seconds of one run, children and all; output is thrown away. Raises when the command crashes (code > 1)."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode > 1:
        raise RuntimeError(f"{command}: {done.stderr.decode()[-2000:]}")
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def side_by_side(ours: Sequence[str], baseline: Sequence[str], rounds: int) -> Pair:
    """Alternate the two commands ``rounds`` times after one warm-up of each."""
    cpu_seconds(ours), cpu_seconds(baseline)
    runs = [(cpu_seconds(ours), cpu_seconds(baseline)) for _ in range(rounds)]
    ratios = sorted(mine / theirs for mine, theirs in runs)
    return Pair(
        statistics.median(mine for mine, _ in runs),
        statistics.median(theirs for _, theirs in runs),
        statistics.median(ratios),
        ratios[0],
        ratios[-1],
    )


def peak_mib(command: Sequence[str]) -> float:
    """Peak resident memory of one run, in MiB."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    return usage.ru_maxrss / 1024
