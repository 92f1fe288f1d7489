"""What is told of an arm: figures of the centre and its lines, a replication each.

Figures are KPIs over the whole horizon, and what `recovery` says of lines whose target is a service
level. A figure is a numerator and a denominator a replication, so that its mean, its interval and
its difference to another arm are those of any KPI.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from scenarios.schema.channels.channel import DEFERRABLE
from scenarios.schema.queue import Queue
from scenarios.schema.scenario import Scenario
from scenarios.studies.comparison import verdict
from scenarios.studies.emergency.recovery import Promise, Recovery
from scenarios.studies.study import weights_of
from sim.kpis.compare import Direction
from sim.kpis.definitions import Kpi, kpis
from sim.kpis.grid import Floats
from sim.kpis.periods import Parts, Period, parts
from sim.kpis.tally import Tally

#: What is told of the centre, and of a live line.
_OF_CENTRE: Final = ("offered", "lost", "SL3", "longest_wait", "cost", "playbook_cost")
_OF_LINE: Final = ("lost", "longest_wait")
#: What is told of work that nobody waits for, and of calls of the centre's own.
_OF_WORK: Final = ("on_time", "open_at_end")
_OF_OUTBOUND: Final = ("calls_made", "open_at_end")
#: What is told of lines with a promise, by name.
_OF_PROMISES: Final = {
    "minutes_out": Recovery.MINUTES_OUT,
    "minutes_to_back": Recovery.TO_BACK,
}
LOST: Final = ("centre", "", "lost")
COST: Final = ("centre", "", "cost")
SERVED: Final = ("centre", "", "SL3")
MINUTES_OUT: Final = ("centre", "", "minutes_out")
TO_BACK: Final = ("centre", "", "minutes_to_back")

#: What a figure is about: kind ("centre" or "queue"), name, and what it is called.
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Figure:
    """A figure: a KPI of a row of the tally; without one, what is told of a row of recoveries."""

    key: Key
    unit: str
    row: int
    kpi: Kpi | None = None
    recovery: Recovery = Recovery.MINUTES_OUT

    def of(self, tallies: Sequence[Tally], recoveries: Floats) -> Parts:
        """Return the figure's parts, each of shape (replications, 1)."""
        if self.kpi is not None:
            return parts(self.kpi, tallies, Period.ALL).row(self.row)
        values = recoveries[:, self.row, [self.recovery]]
        return Parts(values, np.ones_like(values))

    def verdict(self, direction: Direction) -> str:
        """Return in a word what a difference means to a planner."""
        if self.kpi is not None:
            return verdict(self.kpi, direction)
        return {Direction.LOWER: "better", Direction.HIGHER: "worse"}.get(
            direction, direction.value
        )


def figures_of(scenario: Scenario, promises: Sequence[Promise]) -> tuple[Figure, ...]:
    """Return what is told of a scenario, the centre first, then its lines in their order.

    Lines have their target's KPI, or SL3 where they have none; deferrable work the share done in
    time and what is left at the end.
    """
    every = kpis(weights_of(scenario))
    found = [_of_kpi(("centre", ""), every[kpi], 0) for kpi in _OF_CENTRE]
    if promises:
        found += _of_promise(("centre", ""), 0)
    rows = {promise.name: row for row, promise in enumerate(promises, 1)}
    for number, (name, queue) in enumerate(scenario.queues.items(), 1):
        about = ("queue", name)
        found += [_of_kpi(about, every[kpi], number) for kpi in _kpis_of(queue)]
        if name in rows:
            found += _of_promise(about, rows[name])
    return tuple(found)


def measured(
    figures: Sequence[Figure], tallies: Sequence[Tally], recoveries: Floats
) -> Mapping[Key, Parts]:
    """Return the parts of all figures."""
    return {figure.key: figure.of(tallies, recoveries) for figure in figures}


def _kpis_of(queue: Queue) -> list[str]:
    if queue.channel in DEFERRABLE:
        return list(_OF_OUTBOUND if queue.channel == "outbound" else _OF_WORK)
    target = [queue.target.kpi] if queue.target else ["SL3"]
    return list(dict.fromkeys([_OF_LINE[0], *target, *_OF_LINE[1:]]))


def _of_kpi(about: tuple[str, str], kpi: Kpi, row: int) -> Figure:
    return Figure((*about, kpi.id), kpi.unit.value, row, kpi=kpi)


def _of_promise(about: tuple[str, str], row: int) -> list[Figure]:
    return [
        Figure((*about, name), "min", row, recovery=which) for name, which in _OF_PROMISES.items()
    ]
