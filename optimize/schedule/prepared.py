"""A problem made ready to be searched, and what one search leaves for the next."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optimize.schedule.decomposition import Orders, orders, parts_of
from optimize.schedule.handover import hand_over
from optimize.schedule.model import Model
from optimize.schedule.needs import needed
from optimize.schedule.problem import Problem, SoftCover, Team
from optimize.schedule.program import Numbering, Places, Program, RowKey
from optimize.schedule.sets import Sets
from optimize.schedule.warm import Warm


@dataclass(frozen=True)
class Prepared:
    """The program of a problem, with its parts and how its whole columns stand in order.

    `settling` are the columns made whole at last; `impossible` are rules that no schedule can hold,
    and what is missing there.
    """

    sets: Sets
    program: Program
    places: Places
    orders: Orders
    parts: tuple[Numbering, ...]
    settling: Numbering
    impossible: tuple[tuple[RowKey, float], ...]


def prepared(problem: Problem, warm: Warm | None = None) -> Prepared:
    """Return a problem made ready, from what the last search left where only needs changed."""
    last = warm.prepared if warm is not None else None
    if isinstance(last, Prepared) and _alike(last.sets.problem, problem):
        ready = _with_needs(last, problem)
    else:
        ready = _made(problem)
        if warm is not None:
            warm.forget()
    if warm is not None:
        warm.prepared = ready
    return ready


def _made(problem: Problem) -> Prepared:
    model = Model(problem)
    program, places = hand_over(model.pyomo)
    return Prepared(
        sets=model.sets,
        program=program,
        places=places,
        orders=orders(model.sets, places, len(program.cost)),
        parts=parts_of(program),
        settling=places.columns_of("begun", "shifts"),
        impossible=tuple(model.impossible),
    )


def _with_needs(last: Prepared, problem: Problem) -> Prepared:
    """Return the same program with other sides of the rows that the requirement is in."""
    lower, upper = last.program.row_lower.copy(), last.program.row_upper.copy()
    least = needed(problem)
    reached = np.zeros(least.shape, dtype=bool)
    for (rule, key), row in last.places.rows.items():
        if rule == "coverage":
            reached[key] = True
            lower[row] = least[key]
            upper[row] = least[key] if np.isfinite(upper[row]) else upper[row]
        elif rule == "backlogs":
            lower[row] = problem.backlogs[key[0]].agent_slots
    return replace(
        last,
        sets=Sets(problem),
        program=replace(last.program, row_lower=lower, row_upper=upper),
        impossible=tuple(one for one in last.impossible if one[0][0] != "coverage")
        + tuple(
            (("coverage", (queue, slot)), float(least[queue, slot]))
            for queue, slot in np.argwhere(~reached & (least > 0)).tolist()
        ),
    )


def _alike(one: Problem, other: Problem) -> bool:
    """Return whether two problems differ in nothing but how much is required."""
    plain = ("slot_s", "slots_per_day", "days", "queues", "goal", "circular")
    if any(getattr(one, name) != getattr(other, name) for name in plain):
        return False
    if isinstance(one.goal, SoftCover) and one.goal.per_type > 0:
        return False  # how many of a type are ever wanted depends on the requirement
    if len(one.teams) != len(other.teams) or len(one.backlogs) != len(other.backlogs):
        return False
    return all(map(_same_team, one.teams, other.teams)) and all(
        mine.queue == theirs.queue and np.array_equal(mine.slots, theirs.slots)
        for mine, theirs in zip(one.backlogs, other.backlogs, strict=True)
    )


def _same_team(one: Team, other: Team) -> bool:
    nothing = np.zeros(0)
    same_costs = np.array_equal(one.costs, other.costs)
    return same_costs and replace(one, costs=nothing) == replace(other, costs=nothing)
