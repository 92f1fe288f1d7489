"""The model of a schedule: Variables <- Constraints, Objective <- Model."""

from __future__ import annotations

import pyomo.environ as pyo

from optimize.schedule.constraints import Constraints, RowKey
from optimize.schedule.objective import Objective
from optimize.schedule.problem import Problem
from optimize.schedule.sets import Sets
from optimize.schedule.variables import Variables


class Model:
    """A problem written out for Pyomo; `impossible` are rules that nothing in it can hold."""

    def __init__(self, problem: Problem) -> None:
        """Declare the variables, and add every rule and every price."""
        self.sets = Sets(problem)
        self.pyomo = pyo.ConcreteModel()
        self.variables = Variables(self.pyomo, self.sets)
        constraints = Constraints(self.pyomo, self.variables)
        constraints.add()
        Objective(self.pyomo, self.variables).set()
        self.impossible: list[tuple[RowKey, float]] = constraints.impossible
