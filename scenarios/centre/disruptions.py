"""Disruptions: whom they strike, and the product of those that strike at one time."""

from __future__ import annotations

from collections.abc import Sequence

from scenarios.schema.disruption import Disruption
from scenarios.schema.scenario import Scenario
from sim.clock import to_ms
from sim.steps import Steps


def hits(disruption: Disruption, queue: str) -> bool:
    """Tell whether a disruption changes a queue's volume and handling."""
    return disruption.queues is None or queue in disruption.queues


def strikes(disruption: Disruption, group: str) -> bool:
    """Tell whether a disruption changes a group's agents."""
    return disruption.groups is None or group in disruption.groups


def factor(scenario: Scenario, factors: Sequence[tuple[Disruption, float]]) -> Steps:
    """Return the product over time of disruptions' factors; 1 in the warm-up."""
    product = Steps.constant(1)
    for disruption, one in factors:
        if one != 1:
            start = to_ms(scenario.warm_up + disruption.start)
            end = to_ms(scenario.warm_up + disruption.end)
            product *= Steps.between(start, end, one)
    return product
