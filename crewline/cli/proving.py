"""How far a proof is: on standard error, a bar for a person, a line a round for a file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crewline.cli.streams import remark

if TYPE_CHECKING:
    from scenarios.planning.proof.proof import Round

_DOING: Final = {"schedule": "searching a schedule", "simulate": "simulating it"}
_PURPOSES: Final = {
    "repair": "searched",
    "fresh": "judged on fresh days",
    "plain": "plain Erlang C, beside it",
}


@dataclass(frozen=True)
class Shown:
    """Who hears of a proof: of what is being done, and of every round."""

    on_progress: Callable[[str, int, int], None]
    on_round: Callable[[Round], None]


@contextmanager
def proof_shown(*, in_words: bool, prefix: str = "") -> Iterator[Shown]:
    """Show what a proof is doing; where nobody looks on, a line a round, if `in_words`."""
    if not sys.stderr.isatty():
        yield Shown(_nothing, (lambda one: remark(prefix + in_a_line(one))) if in_words else _none)
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

        def on_progress(what: str, done: int, planned: int) -> None:
            total = planned if what == "simulate" else None  # how long a search takes, nobody knows
            words = prefix + _DOING.get(what, what)
            progress.update(task, description=words, completed=done, total=total)

        def on_round(one: Round) -> None:
            if in_words:
                console.print(prefix + in_a_line(one), markup=False, highlight=False)

        yield Shown(on_progress, on_round)


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
