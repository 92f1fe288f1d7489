"""How far a proof is: on standard error, a bar for a person, a line a round for a file."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crewline.cli.streams import remark

if TYPE_CHECKING:
    from scenarios.planning.proof.proof import Round

#: A step that takes longer is told of so often.
_EVERY_S: Final = 10.0
_DOING: Final = {"schedule": "searching a schedule", "simulate": "simulating it"}
_PURPOSES: Final = {
    "repair": "searched",
    "trim": "cut what is spare",
    "fresh": "judged on fresh days",
    "plain": "plain Erlang C, beside it",
}


@dataclass(frozen=True)
class Shown:
    """Who hears of a proof: of what is being done, and of every round."""

    on_progress: Callable[[str, int, int], object]
    on_round: Callable[[Round], None]


@contextmanager
def proof_shown(*, in_words: bool, prefix: str = "") -> Iterator[Shown]:
    """Show what a proof is doing.

    Where nobody looks on it is a line a round if `in_words`, and every so often one more while a
    round goes on.
    """
    if not sys.stderr.isatty():
        if in_words:
            with _told_by_the_way(prefix) as shown:
                yield shown
        else:
            yield Shown(_nothing, _none)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    ) as progress:
        task = progress.add_task(f"{prefix}counting who is needed", total=None)
        doing = Doing()

        def on_progress(what: str, done: int, planned: int) -> None:
            if doing.heard(what, done, planned):
                progress.reset(task)  # so that the time is that of the step
            total = planned if what == "simulate" else None  # how long a search takes, nobody knows
            progress.update(task, description=prefix + doing.title, completed=done, total=total)

        def on_round(one: Round) -> None:
            doing.rounds = one.number
            if in_words:
                console.print(prefix + in_a_line(one), markup=False, highlight=False)

        yield Shown(on_progress, on_round)


@contextmanager
def _told_by_the_way(prefix: str) -> Iterator[Shown]:
    """Say what every round came to, and what is going on where that takes long."""
    doing = Doing()
    is_over = threading.Event()

    def tell() -> None:
        while not is_over.wait(_EVERY_S):
            if doing.lasts_s >= _EVERY_S:
                remark(prefix + doing.in_words())

    def on_round(one: Round) -> None:
        doing.rounds = one.number
        remark(prefix + in_a_line(one))

    teller = threading.Thread(target=tell, name="progress", daemon=True)
    teller.start()
    try:
        yield Shown(doing.heard, on_round)
    finally:
        is_over.set()
        teller.join()


class Doing:
    """What a proof is doing now, how much of it is done, and since when."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.rounds = 0  # that are over
        self._what, self._done, self._planned = "", 0, 0
        self._began = time.monotonic()

    def heard(self, what: str, done: int, planned: int) -> bool:
        """Hear of progress; return whether a step has begun."""
        begins = what != self._what or done < self._done
        if begins:
            self._began = time.monotonic()
        self._what, self._done, self._planned = what, done, planned
        return begins

    @property
    def lasts_s(self) -> float:
        """How long the step takes already."""
        return time.monotonic() - self._began

    @property
    def title(self) -> str:
        """The step, and of which round it is."""
        doing = _DOING.get(self._what, self._what or "counting who is needed")
        return f"round {self.rounds + 1}, {doing}"

    def in_words(self) -> str:
        """Return how far the step is, in a sentence."""
        part = f"{self._done} of {self._planned} replications, " if self._planned > 1 else ""
        return f"{self.title}: {part}{self.lasts_s:.0f} s so far"


def in_a_line(one: Round) -> str:
    """Return what a round came to, in a sentence."""
    kept = sum(each.holds for each in one.judgements)
    return (
        f"round {one.number}, {_PURPOSES.get(one.purpose, one.purpose)}: cost {one.cost:,.0f},"
        f" {kept} of {len(one.judgements)} targets hold ({one.replications} replications,"
        f" {one.wall_s:.1f} s)"
    )


def _nothing(what: str, done: int, planned: int) -> None:
    """Hear of progress, and say nothing."""


def _none(one: Round) -> None:
    """Hear of a round, and say nothing."""
