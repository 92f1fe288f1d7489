"""Schedules: how many agents work which shifts on which days, at the least cost.

    Problem -> Model (Variables <- Constraints, Objective) -> Program -> Outcome -> Solution

Solver and modelling objects never leave this folder.
"""

from optimize.schedule.limits import Limits
from optimize.schedule.relaxing import relax
from optimize.schedule.search import bound, solve
from optimize.schedule.warm import Warm

__all__ = ["Limits", "Warm", "bound", "relax", "solve"]
