"""The search for a schedule."""

from __future__ import annotations

import math
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from optimize.schedule.limits import Limits
from optimize.schedule.problem import MostService, Numbers, Problem
from optimize.schedule.sets import Sets
from optimize.schedule.solution import Solution, Status

if TYPE_CHECKING:
    from optimize.schedule.program import Program


def solve(problem: Problem, limits: Limits | None = None, warm: object | None = None) -> Solution:
    """Return the best schedule found within the limits, with its proved gap."""
    from optimize.schedule.accounts import accounted, empty
    from optimize.schedule.handover import hand_over
    from optimize.schedule.model import Model
    from optimize.schedule.settling import settled
    from optimize.schedule.solver import End, minimise

    limits = limits or Limits()
    began = time.perf_counter()
    model = Model(problem)
    if model.impossible:
        return empty(Status.INFEASIBLE, math.inf, time.perf_counter() - began)
    program = hand_over(model.pyomo)
    outcome = minimise(program, limits.time_s, limits.gap)
    if outcome.values is None and outcome.end is End.STOPPED:
        outcome = minimise(program, first=True)
    if outcome.values is None:
        return empty(Status.INFEASIBLE, math.inf, time.perf_counter() - began)
    values = outcome.values
    if isinstance(problem.goal, MostService):
        cheaper = minimise(_cheapest(program, model.sets, values), limits.time_s, limits.gap)
        values = values if cheaper.values is None else cheaper.values
    found = settled(program, values, math.inf)
    if found is None:
        return empty(Status.INFEASIBLE, math.inf, time.perf_counter() - began)
    return accounted(
        model.sets,
        program,
        found,
        outcome.bound,
        limits=limits,
        wall_s=time.perf_counter() - began,
    )


def _cheapest(program: Program, sets: Sets, values: Numbers) -> Program:
    """Return the program whose service is that of `values`, and whose cost is least."""
    from scipy.sparse import csc_matrix, vstack

    from optimize.schedule.accounts import wages

    missed = float(program.cost @ values)
    row = csc_matrix(program.cost[None, :])
    return replace(
        program,
        cost=wages(sets, program),
        matrix=csc_matrix(vstack([program.matrix, row])),
        row_lower=np.append(program.row_lower, -np.inf),
        row_upper=np.append(program.row_upper, missed * (1 + 1e-9) + 1e-9),
    )
