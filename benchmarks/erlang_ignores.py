"""What Erlang ignores: `python -m benchmarks.erlang_ignores` prints the table of the page.

A small centre is staffed by Erlang C, half hour by half hour, to answer 80 % within 20 s. Then
what the formula has no place for comes in, one thing at a time, and the same days are simulated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from optimize.erlang import Service, erlang_a, erlang_c
from sim.centre import Centre
from sim.codes import Outcome
from sim.demand.demand import Demand, QueueDemand
from sim.demand.distributions import Exponential, Never
from sim.floor import Floor, Group, Queue, Skill, Transfer
from sim.kpis.definitions import KPIS
from sim.kpis.estimates import Estimate, estimate
from sim.kpis.tally import ServiceClock, Tally, tally
from sim.plan import Crew, Plan
from sim.steps import Steps

Numbers = NDArray[np.float64]

SEED: Final = 1917  # the year of Erlang's paper
DAYS: Final = 60
WITHIN_S: Final = 20
HANDLE_S: Final = 240
PATIENCE_S: Final = 120
HALF_HOUR_MS: Final = 1_800_000
#: Calls by half hour, 08:00 to 18:00.
CALLS: Final = np.array(
    [20, 32, 46, 58, 64, 62, 54, 44, 38, 40, 48, 54, 56, 52, 46, 40, 34, 28, 22, 16], np.float64
)
LUNCH: Final = slice(6, 12)  # 11:00 to 14:00: a sixth of the agents in each half hour
SHARE_PASSED_ON: Final = 0.15
EXPERT_HANDLE_S: Final = 420
HANDOVER_S: Final = 30


@dataclass(frozen=True)
class World:
    """Which of the things that Erlang ignores are there."""

    patience: bool = False
    breaks: bool = False
    transfers: bool = False
    redials: bool = False
    day_cv: float = 0.0


def worlds() -> Iterator[tuple[str, World]]:
    """Yield the worlds, each with one thing more than the one before."""
    world = World()
    yield "queue carried over from one half hour to the next", world
    world = replace(world, patience=True)
    yield "+ patience (exponential, mean 2 min)", world
    world = replace(world, breaks=True)
    yield "+ a lunch break of 30 min each, in six waves", world
    world = replace(world, transfers=True)
    yield "+ 15 % passed on to experts, warm", world
    world = replace(world, redials=True)
    yield "+ half of those who abandon redial", world
    world = replace(world, day_cv=0.1)
    yield "+ days that differ (cv 10 %)", world


def staffed_by_erlang_c(calls: Numbers, handle_s: float) -> NDArray[np.int64]:
    """Return the least agents by half hour for 80 % within 20 s."""
    agents = np.arange(1, 101)
    levels = erlang_c(2 * calls[:, None], handle_s, agents, WITHIN_S).answered_within
    return agents[np.argmax(levels >= 0.8, axis=1)]


def centre_of(world: World) -> Centre:
    """Return the centre in a world; experts are staffed by the same rule as the others."""
    patience = Exponential(PATIENCE_S) if world.patience else Never()
    demand = Demand(
        HALF_HOUR_MS,
        HALF_HOUR_MS * len(CALLS),
        (
            QueueDemand("calls", CALLS, Exponential(HANDLE_S), patience=patience),
            QueueDemand("experts", 0 * CALLS, Exponential(EXPERT_HANDLE_S), patience=patience),
        ),
        day_cv=world.day_cv,
    )
    passing = Transfer(SHARE_PASSED_ON, "experts", warm=True, handover_ms=1000 * HANDOVER_S)
    floor = Floor.of(
        [Queue("calls", redial={Outcome.ABANDONED: 0.5 * world.redials}), Queue("experts")],
        [
            Group("front line", (Skill("calls", transfer=passing if world.transfers else None),)),
            Group("experts", (Skill("experts"),)),
        ],
    )
    front_line = staffed_by_erlang_c(CALLS, HANDLE_S)
    experts = staffed_by_erlang_c(SHARE_PASSED_ON * CALLS, EXPERT_HANDLE_S)
    return Centre(floor, demand, _plan([front_line, experts], breaks=world.breaks))


def _plan(teams: list[NDArray[np.int64]], *, breaks: bool) -> Plan:
    crews: list[Crew] = []
    seats = 0
    for group, numbers in enumerate(teams):
        at_lunch = np.zeros_like(numbers)
        if breaks:
            at_lunch[LUNCH] = np.rint(numbers[LUNCH] / 6)
        for interval, number in enumerate((numbers - at_lunch).tolist()):
            span = (interval * HALF_HOUR_MS, (interval + 1) * HALF_HOUR_MS)
            crews.append(Crew(f"{group} {interval}", group, number, seats, 0, (span,)))
            seats += number
    return Plan(
        interval_ms=HALF_HOUR_MS,
        horizon_ms=HALF_HOUR_MS * len(CALLS),
        warm_up_ms=0,
        crews=tuple(crews),
        absence=(0.0, 0.0),
        staff_factor=(Steps.constant(1),) * 2,
        open_ms=(None, None),
        handling_factor=(Steps.constant(1),) * 2,
        paid_s=np.zeros((2, len(CALLS))),
        wages=np.zeros((2, len(CALLS))),
    )


def simulated(world: World) -> list[Tally]:
    """Simulate the days; all worlds share their random numbers."""
    centre = centre_of(world)
    clock = ServiceClock((1000 * WITHIN_S,) * 2, (0, 0))
    tallies = []
    for day in range(DAYS):
        contacts = centre.contacts(SEED, day)
        tallies.append(tally(centre.run(contacts), centre, contacts.absent, clock))
    return tallies


def erlang_row(words: str, service: Service) -> str:
    """Write a formula's day: every half hour weighs as many calls as it has."""

    def day(figures: Numbers, weights: Numbers = CALLS) -> float:
        return float(np.average(figures, weights=weights))

    return row(
        words,
        f"{day(service.answered_within):.1%}",
        f"{day(service.share_abandoned):.1%}",
        f"{day(service.asa_s, CALLS * (1 - service.share_abandoned)):.1f} s",
        f"{day(service.occupancy, staffed_by_erlang_c(CALLS, HANDLE_S)):.1%}",
    )


def simulated_row(words: str, world: World) -> str:
    """Write a world's days, with the half-width of the 95 % interval of each mean."""
    tallies = simulated(world)

    def found(kpi: str) -> Estimate:
        return estimate(KPIS[kpi], tallies, 1)

    def share(kpi: str) -> str:
        return f"{found(kpi).value:.1%} +- {100 * found(kpi).half_width:.1f}"

    asa = found("asa")
    return row(
        words,
        share("SL3"),
        share("abandonment"),
        f"{asa.value:.1f} s +- {asa.half_width:.1f}",
        share("occupancy"),
    )


def row(words: str, *cells: str) -> str:
    """Lay out a line of the table."""
    return f"{words:<52}" + "".join(f"{cell:>15}" for cell in cells).rstrip()


def table() -> str:
    """Return the page's table."""
    agents = staffed_by_erlang_c(CALLS, HANDLE_S)
    calls = 2 * CALLS
    lines = [
        row("", "SL3 (20 s)", "abandoned", "ASA", "occupancy"),
        erlang_row("Erlang C", erlang_c(calls, HANDLE_S, agents, WITHIN_S)),
        erlang_row("Erlang A", erlang_a(calls, HANDLE_S, agents, PATIENCE_S, WITHIN_S)),
        f"Simulated, {DAYS} days, front line",
    ]
    lines += [simulated_row(f"  {words}", world) for words, world in worlds()]
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
