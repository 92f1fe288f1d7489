"""Reference case 8, simulated: a day of 13 hours, calls and agents by the hour."""

from __future__ import annotations

import numpy as np

from sim.demand.distributions import Exponential, WithZero
from sim.floor import Group, Queue, Skill
from tests.theory.day_chain import Day
from tests.theory.evidence import (
    BUSY,
    Case,
    Comparison,
    Evidence,
    Findings,
    Sample,
    exact,
    simulated,
)
from tests.theory.replications import centre_of, demand_of, replicate

AGENTS = (4, 6, 8, 8, 8, 7, 8, 8, 6, 6, 4, 4, 4)
CALLS_PER_H = (100, 150, 150, 180, 200, 150, 150, 150, 120, 100, 80, 70, 60)
SL4_BY_HOUR = (78.3, 85.3, 97.54, 93.9, 90.0, 93.3, 97.68, 97.64, 93.5, 97.01, 87.6, 91.7, 94.9)
#: An hour without calls follows, for the queue to drain.
DAY = Day((*AGENTS, 4), (*CALLS_PER_H, 0), handle_s=100, patience_s=1000, hangs_up=0.1)


def case_8(sample: Sample) -> Findings:
    days = max(round(sample.calls_each / sum(CALLS_PER_H)), 1)
    calls = np.tile(DAY.calls_per_h, days)
    centre = centre_of(
        [Queue("calls")],
        [Group("agents", (Skill("calls"),))],
        [demand_of("calls", calls, Exponential(100), WithZero(0.1, Exponential(1000)))],
        [np.tile(DAY.agents, days).tolist()],
        interval_min=60,
    )
    day = replicate(centre, sample, 20, np.flatnonzero(calls))
    found = [*_by_hour(day, len(calls)), *_simulated(day)]
    return Findings([*_over_the_day(day), *found], day.calls())


def _over_the_day(day: Evidence) -> list[Comparison]:
    wait_s, abandoned = day.estimate("mean_wait"), day.estimate("abandonment")
    return [
        exact("answered at once", 1 - DAY.share_waiting(), day.not_waiting()),
        exact("busy", DAY.occupancy(len(AGENTS)), day.estimate(BUSY)),
        exact("abandoned", DAY.share_abandoned(), abandoned, loose=True),
        exact("mean wait, s", DAY.mean_wait_s(), wait_s, loose=True),
    ]


def _by_hour(day: Evidence, intervals: int) -> list[Comparison]:
    found = []
    for hour, percent in enumerate(SL4_BY_HOUR):
        name, chain = f"{8 + hour}:00", DAY.hours[hour]
        these = np.arange(hour, intervals, len(DAY.agents))
        at_once, busy = day.not_waiting(intervals=these), day.estimate(BUSY, intervals=these)
        sl4 = day.estimate("SL4", intervals=these)
        low, high = percent / 100 - 0.0015, percent / 100 + 0.0015  # "+/- .1-.2"
        found += [
            exact(f"{name}, answered at once", 1 - chain.all_busy, at_once),
            exact(f"{name}, busy", chain.busy / AGENTS[hour], busy),
            simulated(f"{name}, SL4 (20 s)", percent / 100, sl4, (low, high), 1e-3),
        ]
    return found


def _simulated(day: Evidence) -> list[Comparison]:
    abandoned, asa = day.estimate("abandonment"), day.estimate("asa")
    return [
        simulated("SL4 (20 s)", 0.9253, day.estimate("SL4"), (0.9249, 0.9256), 1e-4),
        simulated("answered at once", 1 - 0.1486, day.not_waiting(), (0.8509, 0.8519), 1e-4),
        simulated("busy", 0.5574, day.estimate(BUSY), (0.5571, 0.5578), 1e-4),
        simulated("abandoned", 0.0194, abandoned, (0.01931, 0.01949), 1e-5, loose=True),
        simulated("wait of the answered, s", 4.51, asa, (4.48, 4.54), 0.01, loose=True),
    ]


CASES = [Case("8: a day by hour", case_8, 801, calls=2_500_000)]
