"""Centres with counted intervals, legs and tallies by hand, and their clocks, for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from sim.centre import Centre
from sim.clock import MS_PER_H, to_ms
from sim.codes import Cause, Outcome
from sim.demand.demand import Demand, QueueDemand
from sim.demand.distributions import Distribution, Exponential
from sim.engines.legs import LEG, Outcomes
from sim.floor import Floor, Group, Queue, Skill
from sim.kpis.tally import (
    ChannelCount,
    GroupCount,
    QueueCount,
    QueuePeak,
    ServiceClock,
    Tally,
)
from sim.plan import Crew, Plan
from sim.steps import Steps

CLOCK = ServiceClock((20_000,), (5_000,))


def with_intervals(centre: Centre, interval_s: int, warm_up_s: int = 0) -> Centre:
    """Return `centre` counted by intervals of `interval_s` after a warm-up, unpaid."""
    unpaid = np.zeros((len(centre.floor.group_names), centre.plan.horizon_ms // to_ms(interval_s)))
    plan = replace(
        centre.plan,
        interval_ms=to_ms(interval_s),
        warm_up_ms=to_ms(warm_up_s),
        paid_s=unpaid,
        wages=unpaid,
    )
    return replace(centre, plan=plan)


def one_queue(
    *,
    calls_per_h: float = 120,
    agents: int = 5,
    hours: int = 2,
    talk: Distribution | None = None,
    patience_s: float = 60,
) -> Centre:
    """Return M/M/n+M over some hours, counted by half-hours."""
    interval_ms, horizon_ms = MS_PER_H // 2, MS_PER_H * hours
    volumes = np.full(2 * hours, calls_per_h / 2)
    patience = Exponential(patience_s)
    demand = Demand(
        interval_ms,
        horizon_ms,
        (QueueDemand("calls", volumes, talk or Exponential(120), patience=patience),),
    )
    plan = Plan(
        interval_ms,
        horizon_ms,
        0,
        (Crew("agents", 0, agents, 0, 0, ((0, horizon_ms),)),),
        (0.0,),
        (Steps.constant(1),),
        (None,),
        (Steps.constant(1),),
        paid_s=np.full((1, 2 * hours), agents * 1800.0),
        wages=np.full((1, 2 * hours), agents * 20.0),
    )
    floor = Floor.of([Queue("calls")], [Group("agents", (Skill("calls"),))])
    return Centre(floor, demand, plan)


class Legs:
    """Legs written down one by one, in seconds."""

    def __init__(self) -> None:
        self._rows: list[tuple[int, ...]] = []

    def add(
        self,
        queue: int,
        queued: float,
        outcome: Outcome,
        *,
        answered: float = -0.001,
        left: float = -0.001,
        freed: float = -0.001,
        group: int = -1,
        parent: int = -1,
        cause: Cause = Cause.FIRST,
        attempt: int = 1,
        depth: int = 0,
        held: float = 0,
        handover: float = 0,
        comes_back: int = 0,
        agent: int = 0,
        grade: int = 0,
    ) -> int:
        """Write a leg down and return its number; -0.001 s is the record's -1 for "not"."""
        number = len(self._rows)
        contact = number if parent < 0 else self._rows[parent][0]
        what = (contact, parent, cause, attempt, depth, queue)
        times = (to_ms(queued), to_ms(answered), group, agent, to_ms(left))
        work = (to_ms(held), to_ms(handover), to_ms(freed))
        self._rows.append((*what, *times, *work, comes_back, outcome, grade))
        return number

    def outcomes(self, horizon_s: int) -> Outcomes:
        return Outcomes(np.array(self._rows, LEG), to_ms(horizon_s))


def tally_of(
    queue_counts: Mapping[QueueCount, float | Sequence[float]] | None = None,
    group_counts: Mapping[GroupCount, float | Sequence[float]] | None = None,
    peaks: Mapping[QueuePeak, float | Sequence[float]] | None = None,
    channel_counts: Mapping[ChannelCount, float | Sequence[float]] | None = None,
    *,
    intervals: int = 1,
    interval_s: int = 86_400,
) -> Tally:
    """Return a tally of one queue and one group (rows 0 and 1 alike) with the given counts."""
    queues = np.zeros((2, intervals, len(QueueCount)))
    groups = np.zeros((2, intervals, len(GroupCount)))
    maxima = np.full((2, intervals, len(QueuePeak)), np.nan)
    channels = np.zeros((2, intervals, len(ChannelCount)))
    queues[:, :, QueueCount.SPAN_S] = interval_s
    for table, counts in (
        (queues, queue_counts),
        (groups, group_counts),
        (maxima, peaks),
        (channels, channel_counts),
    ):
        for count, value in (counts or {}).items():
            table[:, :, count] = value
    flows = np.zeros((1, 1, 1))
    return Tally(queues, maxima, groups, flows, to_ms(interval_s), channels=channels)
