"""Weeks that break a rule of tours, one at a time; the little schedule's grid is of hours."""

from __future__ import annotations

from dataclasses import replace

import pytest

from optimize.shifts.check import Rule, breaches
from optimize.shifts.check.tour import days_off_together
from optimize.shifts.shift_type import ShiftType
from tests.optimize.shifts.little import (
    DAY,
    LATE,
    NIGHT,
    OFFICE,
    RULE,
    broken,
    clerks,
    duties_of,
    problem,
    required,
    week,
)

QUIET = required() * 0


def told(rule: Rule, tour, **change):
    """Return what is said of a rule for a team of one tour, and check that nothing else is."""
    centre = problem(clerks(tour=replace(RULE, **change)), required=QUIET)
    found = broken(centre, duties_of(tour), [tour])
    assert set(found) == {rule}, {
        key: [str(each) for each in value] for key, value in found.items()
    }
    return found[rule]


def fine(tour, **change) -> bool:
    centre = problem(clerks(tour=replace(RULE, **change)), required=QUIET)
    return breaches(centre, duties_of(tour), [tour]) == ()


def test_an_office_week_keeps_the_rule():
    centre = problem(clerks(tour=replace(RULE, start_within=0)))
    assert breaches(centre, duties_of(OFFICE), [OFFICE]) == ()


def test_four_days_of_five_are_told():
    (found,) = told(Rule.DAYS_ON, week(DAY, DAY, DAY, DAY, None, None, None))
    assert (found.by, found.tour, found.day) == (1, 0, None)
    assert str(found) == "clerks: 2 in week 1: 4 days on, allowed are 5"


def test_days_off_in_a_row_go_round_the_week():
    # Off on Sunday and Monday: together. Off on Tuesday and Friday: one at a time.
    assert fine(week(None, DAY, DAY, DAY, DAY, DAY, None))
    (found,) = told(Rule.DAYS_OFF, week(DAY, None, DAY, DAY, None, DAY, DAY))
    assert (found.by, found.says) == (1, "2 in week 1: 1 days off in a row, at least 2")


@pytest.mark.parametrize(
    ("days", "together"),
    [("1111100", 2), ("0111110", 2), ("1011011", 1), ("1111111", 0), ("0000000", 7), ("0010", 3)],
)
def test_days_off_together(days, together):
    assert days_off_together([day == "1" for day in days]) == together


def test_less_rest_than_the_rule_is_told_with_the_day():
    # Late on Tuesday until 22:00 and on Wednesday from 08:00: 10 h of rest, one too few.
    other = replace(DAY, parts=((8, 16),), breaks=(), name="early 08:00-16:00")
    centre = problem(clerks(tour=RULE, types=(LATE, other), costs=clerks().costs[:, :2]))
    tour = week(other, LATE, other, other, other, None, None)
    found = broken(replace(centre, required=QUIET), duties_of(tour), [tour])
    assert set(found) == {Rule.REST}
    assert (found[Rule.REST][0].day, found[Rule.REST][0].by) == (1, 1)


def test_rest_counts_from_the_last_day_of_the_week_to_the_first():
    # Night of Sunday until 06:00, and Monday from 14:00: 8 h. Nights after lates rest enough.
    tour = week(LATE, LATE, LATE, None, None, NIGHT, NIGHT)
    (found,) = told(Rule.REST, tour)
    assert (found.day, found.by) == (6, 3)


def test_starts_further_apart_than_allowed_are_told():
    # 14:00 and 22:00 are 8 h apart.
    tour = week(LATE, LATE, LATE, NIGHT, NIGHT, None, None)
    assert fine(tour)
    (found,) = told(Rule.START, tour, start_within=6)
    assert (found.by, found.says) == (2, "2 in week 1: starts 8 h apart, at most 6 h")


def test_with_one_start_there_is_one_pattern():
    other = replace(LATE, pattern="other", name="other 14:00-22:00")
    team = clerks(types=(LATE, other), costs=clerks().costs[:, :2])
    tour = week(LATE, LATE, other, LATE, LATE, None, None)
    centre = problem(replace(team, tour=replace(RULE, start_within=0)), required=QUIET)
    found = breaches(centre, duties_of(tour), [tour])
    assert [each.rule for each in found] == [Rule.START]
    assert "2 patterns (late, other)" in found[0].says


def test_shifts_of_two_lengths_are_told():
    # 9 h and 8 h present.
    (found,) = told(Rule.LENGTH, week(DAY, DAY, DAY, DAY, LATE, None, None))
    assert found.by == 1


def test_paid_hours_of_the_week_are_told():
    # Six days of 8 h are 48, at most 40.
    tour = week(DAY, DAY, DAY, DAY, DAY, DAY, None)
    (found,) = told(Rule.WEEK_HOURS, tour, days_on=(6,), off_in_a_row=1)
    assert (found.by, found.says) == (8, "2 in week 1: 48 h paid, at most 40 h a week")


def test_nights_are_counted_by_the_hours_they_work_in():
    # Nights 22:00 to 06:00 work in 00:00 to 05:00 and lates do not: three, at most two.
    tour = week(LATE, LATE, NIGHT, NIGHT, NIGHT, None, None)
    (found,) = told(Rule.NIGHTS, tour, night=(0, 5), nights_most=2)
    assert (found.by, found.says) == (1, "2 in week 1: 3 night shifts, at most 2")
    assert fine(tour, night=(0, 5), nights_most=3)


def test_a_night_is_one_by_either_side_of_midnight():
    # A night of 23:00 to 29:00 is met by an early shift before 05:00 of the same day.
    early = ShiftType("early 04:00-12:00", "early", ((4, 12),), (), 8)
    assert early.works_in((23, 29), 24)
    assert NIGHT.works_in((23, 29), 24)
    assert not LATE.works_in((23, 29), 24)


def test_shifts_that_the_weeks_do_not_make_are_told():
    # One of two clerks is struck off on Wednesday, and their week says otherwise.
    centre = problem(clerks(tour=RULE), required=QUIET)
    duties = [duty for duty in duties_of(OFFICE) if (duty.day, duty.breaks) != (2, (12,))]
    found = broken(centre, duties, [OFFICE])
    assert set(found) == {Rule.TOURS}
    (one,) = found[Rule.TOURS]
    assert (one.day, one.by) == (2, 1)
    assert one.says == "1 agents on day 08:00-17:00, 2 by their weeks"


def test_agents_without_a_week_are_told_where_the_team_has_tours():
    found = broken(problem(clerks(tour=RULE), required=QUIET), duties_of(OFFICE), [])
    assert set(found) == {Rule.TOURS}
    assert len(found[Rule.TOURS]) == 5


def test_a_week_that_the_horizon_cuts_is_the_beginning_of_one():
    # Three days: one off and two on can become five days on with two off together; three off in
    # four days cannot, nor can one day off between others where two lie together.
    team = clerks(tour=RULE, costs=clerks().costs[:3])
    centre = problem(team, days=3, required=QUIET[:, :72])

    def rules(*types):
        return {each.rule for each in breaches(centre, duties_of(week(*types)), [week(*types)])}

    assert rules(None, DAY, DAY) == set()
    assert rules(DAY, DAY, DAY) == set()
    assert rules(None, None, None) == {Rule.DAYS_ON}
    assert rules(DAY, None, DAY) == {Rule.DAYS_OFF}
    # The last day of three is not before the first: a night until 06:00 and a late from 14:00
    # would be 8 h apart if it were.
    assert rules(LATE, LATE, NIGHT) == set()


def test_a_negative_number_of_agents_in_a_tour_is_told():
    tour = replace(OFFICE, agents=-2)
    found = broken(problem(clerks(tour=RULE), required=QUIET), [], [tour])
    assert Rule.AGENTS in found
