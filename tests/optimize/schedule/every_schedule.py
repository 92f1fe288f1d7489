"""The best schedule of a tiny problem, by looking at every schedule there is.

Nothing of the models is used: a team's *lines* are what one agent can do (a shift with its breaks
on one day, or a whole week of them), its *crews* are all ways to put agents on the lines within the
team's own limits, and a schedule is one crew of each team. What is missing or spare depends on the
slot and on how many of each team are on duty there, and is worked out once for each
(`slot_prices`). For one or two teams, each with a most, one or two queues, and up to a week.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, combinations_with_replacement, product

import numpy as np

from optimize.schedule.problem import FullCover, MostService, Problem, SoftCover, Team
from optimize.shifts.shift_type import ShiftType
from optimize.shifts.tour_rule import TourRule

TINY = 1e-9
WEEK = 7

#: The shifts that one agent works, each as (day, number of the type, starts of its breaks).
Line = tuple[tuple[int, int, tuple[int, ...]], ...]
#: The types of an agent's week by number, None where the agent is off.
Week = tuple[int | None, ...]


@dataclass(frozen=True)
class Best:
    """The least that the goal counts, infinite where nothing keeps the rules, and its wages."""

    objective: float
    cost: float


@dataclass(frozen=True)
class Crews:
    """Crews of one team, a row each.

    `agents` are those on duty by slot, `heads` those at work by day (in a tour: all that week),
    `types` a bit for each type that is worked.
    """

    agents: np.ndarray
    cost: np.ndarray
    heads: np.ndarray
    types: np.ndarray
    paid: np.ndarray
    overtime: np.ndarray

    def __len__(self) -> int:
        return len(self.cost)

    def where(self, kept: np.ndarray) -> Crews:
        return Crews(*(values[kept] for values in vars(self).values()))

    def types_used(self) -> np.ndarray:
        return np.array([int(mask).bit_count() for mask in self.types], float)


def best(problem: Problem) -> Best:
    """Return what the best of all schedules comes to."""
    first, second = (*(crews(problem, team) for team in problem.teams), nobody(problem))[:2]
    if not len(first) or not len(second):
        return Best(math.inf, math.inf)
    cost = first.cost[:, None] + second.cost[None, :]
    missed = np.zeros(cost.shape)
    prices = slot_prices(problem, int(first.agents.max()), int(second.agents.max()))
    for slot, table in enumerate(prices):
        missed += table[first.agents[:, slot]][:, second.agents[:, slot]]
    goal = problem.goal
    if isinstance(goal, MostService):
        missed[~_inside(goal, first, second, cost)] = math.inf
        return _least(missed, cost)
    types = 0.0
    if isinstance(goal, SoftCover):
        types = goal.per_type * (first.types_used()[:, None] + second.types_used()[None, :])
    return _least(cost + missed + types, cost)


def _inside(goal: MostService, first: Crews, second: Crews, cost: np.ndarray) -> np.ndarray:
    within = np.ones(cost.shape, bool)
    if goal.headcount is not None:
        heads = first.heads[:, None, :] + second.heads[None, :, :]
        within &= (heads <= goal.headcount).all(axis=2)
    if goal.budget is not None:
        within &= cost <= goal.budget + TINY
    return within


def _least(objective: np.ndarray, cost: np.ndarray) -> Best:
    """Return the least objective, and the least cost that goes with it."""
    least = float(objective.min())
    if math.isinf(least):
        return Best(least, math.inf)
    return Best(least, float(cost[objective <= least + TINY].min()))


def nobody(problem: Problem) -> Crews:
    """Return the one crew of a team without agents."""
    none = np.zeros(1, int)
    slots, days = np.zeros((1, problem.slots), int), np.zeros((1, problem.days), int)
    return Crews(slots, np.zeros(1), days, none, none, none)


def crews(problem: Problem, team: Team) -> Crews:
    """Return every crew within the team's least and most, paid slots and overtime."""
    found = nobody(problem)
    for lines in _choices(problem, team):
        found = _both(found, _put_on(problem, team, lines))
    kept = np.ones(len(found), bool)
    if team.paid_most is not None:
        kept &= found.paid <= team.paid_most + TINY
    if team.overtime_most is not None:
        kept &= found.overtime <= team.overtime_most + TINY
    return found.where(kept)


def _choices(problem: Problem, team: Team) -> Iterator[list[Line]]:
    """Give the lines that agents choose one of: those of a week, or of each day by itself."""
    if team.tour is not None:
        if all_weeks := weeks(problem, team):
            yield [line for week in all_weeks for line in _with_breaks(team, week)]
        return
    for day in range(problem.days):
        ways: list[Line] = [
            ((day, k, breaks),)
            for k, type_ in enumerate(team.types)
            if np.isfinite(team.costs[day, k])
            for breaks in product(*(pause.starts for pause in type_.breaks))
        ]
        if ways:
            yield ways


def _with_breaks(team: Team, week: Week) -> Iterator[Line]:
    shifts = [(day, k) for day, k in enumerate(week) if k is not None]
    places = [tuple(product(*(p.starts for p in team.types[k].breaks))) for _, k in shifts]
    for breaks in product(*places):
        yield tuple((*shift, chosen) for shift, chosen in zip(shifts, breaks, strict=True))


def _put_on(problem: Problem, team: Team, lines: Sequence[Line]) -> Crews:
    """Return every way to have from the least to the most agents, each on one of the lines."""
    most, nobody_there = team.most or 0, len(lines)
    on = np.array(
        [
            (*crew, *[nobody_there] * (most - number))
            for number in range(team.least, most + 1)
            for crew in combinations_with_replacement(range(len(lines)), number)
        ],
        int,
    ).reshape(-1, most)

    def summed(each: Sequence[object]) -> np.ndarray:
        values = np.array(each)
        return np.concatenate([values, 0 * values[:1]])[on].sum(axis=1)

    extra = [_weekly_overtime(team, line) for line in lines]
    premium = 0.0 if team.tour is None else team.slot_wage * team.tour.premium_overtime
    wages = [sum(team.costs[day, k] for day, k, _ in line) for line in lines]
    overtime = [sum(team.types[k].overtime for _, k, _ in line) for line in lines]
    masks = np.array([*(sum({1 << k for _, k, _ in line}) for line in lines), 0])
    return Crews(
        agents=summed([on_duty(problem, team, line) for line in lines]),
        cost=summed(wages) + premium * summed(extra),
        heads=summed([_heads(problem, team, line) for line in lines]),
        types=np.bitwise_or.reduce(masks[on], axis=1),
        paid=summed([sum(team.types[k].paid for _, k, _ in line) for line in lines]),
        overtime=summed(overtime) + summed(extra),
    )


def _both(first: Crews, second: Crews) -> Crews:
    """Return every crew of the first with every crew of the second."""
    one, other = (each.ravel() for each in np.indices((len(first), len(second))))
    a, b = first.where(one), second.where(other)
    return Crews(
        a.agents + b.agents,
        a.cost + b.cost,
        a.heads + b.heads,
        a.types | b.types,
        a.paid + b.paid,
        a.overtime + b.overtime,
    )


def on_duty(problem: Problem, team: Team, line: Line) -> np.ndarray:
    """Return 1 in each slot of the horizon in which an agent is at work and not in a break."""
    found = np.zeros(problem.slots, int)
    for day, k, breaks in line:
        type_ = team.types[k]
        at_work = {slot for begin, end in type_.parts for slot in range(begin, end)}
        for begin, pause in zip(breaks, type_.breaks, strict=True):
            at_work -= set(range(begin, begin + pause.length))
        for slot in at_work:
            place = day * problem.slots_per_day + slot
            if problem.circular or place < problem.slots:
                found[place % problem.slots] += 1
    return found


def _heads(problem: Problem, team: Team, line: Line) -> list[int]:
    if team.tour is not None:
        return [1] * problem.days
    return [int(any(day == at for at, _, _ in line)) for day in range(problem.days)]


def _weekly_overtime(team: Team, line: Line) -> int:
    if team.tour is None or team.tour.paid_plain is None:
        return 0
    plain = sum(team.types[k].paid - team.types[k].overtime for _, k, _ in line)
    return max(0, plain - team.tour.paid_plain)


def weeks(problem: Problem, team: Team) -> list[Week]:
    """Return the weeks that the tour's rule allows, cut where the horizon ends before them.

    Those without work in the horizon are left out.
    """
    rule = team.tour
    if rule is None or problem.days > WEEK:
        raise ValueError("a team with tours and at most a week are expected")
    found = set[Week]()
    for days in (days for on in set(rule.days_on) for days in combinations(range(WEEK), on)):
        for chosen in product(range(len(team.types)), repeat=len(days)):
            worked = dict(zip(days, chosen, strict=True))
            week = tuple(worked.get(day) for day in range(WEEK))
            if keeps(rule, team.types, week, problem.slots_per_day):
                found.add(week[: problem.days])
    return sorted(
        (week for week in found if _offered(team, week) and any(k is not None for k in week)),
        key=str,
    )


def _offered(team: Team, week: Week) -> bool:
    return all(k is None or np.isfinite(team.costs[day, k]) for day, k in enumerate(week))


def keeps(rule: TourRule, types: Sequence[ShiftType], week: Week, slots_per_day: int) -> bool:
    """Return whether a whole week keeps the rule, its last day before its first."""
    worked = [types[k] for k in week if k is not None]
    starts, spans = [one.start for one in worked], {one.end - one.start for one in worked}
    off = "".join("x" if k is None else "-" for k in week) * 2
    nights = sum(_is_night(one, rule.night, slots_per_day) for one in worked)
    neighbours = zip(week, (*week[1:], week[0]), strict=True)
    rests = [
        slots_per_day + types[after].start - types[before].end
        for before, after in neighbours
        if before is not None and after is not None
    ]
    return (
        len(worked) in rule.days_on
        and ("x" * rule.off_in_a_row in off)
        and max(starts) - min(starts) <= rule.start_within
        and len(spans) == 1
        and (rule.start_within > 0 or len({one.pattern for one in worked}) == 1)
        and min(rests, default=rule.rest) >= rule.rest
        and (rule.paid_most is None or sum(one.paid for one in worked) <= rule.paid_most)
        and (rule.nights_most is None or nights <= rule.nights_most)
    )


def _is_night(type_: ShiftType, night: tuple[int, int] | None, slots_per_day: int) -> bool:
    """Return whether any slot at work has an hour of the clock that is one of the night's."""
    if night is None:
        return False
    dark = {slot % slots_per_day for slot in range(*night)}
    return any(
        slot % slots_per_day in dark for begin, end in type_.parts for slot in range(begin, end)
    )


def slot_prices(problem: Problem, most_first: int, most_second: int) -> Iterator[np.ndarray]:
    """Give, slot by slot, what is missing or spare when so many of the first and second team work.

    Infinite where full cover is wanted and cannot be had.
    """
    numbers = list(product(range(most_first + 1), range(most_second + 1)))
    known = dict[tuple[float, ...], np.ndarray]()
    for slot in range(problem.slots):
        required = problem.required[:, slot]
        key = tuple(required.tolist())
        if key not in known:
            known[key] = np.array(
                [slot_price(problem, required, agents) for agents in numbers]
            ).reshape(most_first + 1, most_second + 1)
        yield known[key]


def slot_price(problem: Problem, required: np.ndarray, agents: tuple[int, int]) -> float:
    """Return the least price of one slot, however the agents share themselves out.

    The price is piecewise linear in how many of each team work for the first queue, so that it is
    least at a corner: where two of the lines cross that are "none of a team", "all of a team" and
    "a queue has just what it requires".
    """
    price = _price(problem)
    skills = [dict(team.serves) for team in problem.teams] + [{0: 0.0}]
    weights = np.array([[skill.get(queue, 0.0) for queue in (0, 1)] for skill in skills[:2]])
    box = [
        (0.0 if 1 in skill else float(n), float(n) if 0 in skill else 0.0)
        for skill, n in zip(skills, agents, strict=False)
    ]
    wanted = np.zeros(2)
    wanted[: required.size] = required

    def served(x: np.ndarray) -> np.ndarray:
        return np.array([weights[:, 0] @ x, weights[:, 1] @ (np.array(agents) - x)])

    lines = [
        *((np.eye(2)[t], end) for t in (0, 1) for end in box[t]),
        (weights[:, 0], wanted[0]),
        (weights[:, 1], weights[:, 1] @ np.array(agents) - wanted[1]),
    ]
    return min(
        price(wanted - served(x))
        for x in _crossings(lines)
        if all(
            low - TINY <= value <= high + TINY for value, (low, high) in zip(x, box, strict=True)
        )
    )


def _crossings(lines: list[tuple[np.ndarray, float]]) -> Iterator[np.ndarray]:
    for (first, one), (second, other) in combinations(lines, 2):
        matrix = np.array([first, second])
        if abs(np.linalg.det(matrix)) > TINY:
            yield np.linalg.solve(matrix, np.array([one, other]))


def _price(problem: Problem) -> Callable[[np.ndarray], float]:
    """Return the price of what each queue lacks, below 0 where there is some to spare."""
    goal = problem.goal
    if isinstance(goal, FullCover):
        return lambda lack: 0.0 if lack.max() <= 1e-7 else math.inf
    under, over = (goal.under, goal.over) if isinstance(goal, SoftCover) else (1.0, 0.0)
    return lambda lack: float(
        under * np.maximum(lack, 0.0).sum() + over * np.maximum(-lack, 0.0).sum()
    )
