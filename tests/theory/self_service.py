"""Self-service before a queue, and ways out of it: thinned streams, and patience cut short."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from sim.clock import MS_PER_MIN
from sim.codes import Cause, Outcome
from sim.demand.distributions import Exponential, Lognormal
from sim.floor import Announcement, Group, Queue, SelfService, Skill
from tests.theory.birth_death import BirthDeath
from tests.theory.evidence import BUSY, Case, Findings, Sample, exact
from tests.theory.formulas import AnyPatience
from tests.theory.one_queue import figures_of_a_line
from tests.theory.replications import demand_of, long_run
from tests.theory.seen import Flags, Gauge, Seen, dispersion, share

#: What comes to people of 750 contacts an hour: 55 % are contained, and 5 % give up.
PEOPLE = BirthDeath(300, 150, 14, patience_s=120)
CONTAINED, GIVES_UP = 0.55, 0.05


def _firsts(seen: Seen) -> Flags:
    return seen.caused_by(Cause.FIRST)


def _on_to_people(seen: Seen) -> Flags:
    return seen.caused_by(Cause.FAILOVER)


def _spread_of_contained(window_ms: int) -> Gauge:
    """Return how widely the contained of a window lie about their share, against the binomial."""

    def gauge(seen: Seen) -> tuple[float, float]:
        came = seen.counts(_firsts(seen), window_ms)
        contained = seen.counts(seen.ended(Outcome.CONTAINED), window_ms)
        squares = (contained - CONTAINED * came) ** 2
        return float(squares.sum()), float(CONTAINED * (1 - CONTAINED) * came.sum())

    return gauge


def self_service(sample: Sample) -> Findings:
    """Rule 2: who goes on to people is a Poisson stream, shifted in time and thinned.

    Displacing the points of a Poisson process each by a time of its own leaves it one (Kingman,
    Poisson Processes, section 5.1), and so does thinning it.
    """
    come = PEOPLE.calls_per_h / (1 - CONTAINED - GIVES_UP)
    demand = demand_of("calls", [come], Exponential(PEOPLE.handle_s), Exponential(120))
    evidence = long_run(
        [Queue("calls", self_service=SelfService(GIVES_UP))],
        [Group("agents", (Skill("calls"),))],
        [replace(demand, self_service=Lognormal(90, 1.5))],
        (PEOPLE.agents,),
        sample,
        warm_up_min=120,
        contained=[CONTAINED],
        gauges={
            "contained": share(lambda seen: seen.ended(Outcome.CONTAINED), _firsts),
            "gave up": share(lambda seen: seen.ended(Outcome.LEFT_BOT), _firsts),
            "binomial": _spread_of_contained(5 * MS_PER_MIN),
            "by minutes": dispersion(_on_to_people, MS_PER_MIN),
            "by quarters": dispersion(_on_to_people, 15 * MS_PER_MIN),
        },
    )
    stream = partial(exact, source="Poisson, displaced")
    thinned = partial(exact, source="binomial")
    spread, minutes, quarters = map(evidence.gauge, ("binomial", "by minutes", "by quarters"))
    return Findings(
        [
            *figures_of_a_line(PEOPLE, evidence, row=1),
            thinned("contained", CONTAINED, evidence.gauge("contained")),
            thinned("gave up in it", GIVES_UP, evidence.gauge("gave up"), loose=True),
            thinned("contained in 5 min, variance", 1.0, spread, loose=True),
            stream("to people in 1 min, variance / mean", 1.0, minutes, loose=True),
            stream("to people in 15 min, variance / mean", 1.0, quarters, loose=True),
        ],
        evidence.contacts,
    )


def announcement(sample: Sample) -> Findings:
    """Rule 2: an announcement is a patience that for a share of customers ends at a set time."""
    per_h, handle_s, agents, patience_s = 400, 180.0, 20, 200.0
    after_s, turned = 30.0, 0.3

    def survival(t_s: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.exp(-t_s / patience_s) * np.where(t_s < after_s, 1.0, 1 - turned)

    theory = AnyPatience(per_h / 3600, handle_s, agents, survival)
    evidence = long_run(
        [Queue("calls", announcement=Announcement(round(1000 * after_s), turned))],
        [Group("agents", (Skill("calls"),))],
        [demand_of("calls", [per_h], Exponential(handle_s), Exponential(patience_s))],
        (agents,),
        sample,
        warm_up_min=120,
        gauges={"diverted": share(lambda seen: seen.ended(Outcome.DIVERTED), _firsts)},
    )
    law = partial(exact, source="Baccelli and Hebuterne")
    diverted = theory.share_waiting_beyond(after_s) * np.exp(-after_s / patience_s) * turned
    abandoned = theory.share_abandoned() - diverted
    wait_s = evidence.estimate("mean_wait")
    return Findings(
        [
            law("answered at once", 1 - theory.share_waiting(), evidence.not_waiting()),
            law("busy", theory.occupancy(), evidence.estimate(BUSY)),
            law("diverted", diverted, evidence.gauge("diverted"), loose=True),
            law("abandoned", abandoned, evidence.estimate("abandonment"), loose=True),
            law("mean wait, s", theory.mean_wait_s(), wait_s, loose=True),
        ],
        evidence.calls(),
    )


CASES = [
    Case("self-service", self_service, 3001),
    Case("announcement", announcement, 3002, calls=500_000),
]
