"""The problem a schedule solves: grid, teams, costs, goal, and what fixed groups leave of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from optimize.schedule.problem import FullCover, MostService, Problem, SoftCover
from optimize.shifts.wages import costs
from scenarios.faults import BadInput
from scenarios.load import library, load
from scenarios.planning.need.lines import AtOnce
from scenarios.planning.need.works import Work
from scenarios.planning.schedule.problem import Plan, problem
from scenarios.schema import Scenario
from scenarios.schema.channels.channel import LIVE
from scenarios.schema.planning import Planning
from tests.scenarios.small import front, general, small

EARLY = {"starts": "08:00", "lengths": "4 h"}


def planned(**planning: Any) -> Scenario:
    """Return the smallest scenario with an `early` shift of four hours, planned as given."""
    return small(planning={"shifts": {"early": EARLY}, **planning})


def evenly(scenario: Scenario, agents: float = 1.0) -> np.ndarray:
    return np.full((len(scenario.queues), scenario.intervals), agents)


def problem_of(scenario: Scenario, agents: float = 1.0, **more: Any) -> Problem:
    return problem(scenario, evenly(scenario, agents), **more)


@pytest.mark.parametrize("name", sorted(library()))
def test_every_scenario_that_ships_can_be_scheduled(name: str) -> None:
    scenario = load(name).scenario
    live = [queue.channel in LIVE for queue in scenario.queues.values()]
    volumes = np.stack([scenario.volumes(queue) for queue in scenario.queues])
    made = problem(scenario, np.where(np.array(live)[:, None], volumes / 10, 0))
    assert [team.name for team in made.teams] == list(scenario.groups)
    assert made.required.shape == (len(scenario.queues), made.slots)
    for queue in range(len(made.queues)):
        needed = made.required[queue] > 0
        reached = np.zeros(made.slots, np.bool_)
        for team in made.teams:
            for item in team.types if queue in dict(team.serves) else ():
                for day in range(made.days):
                    for start, end in item.parts:
                        slots = day * made.slots_per_day + np.arange(start, end)
                        reached[slots % made.slots] = True
        assert not (needed & ~reached).any(), made.queues[queue]


def test_requirements_are_spread_on_slots() -> None:
    scenario = planned()
    required = np.arange(48.0)[None]
    made = problem(scenario, required)
    assert (made.slot_s, made.slots_per_day, made.days) == (900, 96, 1)
    assert made.required[0].tolist() == np.repeat(np.arange(48.0), 2).tolist()


@pytest.mark.parametrize(
    ("interval", "slot", "expected"),
    [("60 min", None, 900), ("10 min", None, 600), ("20 min", None, 600), ("30 min", "5 min", 300)],
)
def test_the_grid_divides_the_interval(interval: str, slot: str | None, expected: int) -> None:
    scenario = small(interval=interval, planning={"slot": slot} if slot else {"law": "none"})
    assert problem_of(scenario).slot_s == expected


def test_an_interval_of_seconds_has_no_grid() -> None:
    scenario = small(interval="64 s")
    with pytest.raises(BadInput) as caught:
        problem_of(scenario)
    assert [fault.field for fault in caught.value.faults] == ["interval"]


def test_lots_of_work_become_backlogs() -> None:
    queues = {**general(), "mail": {"channel": "email", "due": "4 h", "volume": {"per_h": 1},
                                    "talk": "5 min"}}  # fmt: skip
    groups = {"front": {"serves": {"general": {}, "mail": {}}, "agents": 1}}
    scenario = small(queues=queues, groups=groups, planning={"shifts": {"early": EARLY}})
    intervals = np.zeros(48, np.bool_)
    intervals[16:18] = True
    made = problem_of(scenario, 0, works=[Work(1, intervals, 1.5)])
    (lot,) = made.backlogs
    assert (lot.queue, lot.agent_slots) == (1, 6)
    assert np.flatnonzero(lot.slots).tolist() == [32, 33, 34, 35]


@pytest.mark.parametrize(
    ("coverage", "goal"),
    [
        ("full", FullCover()),
        ({"under": 80, "over": 4}, SoftCover(under=20, over=1)),
        ({"headcount": 300, "budget": 1e6}, MostService(300, 1e6)),
    ],
)
def test_the_goal_is_what_the_coverage_says(coverage: object, goal: object) -> None:
    assert problem_of(planned(coverage=coverage)).goal == goal


def test_absence_off_phone_and_slowness_are_each_taken_off_once() -> None:
    group = {
        "absence": "10 %",
        "off_phone": "20 %",
        "serves": {"general": {"handling_factor": 1.25}},
    }
    (team,) = problem_of(small(groups=front(agents=1, **group))).teams
    assert team.serves == ((0, pytest.approx(0.9 * 0.8 / 1.25)),)


def test_a_mix_of_stages_is_worth_what_those_who_come_handle() -> None:
    # Half are onboarding (1.5 times as long, 2 % stay away), half skilled (4 % stay away): of a
    # hundred agents 49 and 48 come, who do the work of 49 / 1.5 + 48 skilled ones.
    groups = front(agents=1, stages={"onboarding": "50 %", "skilled": "50 %"})
    (team,) = problem_of(small(groups=groups)).teams
    assert team.serves[0][1] == pytest.approx(0.49 / 1.5 + 0.48)


def test_chats_count_in_agents_of_the_yardstick() -> None:
    # Four at once, the fourth at 1.5 times the handling: 4 / 1.5 a handling time. The yardstick
    # does two at once, the second at 1.2 times: 2 / 1.2. The quotient is 1.6.
    groups = front(agents=1, concurrency=4, parallel=[1, 1.1, 1.25, 1.5])
    scenario = small(queues=general(channel="chat"), groups=groups)
    (team,) = problem_of(scenario, at_once=[AtOnce("other", 2, (1.0, 1.2))]).teams
    assert team.serves[0][1] == pytest.approx(1.6)
    (team,) = problem_of(scenario).teams
    assert team.serves[0][1] == 1


def test_groups_work_the_patterns_tours_and_numbers_they_are_given() -> None:
    scenario = small(
        days=7,
        groups={name: {"serves": {"general": {}}, "agents": 1} for name in ("one", "two")},
        planning={
            "law": "china",
            "shifts": {"early": EARLY, "late": {"starts": ["14:00", "15:00"], "lengths": "8 h"}},
            "tours": {"week": {"days_on": [4, 5], "start": {"within": "1 h"}}},
            "nights": {"between": "22:00-05:00", "most": 2},
            "groups": {"two": {"shifts": ["late"], "tour": "week", "least": 2, "most": 9}},
        },
    )
    one, two = problem_of(scenario).teams
    assert [item.pattern for item in one.types] == ["early", "late", "late"]
    assert (one.tour, one.least, one.most, one.paid_most) == (None, 0, None, None)
    assert [item.name for item in two.types] == ["late 14:00-22:00", "late 15:00-23:00"]
    assert (two.least, two.most) == (2, 9)
    assert two.tour is not None
    assert (two.tour.days_on, two.tour.start_within, two.tour.nights_most) == ((4, 5), 4, 2)
    # A week of China's law: 40 h and a week's part of the month's 36 h of overtime, for nine.
    assert two.overtime_most == pytest.approx(9 * 36 * 7 / (365 / 12) * 4)
    assert two.paid_most == pytest.approx(9 * 160 + two.overtime_most)


def test_overtime_carried_in_leaves_less() -> None:
    planning = {"law": "china", "groups": {"front": {"most": 2}},
                "hours": {"carried_in": {"front": {"overtime": "30 h"}}}}  # fmt: skip
    (team,) = problem_of(small(planning=planning)).teams
    assert team.overtime_most == pytest.approx(2 * 6 * 4)


def holiday() -> Scenario:
    """Two days, 30 September and 1 October 2026, by Chinese law, and a shift across midnight."""
    return small(
        days=2,
        first_day="2026-09-30",
        groups=front(agents=1, wage_per_h=10),
        planning={
            "law": "china",
            "shifts": {"early": EARLY, "night": {"starts": "22:00", "lengths": "4 h", "days": [1]}},
        },
    )


def test_statutory_holidays_cost_three_times_the_wage() -> None:
    (team,) = problem_of(holiday()).teams
    # Early 4 h: 40, and 120 on the holiday; two of the night's four hours lie on it: 20 + 60.
    assert team.costs.tolist() == [[40, 80], [120, np.inf]]


def test_without_a_date_there_are_no_holidays() -> None:
    scenario = holiday().model_copy(update={"first_day": None})
    assert problem_of(scenario).teams[0].costs.tolist() == [[40, 40], [40, np.inf]]


def test_days_that_are_alike_cost_what_each_costs() -> None:
    scenario = holiday().model_copy(update={"days": 7})
    plan = Plan(scenario)
    types = plan.shift_set("front").types
    (team,) = problem_of(scenario).teams
    assert team.costs.tolist() == costs(plan.wages("front"), types, 7).tolist()


def test_premiums_of_the_clock_are_in_the_costs() -> None:
    scenario = small(
        groups=front(agents=1, wage_per_h=10),
        costs={"premiums": [{"between": "11:00-13:00", "share": "50 %"}]},
        planning={"shifts": {"early": EARLY}},
    )
    assert problem_of(scenario).teams[0].costs.tolist() == [[45]]


def two_groups(**planning: Any) -> Scenario:
    """Group `kept` has three agents and serves both queues, `free` serves the second only."""
    return small(
        queues={**general(), "other": {"volume": {"per_h": 1}, "talk": "1 min"}},
        groups={
            "kept": {"serves": {"general": {}, "other": {}}, "agents": 3},
            "free": {"serves": {"other": {}}, "agents": 1},
        },
        planning={"shifts": {"early": EARLY}, "groups": {"kept": {"fixed": True}}, **planning},
    )


def test_fixed_groups_cover_first_what_nobody_else_can() -> None:
    # Two of the three are needed where nobody else serves; one is left for the other queue.
    made = problem_of(two_groups(), 2)
    assert [team.name for team in made.teams] == ["free"]
    assert made.required[0] == pytest.approx(np.zeros(96))
    assert made.required[1] == pytest.approx(np.ones(96))


def test_what_fixed_groups_have_left_works_on_backlogs() -> None:
    # 2.5 of three agents are required; half an agent is left for the 4 h of the lot: 2 of its 6 h.
    scenario = two_groups()
    intervals = np.zeros(48, np.bool_)
    intervals[16:24] = True
    made = problem_of(scenario, 1.25, works=[Work(1, intervals, 6)])
    assert made.required.sum() == pytest.approx(0)
    assert [lot.agent_slots for lot in made.backlogs] == pytest.approx([16])
    done = problem_of(scenario, 1.25, works=[Work(1, intervals, 2)])
    assert done.backlogs == ()


def test_fixed_shifts_cover_their_slots_and_no_more() -> None:
    # Two agents from 08:00 to 12:00, one of them away from 09:00 to 09:30, then the other.
    breaks = [{"start": "09:00", "length": "30 min", "waves": 2}]
    shifts = {"own": {"start": "08:00", "end": "12:00", "agents": 2, "breaks": breaks}}
    groups = {"kept": {"serves": {"general": {}}, "shifts": shifts},
              "free": {"serves": {"general": {}}, "agents": 1}}  # fmt: skip
    scenario = small(groups=groups, planning={"groups": {"kept": {"fixed": True}}})
    left = problem_of(scenario, 5).required[0]
    assert left[28:50].tolist() == [5] * 4 + [3] * 4 + [4] * 4 + [3] * 8 + [5] * 2


def test_a_queue_that_nobody_serves_is_refused_where_it_is_required() -> None:
    scenario = small(queues={**general(), "lost": {"volume": {"per_h": 1}, "talk": "1 min"}})
    with pytest.raises(BadInput) as caught:
        problem_of(scenario)
    assert [fault.field for fault in caught.value.faults] == ["queues.lost"]
    assert problem(scenario, np.array([[1.0], [0.0]]) * np.ones(48)).teams


def test_shifts_while_all_is_closed_are_none_of_a_group() -> None:
    shifts = {
        "late": {"starts": ["11:00", "12:00", "20:00"], "lengths": "8 h"},
        "split": {"starts": "05:00", "lengths": "4 h", "first": "2 h", "gap": "8 h"},
    }
    queues = general(open="09:00-12:00", volume={"per_h": 0})
    scenario = small(queues=queues, planning={"shifts": shifts})
    assert [item.name for item in problem_of(scenario).teams[0].types] == ["late 11:00-19:00"]
    late = {"shifts": {"late": {"starts": "12:00", "lengths": "8 h"}}}
    with pytest.raises(BadInput) as caught:
        problem_of(scenario.model_copy(update={"planning": Planning.model_validate(late)}))
    assert [fault.field for fault in caught.value.faults] == ["planning.groups.front.shifts"]


def test_the_houses_night_shift_is_none_of_a_group_that_works_by_day() -> None:
    queues = general(open="08:00-20:00", volume={"per_h": 0})
    planning = {"groups": {"front": {"shifts": ["night"]}}}
    with pytest.raises(BadInput) as caught:
        problem_of(small(queues=queues, planning=planning))
    assert [fault.field for fault in caught.value.faults] == ["planning.groups.front.shifts"]
