"""What a schedule costs, misses and has to spare."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from scipy.sparse import csc_matrix, vstack

from optimize.schedule.limits import Limits
from optimize.schedule.lines import Counts, duties, tours, whole
from optimize.schedule.prepared import Prepared
from optimize.schedule.problem import Numbers
from optimize.schedule.program import Places, Program
from optimize.schedule.sets import Sets
from optimize.schedule.solution import Solution, Status

_TINY = 1e-9
_ROUNDING = 1e-6  # of an objective: as far as rows and whole numbers of a solver may be off
_STOPPED = "the time limit was reached; this is the best schedule found"


def accounted(
    ready: Prepared,
    values: Numbers,
    *,
    bound: float,
    limits: Limits,
    wall_s: float,
) -> Solution:
    """Return the solution that whole values of a program are."""
    sets, program, places = ready.sets, ready.program, ready.places
    counts = Counts(
        *(whole(places.values_of(name, values)) for name in ("shifts", "breaks", "weeks"))
    )
    objective = float(program.cost @ values)
    bound = min(bound, objective)
    gap = gap_of(objective, bound)
    under = sum(places.values_of(name, values).sum() for name in ("under", "undone"))
    return Solution(
        status=Status.OPTIMAL if gap <= limits.gap + _TINY else Status.FEASIBLE,
        duties=duties(sets, counts),
        tours=tours(sets, counts),
        cost=float(wages(sets, program, places) @ values),
        objective=objective,
        bound=bound,
        gap=gap,
        under=float(under),
        over=over(sets, program, places, values),
        wall_s=wall_s,
        notes=(_STOPPED,) if gap > limits.gap + _TINY and wall_s >= limits.time_s else (),
    )


def empty(status: Status, bound: float, wall_s: float, *notes: str) -> Solution:
    """Return the solution that has no schedule."""
    return Solution(
        status, (), (), math.nan, math.inf, bound, math.inf, math.nan, math.nan, wall_s, notes
    )


def gap_of(objective: float, bound: float) -> float:
    """Return how far an objective is above its bound, as a share of the objective."""
    if objective - bound <= max(_TINY, _ROUNDING * abs(objective)):
        return 0.0
    return (objective - bound) / abs(objective) if objective else math.inf


def wages(sets: Sets, program: Program, places: Places) -> Numbers:
    """Return what one of each column costs in wages."""
    found = np.zeros(len(program.cost))
    costs = [sets.problem.teams[one.team].costs[one.day, one.type] for one in sets.shifts]
    _put(found, places.columns["shifts"], np.array(costs))
    _put(found, places.columns["weeks"], np.array(sets.week_costs))
    return found


def cheapest(ready: Prepared, values: Numbers) -> Program:
    """Return the program whose service is at least that of `values`, and whose cost is least."""
    program = ready.program
    missed = float(program.cost @ values)
    row = csc_matrix(program.cost[None, :])
    return replace(
        program,
        cost=wages(ready.sets, program, ready.places),
        matrix=csc_matrix(vstack([program.matrix, row])),
        row_lower=np.append(program.row_lower, -np.inf),
        row_upper=np.append(program.row_upper, missed * (1 + 1e-9) + 1e-7),
        rules=np.append(program.rules, "missed"),
    )


def _put(target: Numbers, numbers: np.ndarray, values: np.ndarray) -> None:
    target[numbers[numbers >= 0]] = values[numbers >= 0]


def over(sets: Sets, program: Program, places: Places, values: Numbers) -> float:
    """Return the agent-slots beyond what is required, and those that nobody asks for."""
    required = np.asarray(sets.problem.required, dtype=float).ravel()
    activity = program.matrix @ values
    served = np.zeros(required.size)
    idle = 0.0
    for (rule, key), row in places.rows.items():
        if rule == "coverage":
            served[key[0] * sets.problem.slots + key[1]] = activity[row]
        elif rule == "sharing":
            idle -= float(activity[row])
    served -= _or_zeros(places.values_of("under", values), required.size)
    served += _or_zeros(places.values_of("over", values), required.size)
    return float(np.maximum(served - required, 0.0).sum() + max(idle, 0.0))


def _or_zeros(values: Numbers, size: int) -> Numbers:
    return values if len(values) else np.zeros(size)
