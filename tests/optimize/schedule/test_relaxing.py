"""What must be relaxed, worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimize.schedule import relax, solve
from optimize.schedule.problem import Backlog, FullCover, MostService, Problem, SoftCover, Team
from optimize.schedule.solution import Status
from optimize.shifts.shift_type import ShiftType
from optimize.shifts.tour_rule import TourRule


def shift(begin: int, end: int) -> ShiftType:
    return ShiftType(f"{begin}-{end}", "p", ((begin, end),), (), end - begin)


EARLY, LATE = shift(0, 4), shift(4, 7)


def problem(required: list[float], days: int = 1, **team: object) -> Problem:
    costs = np.tile([4.0, 6.0], (days, 1))
    agents = Team("agents", ((0, 1.0),), (EARLY, LATE), costs, **team)  # type: ignore[arg-type]
    return Problem(900, 8, days, ("calls",), np.array([required * days]), (agents,), FullCover())


def test_nothing_where_there_is_a_schedule() -> None:
    # Two early agents for slots 0 to 3 cost 8, one late 6; one agent less at noon saves a late's
    # wage. Of the early slots any one being lowered saves nothing, as the other three want two.
    told = relax(problem([2, 2, 2, 2, 0, 1, 0, 0]))
    assert told.needed == ()
    assert told.instead == ()
    assert told.cost == 14
    prices = {one.slots: one.price for one in told.binding}
    assert prices[5, 6] == 6
    assert sum(price for slots, price in prices.items() if slots and slots[1] <= 4) == 4


def test_the_night_that_no_shift_covers() -> None:
    given = problem([1, 1, 1, 1, 1, 1, 1, 3])
    assert solve(given).status is Status.INFEASIBLE
    told = relax(given)
    (only,) = told.needed
    assert (only.rule, only.queue, only.slots, only.amount) == ("coverage", "calls", (7, 8), 3)
    assert told.cost == 10


def test_too_few_agents() -> None:
    # Three are wanted early and one is late: four agents, two may come. One agent more counts as
    # (4 + 3) / 2 = 3.5 slots: worth it for the third early, whose four slots are missed else, but
    # not for the late one, whose three slots are given up. By less requirement alone: 4 + 3 = 7.
    given = problem([3, 3, 3, 3, 1, 1, 1, 0], most=2)
    assert solve(given).status is Status.INFEASIBLE
    told = relax(given)
    needed = {one.rule: one for one in told.needed}
    assert (needed["most_agents"].amount, needed["most_agents"].team) == (1, "agents")
    assert (needed["coverage"].amount, needed["coverage"].slots) == (3, (4, 7))
    assert {one.rule: one.amount for one in told.instead} == {"coverage": 7, "most_agents": 2}


def test_too_many_who_must_come() -> None:
    # Five at least, three at most: two are in the way, of either rule.
    told = relax(problem([1] * 4 + [0] * 4, least=5, most=3))
    assert sum(one.amount for one in told.needed) == 2
    assert {one.rule for one in told.needed} <= {"least_agents", "most_agents"}
    assert {one.rule: one.amount for one in told.instead} == {"least_agents": 2, "most_agents": 2}


def test_too_few_tours() -> None:
    # Every day wants an agent all early: two tours of five days; one is allowed. A tour is paid for
    # 5 x 3.5 slots, the two days missed are 8 agent-slots: these are what is least.
    rule = TourRule(days_on=(5,), off_in_a_row=2)
    given = problem([1, 1, 1, 1, 0, 0, 0, 0], days=7, tour=rule, most=1)
    assert solve(given).status is Status.INFEASIBLE
    told = relax(given)
    assert {one.rule for one in told.needed} == {"coverage"}
    assert sum(one.amount for one in told.needed) == 8


def test_work_that_does_not_fit() -> None:
    # Two agents may come, early both: 8 slots, of which 4 are required and 7 wanted for work that
    # may wait; it is rather that which is left.
    given = problem([1] * 4 + [0] * 4, most=2)
    work = Backlog(0, np.arange(8) < 4, 7.0)
    told = relax(replace(given, backlogs=(work,)))
    (only,) = told.needed
    assert (only.rule, only.queue, only.amount) == ("backlogs", "calls", pytest.approx(3))


def test_overtime_and_hours() -> None:
    # Two early agents are 8 paid slots; 5 are allowed.
    told = relax(problem([2] * 4 + [0] * 4, paid_most=5))
    (only,) = told.needed
    assert (only.rule, only.team, only.unit) == ("paid_most", "agents", "slots")
    assert only.amount == pytest.approx(3)


def test_a_budget_that_does_not_serve_all() -> None:
    # Early twice and late once cost 14, and 11 may be spent: 3 more.
    given = replace(problem([2, 2, 2, 2, 1, 1, 1, 0]), goal=MostService(budget=11))
    told = relax(given)
    (only,) = told.needed
    assert (only.rule, only.unit) == ("budget", "money")
    assert only.amount == pytest.approx(3)
    assert told.cost == pytest.approx(14)


def test_the_price_of_one_agent_more() -> None:
    # An early and a late are 10; one agent on the long shift costs 11, and only one may come.
    both = Team("agents", ((0, 1.0),), (EARLY, shift(4, 8), shift(0, 8)), np.array([[4.0, 6, 11]]))
    given = Problem(900, 8, 1, ("calls",), np.ones((1, 8)), (replace(both, most=1),), FullCover())
    told = relax(given)
    assert told.cost == 11
    assert next(one.price for one in told.binding if one.rule == "most_agents") == pytest.approx(1)


def test_what_may_be_missing_at_a_price_is_not_relaxed() -> None:
    told = relax(replace(problem([1, 1, 1, 1, 1, 1, 1, 3]), goal=SoftCover(under=5)))
    assert told.needed == ()


def test_a_least_that_no_tour_can_give() -> None:
    # Six days at work leave one off, never two in a row: there is no such week, nor an agent in it.
    tour = TourRule(days_on=(6,), off_in_a_row=2)
    given = problem([0] * 8, 7, tour=tour, least=2)
    assert solve(given).status is Status.INFEASIBLE
    (only,) = relax(given).needed
    assert (only.rule, only.team, only.amount, only.days) == ("least_agents", "agents", 2, (0, 6))


def test_it_says_whether_the_least_is_proved() -> None:
    assert relax(problem([2, 2, 2, 2, 0, 1, 0, 0])).proved
    assert relax(problem([3, 3, 3, 3, 1, 1, 1, 0], most=2)).proved
