"""Totals of a schedule: headcount, paid hours, overtime, days off and money."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from optimize.schedule.problem import MostService, Problem
from optimize.schedule.solution import Duty, Tour
from optimize.shifts.check.breach import Breach, Rule
from optimize.shifts.check.tour import WEEK, weekly_overtime
from optimize.shifts.work_rules import WorkRules

_ROUNDING = 1e-6
_ALL = "all teams"


def total_breaches(
    problem: Problem, duties: Sequence[Duty], tours: Sequence[Tour], rules: WorkRules | None
) -> Iterator[Breach]:
    """Give the breaches of what is summed over agents, days or money."""
    heads = _heads(problem, duties, tours)
    yield from _of_heads(problem, heads)
    yield from _of_hours(problem, duties, tours)
    if rules is not None:
        yield from _of_days_off(problem, duties, rules)
    if isinstance(problem.goal, MostService):
        yield from _of_caps(problem, problem.goal, heads, wages(problem, duties, tours))


def wages(problem: Problem, duties: Sequence[Duty], tours: Sequence[Tour]) -> float:
    """Return what a schedule costs by the teams' costs; a shift that has none there costs 0."""
    total = 0.0
    for duty in duties:
        team = problem.teams[duty.team]
        if duty.type in team.types and 0 <= duty.day < problem.days:
            each = team.costs[duty.day, team.types.index(duty.type)]
            total += duty.agents * each if np.isfinite(each) else 0.0
    for tour in tours:
        team = problem.teams[tour.team]
        if team.tour is not None:
            extra = weekly_overtime(problem, tour) * team.slot_wage * team.tour.premium_overtime
            total += tour.agents * extra
    return float(total)


def _heads(problem: Problem, duties: Sequence[Duty], tours: Sequence[Tour]) -> NDArray[np.int64]:
    """Return the headcount by team and day: who works that day, or has a tour that week."""
    heads = np.zeros((len(problem.teams), problem.days), np.int64)
    for duty in duties:
        if problem.teams[duty.team].tour is None and 0 <= duty.day < problem.days:
            heads[duty.team, duty.day] += duty.agents
    for tour in tours:
        if problem.teams[tour.team].tour is not None:
            heads[tour.team, tour.week * WEEK : (tour.week + 1) * WEEK] += tour.agents
    return heads


def _of_heads(problem: Problem, heads: NDArray[np.int64]) -> Iterator[Breach]:
    for team, counts in zip(problem.teams, heads, strict=True):
        days = range(0, problem.days, 1 if team.tour is None else WEEK)
        for day in days:
            count = int(counts[day])
            can_work = team.tour is not None or bool(np.isfinite(team.costs[day]).any())
            if team.most is not None and count > team.most:
                says = f"{count} agents, at most {team.most}"
                yield Breach(Rule.HEADCOUNT, team.name, count - team.most, says, day=day)
            elif max(count, 0) < team.least and can_work:
                says = f"{count} agents, at least {team.least}"
                yield Breach(Rule.HEADCOUNT, team.name, team.least - count, says, day=day)


def _of_hours(problem: Problem, duties: Sequence[Duty], tours: Sequence[Tour]) -> Iterator[Breach]:
    for number, team in enumerate(problem.teams):
        own = [duty for duty in duties if duty.team == number]
        paid = sum(duty.agents * duty.type.paid for duty in own)
        overtime = sum(duty.agents * duty.type.overtime for duty in own) + sum(
            tour.agents * weekly_overtime(problem, tour) for tour in tours if tour.team == number
        )
        for rule, slots, most in (
            (Rule.PAID_HOURS, paid, team.paid_most),
            (Rule.OVERTIME, overtime, team.overtime_most),
        ):
            if most is not None and slots > most + _ROUNDING:
                hours, allowed = (each * problem.slot_s / 3600 for each in (slots, most))
                kind = "paid" if rule is Rule.PAID_HOURS else "of overtime"
                says = f"{hours:g} h {kind}, at most {allowed:g} h for all of them"
                yield Breach(rule, team.name, hours - allowed, says)


def _of_days_off(problem: Problem, duties: Sequence[Duty], rules: WorkRules) -> Iterator[Breach]:
    """Give the weeks in which even all agents of a team without tours cannot have their days off.

    A day's agents are at most so many; so many times the days that may be worked is all there is.
    """
    shifts = np.zeros((len(problem.teams), problem.days), np.int64)
    for duty in duties:
        if 0 <= duty.day < problem.days:
            shifts[duty.team, duty.day] += duty.agents
    for number, team in enumerate(problem.teams):
        if team.tour is not None or team.most is None:
            continue
        for first in range(0, problem.days - WEEK + 1, WEEK):
            worked = int(shifts[number, first : first + WEEK].sum())
            most = team.most * (WEEK - rules.rest_days)
            if worked > most:
                says = f"{worked} shifts in week {first // WEEK + 1}, {team.most} agents"
                says += f" with {rules.rest_days} days off work {most}"
                yield Breach(Rule.REST_DAYS, team.name, worked - most, says, day=first)


def _of_caps(
    problem: Problem, goal: MostService, heads: NDArray[np.int64], money: float
) -> Iterator[Breach]:
    if goal.headcount is not None:
        for day in np.flatnonzero(heads.sum(axis=0) > goal.headcount).tolist():
            count = int(heads[:, day].sum())
            says = f"{count} agents, at most {goal.headcount}"
            yield Breach(Rule.HEADCOUNT, _ALL, count - goal.headcount, says, day=day)
    if goal.budget is not None and money > goal.budget * (1 + _ROUNDING):
        says = f"wages of {money:.2f}, at most {goal.budget:.2f}"
        yield Breach(Rule.BUDGET, _ALL, money - goal.budget, says)
