"""One tiny instance for each rule and each price, its best schedule worked out by hand.

A day has 8 slots unless said otherwise. Early is 0-4, late 4-8, long 0-8, each without breaks.
"""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest

from optimize.schedule import Limits, solve
from optimize.schedule.constraints import Constraints
from optimize.schedule.objective import Objective
from optimize.schedule.problem import (
    Backlog,
    FullCover,
    MostService,
    Problem,
    SoftCover,
    Team,
)
from optimize.schedule.solution import Solution, Status
from optimize.shifts.check import breaches
from optimize.shifts.shift_type import BreakWindow, ShiftType
from optimize.shifts.tour_rule import TourRule


def shift(begin: int, end: int, *breaks: BreakWindow, overtime: int = 0) -> ShiftType:
    return ShiftType(f"{begin}-{end}", "p", ((begin, end),), breaks, end - begin, overtime)


EARLY, LATE, LONG = shift(0, 4), shift(4, 8), shift(0, 8)


def team(*types: ShiftType, costs: tuple[float, ...], days: int = 1, **rest: object) -> Team:
    given = {"serves": ((0, 1.0),), **rest}
    return Team("team", types=types, costs=np.tile(np.array(costs, float), (days, 1)), **given)  # type: ignore[arg-type]


def problem(required: list[float] | list[list[float]], *teams: Team, **rest: object) -> Problem:
    rows = np.atleast_2d(np.array(required, float))
    days = teams[0].costs.shape[0]
    given = {"goal": FullCover(), **rest}
    queues = tuple(f"q{n}" for n in range(len(rows)))
    return Problem(900, rows.shape[1] // days, days, queues, rows, teams, **given)  # type: ignore[arg-type]


def solved(given: Problem) -> Solution:
    """Solve to the end, and have the schedule checked by other code."""
    found = solve(given, Limits(time_s=20, gap=0.0))
    if found.status is not Status.INFEASIBLE:
        assert found.status is Status.OPTIMAL
        assert found.bound == pytest.approx(found.objective)
        assert not breaches(given, found.duties, found.tours)
    return found


def worked(found: Solution) -> dict[str, int]:
    names: dict[str, int] = {}
    for duty in found.duties:
        names[duty.type.name] = names.get(duty.type.name, 0) + duty.agents
    return names


def test_every_rule_and_price_has_a_test() -> None:
    public = {
        name
        for kind in (Constraints, Objective)
        for name, value in vars(kind).items()
        if callable(value) and not name.startswith("_")
    } - {"add", "set"}
    tests = {name.removeprefix("test_") for name in vars(sys.modules[__name__])}
    assert public <= tests


def test_breaks_taken() -> None:
    # One agent is required from 0 to 4; a break of one slot must begin at 1 or 2. One agent is away
    # in one of these, so two are needed, and they must not be away together: breaks at 1 and 2.
    pausing = shift(0, 4, BreakWindow(1, 1, 2, paid=True))
    found = solved(problem([1, 1, 1, 1, 0, 0, 0, 0], team(pausing, costs=(10,))))
    assert found.cost == 20
    assert sorted(duty.breaks for duty in found.duties) == [(1,), (2,)]


def test_breaks_begun() -> None:
    # One agent is required in slots 1 and 2. Who works from 0 has a break at 1 or 2, who works from
    # 1 at 2: neither is enough alone, nor two from 1. Both together are, at 10 + 9 (two from 0 cost
    # 20), if the one from 0 leaves at 1: the other's break at 2, of another window, counts as well.
    types = shift(0, 4, BreakWindow(1, 1, 2, paid=True)), shift(1, 5, BreakWindow(1, 2, 2, True))
    found = solved(problem([0, 1, 1, 0, 0, 0, 0, 0], team(*types, costs=(10, 9))))
    assert found.cost == 19
    assert {duty.type.name: duty.breaks for duty in found.duties} == {"0-4": (1,), "1-5": (2,)}


def test_weeks_worked() -> None:
    # One agent is required on each of seven days; a tour has five days on and two off together. Six
    # days' worth of tours are 10 >= 7 days: two tours at 5 x 10, whose days off do not meet.
    rule = TourRule(days_on=(5,), off_in_a_row=2)
    found = solved(problem([1, 0] * 7, team(shift(0, 2), costs=(10,), days=7, tour=rule)))
    assert found.cost == 100
    assert sum(tour.agents for tour in found.tours) == 2
    for day in range(7):
        assert sum(tour.agents for tour in found.tours if tour.types[day]) >= 1


def test_weeks_with_starts_that_rotate() -> None:
    # Slot 0 wants one agent on days 0 to 2, slot 2 on days 3 and 4. Shifts are one slot long. With
    # the same start a tour serves one of the slots: two tours. Starts 2 apart may rotate: one tour.
    wanted = [1, 0, 0, 0] * 3 + [0, 0, 1, 0] * 2 + [0, 0, 0, 0] * 2
    types = (shift(0, 1), shift(2, 3))
    for within, tours in ((0, 2), (1, 2), (2, 1)):
        rule = TourRule(days_on=(5,), off_in_a_row=2, start_within=within)
        found = solved(problem(wanted, team(*types, costs=(1, 1), days=7, tour=rule)))
        assert sum(tour.agents for tour in found.tours) == tours
        assert found.cost == 5 * tours


def test_weeks_with_few_nights() -> None:
    # One agent is wanted in the night slot 3 of all seven days. With at most two nights a tour of
    # five days needs four tours, with five nights two; night and day shifts may mix in a tour.
    types = (shift(2, 3), shift(3, 4))
    for most, tours in ((2, 4), (5, 2)):
        rule = TourRule(
            days_on=(5,), off_in_a_row=2, start_within=1, nights_most=most, night=(3, 4)
        )
        found = solved(problem([0, 0, 0, 1] * 7, team(*types, costs=(1, 1), days=7, tour=rule)))
        assert sum(tour.agents for tour in found.tours) == tours


def test_weekly_overtime_has_its_price() -> None:
    # Two slots a day on six days are 12 paid, 10 of them plain: 2 cost half a wage of 4 more.
    # The shifts cost 6 x 8; every day from 0 to 5 wants an agent, and day 6 none: one tour is best.
    rule = TourRule(days_on=(6,), off_in_a_row=1, paid_plain=10, premium_overtime=0.5)
    given = team(shift(0, 2), costs=(8,), days=7, tour=rule, slot_wage=4.0)
    found = solved(problem([1, 1, 0] * 6 + [0, 0, 0], given))
    assert found.cost == 48 + 2 * 4 * 0.5


def test_sharing() -> None:
    # Two queues want one agent each all the time. A flexible agent serves both, but counts once:
    # two of them at 5, not one; beside one at 3 who serves the first queue only, one is enough.
    flexible = team(LONG, costs=(5,), serves=((0, 1.0), (1, 1.0)))
    assert solved(problem([[1] * 8, [1] * 8], flexible)).cost == 10
    first_only = team(LONG, costs=(3,))
    found = solved(problem([[1] * 8, [1] * 8], flexible, first_only))
    assert found.cost == 8
    # Halves of one agent's time are one agent.
    assert solved(problem([[0.5] * 8, [0.5] * 8], flexible)).cost == 5
    # One who contributes 0.8 to the second queue is two for a requirement of 1.
    slow = team(LONG, costs=(5,), serves=((1, 0.8),))
    assert solved(problem([[0] * 8, [1] * 8], slow)).cost == 10


def test_coverage() -> None:
    # Early wants 2, late 1, the fractional 1.2 of slot 5 needs 2. A long at 11 is dearer than an
    # early at 5 and a late at 5: two of each. At 9 for the long, two longs.
    required = [2, 2, 2, 2, 1, 1.2, 1, 1]
    found = solved(problem(required, team(EARLY, LATE, LONG, costs=(5, 5, 11))))
    assert (found.cost, worked(found)) == (20, {"0-4": 2, "4-8": 2})
    found = solved(problem(required, team(EARLY, LATE, LONG, costs=(5, 5, 9))))
    assert (found.cost, worked(found)) == (18, {"0-8": 2})
    # Nobody can be there in slot 7: there is no schedule.
    assert solved(problem(required, team(EARLY, costs=(5,)))).status is Status.INFEASIBLE


def test_a_night_reaches_into_the_next_day() -> None:
    # The shift 6-10 works slots 6 and 7, and 0 and 1 of the next day: of the first day again, where
    # days stand in a circle. One on each day is enough there, and nothing serves 0 and 1 otherwise.
    night, wanted = shift(6, 10), [1, 1, 0, 0, 0, 0, 1, 1] * 2
    given = problem(wanted, team(night, costs=(4,), days=2))
    assert solved(given).cost == 8
    assert solved(replace(given, circular=False)).status is Status.INFEASIBLE
    first_open = problem([0, 0, *wanted[2:]], team(night, costs=(4,), days=2), circular=False)
    assert solved(first_open).cost == 8


def test_backlogs() -> None:
    # One agent early is required. Five agent-slots wait, to be done in slots 2 to 7 only: an early
    # agent has no time to spare, so a second early gives 2 (slots 2, 3) and a late 4: two lates
    # at 6 make 8 (cost 4 + 12), a late and an early more 6 (cost 4 + 6 + 4), which is best.
    given = problem([1] * 4 + [0] * 4, team(EARLY, LATE, costs=(4, 6)))
    late = np.arange(8) >= 2
    found = solved(replace(given, backlogs=(Backlog(0, late, 5.0),)))
    assert (found.cost, worked(found)) == (14, {"0-4": 2, "4-8": 1})
    # Four are done by the late agent alone.
    assert solved(replace(given, backlogs=(Backlog(0, late, 4.0),))).cost == 10


def test_least_agents() -> None:
    # Nothing is required, yet three agents must be there: three of the cheapest shift.
    found = solved(problem([0] * 8, team(EARLY, LATE, costs=(4, 6), least=3)))
    assert (found.cost, worked(found)) == (12, {"0-4": 3})
    # Of tours: one at least, of five shifts.
    rule = TourRule(days_on=(5,), off_in_a_row=2)
    given = team(shift(0, 1), costs=(4,), days=7, tour=rule, least=1)
    assert solved(problem([0] * 7, given)).cost == 20


def test_most_agents() -> None:
    # Early and late want one each; two agents cost 8, but only one may come: the long at 11.
    given = problem([1] * 8, team(EARLY, LATE, LONG, costs=(4, 4, 11), most=1))
    assert (solved(given).cost, worked(solved(given))) == (11, {"0-8": 1})
    none = problem([2] * 8, team(EARLY, LATE, LONG, costs=(4, 4, 11), most=1))
    assert solved(none).status is Status.INFEASIBLE


def test_paid_most() -> None:
    # Three slots want one agent: the long at 5 is cheapest, but pays 8 slots; with 7 slots at most
    # over the horizon it is the early at 6 for slots 0 to 2.
    given = team(EARLY, LONG, costs=(6, 5))
    assert solved(problem([1] * 3 + [0] * 5, given)).cost == 5
    assert solved(problem([1] * 3 + [0] * 5, replace(given, paid_most=7))).cost == 6


def test_overtime_most() -> None:
    # A long with 2 slots of overtime at 7 serves the day; without overtime early and late at 8.
    longer = shift(0, 8, overtime=2)
    given = team(EARLY, LATE, longer, costs=(4, 4, 7), days=2)
    assert solved(problem([1] * 16, given)).cost == 14
    assert solved(problem([1] * 16, replace(given, overtime_most=2))).cost == 7 + 8
    assert solved(problem([1] * 16, replace(given, overtime_most=1))).cost == 16


def test_headcount() -> None:
    # Two are wanted early and late; with three agents in all, four slots are short by one.
    goal = MostService(headcount=3)
    given = team(EARLY, LATE, costs=(4, 5))
    found = solved(problem([2] * 8, given, goal=goal))
    assert (found.under, found.objective) == (4, 4)
    # Service is the same either way; the cheaper of them has two early at 4 and one late at 5.
    assert (found.cost, worked(found)) == (13, {"0-4": 2, "4-8": 1})


def test_budget() -> None:
    # Sixteen agent-slots are wanted. 12 buys two agents who serve four each (a third early, for 12,
    # would be one too many), of whom two early ones at 4 are the cheapest; 13 buys a late one too.
    given = team(EARLY, LATE, costs=(4, 5))
    found = solved(problem([2] * 8, given, goal=MostService(budget=12)))
    assert (found.under, found.cost) == (8, 8)
    found = solved(problem([2] * 8, given, goal=MostService(budget=13)))
    assert (found.under, found.cost) == (4, 13)


def test_types_used() -> None:
    # Early and late at 4 each beat the long at 9; with a price of 5 on each type used, 4 + 4 + 10 =
    # 18 is more than 9 + 5 = 14. It is paid once over the days: 2 x 9 + 5 against 2 x 8 + 10.
    given = team(EARLY, LATE, LONG, costs=(4, 4, 9))
    assert worked(solved(problem([1] * 8, given, goal=SoftCover(100)))) == {"0-4": 1, "4-8": 1}
    found = solved(problem([1] * 8, given, goal=SoftCover(100, per_type=5)))
    assert (found.objective, worked(found)) == (14, {"0-8": 1})
    twice = team(EARLY, LATE, LONG, costs=(4, 4, 9), days=2)
    assert solved(problem([1] * 16, twice, goal=SoftCover(100, per_type=5))).objective == 23


def test_wages() -> None:
    # Premiums are in the costs, by day: the second day's early is dearer than its long.
    costs = np.array([[4.0, 6.0], [9.0, 6.0]])
    given = Team("team", ((0, 1.0),), (EARLY, LONG), costs)
    found = solved(problem([1] * 4 + [0] * 4 + [1] * 4 + [0] * 4, given))
    assert (found.cost, found.objective) == (10, 10)
    # A day on which a type may not be worked has an infinite cost.
    closed = replace(given, costs=np.array([[4.0, np.inf], [9.0, np.inf]]))
    assert solved(problem([1] * 4 + [0] * 4 + [1] * 4 + [0] * 4, closed)).cost == 13


def test_missed() -> None:
    # An early at 10 serves four slots that want 1: not worth it at 2 for each missed, at 3 it is.
    given = team(EARLY, costs=(10,))
    cheap = solved(problem([1] * 4 + [0] * 4, given, goal=SoftCover(under=2)))
    assert (cheap.objective, cheap.under, cheap.cost) == (8, 4, 0)
    dear = solved(problem([1] * 4 + [0] * 4, given, goal=SoftCover(under=3)))
    assert (dear.objective, dear.under, dear.cost) == (10, 0, 10)
    # Work left undone has the same price: 3 agent-slots at 2, less than an agent.
    left = problem([0] * 8, given, goal=SoftCover(under=2))
    waiting = Backlog(0, np.ones(8, bool), 3.0)
    assert solved(replace(left, backlogs=(waiting,))).objective == 6


def test_spare() -> None:
    # Slots 0 and 1 want an agent. The early at 4 has two slots too many, the short at 5 none: with
    # 1 for each too many the early costs 6.
    short = shift(0, 2)
    given = team(EARLY, short, costs=(4, 5))
    wanted = [1, 1, 0, 0, 0, 0, 0, 0]
    free = solved(problem(wanted, given, goal=SoftCover(under=50)))
    assert (free.objective, free.over) == (4, 2)
    priced = solved(problem(wanted, given, goal=SoftCover(under=50, over=1)))
    assert (priced.objective, priced.over, worked(priced)) == (5, 0, {"0-2": 1})
