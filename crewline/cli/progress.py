"""How long work goes: on standard error, bars for a person, lines for a file or a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from crewline.cli.streams import remark

OnProgress = Callable[[str, int, int], None]


@contextmanager
def bars(unit: str = "days", *, in_words: bool = False) -> Iterator[OnProgress]:
    """Show one bar for each label that is reported; report with (label, done, of how many).

    Where nobody looks on there are no bars, but a line for each label that is done, if `in_words`.
    """
    if not sys.stderr.isatty():
        lines = _Lines(in_words)
        yield lines.report
        lines.tell()
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TaskID,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    tasks: dict[str, TaskID] = {}
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(unit),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    ) as progress:

        def report(label: str, done: int, planned: int) -> None:
            if label not in tasks:
                tasks[label] = progress.add_task(label, total=planned)
            progress.update(tasks[label], completed=done, total=planned)

        yield report


def tell_of_compiling() -> None:
    """Say why nothing moves at first."""
    remark("Compiling the engine, once on this machine: ten to twenty seconds.")


class _Lines:
    """Tells of a label when the next one begins, and of the last when it is asked to."""

    def __init__(self, is_told: bool) -> None:
        self._is_told = is_told
        self._label = ""
        self._done = 0

    def report(self, label: str, done: int, planned: int) -> None:
        """Hear of progress."""
        if label != self._label:
            self.tell()
        self._label, self._done = label, done

    def tell(self) -> None:
        """Say that the label heard of last is done."""
        if self._is_told and self._label:
            remark(f"{self._label}: simulated, {self._done} replications")
