"""How time grows: with the calls, on a line and at the bank, and with the groups of a centre."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from benchmarks.bank import everything, scaled
from benchmarks.layout import laid_out
from benchmarks.line import NEAR_TARGET
from benchmarks.measure import Measurement, Rounds, Row, Stopwatch, repeated
from benchmarks.ring import ring
from benchmarks.with_crewline import centre_of
from sim.centre import Centre
from sim.engines.choice import Engine, prepare

SEED: Final = 1
SIZES: Final = (2_000, 20_000, 200_000, 2_000_000)
GROUPS: Final = (2, 5, 20, 50, 200)
#: What the bank's day has, so that a size can be made from it.
BANK_CALLS: Final = 200_000
RING_CALLS: Final = 200_000
#: The reference is left out where it would take the most of the run.
REFERENCE_UP_TO: Final = 200_000


def line(size: int, scale: float) -> Centre:
    """Return the line near its target for so many calls: longer, not busier."""
    return centre_of(NEAR_TARGET, NEAR_TARGET.hours_for(round(scale * size)))


def bank(size: int, scale: float) -> Centre:
    """Return the bank's day for so many calls, with agents to match: busier, not longer."""
    return scaled(everything(), scale * size / BANK_CALLS).centre


def sparse(groups: int, scale: float) -> Centre:
    """Return a ring in which a group serves its own queue and the next."""
    return ring(groups, scale * RING_CALLS, skills=2)


def dense(groups: int, scale: float) -> Centre:
    """Return a ring in which every group serves ten queues, where there are ten."""
    return ring(groups, scale * RING_CALLS, skills=10)


SERIES: Final[dict[str, tuple[str, Callable[[int, float], Centre], tuple[int, ...]]]] = {
    "line": ("M/M/100+M, ever longer: contacts", line, SIZES),
    "bank": ("the bank, ever larger: contacts", bank, SIZES),
    "sparse": ("1,000 agents, 2 skills a group: groups", sparse, GROUPS),
    "dense": ("1,000 agents, up to 10 skills a group: groups", dense, GROUPS),
}


def grown(
    of: Callable[[int, float], Centre], number: int, engine: Engine, scale: float
) -> Measurement:
    """Draw once, and simulate at one of the sizes."""
    prepare(engine)
    centre = of(number, scale)
    contacts = centre.contacts(SEED)

    def once(watch: Stopwatch) -> tuple[int, int]:
        with watch.step("simulate"):
            outcomes = centre.run(contacts, engine)
        return len(contacts), len(outcomes)

    return repeated(once)


def _engines(series: str, number: int) -> list[Engine]:
    small = series in ("sparse", "dense") or number <= REFERENCE_UP_TO
    return [Engine.COMPILED, Engine.REFERENCE] if small else [Engine.COMPILED]


ROWS: Final[dict[str, Row]] = {
    f"{series}-{number}-{engine}": partial(grown, of, number, engine)
    for series, (_, of, numbers) in SERIES.items()
    for number in numbers
    for engine in _engines(series, number)
}


def table(rounds: Rounds) -> list[str]:
    """Return microseconds a leg by size, for each series and engine."""
    rows: list[Sequence[str]] = [
        (
            "Growth",
            "legs",
            "compiled us/leg",
            "to the first",
            "reference us/leg",
            "to the first",
            "MB",
        )
    ]
    for series, (words, _, numbers) in SERIES.items():
        rows.append((words,))
        rows += [_row(rounds, series, number, numbers[0]) for number in numbers]
    return laid_out(rows)


def _row(rounds: Rounds, series: str, number: int, first: int) -> list[str]:
    ours = f"{series}-{number}-{Engine.COMPILED}"
    row = [f"  {number:,}", f"{rounds.first(ours).legs:,}"]
    for engine in (Engine.COMPILED, Engine.REFERENCE):
        name = f"{series}-{number}-{engine}"
        if name not in ROWS:
            row += ["-", "-"]
            continue
        here, there = _us_a_leg(rounds, name), _us_a_leg(rounds, f"{series}-{first}-{engine}")
        row += [f"{here:.3f}", f"{here / there:.2f}"]
    return [*row, f"{rounds.peak_mb(ours):.0f}"]


def _us_a_leg(rounds: Rounds, name: str) -> float:
    return 1e6 * rounds.cpu_s(name, "simulate") / rounds.first(name).legs
