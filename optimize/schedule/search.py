"""The search for a schedule: bound, round, improve, make whole."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from optimize.schedule.clock import Clock
from optimize.schedule.limits import Limits
from optimize.schedule.problem import MostService, Problem
from optimize.schedule.solution import Solution, Status
from optimize.schedule.warm import Warm

if TYPE_CHECKING:
    from optimize.schedule.prepared import Prepared
    from optimize.schedule.problem import Numbers


def solve(problem: Problem, limits: Limits | None = None, warm: Warm | None = None) -> Solution:
    """Return the best schedule found within the limits, with its proved gap.

    `warm` is filled, and shortens the next search of a problem that differs in nothing but its
    requirement. Where time is over before there is any schedule, the search goes on to its first.
    """
    from optimize.schedule.accounts import accounted, empty
    from optimize.schedule.parts import Search
    from optimize.schedule.prepared import prepared

    limits = limits or Limits()
    clock = Clock(limits.time_s)
    ready = prepared(problem, warm)
    if ready.impossible:
        return empty(Status.INFEASIBLE, math.inf, clock.spent_s)
    search = Search(ready, limits.gap, clock, warm)
    values, bound = search.run()
    if values is None:
        ended = Status.UNKNOWN if math.isfinite(bound) else Status.INFEASIBLE
        return empty(ended, bound, clock.spent_s)
    if isinstance(problem.goal, MostService):
        values = _cheapest(ready, values, limits, clock)
    return accounted(ready, values, bound=bound, limits=limits, wall_s=clock.spent_s)


def bound(problem: Problem, warm: Warm | None = None) -> float:
    """Return what no schedule can be better than: the objective of the best fractional one.

    It is infinite where not even fractions of agents are a schedule. For MostService it is of the
    agent-slots missed.
    """
    from optimize.schedule.parts import Search
    from optimize.schedule.prepared import prepared

    ready = prepared(problem, warm)
    return math.inf if ready.impossible else Search(ready, 0.0, Clock(math.inf), warm).bound()


def _cheapest(ready: Prepared, values: Numbers, limits: Limits, clock: Clock) -> Numbers:
    """Return the cheapest schedule found that serves as much as `values` do."""
    from dataclasses import replace

    from optimize.schedule.accounts import cheapest
    from optimize.schedule.decomposition import parts_of
    from optimize.schedule.parts import Search
    from optimize.schedule.settling import told_anew

    program = cheapest(ready, values)
    second = replace(ready, program=program, parts=parts_of(program))
    cheaper, _ = Search(second, limits.gap, clock, last=values).run()
    if cheaper is None:
        return values
    return told_anew(ready.program, ready.settling, cheaper)
