"""From a scenario, in the planner's units, to the centre that the simulation runs."""

from __future__ import annotations

from scenarios.centre.demand import demand
from scenarios.centre.floor import floor
from scenarios.centre.plan import plan
from scenarios.schema.scenario import Scenario
from sim.centre import Centre
from sim.clock import to_ms
from sim.kpis.tally import ServiceClock

#: The threshold that service levels are reported with where a queue has no target.
USUAL_THRESHOLD_S = 20.0


def centre(scenario: Scenario) -> Centre:
    """Return the centre that a scenario describes."""
    return Centre(floor(scenario), demand(scenario), plan(scenario))


def service_clock(scenario: Scenario) -> ServiceClock:
    """Return each queue's threshold, short-abandon limit and first reply, in their order."""
    queues = scenario.queues.values()
    within = [
        queue.target.within if queue.target and queue.target.within is not None else None
        for queue in queues
    ]
    short = [queue.short_abandon for queue in queues]
    return ServiceClock(
        within_ms=tuple(to_ms(USUAL_THRESHOLD_S if t is None else t) for t in within),
        short_ms=tuple(to_ms(scenario.short_abandon if t is None else t) for t in short),
        reply_ms=tuple(to_ms(queue.first_reply) for queue in queues),
    )
