"""Shifts and breaks that break a rule, one at a time; the little schedule's grid is of hours."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimize.schedule.solution import Duty
from optimize.shifts.check import Rule, breaches
from optimize.shifts.shift_type import BreakWindow, ShiftType
from optimize.shifts.work_rules import WorkRules
from tests.optimize.shifts.little import (
    DAY,
    LATE,
    LUNCH,
    OFFICE,
    TYPES,
    clerks,
    duties_of,
    only,
    problem,
    required,
)

GOOD = duties_of(OFFICE)


def test_the_little_schedule_keeps_every_rule():
    assert breaches(problem(), GOOD, (), WorkRules()) == ()


def test_a_break_before_its_window_says_by_how_much():
    # Lunch begins at 12 or 13. At 10 it is two hours too soon; the other clerk covers the queue.
    found = only(Rule.BREAKS, problem(), [replace(GOOD[0], breaks=(10,)), *GOOD[1:]])
    assert (found.by, found.day, found.duty, found.of) == (2, 0, 0, "clerks")
    assert str(found) == (
        "clerks, day 1: day 08:00-17:00 has a break at 10:00, which may begin from 12:00 to 13:00"
    )


def test_a_break_after_its_window_says_by_how_much():
    found = only(Rule.BREAKS, problem(), [replace(GOOD[0], breaks=(14,)), *GOOD[1:]])
    assert found.by == 1


def test_a_break_too_few_is_told():
    found = only(Rule.BREAKS, problem(), [replace(GOOD[0], breaks=()), *GOOD[1:]])
    assert found.by == 1
    assert "has 1 breaks, given are 0" in found.says


def test_breaks_that_overlap_are_told():
    # Two breaks of two hours at 10 and 11: one hour of them is the same. (Windows that do not
    # touch would not let them; these come of a planner's own type.)
    item = ShiftType("x", "x", ((8, 16),), (BreakWindow(2, 10, 12, True),) * 2, 8)
    team = clerks(types=(item,), costs=np.full((7, 1), 90.0))
    wanted = np.zeros((1, 168))
    found = only(Rule.BREAKS, problem(team, required=wanted), [Duty(0, 0, item, (10, 11), 1)])
    assert (found.by, found.says) == (1, "x has breaks that overlap at 11:00")


def test_a_break_outside_the_work_is_told():
    # A split shift 8-12 and 15-19: a break of two hours at 11 is half in the gap.
    window = BreakWindow(2, 9, 12, paid=True)
    item = ShiftType("split", "split", ((8, 12), (15, 19)), (window,), 8)
    team = clerks(types=(item,), costs=np.full((7, 1), 90.0))
    wanted = np.zeros((1, 168))
    found = only(Rule.BREAKS, problem(team, required=wanted), [Duty(0, 0, item, (11,), 1)])
    assert (found.by, found.says) == (1, "split has a break at 11:00 that lies outside its work")


def test_a_shift_that_is_not_the_teams_is_told():
    own = replace(DAY, name="day 08:00-17:00 (own)", breaks=(replace(LUNCH, latest=14),))
    found = only(Rule.SHIFT, problem(), [replace(GOOD[0], type=own), *GOOD[1:]])
    assert found.says.endswith("is no shift of theirs")


def test_a_shift_on_a_day_it_may_not_be_worked_is_told():
    costs = np.full((7, len(TYPES)), 100.0)
    costs[2, 0] = np.inf
    found = list(breaches(problem(clerks(costs=costs)), GOOD))
    assert {(each.rule, each.day, each.by) for each in found} == {(Rule.SHIFT, 2, 1)}


def test_a_shift_beyond_the_horizon_is_told():
    found = only(Rule.SHIFT, problem(), [*GOOD, Duty(0, 7, LATE, (), 1)])
    assert found.says == "late 14:00-22:00 is on day 8, the last is 7"


def test_a_negative_number_of_agents_is_told():
    found = only(Rule.AGENTS, problem(), [*GOOD, Duty(0, 5, DAY, (12,), -1)])
    assert (found.by, found.day) == (1, 5)


def test_a_day_too_long_is_told_where_the_rules_are_given():
    # Ten hours paid, where the house has eight.
    long = ShiftType("long 08:00-18:00", "long", ((8, 18),), (), 10)
    team = clerks(types=(long,), costs=np.full((7, 1), 100.0))
    centre = problem(team, required=required() * 0)
    found = only(Rule.DAY_HOURS, centre, [Duty(0, 0, long, (), 1)])
    assert (found.by, found.says) == (2, "long 08:00-18:00 has 10 h paid, at most 8 h a day")
    assert breaches(centre, [Duty(0, 0, long, (), 1)]) == ()


@pytest.mark.parametrize("day", [0, 4])
def test_every_broken_duty_is_told_with_its_number(day):
    bad = [replace(duty, breaks=(15,)) if duty.day == day else duty for duty in GOOD]
    told = [each.duty for each in breaches(problem(), bad) if each.rule is Rule.BREAKS]
    assert told == [2 * day, 2 * day + 1]
