"""What a schedule is reckoned at: its wages, and the price of what it leaves uncovered.

A search minimises both together, and what it proves is a bound of both together. So a bound must
never be told beside the wages alone: a schedule may cost less than it, and leave something out.
"""

from __future__ import annotations

from dataclasses import dataclass

from optimize.schedule.problem import MostService, Problem, SoftCover
from optimize.schedule.solution import Solution
from scenarios.planning.schedule.supply import wages
from scenarios.schema.scenario import Scenario


@dataclass(frozen=True)
class Reckoning:
    """The two parts of what was minimised, and the least that it can be, on one basis.

    `wages` are those of the groups that were scheduled, `others` those of the groups that keep what
    they have, on top. `uncovered_h` are the agent-hours that are required and not there, `spare_h`
    those too many; `prices_spare` says whether these have a price, and `price` is that of both, 0
    where they have none. `together` is all of it; no schedule of the same requirement has less than
    `least`. `gap` is how far apart these are, as the search counts it: without `others`. All are in
    `unit`: the currency, or paid hours where nobody that was scheduled has a wage.
    """

    unit: str
    wages: float
    others: float
    uncovered_h: float
    spare_h: float
    prices_spare: bool
    price: float
    together: float
    least: float
    gap: float


def reckoned(found: Solution, problem: Problem, scenario: Scenario) -> Reckoning | None:
    """Return what a schedule is reckoned at; `scenario` has it in it.

    It is None where service comes before cost (under a headcount or a budget): what the search
    bounds there are the agent-hours that are missing.
    """
    if isinstance(problem.goal, MostService):
        return None
    slot_h = problem.slot_s / 3600
    teams = {team.name for team in problem.teams}
    has_wages = any(scenario.groups[name].wage_per_h for name in teams)
    kept = {name: group for name, group in scenario.groups.items() if name not in teams}
    others = wages(scenario.model_copy(update={"groups": kept})) if kept and has_wages else 0.0
    return Reckoning(
        unit=scenario.currency if has_wages else "paid hours",
        wages=found.cost,
        others=others,
        uncovered_h=found.under * slot_h,
        spare_h=found.over * slot_h,
        prices_spare=isinstance(problem.goal, SoftCover) and problem.goal.over > 0,
        price=found.objective - found.cost,
        together=found.objective + others,
        least=found.bound + others,
        gap=found.gap,
    )
