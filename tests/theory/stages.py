"""Rule 14: agents in stages of service, who differ in pace and in what they pass on and settle."""

from __future__ import annotations

from functools import partial

import numpy as np

from sim.clock import MS_PER_S
from sim.codes import Outcome
from sim.demand.distributions import Exponential, Never
from sim.floor import Group, Queue, Skill, Stage, Transfer
from tests.theory.evidence import BUSY, Case, Findings, Sample, exact
from tests.theory.mixed_chain import MixedChain
from tests.theory.replications import demand_of, long_run
from tests.theory.seen import Flags, Seen, share

#: One agent of each.
THREE = (
    Stage(1 / 3, handling_factor=1.6, transfer_factor=2.0, repeat_factor=1.8),
    Stage(1 / 3),
    Stage(1 / 3, handling_factor=0.8, transfer_factor=0.5, repeat_factor=0.6),
)
TRANSFERRED, REPEATED = 0.2, 0.15
CHAIN = MixedChain(72, 120, tuple(stage.handling_factor for stage in THREE), patience_s=240)


def _answered(seen: Seen) -> Flags:
    """Legs that the mixed group answered."""
    return seen.answered & (seen.legs["group"] == 0)


def _kept(seen: Seen) -> Flags:
    return _answered(seen) & seen.ended(Outcome.ANSWERED)


def _handling(seen: Seen) -> tuple[float, float]:
    """Return the mean handling time of the group, seconds."""
    them = seen.here & _answered(seen)
    spent_ms = seen.legs["freed_ms"][them] - seen.legs["answered_ms"][them]
    return float(spent_ms.sum()) / MS_PER_S, float(them.sum())


def three_agents(sample: Sample) -> Findings:
    """Every stage counts by how many contacts its agents answer, and the slow answer fewer."""
    evidence = long_run(
        [Queue("calls", repeat=REPEATED), Queue("expert")],
        [
            Group(
                "agents",
                (Skill("calls", transfer=Transfer(TRANSFERRED, "expert")),),
                stages=THREE,
            ),
            Group("experts", (Skill("expert"),)),
        ],
        [
            demand_of("calls", [CHAIN.per_h], Exponential(CHAIN.handle_s), Exponential(240)),
            demand_of("expert", [0], Exponential(60), Never()),
        ],
        (3, 5),
        sample,
        warm_up_min=120,
        tries=1,  # who would call again is counted, and does not call
        gauges={
            "handling": _handling,
            "passed on": share(lambda seen: seen.ended(Outcome.TRANSFERRED), _answered),
            "comes back": share(lambda seen: seen.legs["comes_back"] == 1, _kept),
            **{
                f"agent {agent}": share(
                    lambda seen, agent=agent: seen.legs["agent"] == agent, _answered
                )
                for agent in range(3)
            },
        },
    )
    answered = CHAIN.answered()
    passed_on = answered * [stage.transfer_factor * TRANSFERRED for stage in THREE]
    kept = answered - passed_on
    back = kept * [stage.repeat_factor * REPEATED for stage in THREE]
    handling_s = CHAIN.handle_s * float(answered @ CHAIN.factors)
    row = 1
    wait_s, abandoned = evidence.estimate("mean_wait", row), evidence.estimate("abandonment", row)
    mix = partial(exact, source="mix by answered")
    comes_back = float(back.sum() / kept.sum())
    return Findings(
        [
            exact("answered at once", 1 - CHAIN.share_waiting(), evidence.not_waiting(row)),
            exact("busy", CHAIN.occupancy(), evidence.estimate(BUSY, 1)),
            exact("abandoned", CHAIN.share_abandoned(), abandoned, loose=True),
            exact("mean wait, s", CHAIN.mean_wait_s(), wait_s, loose=True),
            *(
                exact(f"answered by agent {agent}", part, evidence.gauge(f"agent {agent}"))
                for agent, part in enumerate(answered)
            ),
            mix("mean handling, s", handling_s, evidence.gauge("handling")),
            mix("passed on", float(passed_on.sum()), evidence.gauge("passed on"), loose=True),
            mix("comes back", comes_back, evidence.gauge("comes back"), loose=True),
        ],
        evidence.calls(),
    )


def overloaded(sample: Sample) -> Findings:
    """All are busy all the time, so that a stage answers the more the faster it is."""
    shares, factors = np.array([0.2, 0.5, 0.3]), np.array([1.5, 1.0, 0.9])
    stages = tuple(
        Stage(part, handling_factor=factor)
        for part, factor in zip(shares.tolist(), factors.tolist(), strict=True)
    )
    evidence = long_run(
        [Queue("calls")],
        [Group("agents", (Skill("calls"),), stages=stages)],
        [demand_of("calls", [1200], Exponential(120), Exponential(120))],
        (20,),
        sample,
        warm_up_min=60,
        gauges={"handling": _handling},
    )
    pace = float(shares @ (1 / factors))
    mix = partial(exact, source="mix by answered")
    abandoned = 1 - 20 * pace / 120 / (1200 / 3600)
    return Findings(
        [
            mix("mean handling, s", 120 / pace, evidence.gauge("handling")),
            mix("abandoned", abandoned, evidence.estimate("abandonment"), loose=True),
        ],
        evidence.calls(),
    )


CASES = [
    Case("stages: three agents", three_agents, 3041, calls=500_000),
    Case("stages: all busy", overloaded, 3042, calls=300_000),
]
