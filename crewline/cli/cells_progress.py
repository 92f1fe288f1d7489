"""How far a sweep is: on standard error, a bar for a person, now and then a line for a file."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from crewline.cli.streams import remark

OnCells = Callable[[int, int, int], None]

#: Between two lines, where nobody looks on.
_LINE_S: Final = 60.0


class Pace:
    """How fast cells are finished, since the first report; those there before do not count."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._begun: float | None = None
        self.done = self.planned = self.resumed = 0

    def report(self, done: int, planned: int, resumed: int) -> None:
        """Hear of progress; the first report is that nothing has been computed yet."""
        if self._begun is None:
            self._begun = self._clock()
        self.done, self.planned, self.resumed = done, planned, resumed

    @property
    def left(self) -> str:
        """What is left, in words; nothing where that cannot be told yet."""
        computed = self.done - self.resumed
        if self._begun is None or computed <= 0 or self.done >= self.planned:
            return ""
        left_s = (self._clock() - self._begun) / computed * (self.planned - self.done)
        return f"about {spoken(left_s)} left"

    @property
    def from_before(self) -> str:
        """How many were there before, in words."""
        return f"{self.resumed:,} from before" if self.resumed else ""


def spoken(seconds: float) -> str:
    """Return a time as people say it, such as `40 s`, `12 min` or `3 h 20 min`."""
    if seconds < 90:
        return f"{max(round(seconds), 1)} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


@contextmanager
def cells_shown(pace: Pace, *, in_words: bool) -> Iterator[OnCells]:
    """Show how many cells are done, and what is left; where nobody looks on, if `in_words`."""
    if not sys.stderr.isatty():
        yield _Lines(pace, is_told=in_words).report
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    columns: tuple[Any, ...] = (
        TextColumn("cells"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[before]}"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[left]}"),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("cells", total=None, before="", left="")

        def report(done: int, planned: int, resumed: int) -> None:
            pace.report(done, planned, resumed)
            progress.update(
                task, completed=done, total=planned, before=pace.from_before, left=pace.left
            )

        yield report


class _Lines:
    """Tells of progress once a minute."""

    def __init__(self, pace: Pace, *, is_told: bool) -> None:
        self._pace = pace
        self._is_told = is_told
        self._told = time.monotonic()

    def report(self, done: int, planned: int, resumed: int) -> None:
        """Hear of progress."""
        self._pace.report(done, planned, resumed)
        if self._is_told and time.monotonic() - self._told >= _LINE_S:
            self._told = time.monotonic()
            remark(f"{done:,} of {planned:,} cells are finished; {self._pace.left or 'going on'}.")
