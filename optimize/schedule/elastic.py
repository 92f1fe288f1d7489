"""A program whose rules may be broken at a price, so that the least that must be is."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csc_matrix, hstack

from optimize.schedule.accounts import wages
from optimize.schedule.decomposition import parts_of
from optimize.schedule.prepared import Prepared
from optimize.schedule.problem import MostService, Numbers, Problem, SoftCover, Team
from optimize.schedule.program import Numbering, Program, RowKey

RELAXABLE = (
    "coverage",
    "backlogs",
    "least_agents",
    "most_agents",
    "paid_most",
    "overtime_most",
    "headcount",
    "budget",
)
_DEAR = 1000.0  # breaking a rule by an agent-slot costs so many times an agent-slot
_CAN_WAIT = 0.9  # work that can wait is given up before what is required at its time


@dataclass(frozen=True)
class Elastic:
    """A problem made ready whose last columns are by how much the rules of `keys` are broken."""

    ready: Prepared
    keys: tuple[RowKey, ...]
    rows: Numbering
    weights: Numbers
    costs: Numbers

    def breaking(self, rules: tuple[str, ...] = RELAXABLE) -> Prepared:
        """Return the problem in which only such rules may be broken, as little as can be."""
        program = self.ready.program
        may = np.array([rule in rules for rule, _ in self.keys], dtype=bool)
        upper = program.upper.copy()
        upper[len(upper) - len(self.keys) :][~may] = 0.0
        cost = self.costs.copy()
        dear = _DEAR * _slot_cost(self.ready.sets.problem)
        cost[len(cost) - len(self.keys) :] = dear * self.weights
        return replace(self.ready, program=replace(program, upper=upper, cost=cost))

    def held(self, broken: Numbers) -> Program:
        """Return the program of least cost in which rules are broken by so much and no more."""
        program = self.ready.program
        lower, upper = program.lower.copy(), program.upper.copy()
        lower[len(lower) - len(broken) :] = broken
        upper[len(upper) - len(broken) :] = broken
        return replace(program, lower=lower, upper=upper, cost=self.costs)

    def broken(self, values: Numbers) -> Numbers:
        """Return by how much each rule is broken."""
        return values[len(values) - len(self.keys) :]


def elastic(ready: Prepared) -> Elastic:
    """Return a problem whose rules may be broken; requirements must else be met in full.

    Where what is missing has a price of its own (SoftCover), only the other rules may be.
    """
    program, problem = ready.program, ready.sets.problem
    chosen = [
        (key, row)
        for key, row in ready.places.rows.items()
        if key[0] in RELAXABLE and program.row_lower[row] < program.row_upper[row]
    ]
    rows = np.array([row for _, row in chosen], dtype=np.int64)
    upward = np.isfinite(program.row_lower[rows])
    signs = csc_matrix(
        (np.where(upward, 1.0, -1.0), (rows, np.arange(len(rows)))),
        shape=(len(program.row_lower), len(rows)),
    )
    upper = program.upper.copy()
    if isinstance(problem.goal, MostService):
        upper[ready.places.columns_of("under", "undone")] = 0.0
    most = np.where(upward, np.maximum(program.row_lower[rows], 0.0), np.inf)
    if isinstance(problem.goal, SoftCover):
        most[[key[0] in {"coverage", "backlogs"} for key, _ in chosen]] = 0.0
    money = wages(ready.sets, program, ready.places)
    costs = money if isinstance(problem.goal, MostService) else program.cost
    nothing = np.zeros(len(rows))
    whole = Program(
        cost=np.append(costs, nothing),
        lower=np.append(program.lower, nothing),
        upper=np.append(upper, most),
        whole=np.append(program.whole, nothing.astype(bool)),
        matrix=csc_matrix(hstack([program.matrix, signs])),
        row_lower=program.row_lower,
        row_upper=program.row_upper,
        kinds=np.append(program.kinds, ["elastic"] * len(rows)),
        rules=program.rules,
    )
    orders = tuple(np.append(order, nothing) for order in ready.orders)
    more = replace(ready, program=whole, orders=orders, parts=parts_of(whole))
    weights = np.array([_agent_slots(problem, key) for key, _ in chosen])
    return Elastic(more, tuple(key for key, _ in chosen), rows, weights, whole.cost)


def _agent_slots(problem: Problem, key: RowKey) -> float:
    """Return how many agent-slots one unit of breaking a rule is counted as."""
    rule, place = key
    if rule in {"least_agents", "most_agents"}:
        return _paid(problem.teams[place[0]])
    if rule == "headcount":
        return float(np.mean([_paid(team) for team in problem.teams]))
    if rule == "budget":
        return 1.0 / _slot_cost(problem)
    return _CAN_WAIT if rule == "backlogs" else 1.0


def _paid(team: Team) -> float:
    """Return the slots that an agent of a team is paid for, in a day or in a tour."""
    days = 1 if team.tour is None else float(np.mean(team.tour.days_on))
    return days * float(np.mean([one.paid for one in team.types] or [1]))


def _slot_cost(problem: Problem) -> float:
    """Return what a paid slot costs, in the mean of all shifts; 1 where they cost nothing."""
    each: list[float] = [
        team.costs[np.isfinite(team.costs)].mean() / np.mean([one.paid for one in team.types])
        for team in problem.teams
        if len(team.types) and np.isfinite(team.costs).any()
    ]
    return float(np.mean(each)) if each and np.mean(each) > 0 else 1.0
