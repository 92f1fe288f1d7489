"""Totals that break a rule, one at a time; the little schedule's grid is of hours."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimize.schedule.problem import MostService
from optimize.schedule.solution import Duty
from optimize.shifts.check import Rule, breaches
from optimize.shifts.check.totals import wages
from optimize.shifts.shift_type import ShiftType
from optimize.shifts.work_rules import WorkRules
from tests.optimize.shifts.little import (
    DAY,
    LATE,
    OFFICE,
    RULE,
    broken,
    clerks,
    duties_of,
    only,
    problem,
    required,
    week,
)

GOOD = duties_of(OFFICE)
QUIET = required() * 0


def test_a_headcount_above_the_most_is_told_by_day():
    found = broken(problem(clerks(most=1)), GOOD)[Rule.HEADCOUNT]
    assert [(each.day, each.by) for each in found] == [(day, 1) for day in range(5)]


def test_a_headcount_below_the_least_is_told_on_days_with_shifts():
    # Two of three come on weekdays and none on Sunday; on Saturday no shift may be worked.
    costs = np.full((7, 3), 100.0)
    costs[5] = np.inf
    found = broken(problem(clerks(least=3, costs=costs)), GOOD)[Rule.HEADCOUNT]
    assert [(each.day, each.by) for each in found] == [*((day, 1) for day in range(5)), (6, 3)]


def test_the_headcount_of_tours_is_counted_by_week():
    # Two weeks of five days that overlap on four days only: six agents hold weeks, not twelve and
    # not by day three.
    early, late = OFFICE, week(None, DAY, DAY, DAY, DAY, DAY, None, agents=4)
    centre = problem(clerks(tour=RULE, most=5))
    (found,) = broken(centre, duties_of(early, late), [early, late])[Rule.HEADCOUNT]
    assert (found.by, found.says) == (1, "6 agents, at most 5")
    assert (
        breaches(problem(clerks(tour=RULE, most=6, least=6)), duties_of(early, late), [early, late])
        == ()
    )


def test_each_week_of_tours_has_a_headcount_of_its_own():
    # Two agents in the first of two weeks and six in the second.
    both = OFFICE, replace(OFFICE, week=1, agents=6)
    team = clerks(tour=RULE, most=4, costs=np.full((14, 3), 100.0))
    wanted = np.concatenate([QUIET, QUIET], axis=1)
    centre = problem(team, days=14, required=wanted)
    found = breaches(centre, duties_of(*both), both)
    assert [(each.rule, each.day, each.by) for each in found] == [(Rule.HEADCOUNT, 7, 2)]


def test_paid_hours_of_a_team_are_told():
    # Two clerks for five days of 8 h are 80 h; 72 are allowed.
    found = only(Rule.PAID_HOURS, problem(clerks(paid_most=72.0)), GOOD)
    assert (found.by, found.says) == (8, "80 h paid, at most 72 h for all of them")
    assert breaches(problem(clerks(paid_most=80.0)), GOOD) == ()


def test_overtime_is_of_the_days_and_of_the_week():
    # Six days of 9 paid hours, one of them overtime: 6 h by day, and 48 - 40 = 8 h by week. Four
    # agents have 56 h.
    long = ShiftType("long 08:00-17:00", "long", ((8, 17),), (), 9, overtime=1)
    rule = replace(RULE, days_on=(6,), off_in_a_row=1, paid_most=60, paid_plain=40)
    tour = week(*[long] * 6, None, agents=4)
    team = clerks(types=(long,), costs=np.full((7, 1), 95.0), tour=rule, overtime_most=50.0)
    found = broken(problem(team), duties_of(tour), [tour])
    assert set(found) == {Rule.OVERTIME}
    assert found[Rule.OVERTIME][0].by == pytest.approx(6)
    # Their wages: 24 shifts at 95, and 8 h of 4 agents at half of 10 more.
    assert wages(problem(team), duties_of(tour), [tour]) == pytest.approx(24 * 95 + 4 * 8 * 5)


def test_days_off_that_even_all_agents_cannot_have_are_told():
    # Two agents with a day off each in seven work twelve shifts a week; fourteen are planned.
    every_day = [Duty(0, day, LATE, (), 2) for day in range(7)]
    centre = problem(clerks(most=2), required=QUIET)
    found = only(Rule.REST_DAYS, centre, every_day)
    assert (found.by, found.says) == (2, "14 shifts in week 1, 2 agents with 1 days off work 12")
    assert breaches(centre, every_day[:6], (), WorkRules()) == ()
    assert breaches(centre, every_day) == ()


def test_a_cap_on_all_agents_is_told_by_day():
    # Two clerks on weekdays with a cap of one; and five in tours, who count all week.
    found = broken(problem(goal=MostService(headcount=1)), GOOD)
    assert [each.day for each in found[Rule.HEADCOUNT]] == [0, 1, 2, 3, 4]
    tour = replace(OFFICE, agents=4)
    toured = problem(clerks(tour=RULE), goal=MostService(headcount=3))
    found = broken(toured, duties_of(tour), [tour])
    assert [(each.day, each.by) for each in found[Rule.HEADCOUNT]] == [(day, 1) for day in range(7)]


def test_wages_beyond_the_budget_are_told():
    # Ten shifts at 100.
    found = only(Rule.BUDGET, problem(goal=MostService(budget=900.0)), GOOD)
    assert found.by == pytest.approx(100)
    assert breaches(problem(goal=MostService(budget=1000.0)), GOOD) == ()


def test_a_shift_that_has_no_price_costs_nothing_and_is_told_elsewhere():
    own = replace(DAY, name="own")
    assert wages(problem(), [Duty(0, 0, own, (12,), 1), Duty(0, 9, DAY, (12,), 1)], []) == 0
