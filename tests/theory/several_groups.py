"""Reference cases 9 to 12, simulated: several types of calls and several groups."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from sim.demand.distributions import Exponential, WithZero
from sim.floor import Group, Queue, Skill
from sim.kpis.estimates import Estimate
from tests.theory import several_skills as strict
from tests.theory.birth_death import BirthDeath
from tests.theory.evidence import (
    BUSY,
    PEER,
    WAIT_OF_ACCEPTED,
    Case,
    Comparison,
    Findings,
    Sample,
    exact,
)
from tests.theory.one_queue import one_line
from tests.theory.replications import demand_of, long_run, steady_line
from tests.theory.two_types import TwoTypes

POOL = BirthDeath(6 * 1.375 * 60, 600, 90, places=30)
#: Case 12: 10 agents who do both, or 17, or 10 for each type.
FLEXIBLE = {agents: TwoTypes((100, 50), (240, 480), agents, patience_s=600) for agents in (10, 17)}
DEDICATED = {
    "billing": BirthDeath(100, 240, 10, patience_s=600),
    "technical": BirthDeath(50, 480, 10, patience_s=600),
}

#: Case 10 as simulated elsewhere, 19.4 million calls: type 0, type 1, all; then by group.
PEER_CALLS = 19_400_000
PEER_KPIS = {
    "abandonment": ("abandoned", 1e-4, (0.1890, 0.0676, 0.1586)),
    "SL4": ("SL4 (19.8 s)", 1e-3, (0.508, 0.7584, 0.5742)),
    "mean_wait": ("mean wait, s", 0.006, (0.3781 * 60, 0.2155 * 60, 0.3375 * 60)),
}
PEER_WAITING = (0.7630, 0.4323, 0.6803)
PEER_BUSY = (0.9342, 0.6430, 0.9286)


def case_9(sample: Sample) -> Findings:
    solution = strict.solve()
    evidence = long_run(
        [Queue("0"), Queue("1"), Queue("2")],
        [
            # Type 1 prefers group 0; both groups take type 1 before what else they serve.
            Group("0", (Skill("0", rank=1, pick_rank=2), Skill("1", rank=1, pick_rank=1))),
            Group("1", (Skill("1", rank=2, pick_rank=1), Skill("2", rank=1, pick_rank=2))),
        ],
        [
            demand_of(
                str(kind),
                [strict.ARRIVALS[kind]],
                Exponential(3600 / strict.SERVICE),
                WithZero(strict.BALKING[kind], Exponential(3600 / strict.PATIENCE[kind])),
            )
            for kind in range(3)
        ],
        strict.AGENTS,
        sample,
        warm_up_min=240,  # 24 times the longest mean patience
    )
    found: list[Comparison] = []
    for kind in range(3):
        name, row, at_once = f"type {kind}", kind + 1, 1 - solution.waits[kind]
        abandoned, queue = (evidence.estimate(kpi, row) for kpi in ("abandonment", "queue_length"))
        found += [
            exact(f"{name}, answered at once", at_once, evidence.not_waiting(row), loose=True),
            exact(f"{name}, abandoned", solution.lost[kind], abandoned, loose=True),
            exact(f"{name}, mean queue", solution.queue[kind], queue, loose=True),
        ]
    waits, lost = (
        float(np.average(figures, weights=strict.ARRIVALS))
        for figures in (solution.waits, solution.lost)
    )
    found += [
        exact("all, answered at once", 1 - waits, evidence.not_waiting(), loose=True),
        exact("all, abandoned", lost, evidence.estimate("abandonment"), loose=True),
    ]
    busy = [*solution.occupancy, float(np.average(solution.occupancy, weights=strict.AGENTS))]
    for name, row, share in zip(("group 0", "group 1", "all"), (1, 2, 0), busy, strict=True):
        found.append(exact(f"{name}, busy", share, evidence.estimate(BUSY, row)))
    return Findings(found, evidence.calls())


def case_10(sample: Sample) -> Findings:
    """Specialists first; freed generalists take the largest weight x wait.

    What `cases.md` calls rates (1.0, 0.8, 1.6) are mean minutes; `test_several_skills` shows it.
    """
    evidence = long_run(
        [Queue("0", weight=3), Queue("1", weight=0.8)],
        [
            Group("specialists 0", (Skill("0", rank=1),)),
            Group("specialists 1", (Skill("1", rank=1),)),
            Group(
                "generalists",
                (
                    Skill("0", rank=2, pick_rank=1, handling_factor=1.6),
                    Skill("1", rank=2, pick_rank=1, handling_factor=2.0),
                ),
            ),
        ],
        [
            demand_of("0", [360], Exponential(60), Exponential(120)),
            demand_of("1", [120], Exponential(48), Exponential(192)),
        ],
        (3, 2, 4),
        sample,
        warm_up_min=60,
        within_s=19.8,
    )

    def peer(figure: str, theory: float, found: Estimate, digit: float = 1e-4) -> Comparison:
        """Compare with a simulator of the same system: errors go as the root of the calls."""
        theirs = found.se * math.sqrt(evidence.calls() / PEER_CALLS)
        return Comparison(figure, theory, PEER, found, theirs, digit / 2)

    found = []
    for place, (name, row) in enumerate((("type 0", 1), ("type 1", 2), ("all", 0))):
        for kpi, (figure, digit, theories) in PEER_KPIS.items():
            theory = theories[place]
            found.append(peer(f"{name}, {figure}", theory, evidence.estimate(kpi, row), digit))
        at_once = 1 - PEER_WAITING[place]
        found.append(peer(f"{name}, answered at once", at_once, evidence.not_waiting(row)))
    for group, busy in enumerate(PEER_BUSY):
        found.append(peer(f"group {group}, busy", busy, evidence.estimate(BUSY, group + 1)))
    return Findings(found, evidence.calls())


def case_11(sample: Sample) -> Findings:
    """Six groups of 15 are one of 90, six streams of 1.375 calls a minute one of 8.25.

    A limit that several queues share is no part of the model, so the streams meet in one queue.
    """
    states = POOL.stationary
    blocked = POOL.share_blocked(states)
    wait_s = POOL.mean_wait_s(states) / (1 - blocked)
    evidence = steady_line(POOL, sample, 20, groups=6)
    at_once = 1 - blocked - POOL.share_waiting(states)
    found_s = evidence.estimate(WAIT_OF_ACCEPTED)
    return Findings(
        [
            exact("blocked", blocked, evidence.estimate("blocked_share"), loose=True),
            exact("wait of the accepted, s", wait_s, found_s, loose=True),
            exact("answered at once", at_once, evidence.not_waiting()),
            exact("busy", POOL.occupancy(states), evidence.estimate(BUSY)),
        ],
        evidence.calls(),
    )


def case_12_flexible(agents: int) -> Callable[[Sample], Findings]:
    """Return two types of calls on agents who do both."""

    def run(sample: Sample) -> Findings:
        chain = FLEXIBLE[agents]
        evidence = long_run(
            [Queue("billing"), Queue("technical")],
            [Group("agents", (Skill("billing"), Skill("technical")))],
            [
                demand_of(name, [calls], Exponential(handle_s), Exponential(chain.patience_s))
                for name, calls, handle_s in zip(
                    ("billing", "technical"), chain.calls_per_h, chain.handle_s, strict=True
                )
            ],
            (agents,),
            sample,
            warm_up_min=240,  # 24 times the mean patience
        )
        waits = chain.share_waiting()
        sl3, abandoned = evidence.estimate("SL3"), evidence.estimate("abandonment")
        wait_s = evidence.estimate("mean_wait")
        return Findings(
            [
                exact("SL3 (20 s)", chain.answered_within(20), sl3, loose=True),
                exact("answered at once", 1 - waits, evidence.not_waiting(), loose=True),
                exact("abandoned", chain.share_abandoned(), abandoned, loose=True),
                exact("mean wait, s", chain.mean_wait_s(), wait_s, loose=True),
                exact("busy", chain.occupancy(), evidence.estimate(BUSY)),
            ],
            evidence.calls(),
        )

    return run


CASES = [
    Case("9: strict priority, balking", case_9, 901, calls=2_000_000),
    Case("10: generalists, weights", case_10, 1001, calls=4_000_000),
    Case("11: a pool with a limit", case_11, 1102, calls=6_000_000),
    *(
        Case(
            f"12: {agents} flexible agents",
            case_12_flexible(agents),
            1200 + agents,
            calls=500_000,
        )
        for agents in FLEXIBLE
    ),
    *(
        Case(
            f"12: 10 agents for {name}",
            one_line(chain),
            1200 + place,
            calls=500_000,
        )
        for place, (name, chain) in enumerate(DEDICATED.items())
    ),
]
