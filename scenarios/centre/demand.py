"""The demand: volumes, lists and times of every queue."""

from __future__ import annotations

from scenarios import duty
from scenarios.centre.disruptions import surge
from scenarios.centre.times import time
from scenarios.schema.returns import Repeat
from scenarios.schema.scenario import Scenario
from sim.clock import to_ms
from sim.demand.demand import Demand, QueueDemand


def demand(scenario: Scenario) -> Demand:
    """Return the demand that a scenario describes."""
    return Demand(
        interval_ms=to_ms(scenario.interval),
        horizon_ms=duty.horizon_ms(scenario),
        queues=tuple(_queue(scenario, name) for name in scenario.queues),
        warm_up_ms=to_ms(scenario.warm_up),
        day_cv=scenario.day_factor_cv,
        exact_counts=scenario.arrivals == "exact",
    )


def _queue(scenario: Scenario, name: str) -> QueueDemand:
    queue = scenario.queues[name]
    repeat = queue.repeat or Repeat(share=0)
    return QueueDemand(
        name=name,
        volumes=scenario.with_warm_up(scenario.volumes(name)),
        talk=time(queue.talk, queue.handling_factor),
        wrap_up=time(queue.wrap_up, queue.handling_factor),
        patience=time(queue.patience),
        redial_delay=time(queue.redial.delay),
        repeat_delay=time(repeat.delay),
        day_cv=queue.day_factor_cv,
        surge=surge(scenario, name),
        lists=_lists(scenario, name),
        self_service=time(queue.self_service.time) if queue.self_service else None,
    )


def _lists(scenario: Scenario, name: str) -> tuple[tuple[int, int], ...]:
    """Return what comes at once: the backlog at the start, and each day's list."""
    queue = scenario.queues[name]
    backlog = [(0, queue.backlog)] if queue.backlog else []
    instants_ms = duty.openings_ms(scenario, queue.open)
    lists = [(at_ms, scenario.to_call(name)[day]) for day, at_ms in instants_ms]
    return (*backlog, *((at_ms, number) for at_ms, number in lists if number))
