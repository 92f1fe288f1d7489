"""A week's schedule as one writes it in Pyomo: sums over index sets, solved through APPSI's HiGHS.

For one team, one queue and full cover, every day by itself or in tours that keep one type all week.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import product
from time import perf_counter
from typing import Any

import numpy as np
import pyomo.environ as pyo
from pyomo.contrib.appsi.solvers import Highs

from benchmarks.schedule_found import THREADS, Found
from benchmarks.schedule_layout import breaks_by_window, days_off, duty_slots, wanted
from optimize.schedule.problem import Problem

#: By slot, the numbers of the columns that put somebody on duty there.
Slots = defaultdict[int, list[int]]


def explicit(problem: Problem) -> pyo.ConcreteModel:
    """Return the model with a column for every day, type and choice of breaks."""
    model = _with_weeks(problem)
    team = problem.teams[0]
    columns = [
        (day, k, breaks)
        for day, (k, one) in product(range(problem.days), enumerate(team.types))
        for breaks in product(*(pause.starts for pause in one.breaks))
    ]
    on_duty: Slots = defaultdict(list)
    of_shift: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for number, (day, k, breaks) in enumerate(columns):
        of_shift[day, k].append(number)
        for slot in duty_slots(problem, day, team.types[k], breaks):
            on_duty[slot].append(number)
    model.agents = pyo.Var(range(len(columns)), domain=pyo.NonNegativeIntegers)
    model.coverage = pyo.Constraint(
        wanted(problem),
        rule=lambda m, slot: sum(m.agents[c] for c in on_duty[slot]) >= problem.required[0, slot],
    )
    model.cost = pyo.Objective(
        expr=sum(team.costs[day, k] * model.agents[c] for c, (day, k, _) in enumerate(columns))
    )
    _link(problem, model, lambda day, k: sum(model.agents[c] for c in of_shift[day, k]))
    return model


def counted(problem: Problem) -> pyo.ConcreteModel:
    """Return the model that counts shifts and, apart from them, where breaks begin."""
    model = _with_weeks(problem)
    team = problem.teams[0]
    shifts = list(product(range(problem.days), range(len(team.types))))
    windows = breaks_by_window(problem)
    begins = [(window, start) for window in windows for start in range(window[2], window[3] + 1)]
    working: Slots = defaultdict(list)
    away: Slots = defaultdict(list)
    for number, (day, k) in enumerate(shifts):
        for slot in duty_slots(problem, day, team.types[k], None):
            working[slot].append(number)
    for number, ((day, length, _, _), start) in enumerate(begins):
        for slot in range(start, start + length):
            away[(day * problem.slots_per_day + slot) % problem.slots].append(number)
    whole = pyo.NonNegativeIntegers
    model.shifts = pyo.Var(range(len(shifts)), domain=whole)
    model.breaks = pyo.Var(range(len(begins)), domain=pyo.NonNegativeReals)
    model.coverage = pyo.Constraint(
        wanted(problem),
        rule=lambda m, slot: (
            sum(m.shifts[i] for i in working[slot]) - sum(m.breaks[j] for j in away[slot])
            >= problem.required[0, slot]
        ),
    )
    number_of = {shift: number for number, shift in enumerate(shifts)}
    within = defaultdict(list)
    for number, (window, _) in enumerate(begins):
        within[window].append(number)
    model.breaks_taken = pyo.Constraint(
        list(windows),
        rule=lambda m, *window: (
            sum(m.breaks[j] for j in within[window])
            == sum(m.shifts[number_of[window[0], k]] for k in windows[window])
        ),
    )
    model.cost = pyo.Objective(
        expr=sum(team.costs[shift] * model.shifts[i] for i, shift in enumerate(shifts))
    )
    _link(problem, model, lambda day, k: model.shifts[number_of[day, k]])
    return model


def solved(
    write: Callable[[Problem], Any],
    problem: Problem,
    time_s: float,
    gap: float,
    threads: int | None = THREADS,
) -> Found:
    """Write the model, hand it to HiGHS and solve it, each of them timed.

    HiGHS refuses other `threads` than those it was first used with in a process.
    """
    began = perf_counter()
    model = write(problem)
    built = perf_counter()
    solver = Highs()
    solver.config.time_limit = time_s
    solver.config.mip_gap = gap
    solver.config.load_solution = False
    if threads is not None:
        solver.highs_options = {"threads": threads}
    result = solver.solve(model)
    ended = perf_counter()
    solver_s = solver._solver_model.getRunTime()
    cost, bound = result.best_feasible_objective, result.best_objective_bound
    return Found(
        cost=np.inf if cost is None else cost,
        bound=-np.inf if bound is None else bound,
        build_s=built - began,
        hand_over_s=ended - built - solver_s,
        solver_s=solver_s,
    )


def _with_weeks(problem: Problem) -> pyo.ConcreteModel:
    model = pyo.ConcreteModel()
    if offs := days_off(problem):
        types = range(len(problem.teams[0].types))
        model.weeks = pyo.Var(types, range(len(offs)), domain=pyo.NonNegativeIntegers)
    return model


def _link(problem: Problem, model: pyo.ConcreteModel, worked: Callable[[int, int], Any]) -> None:
    """Let every shift be worked by those whose week has it that day."""
    offs = days_off(problem)
    if not offs:
        return
    model.worked = pyo.Constraint(
        range(problem.days),
        range(len(problem.teams[0].types)),
        rule=lambda m, day, k: (
            worked(day, k) == sum(m.weeks[k, w] for w, off in enumerate(offs) if day not in off)
        ),
    )
