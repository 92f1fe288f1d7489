"""The search for a schedule: bound, round, improve, make whole."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from optimize.schedule.clock import Clock
from optimize.schedule.limits import Limits
from optimize.schedule.problem import MostService, Numbers, Problem
from optimize.schedule.solution import Solution, Status

if TYPE_CHECKING:
    from optimize.schedule.decomposition import Orders
    from optimize.schedule.program import Numbering, Program

_SMALL = 150  # whole columns that branch and bound by itself is quick with
_MIDDLING = 1000  # whole columns with which it may still prove a bound
_TRY_S = 5.0


@dataclass(frozen=True)
class Found:
    """Values that a search found, if any, and the bound that it proved."""

    values: Numbers | None
    bound: float


def solve(problem: Problem, limits: Limits | None = None, warm: object | None = None) -> Solution:
    """Return the best schedule found within the limits, with its proved gap."""
    from optimize.schedule.accounts import accounted, cheapest, empty
    from optimize.schedule.decomposition import orders
    from optimize.schedule.handover import hand_over
    from optimize.schedule.model import Model

    limits = limits or Limits()
    clock = Clock(limits.time_s)
    model = Model(problem)
    if model.impossible:
        return empty(Status.INFEASIBLE, math.inf, clock.spent_s)
    program, places = hand_over(model.pyomo)
    ordered = orders(model.sets, places, len(program.cost))
    settling = places.columns_of("breaks", "shifts")
    found = search(program, settling, ordered, clock, limits.gap)
    values = found.values
    if values is None:
        ended = Status.INFEASIBLE if math.isinf(found.bound) else Status.UNKNOWN
        return empty(ended, found.bound, clock.spent_s)
    if isinstance(problem.goal, MostService):
        least = cheapest(model.sets, program, places, values)
        cheaper = search(least, settling, ordered, clock, limits.gap).values
        values = _told_anew(program, settling, values, cheaper)
    return accounted(
        model.sets,
        program,
        places,
        values,
        bound=found.bound,
        limits=limits,
        wall_s=clock.spent_s,
    )


def _told_anew(
    program: Program, settling: Numbering, values: Numbers, cheaper: Numbers | None
) -> Numbers:
    """Return the cheaper schedule with its misses counted without the slack it was allowed."""
    from optimize.schedule.solver import minimise

    if cheaper is None:
        return values
    strict = program.with_whole(settling)
    kept = np.where(strict.whole, cheaper, program.lower)
    told = minimise(strict.bounded(kept, np.where(strict.whole, cheaper, program.upper))).values
    return values if told is None else told


def search(
    program: Program, settling: Numbering, orders: Orders, clock: Clock, gap: float
) -> Found:
    """Return the best values found, each part of the program searched by itself."""
    from optimize.schedule.decomposition import components

    point = np.zeros(len(program.cost))
    bound = 0.0
    parts = sorted(components(program), key=len)
    for n, columns in enumerate(parts):
        share = Clock(clock.left_s / (len(parts) - n))
        found = _searched(
            program.part(columns, point),
            np.flatnonzero(np.isin(columns, settling)),
            tuple(order[columns] for order in orders),
            share,
            gap,
        )
        if found.values is None:
            return found
        point[columns] = found.values
        bound += found.bound
    return Found(point, bound)


def _searched(
    program: Program, settling: Numbering, orders: Orders, clock: Clock, gap: float
) -> Found:
    from optimize.schedule.diving import dived
    from optimize.schedule.improving import Guide, improved
    from optimize.schedule.settling import settled
    from optimize.schedule.solver import relaxed

    best = relaxed(program)
    if best.values is None or best.reduced is None:
        return Found(None, best.bound)
    point, bound = None, best.bound
    if program.whole.sum() <= _SMALL:
        strict = program.with_whole(settling)
        point, bound = _branched(strict, min(clock.left_s / 2, _TRY_S), gap, bound)
        if point is None:
            return Found(None, math.inf)
    if point is None:
        point = dived(program, best, clock)
    if point is None:
        point, bound = _branched(program, clock.left_s, gap, bound)
    if point is None:
        return Found(None, math.inf)
    guide = Guide(best.values, best.reduced, bound)
    point = improved(program, point, guide, orders, clock=clock, gap=gap)
    missing = float(program.cost @ point) - bound
    if missing > gap * abs(float(program.cost @ point)) and program.whole.sum() <= _MIDDLING:
        proved, bound = _branched(program, clock.left_s, gap, bound, point)
        point = point if proved is None else proved
    final = settled(program, settling, point, clock)
    return Found(final, math.inf if final is None else bound)


def _branched(
    program: Program, time_s: float, gap: float, bound: float, start: Numbers | None = None
) -> tuple[Numbers | None, float]:
    """Return what branch and bound finds by itself, if not in time then its first values.

    It is at least as good as the `start` where there is one.
    """
    from optimize.schedule.solver import Effort, End, minimise

    outcome = minimise(program, Effort(time_s, gap), start)
    if outcome.values is None and outcome.end is End.STOPPED and start is None:
        outcome = minimise(program, Effort(first=True))
    bound = max(bound, outcome.bound)
    if start is None or (outcome.values is not None and outcome.objective < program.cost @ start):
        return outcome.values, bound
    return start, bound
