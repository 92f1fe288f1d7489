"""Today's roster and a schedule side by side: people, hours and wages, worked out by hand."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

import numpy as np
import pytest

from optimize.schedule.problem import Problem
from optimize.schedule.solution import Duty, Tour
from optimize.shifts.wages import Pay
from scenarios import duty
from scenarios.planning.need.requirement import requirement
from scenarios.planning.schedule.coverage_table import coverage_table
from scenarios.planning.schedule.payroll import has_roster, scheduled_pay, todays_pay
from scenarios.planning.schedule.problem import problem
from scenarios.planning.schedule.roster import PARTS, roster_table
from scenarios.planning.schedule.scheduled import with_duties
from scenarios.schema import Scenario
from tests.scenarios.small import small

MEAL = {"start": "12:00", "length": "1 h", "waves": 2, "paid": False}
LONG = {"start": "08:00", "end": "20:00", "agents": 4, "breaks": [MEAL]}
NIGHT = {"start": "22:00", "end": "07:00", "agents": 2, "days": [5]}
PATTERNS = {
    "full": {
        "starts": "08:00",
        "lengths": "9 h",
        "breaks": [{"length": "1 h", "from": "3 h", "to": "5 h", "paid": False}],
    },
    "long": {"starts": "10:00", "lengths": "10 h"},
    "night": {"starts": "22:00", "lengths": "9 h"},
}


def week(planning: dict[str, Any] | None = None, **shifts: Any) -> Scenario:
    """The week to 2 October 2026, by Chinese law: its sixth and seventh days are holidays.

    Groups: `front` with shifts of its own, `kept` that keeps its agents, both at 40 CNY an hour.
    """
    serves = {"serves": {"general": {}}, "wage_per_h": 40}
    own = {"long": LONG, "night": NIGHT} | shifts
    return small(
        days=7,
        first_day="2026-09-26",
        groups={"front": serves | {"shifts": own}, "kept": serves | {"agents": 1}},
        costs={"premiums": [{"between": "22:00-06:00", "share": "30 %"}]},
        planning={"law": "china", "shifts": PATTERNS, "groups": {"kept": {"fixed": True}}}
        | (planning or {}),
    )


def problem_of(scenario: Scenario) -> Problem:
    return problem(scenario, np.ones((1, scenario.intervals)))


def on(made: Problem, name: str, day: int, agents: int) -> Duty:
    item = next(one for one in made.teams[0].types if one.pattern == name)
    return Duty(0, day, item, tuple(each.earliest for each in item.breaks), agents)


def simulated(scenario: Scenario) -> float:
    return float(duty.pay(scenario)[1].sum())


def test_todays_shifts_are_paid_by_the_rules_of_a_schedule() -> None:
    paid = todays_pay(week())["front"]
    # Long: 11 h paid on 7 days by 4 agents, 308 h; 3 h of each are overtime, but on holidays, on
    # which all 11 h are the holiday's: 5 x 4 x 3 x 20 = 1,200; 2 x 4 x 11 x 40 x 2 = 7,040.
    # Night: 9 h by 2 agents into the holiday: 18 h. After midnight 2 x 7 x 40 x 2 = 1,120, the last
    # hour, which is overtime, among them; by the clock 22:00-06:00, 2 x 8 x 40 x 0.3 = 192.
    base = (308 + 18) * 40
    assert astuple(paid) == pytest.approx(astuple(Pay(326, base, 192, 1200, 0, 7040 + 1120)))


def test_a_shift_with_a_premium_of_its_own_says_what_there_is_over_the_wage() -> None:
    paid = todays_pay(week(long=LONG | {"premium": "10 %"}))["front"]
    # 308 h x 40 x 0.1; overtime and holiday are the night's alone.
    assert (paid.shift, paid.overtime, paid.holiday) == pytest.approx((1232, 0, 1120))


def test_a_group_that_keeps_what_it_has_is_paid_as_the_simulation_pays_it() -> None:
    scenario = week()
    kept = todays_pay(scenario)["kept"]
    # One agent round the clock for a week: 168 h, 56 of them at night.
    assert (kept.hours, kept.base, kept.clock) == pytest.approx((168, 6720, 56 * 40 * 0.3))
    assert kept == scheduled_pay(scenario, problem_of(scenario), ())["kept"]


def test_a_schedule_is_paid_what_it_costs_in_the_simulation() -> None:
    scenario = week()
    made = problem_of(scenario)
    duties = [on(made, "full", 0, 3), on(made, "long", 5, 2), on(made, "night", 4, 1)]
    paid = scheduled_pay(scenario, made, duties)
    assert sum(one.total for one in paid.values()) == pytest.approx(
        simulated(with_duties(scenario, made, duties))
    )
    # Long on the holiday: 10 h x 2 agents x 40 x 2. Night into it: 00:00-07:00, 7 x 40 x 2.
    assert paid["front"].holiday == pytest.approx(1600 + 560)


def test_a_sixth_day_of_a_tour_is_paid_as_a_rest_day() -> None:
    tours = {"six": {"days_on": 6, "off_in_a_row": 1}}
    groups = {"front": {"tour": "six", "shifts": ["full"]}, "kept": {"fixed": True}}
    scenario = week({"tours": tours, "groups": groups})
    made = problem_of(scenario)
    item = made.teams[0].types[0]
    duties = [on(made, "full", day, 2) for day in (0, 1, 2, 3, 4, 6)]
    tour = Tour(0, 0, (item,) * 5 + (None, item), 2)
    paid = scheduled_pay(scenario, made, duties, [tour])["front"]
    # 48 h a week are 8 beyond 40: 2 agents x 8 x 40 x 1.
    assert (paid.hours, paid.rest_day, paid.overtime) == pytest.approx((96, 640, 0))
    assert paid.total + todays_pay(scenario)["kept"].total == pytest.approx(
        simulated(with_duties(scenario, made, duties, [tour]))
    )
    table = roster_table(scenario, made, duties, [tour]).set_index("group")
    assert table["employed"].to_dict() == pytest.approx(
        {"front": 2, "kept": np.nan, "": 2}, nan_ok=True
    )


def test_a_roster_puts_today_beside_the_schedule_and_adds_up() -> None:
    scenario = week()
    made = problem_of(scenario)
    duties = [on(made, "full", 0, 3), on(made, "long", 0, 2), on(made, "night", 1, 1)]
    table = roster_table(scenario, made, duties).set_index("group")
    assert table["people"].to_dict() == {"front": 5, "kept": 1, "": 6}
    assert table["today_people"].to_dict() == {"front": 6, "kept": 1, "": 7}
    assert table.loc["front", "today_h"] == pytest.approx(326)
    sums = ["paid_h", "wages", *PARTS, "today_h", "today_wages"]
    assert table.loc[["front", "kept"], sums].sum().to_numpy() == pytest.approx(
        table.loc["", sums].to_numpy(float)
    )
    assert table[list(PARTS)].sum(axis=1).to_numpy() == pytest.approx(table["wages"].to_numpy())


def test_numbers_instead_of_shifts_are_no_roster() -> None:
    numbers = {"front": {"serves": {"general": {}}, "agents": 4}}
    scenario = small(groups=numbers, planning={"law": "china", "shifts": PATTERNS})
    made = problem_of(scenario)
    assert not has_roster(scenario)
    table = roster_table(scenario, made, [on(made, "full", 0, 3)])
    assert table[["today_people", "today_h", "today_wages"]].isna().all().all()


def test_cover_is_over_or_under_and_never_both() -> None:
    scenario = week()
    made = problem_of(scenario)
    shown = with_duties(scenario, made, [on(made, "full", 0, 3)])
    needs = requirement(scenario)
    table = coverage_table(shown, needs, needs.net)
    assert list(table["name"].unique()) == ["", "general"]
    assert len(table) == 2 * scenario.intervals
    slack = table["scheduled"] - table["required"]
    assert (table["over"] - table["under"]).to_numpy() == pytest.approx(slack.to_numpy())
    assert not ((table["over"] > 0) & (table["under"] > 0)).any()
    at_ten = table[(table["name"] == "general") & (table["day"] == 1) & (table["start_min"] == 600)]
    assert at_ten["agents"].item() == 4  # three of the schedule, and the one who is kept
