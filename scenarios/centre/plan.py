"""The plan: who is on duty, when lines are open, what bots contain, what is watched."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scenarios import duty
from scenarios.centre.disruptions import down_ms, drops, left, repeat_more, slowness, works
from scenarios.centre.playbooks import plays
from scenarios.schema.scenario import Scenario
from sim.clock import to_ms
from sim.plan import Plan
from sim.steps import Steps
from sim.watches import Fatigue, Pause


def plan(scenario: Scenario) -> Plan:
    """Return the plan that a scenario describes."""
    queues, groups = scenario.queues, scenario.all_groups
    paid_s, wages = duty.pay(scenario)
    return Plan(
        interval_ms=to_ms(scenario.interval),
        horizon_ms=duty.horizon_ms(scenario),
        warm_up_ms=to_ms(scenario.warm_up),
        crews=duty.crews(scenario),
        absence=tuple(group.absence for group in groups.values()),
        staff_factor=tuple(left(scenario, name) for name in groups),
        open_ms=tuple(duty.open_spans(scenario, queue.open) for queue in queues.values()),
        handling_factor=tuple(slowness(scenario, name) for name in queues),
        paid_s=paid_s,
        wages=wages,
        contained=_contained(scenario),
        watches=(*_pauses(scenario), *_tired(scenario)),
        off_phone=_off_phone(scenario),
        works=works(scenario),
        repeat_more=repeat_more(scenario),
        down_ms=down_ms(scenario),
        drops=drops(scenario),
        plays=plays(scenario),
        watch_ms=to_ms(scenario.watch),
    )


def _off_phone(scenario: Scenario) -> tuple[float, ...]:
    """Return each group's share off the phone; nothing where nobody is."""
    shares = tuple(group.off_phone for group in scenario.all_groups.values())
    return shares if any(shares) else ()


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
    for number, group in enumerate(scenario.all_groups.values()):
        if group.fatigue is not None:
            yield Fatigue(
                group=number,
                above=group.fatigue.above,
                over_ms=to_ms(group.fatigue.over),
                factor=group.fatigue.handling_factor,
            )
