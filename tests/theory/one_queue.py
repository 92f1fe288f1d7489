"""Reference cases 1 to 7, simulated: one queue, held against birth-death chains."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from sim.demand.distributions import Exponential, Never
from sim.floor import Group, Queue, Skill
from tests.theory.birth_death import BirthDeath
from tests.theory.evidence import (
    ABANDONED_WITHIN,
    BUSY,
    SL_OF_ACCEPTED,
    WAIT_OF_ACCEPTED,
    Case,
    Comparison,
    Evidence,
    Findings,
    Sample,
    exact,
    simulated,
)
from tests.theory.replications import centre_of, demand_of, replicate, steady_line

CASE_1 = BirthDeath(252, 120, 12)
CASE_2 = BirthDeath(252, 120, 12, patience_s=60)
CASE_3 = BirthDeath(252, 120, 12, places=5)
CASE_4 = BirthDeath(2880, 60, 50)
CASE_4_PATIENCE = BirthDeath(2880, 60, 50, patience_s=120)
CASE_5 = BirthDeath(200, 180, 14)
CASE_5_PATIENCE = BirthDeath(200, 180, 14, patience_s=300)
CASE_6 = {
    (agents, patience_s): BirthDeath(210, 180, agents, patience_s)
    for agents, patience_s in ((13, math.inf), (13, 300.0), (9, 300.0))
}
CASE_7 = {
    agents: BirthDeath(2 * calls, 300, agents, patience_s=900)
    for calls, agents in ((39, 8), (570, 100), (3000, 505))
}
T_S = 20


def _patient(patience_s: float) -> str:
    return f"patience {patience_s:.0f} s" if math.isfinite(patience_s) else "endless patience"


def one_line(chain: BirthDeath) -> Callable[[Sample], Findings]:
    """Return the simulation of a queue in its steady state, and all that the chain knows."""

    def run(sample: Sample) -> Findings:
        evidence = steady_line(chain, sample, T_S)
        return Findings(figures_of_a_line(chain, evidence), evidence.calls())

    return run


def figures_of_a_line(chain: BirthDeath, evidence: Evidence, row: int = 0) -> list[Comparison]:
    """Compare all that the chain knows with a queue of one group; row 0 is the centre."""
    states = chain.stationary
    at_once, sl = 1 - chain.share_waiting(states), chain.answered_within(states, T_S)
    queue, wait_s = chain.queue_length(states), chain.mean_wait_s(states)
    found = _patience(chain, evidence, row) if math.isfinite(chain.patience_s) else []
    return [
        exact("answered at once", at_once, evidence.not_waiting(row)),
        exact("SL3 (20 s)", sl, evidence.estimate("SL3", row)),
        exact("busy", chain.occupancy(states), evidence.estimate(BUSY, row)),
        exact("mean wait, s", wait_s, evidence.estimate("mean_wait", row), loose=True),
        exact("mean queue", queue, evidence.estimate("queue_length", row), loose=True),
        *found,
    ]


def _patience(chain: BirthDeath, evidence: Evidence, row: int) -> list[Comparison]:
    states = chain.stationary
    given_up = chain.abandoned_within(states, T_S)
    sl4 = chain.answered_within(states, T_S) / (1 - given_up)
    abandoned = evidence.estimate("abandonment", row)
    return [
        exact("SL4 (20 s)", sl4, evidence.estimate("SL4", row)),
        exact("abandoned", chain.share_abandoned(states), abandoned, loose=True),
        exact("abandoned in 20 s", given_up, evidence.estimate(ABANDONED_WITHIN, row), loose=True),
    ]


def case_1_day(sample: Sample) -> Findings:
    """Eight hours that start empty, day after day, and an hour without calls after each."""
    days = max(round(sample.calls_each / (8 * 252)), 1)
    calls = np.tile([252] * 8 + [0], days)
    centre = centre_of(
        [Queue("calls")],
        [Group("agents", (Skill("calls"),))],
        [demand_of("calls", calls, Exponential(120), Never())],
        [[12] * len(calls)],
        interval_min=60,
    )
    day = replicate(centre, sample, T_S, np.flatnonzero(calls))
    mean = CASE_1.mean_over_day(480 * 60)
    sl, busy = CASE_1.answered_within(mean, T_S), CASE_1.occupancy(mean)
    sl3, found_busy = day.estimate("SL3"), day.estimate(BUSY)
    wait_s = day.estimate("mean_wait")
    return Findings(
        [
            exact("answered at once", 1 - CASE_1.share_waiting(mean), day.not_waiting()),
            exact("SL3 (20 s)", sl, sl3),
            exact("busy", busy, found_busy),
            exact("mean wait, s", CASE_1.wait_found_s(mean), wait_s, loose=True),
            simulated("SL3 (20 s)", 0.902, sl3, (0.900, 0.904), digit=1e-3),
            simulated("busy", 0.695, found_busy, (0.694, 0.697), digit=1e-3),
            simulated(
                "mean wait, s", 0.099 * 60, wait_s, (0.097 * 60, 0.102 * 60), 0.06, loose=True
            ),
        ],
        day.calls(),
    )


def case_3(sample: Sample) -> Findings:
    states = CASE_3.stationary
    blocked = CASE_3.share_blocked(states)
    sl, wait_s = CASE_3.answered_within(states, T_S), CASE_3.mean_wait_s(states)
    line = steady_line(CASE_3, sample, T_S)
    found_wait_s = line.estimate(WAIT_OF_ACCEPTED)
    return Findings(
        [
            exact("blocked", blocked, line.estimate("blocked_share"), loose=True),
            exact("wait of the accepted, s", wait_s / (1 - blocked), found_wait_s, loose=True),
            exact("SL3 (20 s)", sl, line.estimate("SL3")),
            exact("SL3 of the accepted", sl / (1 - blocked), line.estimate(SL_OF_ACCEPTED)),
            exact("busy", CASE_3.occupancy(states), line.estimate(BUSY)),
        ],
        line.calls(),
    )


CASES = [
    Case("1: M/M/12", one_line(CASE_1), 101),
    Case("1: a day that starts empty", case_1_day, 102),
    Case("2: with patience", one_line(CASE_2), 103),
    Case("3: five waiting places", case_3, 104, calls=3_000_000),
    Case("4: a load of .96", one_line(CASE_4), 105, calls=12_000_000),
    Case("4: with patience", one_line(CASE_4_PATIENCE), 106, calls=2_500_000),
    Case("5: Erlang C", one_line(CASE_5), 107),
    Case("5: with patience", one_line(CASE_5_PATIENCE), 108),
    *(
        Case(f"6: {agents} agents, {_patient(patience_s)}", one_line(chain), 610 + place)
        for place, ((agents, patience_s), chain) in enumerate(CASE_6.items())
    ),
    *(
        Case(f"7: {agents} agents", one_line(chain), 700 + agents, calls)
        for (agents, chain), calls in zip(
            CASE_7.items(), (1_000_000, 1_000_000, 3_000_000), strict=True
        )
    ),
]
