"""Replications of a centre, and what they say for or against a figure.

**False alarms.** Every figure is compared inside a t interval over independent replications, whose
confidence is such that all FIGURES comparisons of this folder together would raise a false alarm
with probability 1e-4 (Bonferroni), were the seeds drawn anew. Replications are many and long
enough for their sums to be nearly normal. Where the figure itself was simulated, its own error
is added in quadrature.

**Power.** An interval that is wide enough holds anything, so each comparison also states how
sharp it must be: half the interval's width may not exceed `sharp` x figure.

**Steady states** are started in the steady state: the calls in the centre at time 0 are drawn
from the exact distribution, which is possible because what is left of an exponential time is
exponential. Nothing is biased by the start, and no warm-up has to be guessed. Where this is not
possible, warm-up intervals of several relaxation times are left out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from sim.centre import Centre
from sim.clock import NEVER
from sim.codes import Outcome
from sim.demand.contacts import CONTACT, Contacts
from sim.demand.demand import Demand, QueueDemand
from sim.demand.distributions import Distribution, Exponential, Never
from sim.floor import Floor, Group, Queue, Skill
from sim.kpis.counts import GroupCount, QueueCount, ServiceClock
from sim.kpis.definitions import KPIS, Kpi, Scope, Unit
from sim.kpis.estimates import Estimate, ratio_of_means
from sim.kpis.tally import Tally, tally
from sim.plan import Crew, Plan
from sim.steps import Steps
from tests.auditor import audit
from tests.theory.birth_death import BirthDeath

#: The comparisons in this folder are fewer than this; together they alarm falsely once in 10,000.
FIGURES = 200
ALARM = 1e-4 / FIGURES

Draw = Callable[[Centre, int], Contacts]


def of_calls(name: str, *top: QueueCount, bottom: tuple[tuple[QueueCount, float], ...]) -> Kpi:
    """Return a figure of our own."""
    return Kpi(name, Unit.SHARE, Scope.QUEUE, name, tuple((count, 1.0) for count in top), bottom)


_ACCEPTED = ((QueueCount.OFFERED, 1.0), (QueueCount.BLOCKED, -1.0))
_OFFERED = ((QueueCount.OFFERED, 1.0),)
WAIT_OF_ACCEPTED = of_calls("wait of accepted", QueueCount.WAIT_S, bottom=_ACCEPTED)
SL_OF_ACCEPTED = of_calls("SL of accepted", QueueCount.ANSWERED_WITHIN, bottom=_ACCEPTED)
ABANDONED_WITHIN = of_calls("abandoned in T", QueueCount.ABANDONED_WITHIN, bottom=_OFFERED)
#: Handling over time on duty: what overtime adds is not in the denominator.
BUSY = Kpi(
    "busy",
    Unit.SHARE,
    Scope.GROUP,
    "handling / on duty",
    tuple(
        (count, 1.0)
        for count in (
            GroupCount.TALK_S,
            GroupCount.HOLD_S,
            GroupCount.HANDOVER_S,
            GroupCount.WRAP_UP_S,
        )
    ),
    ((GroupCount.ON_DUTY_S, 1.0),),
)


@dataclass(frozen=True)
class Evidence:
    """Tallies of independent replications, with threshold T and with threshold 0."""

    tallies: Sequence[Tally]
    at_once: Sequence[Tally]
    counted: slice  # intervals

    def estimate(self, kpi: Kpi | str, row: int = 0, intervals: slice | None = None) -> Estimate:
        """Estimate a figure over the counted intervals, as a ratio of means."""
        chosen = KPIS[kpi] if isinstance(kpi, str) else kpi
        return self._ratio(self.tallies, chosen, row, intervals)

    def not_waiting(self, row: int = 0) -> Estimate:
        """Estimate the share of the offered that are answered at once."""
        return self._ratio(self.at_once, KPIS["SL3"], row)

    def _ratio(
        self, tallies: Sequence[Tally], kpi: Kpi, row: int, intervals: slice | None = None
    ) -> Estimate:
        span = self.counted if intervals is None else intervals
        parts = [kpi.parts(tally) for tally in tallies]
        top = np.array([part[0][row, span].sum() for part in parts])
        bottom = np.array([part[1][row, span].sum() for part in parts])
        return ratio_of_means(top, bottom, 1 - ALARM).at()


def agrees(
    estimate: Estimate,
    figure: float,
    sharp: float,
    interval: tuple[float, float] | None = None,
    rounding: float = 0.0,
) -> None:
    """Assert that an estimate does not contradict a figure, and that it could have.

    `interval` is the figure's own 95 % confidence interval where it was simulated; `rounding` half
    a unit of its last digit, where that matters.
    """
    reach = estimate.half_width
    if interval is not None:
        theirs = (interval[1] - interval[0]) / 2 / stats.norm.ppf(0.975)
        reach = math.hypot(reach, float(stats.norm.isf(ALARM / 2)) * theirs)
    assert abs(estimate.value - figure) <= reach + rounding, (
        f"simulated {estimate.value:.6g} +- {reach:.2g}, expected {figure:.6g}"
    )
    assert reach <= sharp * figure, f"+- {reach:.2g} is too wide to say much of {figure:.6g}"


def centre_of(
    queues: Sequence[Queue],
    groups: Sequence[Group],
    demand: Sequence[QueueDemand],
    agents: Sequence[Sequence[int]],
    *,
    interval_min: int,
    warm_up: int = 0,
) -> Centre:
    """Return a centre with `agents` on duty by group and interval, the warm-up's first."""
    interval_ms = interval_min * 60_000
    horizon_ms = interval_ms * len(agents[0])
    return Centre(
        Floor.of(queues, groups),
        Demand(interval_ms, horizon_ms, tuple(demand)),
        Plan(
            interval_ms=interval_ms,
            horizon_ms=horizon_ms,
            warm_up_ms=warm_up * interval_ms,
            crews=_crews(agents, interval_ms),
            absence=(0.0,) * len(groups),
            staff_factor=(Steps.constant(1),) * len(groups),
            open_ms=(None,) * len(queues),
            handling_factor=(Steps.constant(1),) * len(queues),
            paid_s=np.zeros((len(groups), len(agents[0]))),
            wages=np.zeros((len(groups), len(agents[0]))),
        ),
    )


def _crews(agents: Sequence[Sequence[int]], interval_ms: int) -> tuple[Crew, ...]:
    """Return one crew a group and interval."""
    crews, seats = [], 0
    for group, numbers in enumerate(agents):
        for interval, number in enumerate(numbers):
            span = (interval * interval_ms, (interval + 1) * interval_ms)
            crews.append(Crew(f"{group} {interval}", group, number, seats, 0, (span,)))
            seats += number
    return tuple(crews)


def demand_of(
    name: str, per_interval: Sequence[float], talk: Distribution, patience: Distribution
) -> QueueDemand:
    return QueueDemand(name, np.array(per_interval, np.float64), talk, patience=patience)


def replicate(
    centre: Centre,
    replications: int,
    within_s: float,
    *,
    seed: int,
    counted: slice,
    draw: Draw | None = None,
) -> Evidence:
    """Simulate; the auditor sees the first replication."""
    queues = len(centre.floor.queue_names)
    tallies: list[list[Tally]] = [[], []]
    for replication in range(replications):
        contacts = (draw or (lambda c, r: c.contacts(seed, r)))(centre, replication)
        outcomes = centre.run(contacts)
        if replication == 0:
            audit(centre, contacts, outcomes)
        resolved = outcomes.legs["outcome"] != Outcome.WAITING
        assert resolved.all(), "the last interval is there for the queue to drain"
        for kept, threshold_s in zip(tallies, (within_s, 0), strict=True):
            limit = (round(threshold_s * 1000),) * queues
            clock = ServiceClock(limit, limit)
            kept.append(tally(outcomes, centre, contacts.absent, clock))
    return Evidence(*tallies, counted)


def steady_line(
    chain: BirthDeath,
    calls: int,
    replications: int,
    within_s: float,
    seed: int,
) -> Evidence:
    """Simulate one queue in its steady state, `calls` calls a replication on average.

    An interval without calls, for the queue to drain, follows the one that counts.
    """
    minutes = max(round(calls / chain.calls_per_h * 60), 1)
    talk = Exponential(chain.handle_s)
    patience = Exponential(chain.patience_s) if math.isfinite(chain.patience_s) else Never()
    volumes = [0, chain.calls_per_h / 60 * minutes, 0]
    centre = centre_of(
        [Queue("calls", capacity=chain.places)],
        [Group("agents", (Skill("calls"),))],
        [demand_of("calls", volumes, talk, patience)],
        [[chain.agents] * 3],
        interval_min=minutes,
        warm_up=1,
    )

    def draw(centre: Centre, replication: int) -> Contacts:
        contacts = centre.contacts(seed, replication)
        rng = np.random.default_rng([seed, replication, 1])
        there = np.zeros(rng.choice(len(chain.stationary), p=chain.stationary), CONTACT)
        # They come just before the interval that counts; what they are then left with has no past.
        there["arrive_ms"] = centre.plan.warm_up_ms - 1
        there["key"] = rng.integers(0, 1 << 62, len(there))
        there["talk_ms"] = 1000 * talk.draw(rng, len(there))
        there["patience_ms"] = np.minimum(1000 * patience.draw(rng, len(there)), NEVER)
        rows = np.concatenate([there, contacts.rows])
        return Contacts(rows, contacts.pools, contacts.absent)

    return replicate(centre, replications, within_s, seed=seed, counted=slice(0, 1), draw=draw)
