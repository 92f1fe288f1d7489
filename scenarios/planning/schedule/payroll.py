"""Who is paid what for: today's roster and a schedule, group by group, premiums apart.

Today's roster is the scenario's own shifts, as if they were a schedule: held to the same wages,
premiums and daily hours. A group with numbers by interval instead of shifts is paid what the
simulation pays it, and so is one that keeps what it has.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from optimize.schedule.problem import Problem
from optimize.schedule.solution import Duty, Tour
from optimize.shifts.check.tour import weekly_overtime
from optimize.shifts.shift_type import BreakWindow, ShiftType
from optimize.shifts.wages import NO_PREMIUMS, Pay, Wages, pay
from optimize.shifts.work_rules import WorkRules
from scenarios.planning.schedule.problem import Plan
from scenarios.planning.schedule.supply import paid_hours, wages
from scenarios.schema.scenario import Scenario
from scenarios.schema.shift import Shift
from scenarios.units import DAY_S

NOTHING: Final = Pay()


def has_roster(scenario: Scenario) -> bool:
    """Tell whether any group that would be scheduled has shifts today."""
    return any(scenario.groups[name].shifts for name in Plan(scenario).free)


def todays_pay(scenario: Scenario) -> dict[str, Pay]:
    """Return what each group is paid over the horizon on the shifts that it has."""
    plan = Plan(scenario)
    by_rules = {name for name in plan.free if scenario.groups[name].shifts is not None}
    return {
        name: _of_shifts(plan, name) if name in by_rules else _as_simulated(scenario, name)
        for name in scenario.groups
    }


def scheduled_pay(
    scenario: Scenario, problem: Problem, duties: Iterable[Duty], tours: Iterable[Tour] = ()
) -> dict[str, Pay]:
    """Return what each group is paid over the horizon on the duties and tours of a schedule.

    `scenario` is the one that was scheduled; its other groups keep what they have.
    """
    plan = Plan(scenario)
    names = [team.name for team in problem.teams]
    of_team = [plan.wages(name) for name in names]
    found = {
        name: NOTHING if name in names else _as_simulated(scenario, name)
        for name in scenario.groups
    }
    for one in duties:
        each = pay(of_team[one.team], one.type, one.day, one.breaks)
        found[names[one.team]] += each.times(one.agents)
    for tour in tours:
        found[names[tour.team]] += _beyond_the_week(plan, problem, tour).times(tour.agents)
    return found


def _beyond_the_week(plan: Plan, problem: Problem, tour: Tour) -> Pay:
    """Return what an agent's week is paid over the wage for days on top of the week's hours."""
    team = problem.teams[tour.team]
    if team.tour is None:
        return NOTHING
    money = weekly_overtime(problem, tour) * team.tour.premium_overtime * team.slot_wage
    is_rest = plan.premiums.rest_day >= plan.premiums.overtime
    return Pay(rest_day=money) if is_rest else Pay(overtime=money)


def _as_simulated(scenario: Scenario, group: str) -> Pay:
    """Return what the simulation pays a group: premiums of the clock, and those of its shifts."""
    own = scenario.groups[group]
    shifts = {
        name: shift.model_copy(update={"premium": 0.0})
        for name, shift in (own.shifts or {}).items()
    }
    plain = own if own.shifts is None else own.model_copy(update={"shifts": shifts})
    hours, money = _counted(scenario.model_copy(update={"groups": {group: own}}))
    _, without = _counted(scenario.model_copy(update={"groups": {group: plain}}))
    base = hours * own.wage_per_h
    return Pay(hours=hours, base=base, clock=without - base, shift=money - without)


def _counted(scenario: Scenario) -> tuple[float, float]:
    return paid_hours(scenario), wages(scenario)


def _of_shifts(plan: Plan, group: str) -> Pay:
    """Return what a group is paid on its own shifts, by the rules that a schedule is paid by."""
    of_group = plan.wages(group)
    found = NOTHING
    for shift in (plan.scenario.groups[group].shifts or {}).values():
        slot_s = _grid_s(shift, of_group)
        fine = replace(of_group, slot_s=slot_s)
        if shift.premium:  # it says itself what there is over the wage and the clock
            fine = replace(fine, premiums=NO_PREMIUMS)
        for item, breaks, agents in _types(plan, shift, slot_s):
            for day in shift.days or range(1, plan.scenario.days + 1):
                each = pay(fine, item, day - 1, breaks)
                each += Pay(shift=shift.premium * each.base)
                found += each.times(agents)
    return found


def _grid_s(shift: Shift, of_group: Wages) -> int:
    """Return the widest slot on whose borders all of a shift's times and premiums lie."""
    times = [DAY_S, *shift.span_s]
    for each in shift.breaks:
        times += [round(each.start), round(each.length)]
    for premium in of_group.clock:
        times += [round(edge) for edge in premium.between_s]
    return math.gcd(*times)


def _types(
    plan: Plan, shift: Shift, slot_s: int
) -> Iterator[tuple[ShiftType, tuple[int, ...], int]]:
    """Give the types that a shift is, one for those who take all breaks together."""
    start, end = (edge // slot_s for edge in shift.span_s)
    for first, following in pairwise([*shift.wave_firsts(), shift.agents]):
        windows = tuple(
            BreakWindow(round(returns - leaves) // slot_s, begin, begin, is_paid)
            for leaves, returns, is_paid in shift.breaks_s(first)
            for begin in (round(leaves) // slot_s,)
        )
        paid = end - start - sum(each.length for each in windows if not each.paid)
        over = overtime_slots(plan.rules, paid, slot_s)
        item = ShiftType("today", "today", ((start, end),), windows, paid, over)
        yield item, tuple(each.earliest for each in windows), following - first


def overtime_slots(rules: WorkRules, paid: int, slot_s: int) -> int:
    """Return how many of a shift's paid slots are overtime by the rules of a day."""
    return (
        0 if rules.average_over_days is not None else max(0, paid - int(rules.per_day_s // slot_s))
    )
