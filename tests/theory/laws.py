"""Laws of queueing theory beyond the reference cases, simulated: a rule of the model each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from sim.demand.distributions import (
    Constant,
    Distribution,
    Exponential,
    Gamma,
    Lognormal,
    Never,
    Weibull,
    WithZero,
)
from sim.floor import Group, Queue, Skill, Transfer
from tests.theory.birth_death import BirthDeath
from tests.theory.evidence import BUSY, Case, Evidence, Findings, Sample, exact
from tests.theory.formulas import (
    AnyPatience,
    Survival,
    share_lost,
    wait_of_one_agent_s,
    waits_by_priority_s,
    waits_by_weight_s,
)
from tests.theory.replications import demand_of, long_run


def one_agent(sample: Sample) -> Findings:
    """M/G/1: talks of any distribution, here lognormal."""
    per_h, mean_s, cv = 25.2, 100.0, 1.5
    evidence = long_run(
        [Queue("calls")],
        [Group("agent", (Skill("calls"),))],
        [demand_of("calls", [per_h], Lognormal(mean_s, cv), Never())],
        (1,),
        sample,
        warm_up_min=6000,  # it forgets in about an hour and a half
    )
    load, wait_s = per_h / 3600 * mean_s, wait_of_one_agent_s(per_h / 3600, mean_s, cv)
    found_s = evidence.estimate("mean_wait")
    return Findings(
        [
            exact("answered at once", 1 - load, evidence.not_waiting(), source="load"),
            exact("busy", load, evidence.estimate(BUSY), source="load"),
            exact("mean wait, s", wait_s, found_s, loose=True, source="Pollaczek and Khinchine"),
        ],
        evidence.calls(),
    )


def no_places(sample: Sample, talk: Distribution) -> Findings:
    """M/G/n/n: who finds all busy is lost, and the distribution of talks does not matter."""
    per_h, agents = 360, 20
    load = per_h * talk.mean_s / 3600
    evidence = long_run(
        [Queue("calls", capacity=0)],
        [Group("agents", (Skill("calls"),))],
        [demand_of("calls", [per_h], talk, Never())],
        (agents,),
        sample,
        warm_up_min=900,
    )
    lost, blocked = share_lost(load, agents), evidence.estimate("blocked_share")
    busy = load * (1 - lost) / agents
    return Findings(
        [
            exact("blocked", lost, blocked, loose=True, source="Erlang B"),
            exact("busy", busy, evidence.estimate(BUSY), source="Erlang B"),
        ],
        evidence.calls(),
    )


def any_patience(sample: Sample, patience: Distribution, survival: Survival) -> Findings:
    """M/M/n+G at a load of 1: patience of any distribution."""
    per_h, handle_s, agents = 400, 180.0, 20
    theory = AnyPatience(per_h / 3600, handle_s, agents, survival)
    evidence = long_run(
        [Queue("calls")],
        [Group("agents", (Skill("calls"),))],
        [demand_of("calls", [per_h], Exponential(handle_s), patience)],
        (agents,),
        sample,
        warm_up_min=120,
    )
    law = partial(exact, source="Baccelli and Hebuterne")
    abandoned, wait_s = evidence.estimate("abandonment"), evidence.estimate("mean_wait")
    return Findings(
        [
            law("answered at once", 1 - theory.share_waiting(), evidence.not_waiting()),
            law("busy", theory.occupancy(), evidence.estimate(BUSY)),
            law("abandoned", theory.share_abandoned(), abandoned, loose=True),
            law("mean wait, s", theory.mean_wait_s(), wait_s, loose=True),
        ],
        evidence.calls(),
    )


def priorities(sample: Sample) -> Findings:
    """Rule 4, priority: three classes on one team."""
    per_h, handle_s, agents = (75, 90, 90), 120.0, 10
    evidence = long_run(
        [Queue(f"class {place}", priority=-place) for place in range(3)],
        [Group("agents", tuple(Skill(f"class {place}") for place in range(3)))],
        [
            demand_of(f"class {place}", [calls], Exponential(handle_s), Never())
            for place, calls in enumerate(per_h)
        ],
        (agents,),
        sample,
        warm_up_min=900,  # it forgets in 33 minutes
    )
    waits = waits_by_priority_s([calls / 3600 for calls in per_h], handle_s, agents)
    return _waits(evidence, waits, "class", "Cobham")


def weights(sample: Sample) -> Findings:
    """Rule 4, weight x wait: three classes that talk for different times, one agent."""
    per_h, mean_s, cv, weight = (
        (9.0, 8.0, 10.0),
        (60.0, 120.0, 90.0),
        (1.0, 0.5, 1.5),
        (4.0, 2.0, 1),
    )
    evidence = long_run(
        [Queue(f"class {place}", weight=each) for place, each in enumerate(weight)],
        [Group("agent", tuple(Skill(f"class {place}") for place in range(3)))],
        [
            demand_of(f"class {place}", [per_h[place]], Gamma(mean_s[place], cv[place]), Never())
            for place in range(3)
        ],
        (1,),
        sample,
        warm_up_min=6000,
    )
    waits = waits_by_weight_s([calls / 3600 for calls in per_h], mean_s, cv, weight)
    return _waits(evidence, waits, "class", "Kleinrock")


def _waits(evidence: Evidence, waits: Sequence[float], name: str, source: str) -> Findings:
    return Findings(
        [
            exact(
                f"{name} {place}, mean wait, s",
                wait_s,
                evidence.estimate("mean_wait", place + 1),
                loose=True,
                source=source,
            )
            for place, wait_s in enumerate(waits)
        ],
        evidence.calls(),
    )


def transfers(sample: Sample) -> Findings:
    """Rule 6, cold: what leaves M/M/n is Poisson (Burke), so the experts are M/M/m."""
    first, second = BirthDeath(210, 120, 10), BirthDeath(105, 120, 5)
    evidence = long_run(
        [Queue("calls"), Queue("expert")],
        [
            Group("front", (Skill("calls", transfer=Transfer(0.5, "expert")),)),
            Group("experts", (Skill("expert"),)),
        ],
        [
            demand_of("calls", [first.calls_per_h], Exponential(first.handle_s), Never()),
            demand_of("expert", [0], Exponential(second.handle_s), Never()),
        ],
        (first.agents, second.agents),
        sample,
        warm_up_min=300,  # it forgets in a quarter of an hour
    )
    found = []
    for row, (name, chain) in enumerate((("front line", first), ("experts", second)), 1):
        states, wait_s = chain.stationary, evidence.estimate("mean_wait", row)
        at_once, busy = evidence.not_waiting(row), evidence.estimate(BUSY, row)
        law = partial(exact, source="Burke")
        found += [
            law(f"{name}, answered at once", 1 - chain.share_waiting(states), at_once),
            law(f"{name}, busy", chain.occupancy(states), busy),
            law(f"{name}, mean wait, s", chain.mean_wait_s(states), wait_s, loose=True),
        ]
    return Findings(found, evidence.calls())


def repeats(sample: Sample) -> Findings:
    """Rule 7: with repeats the line is M/M/n of all calls (Jackson), though they do not come so."""
    chain, repeat = BirthDeath(210, 120, 10), 0.2
    demand = demand_of("calls", [(1 - repeat) * 210], Exponential(120), Never())
    evidence = long_run(
        [Queue("calls", repeat=repeat)],
        [Group("agents", (Skill("calls"),))],
        [replace(demand, repeat_delay=Exponential(600))],
        (chain.agents,),
        sample,
        warm_up_min=600,
        tries=100,
    )
    states = chain.stationary
    law = partial(exact, source="Jackson")
    wait_s = evidence.estimate("mean_wait")
    return Findings(
        [
            law("answered at once", 1 - chain.share_waiting(states), evidence.not_waiting()),
            law("SL3 (20 s)", chain.answered_within(states, 20), evidence.estimate("SL3")),
            law("busy", chain.occupancy(states), evidence.estimate(BUSY)),
            law("mean wait, s", chain.mean_wait_s(states), wait_s, loose=True),
        ],
        evidence.calls(),
    )


def _lognormal_survival(t_s: NDArray[np.float64], mean_s: float, cv: float) -> NDArray[np.float64]:
    variance = math.log(1 + cv**2)
    median_s = mean_s / math.exp(variance / 2)
    return stats.norm.sf(np.log(t_s / median_s) / math.sqrt(variance))


#: Patience, and the share that is still patient at a time.
PATIENCE: dict[str, tuple[Distribution, Survival]] = {
    "of one minute": (Constant(60), lambda t_s: (t_s < 60).astype(float)),
    "lognormal": (Lognormal(120, 1.5), partial(_lognormal_survival, mean_s=120, cv=1.5)),
    "Weibull, some hang up": (
        WithZero(0.1, Weibull(120, 2)),
        lambda t_s: 0.9 * np.exp(-((t_s / Weibull(120, 2).scale_s) ** 2)),
    ),
}

CASES = [
    Case("one agent, lognormal talks", one_agent, 2001),
    Case("no places, lognormal talks", partial(no_places, talk=Lognormal(180, 2)), 2002),
    Case("no places, constant talks", partial(no_places, talk=Constant(180)), 2003),
    *(
        Case(
            f"patience {name}",
            partial(any_patience, patience=patience, survival=survival),
            2010 + place,
        )
        for place, (name, (patience, survival)) in enumerate(PATIENCE.items())
    ),
    Case("priorities", priorities, 2021),
    Case("weights", weights, 2022),
    Case("transfers", transfers, 2023),
    Case("repeats", repeats, 2024),
]
