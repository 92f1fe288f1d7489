"""The same line as a centre of ours."""

from __future__ import annotations

import numpy as np

from benchmarks.line import Line
from sim.centre import Centre
from sim.clock import MS_PER_H
from sim.demand.demand import Demand, QueueDemand
from sim.demand.distributions import Exponential
from sim.engines.legs import Outcomes
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
    plan = Plan(
        interval_ms=MS_PER_H,
        horizon_ms=hours * MS_PER_H,
        warm_up_ms=0,
        crews=(Crew("agents", 0, line.agents, 0, 0, ((0, hours * MS_PER_H),)),),
        absence=(0.0,),
        staff_factor=(Steps.constant(1),),
        open_ms=(None,),
        handling_factor=(Steps.constant(1),),
        paid_s=np.zeros((1, hours)),
        wages=np.zeros((1, hours)),
    )
    floor = Floor.of([Queue("calls")], [Group("agents", (Skill("calls"),))])
    return Centre(floor, Demand(MS_PER_H, hours * MS_PER_H, (demand,)), plan)


def simulate(line: Line, hours: int, seed: int) -> Outcomes:
    """Draw the calls of `hours` hours and return what becomes of them."""
    centre = centre_of(line, hours)
    return centre.run(centre.contacts(seed))
