"""Random tiny problems: the best of all schedules there are, and a recount of the one returned.

`test_brute_force` has what Hypothesis makes of the plainest rules; here are the others: agents who
are worth less for one queue than for another, prices of spare agents and of types, a least number
of agents, paid hours and overtime, two breaks in a shift, nights that reach into the next day, and
tours with starts that rotate, days off in a row, nights and a week's overtime.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from optimize.schedule import Limits, solve
from optimize.schedule.problem import FullCover, MostService, Problem, SoftCover, Team
from optimize.schedule.solution import Solution, Status
from optimize.shifts.check import breaches
from optimize.shifts.shift_type import BreakWindow, ShiftType
from optimize.shifts.tour_rule import TourRule
from tests.optimize.schedule.every_schedule import best, keeps, on_duty, slot_price, weeks

PER_DAY = 6
LIMITS = Limits(time_s=20, gap=0.0)

Random = np.random.Generator


def some_type(random: Random, most_breaks: int) -> ShiftType:
    """Return a shift of two to five slots, with breaks whose windows do not touch."""
    start, length = int(random.integers(0, 5)), int(random.integers(2, 6))
    breaks: tuple[BreakWindow, ...] = ()
    if length >= 3 and random.random() < 0.6:
        latest = start + 1 if length == 3 else start + int(random.integers(1, 3))
        breaks = (BreakWindow(1, start + 1, latest, paid=bool(random.integers(2))),)
    if length == 5 and most_breaks == 2 and breaks:
        breaks = (replace(breaks[0], earliest=start, latest=start + 1), _second(start, random))
    paid = length - sum(pause.length for pause in breaks if not pause.paid)
    overtime = max(0, paid - 4)
    return ShiftType(f"{start}+{length}", "any", ((start, start + length),), breaks, paid, overtime)


def _second(start: int, random: Random) -> BreakWindow:
    return BreakWindow(1, start + 3, start + 3 + int(random.integers(2)), paid=False)


def some_skills(random: Random, queues: int) -> tuple[tuple[int, float], ...]:
    weights = random.choice([1.0, 1.0, 0.8, 0.5], size=queues)
    skills = [(queue, float(weights[queue])) for queue in range(queues)]
    if queues == 2 and random.random() < 0.5:
        return (skills[random.integers(2)],)
    return tuple(skills)


def daily_team(random: Random, days: int, queues: int, most: int) -> Team:
    both = [some_type(random, most_breaks=2 if days == 1 else 1) for _ in range(2)]
    types = tuple({one.name: one for one in both}.values())
    costs = random.integers(1, 10, size=(days, len(types))).astype(float)
    costs[random.random(costs.shape) < 0.1] = np.inf
    return Team(
        "team",
        some_skills(random, queues),
        types,
        costs,
        least=int(random.random() < 0.2),
        most=most,
        paid_most=float(random.integers(6, 15)) if random.random() < 0.2 else None,
        overtime_most=float(random.integers(0, 3)) if random.random() < 0.2 else None,
    )


def daily(seed: int, goal: str) -> Problem:
    """Return a problem of one or two days, with one or two teams and queues."""
    random = np.random.default_rng(seed)
    days, queues = int(random.integers(1, 3)), int(random.integers(1, 3))
    most = 3 if days == 1 else 2
    teams = tuple(daily_team(random, days, queues, most) for _ in range(random.integers(1, 3)))
    required = random.choice([0, 0, 0.4, 1, 1, 1.7, 2], size=(queues, days * PER_DAY))
    if goal == "full":  # what is never to be had says little: make some problems easier
        required *= random.random(required.shape) < 0.5
    return Problem(
        slot_s=900,
        slots_per_day=PER_DAY,
        days=days,
        queues=("calls", "chats")[:queues],
        required=required,
        teams=teams,
        goal=some_goal(random, goal),
        circular=bool(random.integers(2)),
    )


def some_goal(random: Random, goal: str) -> FullCover | SoftCover | MostService:
    if goal == "full":
        return FullCover()
    if goal == "soft":
        over, per_type = random.choice([0.0, 0.7, 2.0]), random.choice([0.0, 3.0])
        return SoftCover(float(random.integers(1, 7)), float(over), float(per_type))
    headcount = int(random.integers(1, 4)) if random.random() < 0.6 else None
    return MostService(headcount, float(random.integers(4, 25)))


def tour(seed: int, goal: str) -> Problem:
    """Return a week, or its first days, of one team with tours and at times of one without."""
    random = np.random.default_rng(seed)
    days = int(random.choice([3, 7]))
    length, apart = int(random.integers(2, 4)), int(random.integers(0, 3))
    starts = random.choice(4, size=2, replace=False)
    breaks = random.random() < 0.4
    types = tuple(_of_a_tour(int(start), length, breaks=breaks) for start in sorted(starts))
    rule = TourRule(
        days_on=((2,), (1, 2))[random.integers(2)]
        if breaks
        else ((5,), (4, 5))[random.integers(2)],
        off_in_a_row=int(random.integers(0, 3)),
        start_within=apart,
        rest=int(random.integers(0, PER_DAY - length - apart + 1)),
        paid_most=int(random.integers(10, 16)) if random.random() < 0.3 else None,
        paid_plain=int(random.integers(3, 12)) if random.random() < 0.5 else None,
        nights_most=int(random.integers(0, 3)) if random.random() < 0.5 else None,
        night=(4, 7) if random.random() < 0.7 else None,
        premium_overtime=0.5,
    )
    costs = random.integers(3, 7, size=(days, 2)).astype(float)
    costs[random.random(costs.shape) < 0.05] = np.inf
    team = Team("tours", ((0, 1.0),), types, costs, tour=rule, most=2, slot_wage=2.0)
    team = replace(team, overtime_most=3.0 if random.random() < 0.2 else None)
    required = random.choice([0, 0, 0, 1, 1.5], size=(1, days * PER_DAY))
    if goal == "full":
        required *= random.random(required.shape) < 0.15
    return Problem(
        900,
        PER_DAY,
        days,
        ("calls",),
        required,
        (team,),
        some_goal(random, goal),
        circular=days == 7,
    )


def _of_a_tour(start: int, length: int, *, breaks: bool) -> ShiftType:
    pauses = (BreakWindow(1, start, start + 1, paid=False),) if breaks else ()
    paid = length - len(pauses)
    return ShiftType(f"{start}", "any", ((start, start + length),), pauses, paid, int(paid > 2))


@pytest.mark.parametrize("goal", ["full", "soft", "service"])
@pytest.mark.parametrize("seed", range(12))
def test_daily_shifts(seed: int, goal: str) -> None:
    held_to_the_best(daily(seed, goal))


@pytest.mark.parametrize("goal", ["full", "soft", "service"])
@pytest.mark.parametrize("seed", range(8))
def test_tours(seed: int, goal: str) -> None:
    held_to_the_best(tour(seed, goal))


def test_a_price_of_types_leaves_tours_their_days_without_need() -> None:
    """One agent is wanted for two slots of the first day, and must work two days: 2 + 2, and 5."""
    only = ShiftType("only", "any", ((0, 2),), (), 2)
    rule = TourRule(days_on=(2,), off_in_a_row=0)
    team = Team("tours", ((0, 1.0),), (only,), np.full((7, 1), 2.0), tour=rule, most=2)
    required = np.zeros((1, 7 * PER_DAY))
    required[0, :2] = 1.0
    goal = SoftCover(under=100.0, per_type=5.0)
    problem = Problem(900, PER_DAY, 7, ("calls",), required, (team,), goal)
    assert best(problem).objective == 9.0
    held_to_the_best(problem)


def held_to_the_best(problem: Problem) -> None:
    wanted, found = best(problem), solve(problem, LIMITS)
    if np.isinf(wanted.objective):
        assert found.status is Status.INFEASIBLE
        assert not found.duties
        return
    assert found.status is Status.OPTIMAL
    assert found.objective == pytest.approx(wanted.objective, abs=1e-5)
    assert found.bound == pytest.approx(wanted.objective, abs=1e-5)
    if isinstance(problem.goal, MostService):
        assert found.cost == pytest.approx(wanted.cost, abs=1e-5)
    assert not breaches(problem, found.duties, found.tours)
    recounted(problem, found)


def recounted(problem: Problem, found: Solution) -> None:
    """Count a schedule again from its duties and tours alone."""
    agents = np.zeros((2, problem.slots), int)
    cost = 0.0
    types = set()
    for duty in found.duties:
        team = problem.teams[duty.team]
        k = team.types.index(duty.type)
        assert duty.agents > 0
        for begin, pause in zip(duty.breaks, duty.type.breaks, strict=True):
            assert begin in pause.starts
        agents[duty.team] += duty.agents * on_duty(problem, team, ((duty.day, k, duty.breaks),))
        cost += duty.agents * team.costs[duty.day, k]
        types.add((duty.team, k))
    cost += sum(weekly_premium(problem, found))
    assert found.cost == pytest.approx(cost, abs=1e-5)
    price = sum(
        slot_price(problem, problem.required[:, slot], (int(agents[0, slot]), int(agents[1, slot])))
        for slot in range(problem.slots)
    )
    if isinstance(problem.goal, MostService):
        assert found.objective == pytest.approx(price, abs=1e-5)
        assert found.under == pytest.approx(price, abs=1e-5)
    else:
        per_type = problem.goal.per_type if isinstance(problem.goal, SoftCover) else 0.0
        assert found.objective == pytest.approx(cost + price + per_type * len(types), abs=1e-5)
    if isinstance(problem.goal, SoftCover) and problem.goal.over > 0:
        missed = problem.goal.under * found.under + problem.goal.over * found.over
        assert missed == pytest.approx(price, abs=1e-5)


def weekly_premium(problem: Problem, found: Solution) -> list[float]:
    """Check each tour by the rule and against the duties; return the overtime of their weeks."""
    extra = []
    worked = Counter[tuple[int, int, str]]()
    for each in found.tours:
        team = problem.teams[each.team]
        rule = team.tour
        assert rule is not None
        numbers = tuple(None if one is None else team.types.index(one) for one in each.types)
        if len(numbers) == 7:
            assert keeps(rule, team.types, numbers, problem.slots_per_day)
        assert numbers in weeks(problem, team)
        plain = sum(one.paid - one.overtime for one in each.types if one is not None)
        over = 0 if rule.paid_plain is None else max(0, plain - rule.paid_plain)
        extra.append(each.agents * over * team.slot_wage * rule.premium_overtime)
        for day, one in enumerate(each.types):
            if one is not None:
                worked[each.team, day, one.name] += each.agents
    for duty in found.duties:
        if problem.teams[duty.team].tour is not None:
            worked[duty.team, duty.day, duty.type.name] -= duty.agents
    assert not any(worked.values())
    return extra


def test_the_enumeration_knows_what_is_worked_out_by_hand() -> None:
    """One agent a slot for four slots; a shift of two for 3, one of four with a pause for 5.

    Two short shifts cover all for 6. A long one for 5 leaves its pause open, at a price of 2 (soft
    cover) that makes 7, and spare agents there are none: 6 is best. At a price of 0.5 the long one
    makes 5.5; nobody at all makes 4 x 0.5 = 2, which is best.
    """
    short = ShiftType("short", "any", ((0, 2),), (), 2)
    later = ShiftType("later", "any", ((2, 4),), (), 2)
    long = ShiftType("long", "any", ((0, 4),), (BreakWindow(1, 1, 2, paid=True),), 4)
    team = Team("team", ((0, 1.0),), (short, later, long), np.array([[3.0, 3.0, 5.0]]), most=3)
    required = np.array([[1.0, 1.0, 1.0, 1.0, 0.0, 0.0]])
    problem = Problem(900, PER_DAY, 1, ("calls",), required, (team,), FullCover())
    assert best(problem).objective == 6.0
    assert best(replace(problem, goal=SoftCover(2.0))).objective == 6.0
    assert best(replace(problem, goal=SoftCover(0.5))).objective == 2.0
    assert best(replace(problem, goal=SoftCover(2.0, per_type=1.0))).objective == 8.0
    assert best(replace(problem, goal=MostService(headcount=1))).objective == 1.0


def test_the_enumeration_shares_agents_out_once() -> None:
    """One agent serves calls fully or chats at half: of 1 call and 1 chat, a chat goes short."""
    both = Team("both", ((0, 1.0), (1, 0.5)), (), np.zeros((1, 0)), most=2)
    required = np.ones((2, PER_DAY))
    problem = Problem(900, PER_DAY, 1, ("calls", "chats"), required, (both,), SoftCover(4.0, 3.0))
    assert slot_price(problem, required[:, 0], (1, 0)) == pytest.approx(4.0)
    assert slot_price(problem, required[:, 0], (2, 0)) == pytest.approx(2.0)
    assert slot_price(problem, required[:, 0], (4, 0)) == pytest.approx(1.5)  # half a chat to spare
