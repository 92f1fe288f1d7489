"""Schedules put back into their scenario: the same shifts, the same money, and it runs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from optimize.schedule import Limits, solve
from optimize.schedule.problem import Problem
from optimize.schedule.solution import Duty, Solution, Status, Tour
from optimize.shifts.check.on_duty import on_duty
from scenarios import duty
from scenarios.faults import BadInput
from scenarios.load import load_text, resolved_yaml
from scenarios.planning.schedule.problem import problem
from scenarios.planning.schedule.scheduled import scheduled, wages, with_duties
from scenarios.schema import Scenario
from tests.scenarios.small import front, small

BREAKS = [
    {"length": "15 min", "from": "1 h", "to": "2 h"},
    {"length": "1 h", "from": "3 h", "to": "5 h", "paid": False},
]
PATTERNS = {
    "full": {"starts": ["08:00", "09:30"], "lengths": "9 h", "breaks": BREAKS},
    "long": {"starts": "10:00", "lengths": "11 h", "breaks": BREAKS},
    "night": {"starts": "22:00", "lengths": "9 h", "breaks": BREAKS},
    "split": {"starts": "09:00", "lengths": "8 h", "first": "4 h", "gap": "3 h"},
}


def week(**more: Any) -> Scenario:
    """The last week of September 2026 to National Day's eve and day, by Chinese law."""
    given = {
        "days": 7,
        "first_day": "2026-09-26",
        "warm_up": "2 h",
        "groups": front(agents=1, wage_per_h=40),
        "costs": {"premiums": [{"between": "22:00-06:00", "share": "30 %"}]},
        "planning": {"law": "china", "shifts": PATTERNS},
    }
    return small(**given | more)


def problem_of(scenario: Scenario) -> Problem:
    return problem(scenario, np.ones((len(scenario.queues), scenario.intervals)))


def duty_of(made: Problem, name: str, day: int, breaks: tuple[int, ...], agents: int) -> Duty:
    (item,) = (item for item in made.teams[0].types if item.name == name)
    return Duty(0, day, item, breaks, agents)


def solution(duties: list[Duty], tours: tuple[Tour, ...] = ()) -> Solution:
    return Solution(Status.OPTIMAL, tuple(duties), tours, 0, 0, 0, 0, 0, 0, 0)


def simulated_wages(scenario: Scenario) -> float:
    return float(duty.pay(scenario)[1][:, scenario.warm_up_intervals :].sum())


def slots_on_duty(scenario: Scenario, made: Problem) -> np.ndarray:
    """Return agents at work by slot as the scenario's crews have them."""
    agents = np.zeros(made.slots)
    first, slot_ms = scenario.warm_up * 1000, made.slot_s * 1000
    for crew in duty.crews(scenario):
        for start, end in crew.spans_ms:
            slots = np.arange(start - first, end - first, slot_ms) // slot_ms
            np.add.at(agents, slots[slots >= 0].astype(int), crew.size)
    return agents


def a_bit_of_everything(made: Problem) -> list[Duty]:
    return [
        duty_of(made, "full 08:00-17:00", 0, (36, 46), 3),
        duty_of(made, "full 08:00-17:00", 0, (38, 50), 2),
        duty_of(made, "full 08:00-17:00", 1, (36, 46), 3),
        duty_of(made, "full 08:00-17:00", 5, (36, 46), 3),
        duty_of(made, "full 09:30-18:30", 3, (42, 52), 1),
        duty_of(made, "long 10:00-21:00", 2, (44, 54), 4),
        duty_of(made, "night 22:00-07:00", 4, (92, 102), 2),
        duty_of(made, "night 22:00-07:00", 6, (95, 108), 5),
        duty_of(made, "split 09:00-13:00, 16:00-20:00", 3, (), 2),
    ]


def test_each_kind_of_duty_is_one_shift() -> None:
    scenario = week()
    made = problem_of(scenario)
    shifts = scheduled(scenario, solution(a_bit_of_everything(made)), made).groups["front"].shifts
    assert shifts is not None
    assert {name: (shift.agents, shift.days) for name, shift in shifts.items()} == {
        "full-0800-1700-b1": (2, (1,)),
        "full-0800-1700-b2": (3, (1, 2)),
        "full-0800-1700-b3": (3, (6,)),  # a holiday, with a premium of its own
        "split-0900-2000-b1": (2, (4,)),
        "full-0930-1830-b1": (1, (4,)),
        "long-1000-2100-b1": (4, (3,)),
        "night-2200-0700-b1": (2, (5,)),
        "night-2200-0700-b2": (5, (7,)),
    }
    night = shifts["night-2200-0700-b2"]
    assert [(item.start / 3600, item.length / 3600, item.paid) for item in night.breaks] == [
        (23.75, 0.25, True),
        (3, 1, False),
    ]
    (gap,) = shifts["split-0900-2000-b1"].breaks
    assert (gap.start / 3600, gap.length / 3600, gap.paid) == (13, 3, False)


def test_the_premium_is_what_law_adds_to_wage_and_clock() -> None:
    scenario = week()
    made = problem_of(scenario)
    shifts = scheduled(scenario, solution(a_bit_of_everything(made)), made).groups["front"].shifts
    assert shifts is not None
    premiums = {name: shift.premium for name, shift in shifts.items() if shift.premium}
    # The long shift: 10 h paid, 2 of them overtime at 150 %. Day 6 is 1 October, paid threefold.
    # The night before it lies on the holiday for 7 of 9 hours, one of them unpaid: 6 of 8 paid.
    # Day 7 is the 2nd, the day after it the 3rd: holidays too.
    assert premiums == pytest.approx(
        {
            "full-0800-1700-b3": 2,
            "long-1000-2100-b1": 2 * 0.5 / 10,
            "night-2200-0700-b1": 2 * 6 / 8,
            "night-2200-0700-b2": 2,
        }
    )


def test_simulated_wages_are_those_of_the_schedule() -> None:
    scenario = week()
    made = problem_of(scenario)
    duties = a_bit_of_everything(made)
    expected = 40 * (
        (3 + 2 + 3) * 8  # full, ordinary days
        + 3 * 8 * 3  # on the holiday
        + 1 * 8
        + 4 * (10 + 2 * 0.5)  # with two hours of overtime
        + 2 * 8  # split
        # Nights: 8 h paid, from 22:00 to 06:00 at 30 % more: 7 h of it, the meal between.
        + 2 * (8 + 7 * 0.3 + 6 * 2)
        + 5 * (8 + 7 * 0.3 + 8 * 2)
    )
    assert wages(scenario, made, duties) == pytest.approx(expected)
    assert simulated_wages(scheduled(scenario, solution(duties), made)) == pytest.approx(expected)


def test_an_unpaid_break_is_reckoned_where_it_is() -> None:
    # The clock's premium holds from 22:00 on, in the middle of the window of the meal.
    late = {"starts": "16:00", "lengths": "9 h", "breaks": [
        {"length": "1 h", "from": "5 h", "to": "7 h", "paid": False}]}  # fmt: skip
    scenario = week(first_day="2026-06-01", planning={"law": "china", "shifts": {"late": late}})
    made = problem_of(scenario)
    (item,) = made.teams[0].types
    # At work until 01:00: two plain hours of the last three where the meal is at 21:00.
    for begin, nightly in ((84, 3), (88, 2)):
        duties = [Duty(0, 2, item, (begin,), 1)]
        assert wages(scenario, made, duties) == pytest.approx(40 * (8 + 0.3 * nightly))
        assert simulated_wages(with_duties(scenario, made, duties)) == pytest.approx(
            40 * (8 + 0.3 * nightly)
        )


def touring() -> tuple[Scenario, Problem, list[Duty], Tour]:
    """A tour of six days of eight hours: the sixth is worked on top of the week's forty."""
    planning = {
        "law": "china",
        "shifts": {"full": PATTERNS["full"]},
        "tours": {"six": {"days_on": 6, "off_in_a_row": 1}},
        "groups": {"front": {"tour": "six"}},
    }
    scenario = week(first_day="2026-06-01", planning=planning)
    made = problem_of(scenario)
    item = made.teams[0].types[0]
    duties = [Duty(0, day, item, (36, 46), 5) for day in range(6)]
    return scenario, made, duties, Tour(0, 0, (item,) * 6 + (None,), 5)


def test_days_on_top_of_a_weeks_hours_are_paid_for() -> None:
    scenario, made, duties, tour = touring()
    expected = 5 * 40 * (48 + 8 * 1.0)  # a rest day costs twice the wage
    assert wages(scenario, made, duties, [tour]) == pytest.approx(expected)
    assert simulated_wages(scheduled(scenario, solution(duties, (tour,)), made)) == pytest.approx(
        expected
    )


def test_agents_are_on_duty_when_the_schedule_says() -> None:
    scenario = week()
    made = problem_of(scenario)
    duties = a_bit_of_everything(made)
    assert slots_on_duty(with_duties(scenario, made, duties), made).tolist() == (
        on_duty(made, duties)[0].tolist()
    )


def test_duties_that_are_alike_but_for_their_number_are_joined() -> None:
    scenario = week()
    made = problem_of(scenario)
    one = duty_of(made, "full 08:00-17:00", 0, (36, 46), 3)
    shifts = with_duties(scenario, made, [one, replace(one, agents=4), replace(one, agents=0)])
    assert [s.agents for s in (shifts.groups["front"].shifts or {}).values()] == [7]


def test_a_shift_of_every_day_names_no_days() -> None:
    scenario = week()
    made = problem_of(scenario)
    duties = [duty_of(made, "full 08:00-17:00", day, (36, 46), 3) for day in range(5)]
    plain = scenario.model_copy(update={"days": 5, "first_day": None})
    (shift,) = (with_duties(plain, problem_of(plain), duties).groups["front"].shifts or {}).values()
    assert shift.days is None


def test_what_is_scheduled_reads_back_and_keeps_all_else() -> None:
    scenario = week()
    made = problem_of(scenario)
    done = scheduled(scenario, solution(a_bit_of_everything(made)), made)
    assert load_text(resolved_yaml(done)).scenario == done.resolved()
    same = scenario.groups["front"].model_dump(exclude={"agents", "shifts"})
    assert done.groups["front"].model_dump(exclude={"agents", "shifts"}) == same
    assert done.model_copy(update={"groups": scenario.groups}) == scenario


def test_groups_that_are_fixed_keep_what_they_have_and_idle_ones_have_nobody() -> None:
    serves = {"serves": {"general": {}}}
    shifts = {"own": {"start": "08:00", "end": "12:00", "agents": 2}}
    scenario = week(
        groups={"kept": {**serves, "shifts": shifts}, "busy": {**serves, "agents": 1},
                "idle": {**serves, "agents": 1}},
        planning={"law": "china", "shifts": PATTERNS, "groups": {"kept": {"fixed": True}}},
    )  # fmt: skip
    made = problem_of(scenario)
    done = with_duties(scenario, made, [duty_of(made, "full 08:00-17:00", 0, (36, 46), 3)])
    assert done.groups["kept"] == scenario.groups["kept"]
    assert duty.staffed(done, "busy").max() == 3
    assert duty.staffed(done, "idle").max() == 0


def test_nobody_on_duty_is_no_schedule() -> None:
    scenario = week()
    with pytest.raises(BadInput, match="a schedule with somebody on duty"):
        scheduled(scenario, solution([]), problem_of(scenario))


def test_a_month_of_a_large_centre_is_not_too_much() -> None:
    """Agents are bounded by the day: shifts of other days are other agents of the same day."""
    shifts = {f"day{day}": {"start": "08:00", "end": "16:00", "agents": 2500, "days": [day]}
              for day in range(1, 32)}  # fmt: skip
    assert small(days=31, groups=front(shifts=shifts))


def test_a_schedule_that_was_searched_covers_and_costs_what_it_says() -> None:
    part = {"starts": {"from": "08:00", "to": "12:00", "every": "1 h"}, "lengths": "4 h"}
    groups = front(agents=1, wage_per_h=30, absence="50 %")
    scenario = small(groups=groups, planning={"slot": "30 min", "shifts": {"part": part}})
    required = np.zeros((1, 48))
    required[0, 16:24], required[0, 24:32] = 0.5, 1  # of full skill, half of those scheduled come
    made = problem(scenario, required)
    found = solve(made, Limits(time_s=5))
    done = scheduled(scenario, found, made)
    # One agent is needed until 12:00 and two until 16:00: 4 h and twice 4 h, no shift is longer.
    assert found.cost == pytest.approx(12 * 30)
    assert simulated_wages(done) == pytest.approx(12 * 30)
    assert duty.staffed(done, "front")[16:32].tolist() == [1] * 8 + [2] * 8
