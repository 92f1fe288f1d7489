"""Reference case 8: a day of 13 hours with calls and agents by the hour, against a simulator."""

from __future__ import annotations

from sim.demand.distributions import Exponential, WithZero
from sim.floor import Group, Queue, Skill
from tests.theory.evidence import (
    BUSY,
    agrees,
    centre_of,
    demand_of,
    replicate,
)

AGENTS = (4, 6, 8, 8, 8, 7, 8, 8, 6, 6, 4, 4, 4)
CALLS_PER_H = (100, 150, 150, 180, 200, 150, 150, 150, 120, 100, 80, 70, 60)
SL4_BY_HOUR = (78.3, 85.3, 97.54, 93.9, 90.0, 93.3, 97.68, 97.64, 93.5, 97.01, 87.6, 91.7, 94.9)
PATIENCE = WithZero(0.1, Exponential(1000))


def test_case_8():
    # An hour without calls follows, for the queue to drain.
    centre = centre_of(
        [Queue("calls")],
        [Group("agents", (Skill("calls"),))],
        [demand_of("calls", (*CALLS_PER_H, 0), Exponential(100), PATIENCE)],
        [(*AGENTS, 4)],
        interval_min=60,
    )
    day = replicate(centre, 120, 20, seed=801, counted=slice(0, 13))
    agrees(day.estimate("SL4"), 0.9253, 0.02, (0.9249, 0.9256))
    agrees(day.estimate("abandonment"), 0.01940, 0.2, (0.01931, 0.01949))
    agrees(day.not_waiting(), 1 - 0.1486, 0.03, (1 - 0.1491, 1 - 0.1481))
    agrees(day.estimate("asa"), 4.51, 0.3, (4.48, 4.54))
    agrees(day.estimate(BUSY), 0.5574, 0.02, (0.5571, 0.5578))
    for hour, percent in enumerate(SL4_BY_HOUR):
        found = day.estimate("SL4", intervals=slice(hour, hour + 1))
        low, high = percent / 100 - 0.0015, percent / 100 + 0.0015
        agrees(found, percent / 100, 0.1, (low, high), rounding=0.0005)
