"""Today's roster beside a schedule: people, hours and wages of each group, premiums apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimize.schedule.problem import Problem
from optimize.schedule.solution import Duty, Tour
from optimize.shifts.wages import Pay
from scenarios.planning.schedule.payroll import NOTHING, has_roster, scheduled_pay, todays_pay
from scenarios.planning.schedule.problem import Plan
from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame

#: What is paid, by its name in a roster and in `Pay`.
PARTS: Final = {
    "base_wage": "base",
    "night": "clock",
    "overtime": "overtime",
    "rest_day": "rest_day",
    "holiday": "holiday",
    "shift_premium": "shift",
}
_WEEK: Final = 7


def roster_table(
    scenario: Scenario, problem: Problem, duties: Sequence[Duty], tours: Sequence[Tour] = ()
) -> Frame:
    """Return a row for each group, and one for all of them (name empty).

    `scenario` is the one that was scheduled, with its own roster. Columns: group, people (agents on
    the fullest day), employed (agents with a tour, of the fullest week; NaN where there are none),
    paid_h, wages, and these apart: base_wage, night (premiums of the clock), overtime, rest_day,
    holiday, shift_premium (what a shift says itself); today_people, today_h, today_wages, NaN where
    nobody has shifts today.
    """
    today = has_roster(scenario)
    paid = scheduled_pay(scenario, problem, duties, tours)
    paid_today = todays_pay(scenario) if today else {}
    heads, heads_today = _heads(scenario, problem, duties), _todays_heads(scenario)
    employed = _employed(scenario, problem, tours)
    rows = [
        _row(name, heads[row], employed[row], paid[name])
        | _todays(heads_today[row] if today else None, paid_today.get(name))
        for row, name in enumerate(scenario.groups)
    ]
    total = _row("", heads.sum(axis=0), _sum(employed), sum(paid.values(), NOTHING))
    totals_today = sum(paid_today.values(), NOTHING) if today else None
    rows.append(total | _todays(heads_today.sum(axis=0) if today else None, totals_today))
    return pd.DataFrame(rows)


def _row(name: str, heads: NDArray[np.int64], employed: float, paid: Pay) -> dict[str, Any]:
    parts = asdict(paid)
    return {
        "group": name,
        "people": int(heads.max(initial=0)),
        "employed": employed,
        "paid_h": paid.hours,
        "wages": paid.total,
        **{name: parts[part] for name, part in PARTS.items()},
    }


def _todays(heads: NDArray[np.int64] | None, paid: Pay | None) -> dict[str, float]:
    if heads is None or paid is None:
        return dict.fromkeys(("today_people", "today_h", "today_wages"), np.nan)
    people = float(heads.max(initial=0))
    return {"today_people": people, "today_h": paid.hours, "today_wages": paid.total}


def _sum(employed: Sequence[float]) -> float:
    return float(np.nansum(employed)) if not np.all(np.isnan(employed)) else np.nan


def _heads(scenario: Scenario, problem: Problem, duties: Sequence[Duty]) -> NDArray[np.int64]:
    """Return how many agents begin a shift, by group and day; of fixed groups as today."""
    heads = _todays_heads(scenario)
    rows = {name: row for row, name in enumerate(scenario.groups)}
    for team in problem.teams:
        heads[rows[team.name]] = 0
    for one in duties:
        heads[rows[problem.teams[one.team].name], one.day] += one.agents
    return heads


def _todays_heads(scenario: Scenario) -> NDArray[np.int64]:
    """Return how many agents begin a shift today, by group and day; of numbers the most at once."""
    heads = np.zeros((len(scenario.groups), scenario.days), np.int64)
    for row, (name, group) in enumerate(scenario.groups.items()):
        numbers = scenario.agents(name)
        if numbers is not None:
            heads[row] = numbers.reshape(scenario.days, -1).max(axis=1)
        for shift in (group.shifts or {}).values():
            days = shift.days or range(1, scenario.days + 1)
            heads[row, [day - 1 for day in days]] += shift.agents
    return heads


def _employed(scenario: Scenario, problem: Problem, tours: Sequence[Tour]) -> list[float]:
    """Return the agents with a tour, of the week that has most; NaN for groups without tours."""
    plan = Plan(scenario)
    found = dict.fromkeys(scenario.groups, np.nan)
    for number, team in enumerate(problem.teams):
        if plan.tour(team.name) is not None:
            weeks = np.zeros(-(-scenario.days // _WEEK), np.int64)
            for tour in tours:
                if tour.team == number:
                    weeks[tour.week] += tour.agents
            found[team.name] = float(weeks.max(initial=0))
    return list(found.values())
