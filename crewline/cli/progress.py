"""The bar of long work: on standard error, and only where a person looks on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

OnProgress = Callable[[str, int, int], None]


@contextmanager
def bars(unit: str = "days") -> Iterator[OnProgress]:
    """Show one bar for each label that is reported; report with (label, done, of how many)."""
    if not sys.stderr.isatty():
        yield lambda label, done, planned: None
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
