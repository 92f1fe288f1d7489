"""A week's schedule in OR-Tools' CP-SAT: shifts, and apart from them where breaks begin, counted.

OR-Tools and HiGHS cannot be loaded into one process (both bring a HiGHS of their own).
"""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import product
from time import perf_counter

from ortools.sat.python import cp_model

from benchmarks.schedule_found import THREADS, Found
from benchmarks.schedule_layout import breaks_by_window, days_off, duty_slots, wanted
from optimize.schedule.problem import Problem

_CENTS = 10_000  # costs are whole numbers there


def solved(problem: Problem, time_s: float, gap: float) -> Found:
    """Write the model and solve it, each of them timed."""
    began = perf_counter()
    model = written(problem)
    built = perf_counter()
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = time_s
    solver.parameters.relative_gap_limit = gap
    solver.parameters.num_workers = THREADS
    status = solver.solve(model)
    ended = perf_counter()
    some = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
    return Found(
        cost=solver.objective_value / _CENTS if some else math.inf,
        bound=solver.best_objective_bound / _CENTS,
        build_s=built - began,
        hand_over_s=ended - built - solver.wall_time,
        solver_s=solver.wall_time,
    )


def written(problem: Problem) -> cp_model.CpModel:
    """Return the model; nobody needs twice the most that is required on one shift, or more."""
    model, team = cp_model.CpModel(), problem.teams[0]
    most = 2 * math.ceil(problem.required.max())
    shifts = {
        (day, k): model.new_int_var(0, most, f"shift {day} {k}")
        for day, k in product(range(problem.days), range(len(team.types)))
    }
    cover: defaultdict[int, list[tuple[cp_model.IntVar, int]]] = defaultdict(list)
    for (day, k), agents in shifts.items():
        for slot in duty_slots(problem, day, team.types[k], None):
            cover[slot].append((agents, 1))
    for window, types in breaks_by_window(problem).items():
        day, length, earliest, latest = window
        most_there = most * len(types)
        begins = [
            model.new_int_var(0, most_there, f"break {window} {start}")
            for start in range(earliest, latest + 1)
        ]
        model.add(sum(begins) == sum(shifts[day, k] for k in types))
        for start, agents in enumerate(begins, earliest):
            for slot in range(start, start + length):
                cover[(day * problem.slots_per_day + slot) % problem.slots].append((agents, -1))
    for slot in wanted(problem):
        there, signs = zip(*cover[slot], strict=True)
        on_duty = cp_model.LinearExpr.weighted_sum(there, signs)
        model.add(on_duty >= math.ceil(problem.required[0, slot]))
    _link(problem, model, shifts, most)
    costs = [round(_CENTS * float(team.costs[shift])) for shift in shifts]
    model.minimize(cp_model.LinearExpr.weighted_sum(list(shifts.values()), costs))
    return model


def _link(
    problem: Problem,
    model: cp_model.CpModel,
    shifts: dict[tuple[int, int], cp_model.IntVar],
    most: int,
) -> None:
    """Let every shift be worked by those whose week has it that day."""
    offs = days_off(problem)
    if not offs:
        return
    for k in range(len(problem.teams[0].types)):
        weeks = [model.new_int_var(0, most, f"week {k} {off}") for off in offs]
        for day in range(problem.days):
            there = [week for week, off in zip(weeks, offs, strict=True) if day not in off]
            model.add(shifts[day, k] == sum(there))
