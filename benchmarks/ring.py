"""Generated centres of the same total work: the same calls and agents, in few groups or many."""

from __future__ import annotations

from typing import Final

import numpy as np

from benchmarks.with_crewline import always_on_duty
from sim.centre import Centre
from sim.clock import MS_PER_H
from sim.demand.demand import Demand, QueueDemand
from sim.demand.distributions import Exponential
from sim.floor import Floor, Group, Queue, Skill

AGENTS: Final = 1000
HANDLE_S: Final = 300
PATIENCE_S: Final = 240
OCCUPANCY: Final = 0.9
OVERFLOW_MS: Final = 15_000


def ring(groups: int, calls: float, *, skills: int) -> Centre:
    """Return a centre of as many queues as groups, each group serving `skills` queues.

    Group g serves queue g first, then the ones after it, round the ring, each rank after another
    15 s of waiting. There are always 1,000 agents, whom the `calls` load to 90 %.
    """
    per_h = AGENTS * OCCUPANCY / HANDLE_S * 3600
    hours = max(round(calls / per_h), 1)
    queues = [f"queue {number}" for number in range(groups)]
    floor = Floor.of(
        [Queue(name) for name in queues],
        [
            Group(
                f"group {first}",
                tuple(
                    Skill(queues[(first + away) % groups], 1 + away, delay_ms=away * OVERFLOW_MS)
                    for away in range(min(skills, groups))
                ),
            )
            for first in range(groups)
        ],
    )
    demand = tuple(
        QueueDemand(
            name,
            volumes=np.full(hours, per_h / groups),
            talk=Exponential(HANDLE_S),
            patience=Exponential(PATIENCE_S),
        )
        for name in queues
    )
    teams = np.diff(np.arange(groups + 1) * AGENTS // groups).tolist()
    plan = always_on_duty(teams, groups, hours)
    return Centre(floor, Demand(MS_PER_H, hours * MS_PER_H, demand), plan)
