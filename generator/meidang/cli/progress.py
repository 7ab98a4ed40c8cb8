"""What a long command is doing, on the terminal that waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console

Say = Callable[[str], None]


@contextmanager
def progress() -> Iterator[Say]:
    """A line that says what is being done; on a terminal only, so that logs stay short."""
    console = Console(stderr=True, highlight=False, markup=False)
    with console.status("开始") as status:
        yield status.update if console.is_terminal else _silent(console)


def _silent(console: Console) -> Say:
    """Without a terminal: the steps, but not each document."""
    said: set[str] = set()

    def say(text: str) -> None:
        step = text.partition("\u3000")[0]
        if step not in said:
            said.add(step)
            console.print(f"{step} …")

    return say
