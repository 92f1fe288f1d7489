"""Disruptions: whom they strike, and what those that strike at one time do together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from scenarios.schema.channels.channel import LIVE
from scenarios.schema.chosen import groups_of, queues_of
from scenarios.schema.disruption import Disruption
from scenarios.schema.scenario import Scenario
from scenarios.schema.surge import mean_surge
from sim.clock import MS_PER_DAY, MS_PER_MIN, to_ms
from sim.plan import Drop
from sim.steps import Steps


def surge(scenario: Scenario, queue: str) -> Steps:
    """Return the factor on a queue's first attempts over time; 1 in the warm-up."""
    return _product(_surge(scenario, one) for one in _on_queue(scenario, queue) if one.volume != 1)


def slowness(scenario: Scenario, queue: str) -> Steps:
    """Return the factor on a queue's handling times over time; 1 in the warm-up."""
    return _factor(scenario, [(one, one.handling) for one in _on_queue(scenario, queue)])


def left(scenario: Scenario, group: str) -> Steps:
    """Return the factor on a group's agents over time; 1 in the warm-up."""
    return _factor(scenario, [(one, one.agents) for one in _on_group(scenario, group)])


def works(scenario: Scenario) -> tuple[Steps, ...]:
    """Return the factor on what each queue's self-service contains; nothing where all work."""
    if all(one.self_service == 1 for one in scenario.disruptions):
        return ()
    return tuple(
        _factor(scenario, [(one, one.self_service) for one in _on_queue(scenario, queue)])
        for queue in scenario.queues
    )


def repeat_more(scenario: Scenario) -> tuple[Steps, ...]:
    """Return what is added to each queue's share that comes back; nothing where none is."""
    if all(one.resolution == 0 for one in scenario.disruptions):
        return ()
    return tuple(_repeat_more(scenario, queue) for queue in scenario.queues)


def down_ms(scenario: Scenario) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Return when each queue's telephony is down, in disjoint spans; nothing where all is up."""
    if all(one.telephony == "up" for one in scenario.disruptions):
        return ()
    return tuple(_joined(_outages(scenario, queue)) for queue in scenario.queues)


def drops(scenario: Scenario) -> tuple[Drop, ...]:
    """Return the contacts in progress that are cut off."""
    return tuple(drop for one in scenario.disruptions for drop in _drops(scenario, one))


def no_shows(scenario: Scenario, group: str, begins_ms: int) -> float:
    """Return the share of a group's agents who begin at an instant, and do not come."""
    come = 1.0
    for one in _on_group(scenario, group):
        start, end = span_ms(scenario, one)
        if start <= begins_ms < end and one.no_shows > 0:
            come *= 1 - one.no_shows
    return 1 - come if come < 1 else 0.0


def span_ms(scenario: Scenario, disruption: Disruption) -> tuple[int, int]:
    """Return when a disruption begins and ends, on the run's axis."""
    start, end = disruption.span_s(scenario.days)
    return to_ms(scenario.warm_up + start), to_ms(scenario.warm_up + end)


def _on_queue(scenario: Scenario, queue: str) -> Iterator[Disruption]:
    for one in scenario.disruptions:
        if queue in queues_of(scenario.queues, one.queues, one.channels):
            yield one


def _on_group(scenario: Scenario, group: str) -> Iterator[Disruption]:
    """Give the disruptions that strike a group; one that playbooks make, never."""
    for one in scenario.disruptions:
        if group in groups_of(scenario.groups, one.groups, one.sites):
            yield one


def _product(factors: Iterable[Steps]) -> Steps:
    product = Steps.constant(1)
    for steps in factors:
        product *= steps
    return product


def _factor(scenario: Scenario, factors: Iterable[tuple[Disruption, float]]) -> Steps:
    return _product(
        Steps.between(*span_ms(scenario, one), factor) for one, factor in factors if factor != 1
    )


def _surge(scenario: Scenario, one: Disruption) -> Steps:
    start, end = span_ms(scenario, one)
    if one.shape == "sudden":
        return Steps.between(start, end, one.volume)
    step = to_ms(scenario.interval) if end - start > MS_PER_DAY else MS_PER_MIN
    edges = np.append(np.arange(start, end, step, dtype=np.int64), end)
    seconds = edges / 1000 - scenario.warm_up
    values = mean_surge(one, scenario.days, seconds[:-1], seconds[1:])
    if start == 0:
        return Steps(edges, np.append(values, 1.0))
    return Steps(np.append(0, edges), np.concatenate([[1.0], values, [1.0]]))


def _repeat_more(scenario: Scenario, queue: str) -> Steps:
    more = Steps.constant(0)
    for one in _on_queue(scenario, queue):
        if one.resolution != 0:
            more -= Steps.between(*span_ms(scenario, one), one.resolution, otherwise=0)
    return more


def _outages(scenario: Scenario, queue: str) -> list[tuple[int, int]]:
    if scenario.queues[queue].channel != "phone":
        return []
    return [span_ms(scenario, one) for one in _on_queue(scenario, queue) if one.telephony == "down"]


def _joined(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _drops(scenario: Scenario, one: Disruption) -> Iterator[Drop]:
    share = _share_dropped(one)
    if share == 0:
        return
    at_ms, _ = span_ms(scenario, one)
    for queue in _queues_dropped(scenario, one):
        for group in _groups_dropped(scenario, one):
            yield Drop(at_ms, queue, group, share)


def _share_dropped(one: Disruption) -> float:
    if not isinstance(one.drops, bool):
        return one.drops
    lost = 1 - one.agents if one.agents < 1 else 1.0
    return lost if one.drops else 0.0


def _queues_dropped(scenario: Scenario, one: Disruption) -> tuple[int, ...]:
    """Return the numbers of the live queues whose contacts are cut off; -1 for all."""
    if one.queues is None and one.channels is None and one.telephony == "up":
        return (-1,)
    named = queues_of(scenario.queues, one.queues, one.channels)
    numbers = enumerate(scenario.queues.items())
    return tuple(
        number
        for number, (name, queue) in numbers
        if name in named
        and queue.channel in LIVE
        and (one.telephony == "up" or queue.channel == "phone")
    )


def _groups_dropped(scenario: Scenario, one: Disruption) -> tuple[int, ...]:
    """Return the numbers of the groups whose contacts are cut off; -1 for all."""
    if one.groups is None and one.sites is None:
        return (-1,)
    named = groups_of(scenario.groups, one.groups, one.sites)
    return tuple(number for number, name in enumerate(scenario.groups) if name in named)
