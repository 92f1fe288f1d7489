"""The plan: who is on duty, when lines are open, what bots contain, what is watched."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scenarios import duty
from scenarios.centre.disruptions import factor, hits, strikes
from scenarios.schema.group import Group
from scenarios.schema.scenario import Scenario
from sim.clock import to_ms
from sim.plan import Plan
from sim.steps import Steps
from sim.watches import Fatigue, Pause


def plan(scenario: Scenario) -> Plan:
    """Return the plan that a scenario describes."""
    queues, groups = scenario.queues, scenario.groups
    paid_s, wages = duty.pay(scenario)
    disruptions = scenario.disruptions
    return Plan(
        interval_ms=to_ms(scenario.interval),
        horizon_ms=duty.horizon_ms(scenario),
        warm_up_ms=to_ms(scenario.warm_up),
        crews=duty.crews(scenario),
        absence=tuple(_missing(group) for group in groups.values()),
        staff_factor=tuple(
            factor(scenario, [(d, d.agents) for d in disruptions if strikes(d, name)])
            for name in groups
        ),
        open_ms=tuple(duty.open_spans(scenario, queue.open) for queue in queues.values()),
        handling_factor=tuple(
            factor(scenario, [(d, d.handling) for d in disruptions if hits(d, name)])
            for name in queues
        ),
        paid_s=paid_s,
        wages=wages,
        contained=_contained(scenario),
        watches=(*_pauses(scenario), *_tired(scenario)),
    )


def _missing(group: Group) -> float:
    """Return the share of a group's agents who are not there on a day, whatever the reason."""
    if group.off_phone == 0:
        return group.absence
    return 1 - (1 - group.absence) * (1 - group.off_phone)


def _contained(scenario: Scenario) -> tuple[Steps, ...]:
    """Return what each queue's self-service contains over time; nothing where no queue has any."""
    if not any(queue.self_service for queue in scenario.queues.values()):
        return ()
    return tuple(_contained_by(scenario, name) for name in scenario.queues)


def _contained_by(scenario: Scenario, name: str) -> Steps:
    service = scenario.queues[name].self_service
    if service is None or len(service.shares) == 1:
        return Steps.constant(service.shares[0] if service else 0)
    by_interval = np.tile(np.array(service.shares), scenario.intervals // len(service.shares))
    return Steps.every(to_ms(scenario.interval), scenario.with_warm_up(by_interval))


def _pauses(scenario: Scenario) -> Iterator[Pause]:
    names = list(scenario.queues)
    for number, queue in enumerate(scenario.queues.values()):
        if queue.pause is not None:
            yield Pause(
                queue=number,
                queues=tuple(names.index(watched) for watched in queue.pause.queues),
                level=queue.pause.below,
                within_ms=to_ms(queue.pause.within),
                over_ms=to_ms(queue.pause.over),
            )


def _tired(scenario: Scenario) -> Iterator[Fatigue]:
    for number, group in enumerate(scenario.groups.values()):
        if group.fatigue is not None:
            yield Fatigue(
                group=number,
                above=group.fatigue.above,
                over_ms=to_ms(group.fatigue.over),
                factor=group.fatigue.handling_factor,
            )
