"""Who is on duty and paid, worked out by hand."""

from typing import Any

import numpy as np
import pytest

from scenarios import duty
from scenarios.build import centre
from scenarios.schema import Scenario
from sim.clock import MS_PER_H
from tests.scenarios.small import CORNER_BANK, front, general, small


def hours(spans: duty.Spans) -> list[tuple[float, float]]:
    return [(start / MS_PER_H, end / MS_PER_H) for start, end in spans]


def crews(scenario: Scenario) -> list[tuple[str, int, int, list[tuple[float, float]]]]:
    return [
        (crew.name, crew.first_of_name, crew.size, hours(crew.spans_ms))
        for crew in duty.crews(scenario)
    ]


def shifts(**named: Any) -> Scenario:
    return small(groups=front(shifts=named))


def test_numbers_are_cut_into_nested_crews() -> None:
    scenario = small(interval="6 h", groups=front(agents=[1, 3, 3, 2]))
    # One agent all day, a second from 06:00 on, a third from 06:00 to 18:00.
    assert crews(scenario) == [
        ("front/day 1", 0, 1, [(0, 24)]),
        ("front/day 1", 1, 1, [(6, 24)]),
        ("front/day 1", 2, 1, [(6, 18)]),
    ]


def test_numbers_that_fall_and_rise_leave_a_gap() -> None:
    scenario = small(interval="6 h", groups=front(agents=[4, 0, 4, 0]))
    assert crews(scenario) == [("front/day 1", 0, 4, [(0, 6), (12, 18)])]


def test_each_day_has_agents_of_its_own() -> None:
    scenario = small(interval="12 h", days=2, groups=front(agents=[1, 1, 2, 2]))
    assert crews(scenario) == [
        ("front/day 1", 0, 1, [(0, 24)]),
        ("front/day 2", 0, 2, [(24, 48)]),
    ]


def test_the_warm_up_takes_its_numbers_from_the_end() -> None:
    scenario = small(
        interval="6 h", warm_up="6 h", groups=front(agents=[1, 1, 1, 1, 2, 2, 2, 5]), days=2
    )
    assert crews(scenario)[:2] == [
        ("front/day 0", 0, 2, [(0, 6)]),
        ("front/day 0", 2, 3, [(0, 6)]),
    ]
    plan = centre(scenario).plan
    on_duty = plan.on_duty(0, np.zeros(plan.seats, bool))
    instants = np.array([0, 6, 29, 30, 47, 48, 53], np.int64) * MS_PER_H
    assert on_duty.at(instants).tolist() == [5, 1, 1, 2, 2, 5, 5]


def test_a_shift_with_breaks_in_waves() -> None:
    scenario = shifts(
        early={
            "start": "08:00",
            "end": "12:00",
            "agents": 5,
            "breaks": [{"start": "10:00", "length": "30 min", "waves": 2}],
        }
    )
    # Agents 0 to 2 go at 10:00, agents 3 and 4 when they are back.
    assert crews(scenario) == [
        ("front/early/day 1", 0, 3, [(8, 10), (10.5, 12)]),
        ("front/early/day 1", 3, 2, [(8, 10.5), (11, 12)]),
    ]


def test_a_shift_that_nobody_works() -> None:
    breaks = [{"start": "10:00", "length": "30 min", "waves": 2}]
    shift = {"start": "08:00", "end": "12:00", "agents": 0, "breaks": breaks}
    assert crews(shifts(early=shift)) == []


def test_breaks_of_different_waves_part_the_agents() -> None:
    scenario = shifts(
        early={
            "start": "08:00",
            "end": "16:00",
            "agents": 6,
            "breaks": [
                {"start": "10:00", "length": "1 h", "waves": 2},
                {"start": "12:00", "length": "1 h", "waves": 3},
            ],
        }
    )
    assert [crew[1:3] for crew in crews(scenario)] == [(0, 2), (2, 1), (3, 1), (4, 2)]
    assert crews(scenario)[2][3] == [(8, 11), (12, 13), (14, 16)]


def test_fewer_agents_than_waves() -> None:
    scenario = shifts(
        early={
            "start": "08:00",
            "end": "12:00",
            "agents": 2,
            "breaks": [{"start": "09:00", "length": "30 min", "waves": 4}],
        }
    )
    # Seat 0 is of wave 0, seat 1 of wave 1 * 4 // 2 = 2.
    assert [crew[3] for crew in crews(scenario)] == [[(8, 9), (9.5, 12)], [(8, 10), (10.5, 12)]]


def test_the_night_before_reaches_into_the_first_morning() -> None:
    scenario = shifts(night={"start": "22:00", "end": "06:00", "agents": 3})
    assert crews(scenario) == [
        ("front/night/day 0", 0, 3, [(0, 6)]),
        ("front/night/day 1", 0, 3, [(22, 24)]),
    ]


def test_a_night_shift_of_one_day_is_that_day_in_a_circle() -> None:
    scenario = small(
        days=2,
        groups=front(
            shifts={
                "night": {"start": "22:00", "end": "06:00", "agents": 3, "days": [2]},
                "day": {"start": "06:00", "end": "22:00", "agents": 1},
            }
        ),
    )
    assert [crew for crew in crews(scenario) if "night" in crew[0]] == [
        ("front/night/day 0", 0, 3, [(0, 6)]),
        ("front/night/day 2", 0, 3, [(46, 48)]),
    ]


def test_a_break_after_midnight() -> None:
    scenario = shifts(
        night={
            "start": "22:00",
            "end": "06:00",
            "agents": 1,
            "breaks": [{"start": "02:00", "length": "1 h"}],
        }
    )
    assert [crew[3] for crew in crews(scenario)] == [[(0, 2), (3, 6)], [(22, 24)]]


def test_a_shift_that_ends_at_midnight() -> None:
    for end in ("24:00", "00:00"):
        scenario = shifts(late={"start": "16:00", "end": end, "agents": 1})
        assert crews(scenario) == [("front/late/day 1", 0, 1, [(16, 24)])]


def test_the_warm_up_has_the_last_nights_shifts() -> None:
    scenario = small(
        warm_up="3 h",
        groups=front(shifts={"night": {"start": "22:00", "end": "06:00", "agents": 3}}),
    )
    # The axis begins at 21:00: the night of day 0 is 1 to 9 h, that of day 1 is 25 to 27 h.
    assert crews(scenario) == [
        ("front/night/day 0", 0, 3, [(1, 9)]),
        ("front/night/day 1", 0, 3, [(25, 27)]),
    ]


def test_a_warm_up_of_a_whole_day_has_the_night_before_it() -> None:
    scenario = small(
        warm_up="1 d",
        groups=front(shifts={"night": {"start": "22:00", "end": "06:00", "agents": 3}}),
    )
    assert [crew[0] for crew in crews(scenario)] == [
        "front/night/day -1", "front/night/day 0", "front/night/day 1"
    ]  # fmt: skip
    assert [crew[3] for crew in crews(scenario)] == [[(0, 6)], [(22, 30)], [(46, 48)]]


def test_seats_are_numbered_through() -> None:
    plan = centre(small(days=3)).plan
    firsts = [crew.first_seat for crew in plan.crews]
    assert firsts == list(np.cumsum([0] + [crew.size for crew in plan.crews])[:-1])


def test_pay_leaves_unpaid_breaks_out() -> None:
    scenario = small(
        interval="1 h",
        groups=front(
            wage_per_h=40,
            shifts={
                "early": {
                    "start": "08:00",
                    "end": "12:00",
                    "agents": 2,
                    "breaks": [
                        {"start": "09:00", "length": "30 min", "paid": False},
                        {"start": "10:15", "length": "15 min", "paid": True},
                    ],
                }
            },
        ),
    )
    paid_s, wages = duty.pay(scenario)
    assert paid_s[0, 8:12].tolist() == [7200, 3600, 7200, 7200]
    assert wages.sum() == pytest.approx(40 * 2 * 3.5)


def test_premiums_go_by_the_clock_and_add_up() -> None:
    scenario = small(
        interval="6 h",
        groups=front(wage_per_h=10, agents=1),
        costs={
            "premiums": [
                {"between": "22:00-06:00", "share": "50 %"},
                {"between": "23:00-24:00", "share": "100 %"},
            ]
        },
    )
    wages = duty.pay(scenario)[1][0]
    # Night 0-6 at 15; 6-18 at 10; 18-22 at 10, 22-23 at 15, 23-24 at 25.
    assert wages == pytest.approx([90, 60, 60, 80])


def test_pay_covers_the_warm_up_too() -> None:
    scenario = small(interval="6 h", warm_up="6 h", groups=front(agents=2, wage_per_h=1))
    paid_s, wages = duty.pay(scenario)
    assert paid_s.tolist() == [[43_200] * 5]
    assert wages.sum() == pytest.approx(60)


def test_the_corner_bank_by_hand() -> None:
    from scenarios.load import load

    paid_s, wages = duty.pay(load(CORNER_BANK).scenario)
    # Early 3 x (8 h - 45 min), late 2 x (8.5 h - 45 min): 37.25 h, of these 2 x 2.5 h after 18:00.
    assert paid_s[0].sum() / 3600 == pytest.approx(37.25)
    assert wages[0].sum() == pytest.approx(40 * (37.25 + 0.3 * 5))
    assert duty.staffed(load(CORNER_BANK).scenario, "novices")[24] == 3 - 1 + 2  # 12:00, wave 1


def test_opening_hours_on_the_axis() -> None:
    def spans(open_: object, **more: object) -> list[tuple[float, float]] | None:
        scenario = small(queues=general(open=open_, volume={"per_h": 0}), **more)
        found = duty.open_spans(scenario, scenario.queues["general"].open)
        return None if found is None else hours(found)

    assert spans("always") is None
    assert spans("08:00-20:00") == [(8, 20)]
    assert spans(["13:00-18:00", "08:00-12:00"]) == [(8, 12), (13, 18)]
    assert spans("08:00-20:00", days=2) == [(8, 20), (32, 44)]
    assert spans("00:00-24:00", days=2) == [(0, 48)]
    assert spans("22:00-06:00", days=2) == [(0, 6), (22, 30), (46, 48)]
    assert spans("08:00-20:00", warm_up="6 h") == [(0, 2), (14, 26)]
