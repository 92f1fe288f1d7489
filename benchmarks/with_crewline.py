"""The same line as a centre of ours."""

from __future__ import annotations

import numpy as np

from benchmarks.line import Line
from sim.centre import Centre
from sim.clock import MS_PER_H
from sim.demand.demand import Demand, QueueDemand
from sim.demand.distributions import Exponential
from sim.floor import Floor, Group, Queue, Skill
from sim.plan import Crew, Plan
from sim.steps import Steps


def centre_of(line: Line, hours: int) -> Centre:
    """Return the line as a centre, staffed all the time."""
    demand = QueueDemand(
        "calls",
        volumes=np.full(hours, line.calls_per_h),
        talk=Exponential(line.handle_s),
        patience=Exponential(line.patience_s),
    )
    floor = Floor.of([Queue("calls")], [Group("agents", (Skill("calls"),))])
    plan = always_on_duty([line.agents], 1, hours)
    return Centre(floor, Demand(MS_PER_H, hours * MS_PER_H, (demand,)), plan)


def always_on_duty(agents: list[int], n_queues: int, hours: int) -> Plan:
    """Return the plan of groups whose numbers never change, on lines that never close."""
    n_groups = len(agents)
    first_seats = np.cumsum([0, *agents]).tolist()
    return Plan(
        interval_ms=MS_PER_H,
        horizon_ms=hours * MS_PER_H,
        warm_up_ms=0,
        crews=tuple(
            Crew(f"agents {group}", group, size, first_seats[group], 0, ((0, hours * MS_PER_H),))
            for group, size in enumerate(agents)
        ),
        absence=(0.0,) * n_groups,
        staff_factor=(Steps.constant(1),) * n_groups,
        open_ms=(None,) * n_queues,
        handling_factor=(Steps.constant(1),) * n_queues,
        paid_s=np.zeros((n_groups, hours)),
        wages=np.zeros((n_groups, hours)),
    )
