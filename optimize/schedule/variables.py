"""The variables of a schedule, and the agents on duty that follow from them."""

from __future__ import annotations

from collections import defaultdict

import pyomo.environ as pyo
from pyomo.core.expr import LinearExpression

from optimize.schedule.problem import FullCover, SoftCover
from optimize.schedule.sets import Sets


class Variables:
    """Variables of one model, each counted by one of the `Sets`.

    Counts of shifts and weeks are whole; those of shifts follow from the weeks where tours have no
    choice among types. Counts of breaks are left continuous: those that begin come out whole or
    nearly so, and `settling` makes the rest whole.
    """

    def __init__(self, model: pyo.ConcreteModel, sets: Sets) -> None:
        """Declare all variables in `model`."""
        self.sets = sets
        self.shifts = _declare(model, "shifts", len(sets.shifts))
        for i, shift in enumerate(sets.shifts):
            if sets.is_chosen(shift):
                self.shifts[i].domain = pyo.NonNegativeIntegers
        self.breaks = _declare(model, "breaks", len(sets.breaks))
        self.begun = _declare(model, "begun", len(sets.beginnings))
        self.weeks = _declare(model, "weeks", len(sets.weeks), pyo.NonNegativeIntegers)
        self.shares = _declare(model, "shares", len(sets.shares))
        self.deferred = _declare(model, "deferred", len(sets.deferred))
        cells = sets.problem.required.size if self._soft else 0
        self.under = _declare(model, "under", cells)
        self.over = _declare(model, "over", cells if self._priced_over else 0)
        self.undone = _declare(model, "undone", len(sets.problem.backlogs) if self._soft else 0)
        used = self._used_keys()
        self.used = _declare(model, "used", len(used), pyo.Binary)
        self.used_keys = used
        self.on_duty = self._on_duty()

    @property
    def _soft(self) -> bool:
        return not isinstance(self.sets.problem.goal, FullCover)

    @property
    def _priced_over(self) -> bool:
        goal = self.sets.problem.goal
        return isinstance(goal, SoftCover) and goal.over > 0

    def _used_keys(self) -> list[tuple[int, int]]:
        goal = self.sets.problem.goal
        if not isinstance(goal, SoftCover) or goal.per_type == 0:
            return []
        return sorted({(shift.team, shift.type) for shift in self.sets.shifts})

    def _on_duty(self) -> list[dict[int, Terms]]:
        """Count the agents of each team on duty by slot: at work, and not in a break."""
        sets = self.sets
        found: list[defaultdict[int, Terms]] = [defaultdict(Terms) for _ in sets.problem.teams]
        for i, shift in enumerate(sets.shifts):
            for slots in sets.at_work(shift):
                for slot in slots:
                    found[shift.team][slot].add(1.0, self.shifts[i])
        for j, begun in enumerate(sets.beginnings):
            for slot in sets.placed(0, begun.slot, begun.slot + begun.length):
                found[begun.team][slot].add(-1.0, self.begun[j])
        return [dict(terms) for terms in found]


class Terms:
    """A linear expression in the making: adding a term is cheap, unlike Pyomo's own `+`."""

    def __init__(self) -> None:
        """Begin with no terms."""
        self.coefficients: list[float] = []
        self.variables: list[pyo.Var] = []

    def add(self, coefficient: float, variable: pyo.Var) -> None:
        """Add a variable times a coefficient."""
        self.coefficients.append(coefficient)
        self.variables.append(variable)

    def extend(self, other: Terms, factor: float = 1.0) -> None:
        """Add all terms of another expression, times a factor."""
        self.coefficients.extend(factor * value for value in other.coefficients)
        self.variables.extend(other.variables)

    def expression(self) -> LinearExpression:
        """Return the expression as Pyomo reads it fastest."""
        return LinearExpression(
            constant=0.0, linear_coefs=self.coefficients, linear_vars=self.variables
        )

    def __len__(self) -> int:
        """Return the number of terms."""
        return len(self.variables)


def _declare(
    model: pyo.ConcreteModel, name: str, size: int, domain: object = pyo.NonNegativeReals
) -> pyo.Var:
    model.add_component(name, pyo.Var(range(size), domain=domain))
    return model.component(name)
