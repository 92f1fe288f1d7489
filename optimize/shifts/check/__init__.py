"""A schedule against its rules: which are broken, where and by how much.

It reads nothing but values, the problem and the duties and tours of a schedule, and shares no code
with the models that make schedules: what a model returns is checked by it, and what a planner has
edited as well.
"""

from __future__ import annotations

from collections.abc import Sequence

from optimize.schedule.problem import Problem
from optimize.schedule.solution import Duty, Tour
from optimize.shifts.check.breach import Breach, Rule
from optimize.shifts.check.cover import cover_breaches
from optimize.shifts.check.duties import duty_breaches
from optimize.shifts.check.totals import total_breaches
from optimize.shifts.check.weeks import week_breaches
from optimize.shifts.work_rules import WorkRules

__all__ = ["Breach", "Rule", "breaches"]


def breaches(
    problem: Problem,
    duties: Sequence[Duty],
    tours: Sequence[Tour] = (),
    rules: WorkRules | None = None,
) -> tuple[Breach, ...]:
    """Return every breach of a schedule: of shifts and breaks, then of tours, totals and cover.

    The problem holds most rules; with `rules` the hours of a day, and the days off of agents
    without tours, are checked too, which the problem's shifts may not tell. Where some of the cover
    may be missing at a price, it is no breach.
    """
    return (
        *duty_breaches(problem, duties, rules),
        *week_breaches(problem, duties, tours),
        *total_breaches(problem, duties, tours, rules),
        *cover_breaches(problem, duties),
    )
