"""From a scenario, in the planner's units, to the centre that the simulation runs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scenarios import duty
from scenarios.schema.disruption import Disruption
from scenarios.schema.distribution import (
    AnyTime,
    ConstantTime,
    EmpiricalTime,
    ExponentialTime,
    GammaTime,
    LognormalTime,
    WeibullTime,
)
from scenarios.schema.group import Group
from scenarios.schema.queue import Queue
from scenarios.schema.returns import Repeat
from scenarios.schema.scenario import Scenario
from scenarios.schema.skill import Skill
from sim import floor
from sim.centre import Centre
from sim.clock import to_ms
from sim.codes import Outcome
from sim.demand import distributions
from sim.demand.demand import Demand, QueueDemand
from sim.kpis.tally import ServiceClock
from sim.plan import Plan
from sim.steps import Steps

#: The threshold that service levels are reported with where a queue has no target.
USUAL_THRESHOLD_S = 20.0


def centre(scenario: Scenario) -> Centre:
    """Return the centre that a scenario describes."""
    return Centre(_floor(scenario), _demand(scenario), _plan(scenario))


def service_clock(scenario: Scenario) -> ServiceClock:
    """Return each queue's threshold and short-abandon limit, in the order of the queues."""
    queues = scenario.queues.values()
    within = [
        queue.target.within if queue.target and queue.target.within is not None else None
        for queue in queues
    ]
    short = [queue.short_abandon for queue in queues]
    return ServiceClock(
        within_ms=tuple(to_ms(USUAL_THRESHOLD_S if t is None else t) for t in within),
        short_ms=tuple(to_ms(scenario.short_abandon if t is None else t) for t in short),
    )


# Floor --------------------------------------------------------------------------------------------


def _floor(scenario: Scenario) -> floor.Floor:
    queues = [_queue(name, queue) for name, queue in scenario.queues.items()]
    groups = [_group(name, group) for name, group in scenario.groups.items()]
    return floor.Floor.of(queues, groups, scenario.tries)


def _queue(name: str, queue: Queue) -> floor.Queue:
    redial = queue.redial
    return floor.Queue(
        name,
        priority=queue.priority,
        weight=queue.weight,
        head_start_ms=to_ms(queue.head_start),
        capacity=queue.capacity,
        clears_at_close=queue.at_close == "clear",
        repeat=queue.repeat.share if queue.repeat else 0.0,
        redial={
            Outcome.ABANDONED: redial.abandoned,
            Outcome.BLOCKED: redial.blocked,
            Outcome.CLOSED: redial.closed,
            Outcome.CLEARED: redial.cleared,
            Outcome.DROPPED: redial.dropped,
        },
    )


def _group(name: str, group: Group) -> floor.Group:
    return floor.Group(name, tuple(_skill(queue, skill) for queue, skill in group.serves.items()))


def _skill(queue: str, skill: Skill) -> floor.Skill:
    passed, transfer = skill.transfer, None
    if passed is not None:
        warm = passed.how == "warm"
        transfer = floor.Transfer(passed.share, passed.to, warm, to_ms(passed.handover))
    return floor.Skill(
        queue, skill.rank, skill.pick_rank, to_ms(skill.after), skill.handling_factor, transfer
    )


# Demand -------------------------------------------------------------------------------------------


def _demand(scenario: Scenario) -> Demand:
    return Demand(
        interval_ms=to_ms(scenario.interval),
        horizon_ms=duty.horizon_ms(scenario),
        queues=tuple(_queue_demand(scenario, name) for name in scenario.queues),
        warm_up_ms=to_ms(scenario.warm_up),
        day_cv=scenario.day_factor_cv,
        exact_counts=scenario.arrivals == "exact",
    )


def _queue_demand(scenario: Scenario, name: str) -> QueueDemand:
    queue = scenario.queues[name]
    repeat = queue.repeat or Repeat(share=0)
    return QueueDemand(
        name=name,
        volumes=_with_warm_up(scenario, scenario.volumes(name)),
        talk=time(queue.talk, queue.handling_factor),
        wrap_up=time(queue.wrap_up, queue.handling_factor),
        patience=time(queue.patience),
        redial_delay=time(queue.redial.delay),
        repeat_delay=time(repeat.delay),
        day_cv=queue.day_factor_cv,
        surge=_factor(scenario, [(d, d.volume) for d in scenario.disruptions if _hits(d, name)]),
    )


def _with_warm_up(scenario: Scenario, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return values by counted interval with those of the warm-up, the last ones, in front."""
    return np.concatenate([values[len(values) - scenario.warm_up_intervals :], values])


def time(described: AnyTime, factor: float = 1.0) -> distributions.Distribution:
    """Return the distribution that a planner described, in seconds, scaled by `factor`."""
    scaled = _scaled(described, factor)
    if described.zero_share > 0:
        return distributions.WithZero(described.zero_share, scaled)
    return scaled


def _scaled(described: AnyTime, factor: float) -> distributions.Distribution:
    made: distributions.Distribution = distributions.Never()
    match described:
        case ConstantTime():
            made = distributions.Constant(described.value * factor)
        case ExponentialTime():
            made = distributions.Exponential(described.mean * factor)
        case WeibullTime():
            made = distributions.Weibull(described.mean * factor, described.shape)
        case LognormalTime():
            made = distributions.Lognormal(described.mean * factor, described.cv)
        case GammaTime():
            made = distributions.Gamma(described.mean * factor, described.cv)
        case EmpiricalTime():
            values = tuple(value * factor for value in described.values)
            made = distributions.Empirical(described.shares, values)
    return made


# Plan ---------------------------------------------------------------------------------------------


def _plan(scenario: Scenario) -> Plan:
    queues, groups = scenario.queues, scenario.groups
    paid_s, wages = duty.pay(scenario)
    disruptions = scenario.disruptions
    return Plan(
        interval_ms=to_ms(scenario.interval),
        horizon_ms=duty.horizon_ms(scenario),
        warm_up_ms=to_ms(scenario.warm_up),
        crews=duty.crews(scenario),
        absence=tuple(group.absence for group in groups.values()),
        staff_factor=tuple(
            _factor(scenario, [(d, d.agents) for d in disruptions if _strikes(d, name)])
            for name in groups
        ),
        open_ms=tuple(duty.open_spans(scenario, queue.open) for queue in queues.values()),
        handling_factor=tuple(
            _factor(scenario, [(d, d.handling) for d in disruptions if _hits(d, name)])
            for name in queues
        ),
        paid_s=paid_s,
        wages=wages,
    )


def _hits(disruption: Disruption, queue: str) -> bool:
    return disruption.queues is None or queue in disruption.queues


def _strikes(disruption: Disruption, group: str) -> bool:
    return disruption.groups is None or group in disruption.groups


def _factor(scenario: Scenario, factors: Sequence[tuple[Disruption, float]]) -> Steps:
    """Return the product over time of disruptions' factors; 1 in the warm-up."""
    product = Steps.constant(1)
    for disruption, factor in factors:
        if factor != 1:
            start = to_ms(scenario.warm_up + disruption.start)
            end = to_ms(scenario.warm_up + disruption.end)
            product *= Steps.between(start, end, factor)
    return product
