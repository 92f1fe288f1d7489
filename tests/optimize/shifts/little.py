"""A little schedule that keeps every rule, for tests that break one of them.

The grid is of hours. The clerks work 08:00-17:00 with an hour unpaid at 12 or 13, Monday to Friday
of one week, two of them; the queue needs one agent from 9 to 17 on those days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from optimize.schedule.problem import FullCover, Problem, Team
from optimize.schedule.solution import Duty, Tour
from optimize.shifts.check import Breach, Rule, breaches
from optimize.shifts.shift_type import BreakWindow, ShiftType
from optimize.shifts.tour_rule import TourRule
from optimize.shifts.work_rules import WorkRules

LUNCH = BreakWindow(1, 12, 13, paid=False)
DAY = ShiftType("day 08:00-17:00", "day", ((8, 17),), (LUNCH,), 8)
LATE = ShiftType("late 14:00-22:00", "late", ((14, 22),), (), 8)
NIGHT = ShiftType("night 22:00-06:00", "night", ((22, 30),), (), 8)
TYPES = (DAY, LATE, NIGHT)
RULE = TourRule(days_on=(5,), off_in_a_row=2, start_within=24, rest=11, paid_most=40)
WORKDAYS = range(5)


def clerks(**change: object) -> Team:
    costs = np.full((7, len(TYPES)), 100.0)
    team = Team("clerks", ((0, 1.0),), TYPES, costs, slot_wage=10.0)
    return replace(team, **change)


def required(days: Sequence[int] = WORKDAYS, agents: float = 1.0) -> np.ndarray:
    wanted = np.zeros((7, 24))
    wanted[list(days), 9:17] = agents
    return wanted.reshape(1, -1)


def problem(team: Team | None = None, **change: object) -> Problem:
    usual = {
        "slot_s": 3600,
        "slots_per_day": 24,
        "days": 7,
        "queues": ("calls",),
        "required": required(),
        "teams": (team or clerks(),),
        "goal": FullCover(),
    }
    return Problem(**{**usual, **change})


def week(*types: ShiftType | None, agents: int = 2, number: int = 0) -> Tour:
    return Tour(0, number, types, agents)


OFFICE = week(DAY, DAY, DAY, DAY, DAY, None, None)


def duties_of(*tours: Tour) -> list[Duty]:
    """Return the duties of tours, the agents' lunches half at noon and half at one."""
    return [
        Duty(tour.team, tour.week * 7 + day, item, breaks, tour.agents // 2)
        for tour in tours
        for day, item in enumerate(tour.types)
        if item is not None
        for breaks in (((12,), (13,)) if item.breaks else ((), ()))
    ]


def broken(
    centre: Problem,
    duties: Sequence[Duty],
    tours: Sequence[Tour] = (),
    rules: WorkRules | None = None,
) -> dict[Rule, list[Breach]]:
    """Return the breaches by rule."""
    found: dict[Rule, list[Breach]] = {}
    for each in breaches(centre, duties, tours, rules):
        found.setdefault(each.rule, []).append(each)
    return found


def only(rule: Rule, centre: Problem, duties: Sequence[Duty], tours: Sequence[Tour] = ()) -> Breach:
    """Return the one breach there is, which is of a rule."""
    found = breaches(centre, duties, tours, WorkRules())
    assert [each.rule for each in found] == [rule], [str(each) for each in found]
    return found[0]
