"""Cover, checked by hand, by subsets (Hall's condition) and against the queue that goes short."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.schedule.problem import Backlog, FullCover, MostService, Problem, SoftCover, Team
from optimize.schedule.solution import Duty
from optimize.shifts.check import Rule, breaches
from optimize.shifts.check.cover import missing
from optimize.shifts.check.on_duty import on_duty
from tests.optimize.shifts.little import (
    DAY,
    LATE,
    NIGHT,
    OFFICE,
    duties_of,
    only,
    problem,
    required,
)

GOOD = duties_of(OFFICE)


def test_an_agent_is_on_duty_when_at_work_and_not_in_a_break():
    # 08:00 to 17:00 but for noon: two hours and an hour on each day asked for.
    agents = on_duty(problem(), [Duty(0, 1, DAY, (12,), 3)])
    expected = np.zeros((7, 24))
    expected[1, 8:17] = 3
    expected[1, 12] = 0
    assert agents == pytest.approx(expected.reshape(1, -1))


def test_a_night_of_the_last_day_is_on_duty_on_the_first_in_a_circle_only():
    # 22:00 to 06:00 of day 7: two hours of it, and six on the first morning or nowhere.
    sunday = [Duty(0, 6, NIGHT, (), 1)]
    assert on_duty(problem(), sunday)[0, :6].tolist() == [1] * 6
    assert on_duty(problem(circular=False), sunday).sum() == 2


def test_an_hour_without_cover_is_told():
    # Both clerks lunch at noon on day 3: nobody is left for the one that is required.
    both = [replace(duty, breaks=(12,)) if duty.day == 2 else duty for duty in GOOD]
    found = only(Rule.COVER, problem(), both)
    assert (found.of, found.day, found.by) == ("calls", 2, pytest.approx(1))
    assert found.says == "1 agents too few from 12:00 to 13:00"


def test_a_stretch_is_told_by_its_worst_hour_and_days_apart():
    # 2.5 are required from 9 to 17 and two are there, one of them at noon and at one.
    centre = problem(required=required((0, 1), 2.5))
    found = list(breaches(centre, GOOD))
    assert [(each.rule, each.day) for each in found] == [(Rule.COVER, 0), (Rule.COVER, 1)]
    assert [each.by for each in found] == pytest.approx([1.5, 1.5])
    assert found[0].says == "1.5 agents too few from 09:00 to 17:00"


def test_a_stretch_across_midnight_is_told_by_day():
    wanted = np.zeros((1, 168))
    wanted[0, 20:30] = 1
    found = breaches(problem(required=wanted), [])
    assert [str(each) for each in found] == [
        "calls, day 1: 1 agents too few from 20:00 to 24:00",
        "calls, day 2: 1 agents too few from 00:00 to 06:00",
    ]


def test_cover_that_has_a_price_is_no_breach():
    for goal in (SoftCover(under=80.0), MostService(headcount=10)):
        assert breaches(problem(goal=goal), []) == ()


def test_an_agent_of_less_than_full_skill_counts_less():
    # Two at 0.6 are 1.2; one in a break leaves 0.6 of 1.
    team = replace(problem().teams[0], serves=((0, 0.6),))
    found = list(breaches(problem(team), GOOD))
    assert len(found) == 5
    assert [each.by for each in found] == pytest.approx([0.4] * 5)


def both_ways(agents: int, skills: tuple[tuple[int, float], ...]) -> Problem:
    """Return two queues that need six agents each from 14 to 22 on day 1, and one team."""
    wanted = np.zeros((2, 168))
    wanted[:, 14:22] = 6
    team = Team("all", skills, (LATE,), np.full((7, 1), 80.0))
    return Problem(3600, 24, 7, ("a", "b"), wanted, (team,), FullCover())


def test_an_agent_counts_once_and_never_once_per_skill():
    # Case 12 of the reference cases in small: two queues need six each. Ten agents with both
    # skills would do if each counted for both; counted once they are two short, and twelve hold.
    skills = ((0, 1.0), (1, 1.0))
    centre = both_ways(10, skills)
    short = missing(centre, on_duty(centre, [Duty(0, 0, LATE, (), 10)]))
    assert short.by_queue[:, 14:22].sum(axis=0) == pytest.approx([2] * 8)
    assert {each.rule for each in breaches(centre, [Duty(0, 0, LATE, (), 10)])} == {Rule.COVER}
    assert breaches(centre, [Duty(0, 0, LATE, (), 12)]) == ()


def test_a_queue_that_nobody_serves_is_short_of_all_it_requires():
    centre = both_ways(10, ((0, 1.0),))
    found = breaches(centre, [Duty(0, 0, LATE, (), 10)])
    assert [(each.of, each.by) for each in found] == [("b", pytest.approx(6))]


def test_deferrable_work_is_done_in_what_is_left():
    # Two clerks for 8 h a day on five days are 80 agent-hours; the calls take 8 of 9 hours, one
    # agent each, on five days: 40. So 40 are left, if any hour will do.
    anywhere = np.ones(168, bool)
    centre = problem(backlogs=(Backlog(0, anywhere, 40.0),))
    assert breaches(centre, GOOD) == ()
    found = only(Rule.BACKLOG, replace(centre, backlogs=(Backlog(0, anywhere, 43.0),)), GOOD)
    assert found.by == pytest.approx(3)
    # On Monday and by three in the afternoon: 2 at 8, 1 at 9 to 11, none over lunch, 1 at 14.
    monday = np.zeros(168, bool)
    monday[:15] = True
    found = only(Rule.BACKLOG, replace(centre, backlogs=(Backlog(0, monday, 8.0),)), GOOD)
    assert found.by == pytest.approx(8 - 6)


def subsets(queues: int):
    return chain.from_iterable(combinations(range(queues), n) for n in range(queues + 1))


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.integers(0, 6), min_size=3, max_size=3),
    st.lists(st.integers(0, 6), min_size=2, max_size=2),
    st.lists(st.sets(st.integers(0, 2)), min_size=2, max_size=2),
)
def test_what_is_missing_is_by_the_worst_set_of_queues(wanted, agents, skills):
    # With equal skill, what is missing is the most that any set of queues requires beyond the
    # agents who serve one of them (Gale's theorem on flows); here over all eight sets.
    type_ = replace(LATE, parts=((0, 1),), paid=1)
    teams = tuple(
        Team(f"t{n}", tuple((queue, 1.0) for queue in sorted(own)), (type_,), np.zeros((1, 1)))
        for n, own in enumerate(skills)
    )
    required_ = np.array([[float(each)] for each in wanted])
    centre = Problem(86400, 1, 1, ("a", "b", "c"), required_, teams, FullCover())
    worst = max(
        sum(wanted[queue] for queue in chosen)
        - sum(count for count, own in zip(agents, skills, strict=True) if own & set(chosen))
        for chosen in subsets(3)
    )
    short = missing(centre, np.array([[float(count)] for count in agents]))
    assert short.by_queue.sum() == pytest.approx(worst)
