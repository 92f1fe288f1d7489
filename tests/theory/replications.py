"""Centres, and replications of them: in the steady state from the start, or in the long run."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.centre import Centre
from sim.clock import NEVER
from sim.codes import Cause, Kind, Outcome
from sim.demand.contacts import CONTACT, Contacts
from sim.demand.demand import Demand, QueueDemand
from sim.demand.distributions import Distribution, Exponential, Never
from sim.engines.choice import Engine
from sim.engines.legs import Outcomes
from sim.floor import Floor, Group, Queue, Skill
from sim.kpis.counts import ServiceClock
from sim.kpis.grid import Grid
from sim.kpis.tally import tally
from sim.plan import Crew, Plan
from sim.steps import Steps
from tests.auditor import audit
from tests.theory.birth_death import BirthDeath
from tests.theory.evidence import Evidence, Intervals, Sample
from tests.theory.seen import Gauge, Seen

#: So many contacts of a sample are shown to the auditor.
AUDITED: Final = 2000

Draw = Callable[[Centre, int], Contacts]
Gauges = Mapping[str, Gauge]

#: Nothing is read off the legs.
NOTHING: Final[Gauges] = MappingProxyType({})


def centre_of(
    queues: Sequence[Queue],
    groups: Sequence[Group],
    demand: Sequence[QueueDemand],
    agents: Sequence[Sequence[int]],
    *,
    interval_min: int,
    warm_up: int = 0,
    tries: int = 5,
    contained: Sequence[float] = (),
) -> Centre:
    """Return a centre with `agents` on duty by group and interval, the warm-up's first.

    `contained` are the shares of each queue's contacts that self-service contains.
    """
    interval_ms = interval_min * 60_000
    horizon_ms = interval_ms * len(agents[0])
    return Centre(
        Floor.of(queues, groups, tries),
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
            contained=tuple(Steps.constant(share) for share in contained),
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
    sample: Sample,
    within_s: float,
    counted: Intervals,
    draw: Draw | None = None,
    *,
    gauges: Gauges = NOTHING,
) -> Evidence:
    """Simulate all replications of a sample."""
    queues = len(centre.floor.queue_names)
    limit = (round(within_s * 1000),) * queues
    tallies, at_once, contacts_counted = [], [], 0
    gauged: dict[str, list[tuple[float, float]]] = {name: [] for name in gauges}
    for replication in range(sample.replications):
        contacts = (draw or (lambda c, r: c.contacts(sample.seed, r)))(centre, replication)
        if replication == 0 and sample.audited:
            _audit_the_first(centre, contacts, sample.engine)
        outcomes = centre.run(contacts, sample.engine)
        resolved = outcomes.legs["outcome"] != Outcome.WAITING
        assert resolved.all(), "the last interval is there for the queue to drain"
        tallies.append(tally(outcomes, centre, contacts.absent, ServiceClock(limit, limit)))
        at_once.append(_answered_at_once(outcomes, Grid.of(centre.plan), queues))
        seen = Seen(outcomes.legs, *_stretch(Grid.of(centre.plan), counted))
        contacts_counted += seen.contacts
        for name, gauge in gauges.items():
            gauged[name].append(gauge(seen))
    return Evidence(tallies, at_once, counted, gauged, contacts_counted)


def _stretch(grid: Grid, counted: Intervals) -> tuple[int, int]:
    """Return start and end of the intervals that count, in milliseconds."""
    numbers = np.arange(grid.intervals)[counted]
    first, last = int(numbers[0]), int(numbers[-1])
    return (
        grid.start_ms + first * grid.interval_ms,
        grid.start_ms + (last + 1) * grid.interval_ms,
    )


def _audit_the_first(centre: Centre, contacts: Contacts, engine: Engine) -> None:
    """Let the auditor see what becomes of the first contacts alone: it takes its time."""
    few = replace(contacts, rows=contacts.rows[:AUDITED])
    audit(centre, few, centre.run(few, engine))


def _answered_at_once(outcomes: Outcomes, grid: Grid, queues: int) -> NDArray[np.float64]:
    """Count from the legs themselves those who do not wait at all, by queue and interval."""
    legs = outcomes.legs
    chosen = (legs["answered_ms"] == legs["queued_ms"]) & (legs["queued_ms"] >= grid.start_ms)
    interval = (legs["queued_ms"] - grid.start_ms) // grid.interval_ms
    cells = legs["queue"] * grid.intervals + interval
    shape = (queues, grid.intervals)
    by_queue = np.bincount(cells[chosen], minlength=queues * grid.intervals).reshape(shape)
    first = chosen & (legs["cause"] != Cause.TRANSFER)
    centre = np.bincount(interval[first], minlength=grid.intervals)
    return np.vstack([centre, by_queue]).astype(np.float64)


def steady_line(
    chain: BirthDeath,
    sample: Sample,
    within_s: float,
    *,
    groups: int = 1,
    chats: int = 1,
    pace: float = 1.0,
) -> Evidence:
    """Simulate one queue in its steady state, its agents in groups of one size.

    `chats` is how many of the chain's agents are one person with so many chats at once, who take
    `pace` times as long then. An interval without calls, for the queue to drain, follows the one
    that counts.
    """
    minutes = max(round(sample.calls_each / chain.calls_per_h * 60), 1)
    talk = Exponential(chain.handle_s / pace)
    patience = Exponential(chain.patience_s) if math.isfinite(chain.patience_s) else Never()
    volumes = [0, chain.calls_per_h / 60 * minutes, 0]
    centre = centre_of(
        [Queue("calls", Kind.CALL if chats == 1 else Kind.CHAT, capacity=chain.places)],
        [
            Group(f"group {number}", (Skill("calls"),), chats, (pace,) * chats)
            for number in range(groups)
        ],
        [demand_of("calls", volumes, talk, patience)],
        [[chain.agents // groups // chats] * 3] * groups,
        interval_min=minutes,
        warm_up=1,
    )

    def draw(centre: Centre, replication: int) -> Contacts:
        contacts = centre.contacts(sample.seed, replication)
        rng = np.random.default_rng([sample.seed, replication, 1])
        there = np.zeros(rng.choice(len(chain.stationary), p=chain.stationary), CONTACT)
        # They come just before the interval that counts; what they are then left with has no past.
        there["arrive_ms"] = centre.plan.warm_up_ms - 1
        there["key"] = rng.integers(0, 1 << 62, len(there))
        there["talk_ms"] = 1000 * talk.draw(rng, len(there))
        there["patience_ms"] = np.minimum(1000 * patience.draw(rng, len(there)), NEVER)
        rows = np.concatenate([there, contacts.rows])
        return Contacts(rows, contacts.pools, contacts.absent)

    return replicate(centre, sample, within_s, slice(0, 1), draw)


def long_run(
    queues: Sequence[Queue],
    groups: Sequence[Group],
    demand: Sequence[QueueDemand],
    agents: Sequence[int],
    sample: Sample,
    *,
    warm_up_min: int,
    within_s: float = 20,
    tries: int = 5,
    contained: Sequence[float] = (),
    gauges: Gauges = NOTHING,
) -> Evidence:
    """Simulate a centre in its long run, the volumes of `demand` being calls an hour.

    An interval of warm-up goes before, and one without calls follows, for the queues to drain.
    """
    calls = sum(float(queue.volumes[0]) for queue in demand) * warm_up_min / 60
    intervals = max(round(sample.calls_each / calls), 1)
    pattern = np.array([1] * (intervals + 1) + [0]) * warm_up_min / 60
    centre = centre_of(
        queues,
        groups,
        [replace(queue, volumes=queue.volumes[0] * pattern) for queue in demand],
        [[number] * len(pattern) for number in agents],
        interval_min=warm_up_min,
        warm_up=1,
        tries=tries,
        contained=contained,
    )
    return replicate(centre, sample, within_s, slice(0, intervals), gauges=gauges)
