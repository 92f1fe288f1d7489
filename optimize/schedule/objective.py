"""What a schedule is to be best at: one short method per price."""

from __future__ import annotations

import pyomo.environ as pyo

from optimize.schedule.problem import MostService, SoftCover
from optimize.schedule.variables import Terms, Variables


class Objective:
    """Sets what a model minimises, from one list of prices."""

    def __init__(self, model: pyo.ConcreteModel, variables: Variables) -> None:
        """Keep the model whose objective is set; `set` sets it."""
        self._model = model
        self._v = variables
        self._goal = variables.sets.problem.goal

    def set(self) -> None:
        """Minimise the sum of every price that the goal has."""
        terms = Terms()
        for part in (self.wages(), self.missed(), self.spare(), self.types_used()):
            terms.extend(part)
        self._model.objective = pyo.Objective(expr=terms.expression(), sense=pyo.minimize)

    def wages(self) -> Terms:
        """What shifts and overtime of whole weeks cost; in MostService service comes first."""
        return Terms() if isinstance(self._goal, MostService) else cost_of(self._v)

    def missed(self) -> Terms:
        """Agent-slots too few and work left undone, at their price."""
        terms = Terms()
        if isinstance(self._goal, MostService):
            terms.extend(missed_by(self._v))
        if isinstance(self._goal, SoftCover):
            terms.extend(missed_by(self._v), self._goal.under)
        return terms

    def spare(self) -> Terms:
        """Agent-slots too many, at their price."""
        terms = Terms()
        if isinstance(self._goal, SoftCover):
            for over in self._v.over.values():
                terms.add(self._goal.over, over)
        return terms

    def types_used(self) -> Terms:
        """Types of shift that are used at all, at their price."""
        terms = Terms()
        if isinstance(self._goal, SoftCover):
            for used in self._v.used.values():
                terms.add(self._goal.per_type, used)
        return terms


def cost_of(variables: Variables) -> Terms:
    """Return the wages of all shifts and of the weekly overtime of tours."""
    terms = Terms()
    sets = variables.sets
    for i, shift in enumerate(sets.shifts):
        terms.add(
            float(sets.problem.teams[shift.team].costs[shift.day, shift.type]), variables.shifts[i]
        )
    for j, cost in enumerate(sets.week_costs):
        if cost:
            terms.add(cost, variables.weeks[j])
    return terms


def missed_by(variables: Variables) -> Terms:
    """Return the agent-slots too few, those of work left undone among them."""
    terms = Terms()
    for missing in (*variables.under.values(), *variables.undone.values()):
        terms.add(1.0, missing)
    return terms
