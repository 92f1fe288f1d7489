"""Requirements: the least agents of many rows, against pyworkforce and a plain NumPy recursion."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from statistics import median
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.layout import Target, laid_out, ms
from benchmarks.measure import Measurement, Rounds, Row, Stopwatch, repeated
from optimize.requirements import Goal, required

Numbers = NDArray[np.float64]

SEED: Final = 1917
LINES: Final = 10_000
MOST_LOAD: Final = 200
LEVEL: Final = 0.8
WITHIN_S: Final = 20
HANDLE_S: Final = 180
PATIENCE_S: Final = 300
#: Service levels and times for which the integers of others are looked at.
GOALS: Final = ((0.8, 20.0), (0.5, 20.0), (0.8, 600.0))
TARGET_S: Final = 0.020
STEP: Final = "staff"


class Asked(NamedTuple):
    """Rows to be staffed for a service level, 80 % in 20 s unless given."""

    calls_per_h: Numbers
    handle_s: Numbers
    level: float = LEVEL
    within_s: float = WITHIN_S


def asked(scale: float = 1.0, own_handling: bool = False) -> Asked:
    """Return rows of loads from 0 to 200 Erlangs, evenly spread, of one handling time or many."""
    rng = np.random.default_rng(SEED)
    rows = max(round(scale * LINES), 10)
    load = rng.uniform(0, MOST_LOAD, rows)
    handle_s = rng.uniform(60, 600, rows) if own_handling else np.full(rows, float(HANDLE_S))
    return Asked(load * 3600 / handle_s, handle_s)


def by_crewline(rows: Asked, patience_s: float | None = None, whole: bool = True) -> Numbers:
    """Return the least agents, ours."""
    goal = Goal(service_level=rows.level, within_s=rows.within_s)
    return required(rows.calls_per_h, rows.handle_s, goal, patience_s=patience_s, whole=whole)


def by_numpy(rows: Asked) -> Numbers:
    """Return the same by what a good analyst writes: B agent by agent, for all rows at once."""
    load = rows.calls_per_h * rows.handle_s / 3600
    agents = np.zeros_like(load)
    blocked = np.ones_like(load)
    open_rows = load > 0
    n = 0
    while open_rows.any():
        n += 1
        blocked = load * blocked / (n + load * blocked)
        spare = np.maximum(n - load, 1e-300)
        waiting = n * blocked / (spare + load * blocked)
        level = 1 - waiting * np.exp(-spare * rows.within_s / rows.handle_s)
        found = open_rows & (n > load) & (level >= rows.level)
        agents[found] = n
        open_rows &= ~found
    return agents


def by_pyworkforce(rows: Asked) -> Numbers:
    """Return what pyworkforce asks for, row by row; it takes its times in minutes."""
    from pyworkforce.queuing import ErlangC

    return np.array(
        [
            ErlangC(calls, handle / 60, rows.within_s / 60, 60).required_positions(rows.level)[
                "raw_positions"
            ]
            for calls, handle in zip(rows.calls_per_h, rows.handle_s, strict=True)
        ],
        np.float64,
    )


def measured(by: Callable[[Asked], Numbers], own_handling: bool, scale: float) -> Measurement:
    """Measure warm calls, all rows in one."""
    rows = asked(scale, own_handling)
    by(rows)

    def once(watch: Stopwatch) -> tuple[int, int]:
        with watch.step(STEP):
            by(rows)
        return len(rows.calls_per_h), 0

    return repeated(once)


class Way(NamedTuple):
    """A row of the table; a target in seconds for all its lines."""

    words: str
    by: Callable[[Asked], Numbers]
    own_handling: bool = False
    has_target: bool = False


OURS: Final = "staff-crewline"
THEIRS: Final = "staff-pyworkforce"
WAYS: Final = {
    THEIRS: Way("pyworkforce", by_pyworkforce),
    "staff-numpy": Way("NumPy recursion", by_numpy),
    OURS: Way("Crewline", by_crewline, has_target=True),
    "staff-own": Way(
        "  a handling time of its own in each row", by_crewline, own_handling=True, has_target=True
    ),
    "staff-real": Way("  fractional", partial(by_crewline, whole=False)),
    "staff-leaving": Way(
        "  with patience (Erlang A)", partial(by_crewline, patience_s=PATIENCE_S), has_target=True
    ),
    "staff-leaving-own": Way(
        "  the same, own handling times",
        partial(by_crewline, patience_s=PATIENCE_S),
        own_handling=True,
    ),
    "staff-leaving-real": Way(
        "  the same, fractional", partial(by_crewline, patience_s=PATIENCE_S, whole=False)
    ),
}

ROWS: Final[Mapping[str, Row]] = {
    name: partial(measured, way.by, way.own_handling) for name, way in WAYS.items()
}


def table(rounds: Rounds) -> list[str]:
    """Return the table of all ways, and where the integers of others differ."""
    lines: list[Sequence[str]] = [
        (
            "Least agents, 0 to 200 Erlangs",
            "rows",
            "rows/s",
            "ms",
            "best",
            "x pyworkforce",
            "target",
            "",
        )
    ]
    lines += [_line(rounds, name, way) for name, way in WAYS.items()]
    return [*laid_out(lines), *_apart()]


def _apart() -> list[str]:
    """Return the differences, found in a process of its own.

    pyworkforce loads OR-Tools, beside which HiGHS cannot be loaded.
    """
    command = [sys.executable, "-m", "benchmarks.requirements"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.splitlines()


def _line(rounds: Rounds, name: str, way: Way) -> list[str]:
    gain = median(each[name].per_s(STEP) / each[THEIRS].per_s(STEP) for each in rounds.found)
    line = [
        way.words,
        f"{rounds.first(name).contacts:,}",
        f"{rounds.per_s(name, STEP):,.0f}",
        ms(rounds.cpu_s(name, STEP)),
        ms(rounds.best_s(name, STEP)),
        f"{gain:,.1f}",
    ]
    if way.has_target:
        target = Target(TARGET_S, at_least=False)
        line += [f"{ms(TARGET_S)} ms", target.verdict(rounds.cpu_s(name, STEP))]
    return line


def differences() -> list[str]:
    """Say in how many rows others ask for more agents than the least, by goal and loads.

    pyworkforce begins to search at round(load + 1), rounded to even: one above the least who
    outnumber the load wherever half an Erlang or more is left over them.
    """
    few = np.arange(1, 301) / 50  # Erlangs
    lines: list[Sequence[str]] = [
        ("Other agents than the least", "rows", "pyworkforce", "by up to", "at loads", "NumPy")
    ]
    for level, within_s in GOALS:
        goal = f"  {level:.0%} in {within_s:.0f} s"
        for words, rows in (
            ("0 to 200 Erlangs", asked(0.05)),
            ("0.02 to 6 Erlangs", Asked(few * 3600 / HANDLE_S, np.full_like(few, HANDLE_S))),
        ):
            lines.append(
                [f"{goal}, {words}", *_difference(rows._replace(level=level, within_s=within_s))]
            )
    return laid_out(lines)


def _difference(rows: Asked) -> list[str]:
    least = by_crewline(rows)
    more = by_pyworkforce(rows) - least
    load = (rows.calls_per_h * rows.handle_s / 3600)[more != 0]
    return [
        f"{len(least):,}",
        f"{np.count_nonzero(more):,}",
        f"{abs(more).max():.0f}",
        f"{load.min():.2f} to {load.max():.2f}" if load.size else "-",
        f"{np.count_nonzero(by_numpy(rows) - least):,}",
    ]


if __name__ == "__main__":
    print("\n".join(differences()))
