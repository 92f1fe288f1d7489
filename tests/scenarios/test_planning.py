"""The section `planning`, planned time off the phone, and premiums of shifts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from optimize.shifts.labour_law import CHINA_PREMIUMS, china
from optimize.shifts.wages import Premiums
from optimize.shifts.work_limits import TourShape
from optimize.shifts.work_rules import CarriedIn, Nights, WorkRules
from scenarios import duty
from scenarios.build import centre
from scenarios.faults import BadInput
from scenarios.load import load_text, resolved_yaml
from scenarios.schema.planning.as_rules import (
    carried_in_of,
    pattern_of,
    premiums_of,
    rules_of,
    tour_of,
)
from scenarios.schema.planning.planning import Planning, slot_of
from tests.scenarios.small import front, general, loaded, small

H = 3600


def planning(**keys: Any) -> Planning:
    return Planning.model_validate(keys)


def told(**changes: Any) -> list[str]:
    with pytest.raises(BadInput) as caught:
        loaded(**changes)
    return [f"{fault.field}: {fault.value}" for fault in caught.value.faults]


def pattern(**keys: Any) -> Any:
    given = {"starts": "08:00", "lengths": "8 h"}
    return pattern_of("p", planning(shifts={"p": given | keys}).shifts["p"])  # type: ignore[index]


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        ("08:00", [8]),
        (["09:30", "08:00"], [8, 9.5]),
        ({"from": "08:00", "to": "09:00", "every": "30 min"}, [8, 8.5, 9]),
        ({"from": "08:00", "to": "09:00", "every": "45 min"}, [8, 8.75]),
        ({"from": "23:00", "to": "01:00", "every": "1 h"}, [0, 1, 23]),
        ({"from": "22:00", "to": "24:00", "every": "1 h"}, [0, 22, 23]),
    ],
)
def test_starts(starts: object, expected: list[float]) -> None:
    assert [start / H for start in pattern(starts=starts).starts_s] == expected


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [
        ("9 h", [9]),
        (["9 h", "8 h"], [8, 9]),
        ({"from": "4 h", "to": "6 h", "every": "1 h"}, [4, 5, 6]),
        ({"from": "4 h", "to": "4 h", "every": "1 h"}, [4]),
    ],
)
def test_lengths(lengths: object, expected: list[float]) -> None:
    assert [length / H for length in pattern(lengths=lengths).lengths_s] == expected


def test_a_pattern_in_full() -> None:
    rest = {"length": "15 min", "from": "1 h", "to": "2 h"}
    made = pattern(breaks=[rest | {"paid": "no"}], gap="3 h", first="4 h", days=[1, 3])
    (item,) = made.breaks
    assert (item.length_s, item.from_s, item.to_s, item.paid) == (900, H, 2 * H, False)
    assert (made.gap_s, made.first_s, made.days) == (3 * H, 4 * H, (0, 2))


def test_rules_are_the_laws_but_for_what_is_said() -> None:
    assert rules_of(planning()) == WorkRules()
    assert rules_of(planning(law="china")) == china()
    hours = {"per_week": "44 h", "overtime_per_day": "90 min", "rest": "12 h", "rest_days": 2}
    said = rules_of(
        planning(law="china", hours=hours, nights={"between": "22:00-05:00", "most": 2})
    )
    assert (said.per_day_s, said.per_week_s, said.rest_s) == (8 * H, 44 * H, 12 * H)
    assert (said.overtime_per_day_s, said.overtime_most_s, said.rest_days) == (1.5 * H, 3 * H, 2)
    assert said.nights == Nights((22 * H, 29 * H), 2)
    assert rules_of(planning(hours={"comprehensive": {"over": "28 d"}})).average_over_days == 28


def test_normal_overtime_is_allowed_where_no_most_is_said() -> None:
    rules = rules_of(planning(hours={"overtime_per_day": "2 h"}))
    assert (rules.overtime_per_day_s, rules.overtime_most_s) == (2 * H, 2 * H)


def test_premiums_are_the_laws_but_for_what_is_said() -> None:
    assert premiums_of(planning()) == Premiums(overtime=0.5)
    assert premiums_of(planning(law="china")) == CHINA_PREMIUMS
    said = planning(law="china", pay={"rest_day": 0, "holiday": "250 %"})
    assert premiums_of(said) == Premiums(overtime=0.5, rest_day=0, holiday=2.5)


def test_tours_and_what_is_carried_in() -> None:
    tours = {"same": {}, "near": {"days_on": [5, 4], "off_in_a_row": 1, "start": {"within": "2 h"}}}
    made = planning(tours=tours, hours={"carried_in": {"front": {"overtime": "6 h"}}})
    assert [tour_of(name, tour) for name, tour in made.tours.items()] == [
        TourShape("same", (5,), 2, 0),
        TourShape("near", (4, 5), 1, 2 * H),
    ]
    assert carried_in_of(made) == {"front": CarriedIn(overtime_s=6 * H)}


@pytest.mark.parametrize(
    ("interval_min", "slot_min"),
    [(15, 15), (30, 15), (60, 15), (10, 10), (20, 10), (16, 8), (6, 6)],
)
def test_the_grid_of_the_house(interval_min: int, slot_min: int) -> None:
    assert slot_of(Planning(), interval_min * 60) == slot_min * 60


def test_an_interval_of_parts_of_minutes_has_no_grid() -> None:
    assert slot_of(Planning(), 64) is None
    assert told(interval="64 s", planning={"law": "china"}) == ["interval: 64 s"]
    assert loaded(interval="64 s")  # nobody asked for a schedule


def everything() -> dict[str, Any]:
    return {
        "slot": "15 min",
        "law": "china",
        "hours": {
            "per_day": "8 h",
            "rest": "10 h",
            "comprehensive": {"over": "28 d"},
            "carried_in": {"front": {"overtime": "6 h", "worked": "20 h"}},
        },
        "nights": {"between": "22:00-05:00", "most": 2},
        "pay": {"overtime": "60 %", "holiday": "200 %"},
        "shifts": {
            "full": {
                "starts": {"from": "06:00", "to": "16:00", "every": "30 min"},
                "lengths": ["8 h", "9 h"],
                "breaks": [{"length": "60 min", "from": "3 h", "to": "5 h", "paid": "false"}],
            },
            "split": {
                "starts": "08:00",
                "lengths": "8 h",
                "gap": "3 h",
                "first": "4 h",
                "days": [1],
            },
            "any": {"starts": ["08:00"], "lengths": {"from": "4 h", "to": "6 h", "every": "1 h"}},
        },
        "tours": {"week": {"days_on": [4, 5], "start": {"within": "2 h"}}, "same": {}},
        "groups": {"front": {"shifts": ["full"], "tour": "week", "least": 1, "most": 9}},
        "coverage": {"under": 80, "over": 5},
    }


@pytest.mark.parametrize("coverage", ["full", {"under": 80}, {"headcount": 3}, {"budget": 1.5}])
def test_what_is_written_reads_back(coverage: object) -> None:
    kept = {"back": {"serves": {"general": {}}, "agents": 1}}
    plan = everything() | {"coverage": coverage}
    plan["groups"] = plan["groups"] | {"back": {"fixed": True}}
    shifts = {"own": {"start": "08:00", "end": "12:00", "agents": 3, "premium": "150 %"}}
    groups = front(shifts=shifts, off_phone="7.5 %") | kept
    scenario = small(days=7, planning=plan, groups=groups)
    assert load_text(resolved_yaml(scenario)).scenario == scenario.resolved()
    assert scenario.planning is not None
    assert scenario.planning.coverage == Planning(coverage=coverage).coverage


def test_names_of_faulty_patterns_are_known() -> None:
    plan = {
        "shifts": {"a": {"starts": "8", "lengths": "8 h"}},
        "groups": {"front": {"shifts": ["a"]}},
    }
    assert told(planning=plan) == ["planning.shifts.a.starts: 8"]


def test_a_plan_is_told_beside_faults_elsewhere() -> None:
    plan = {"slot": "7 min", "groups": {"fornt": {}}}
    assert told(queues=general(talk="3"), planning=plan) == [
        "queues.general.talk.value: 3",
        "planning.slot: 7 min",
        "planning.groups.fornt: fornt",
    ]


def test_an_override_changes_a_pattern() -> None:
    plan = {"shifts": {"a": {"starts": ["08:00"], "lengths": "8 h"}}}
    later = {"planning": {"shifts": {"a": {"starts": ["10:00"]}}}}
    scenario = small(planning=plan, overrides={"later": later}).with_overrides(["later"])
    assert scenario.planning is not None
    assert scenario.planning.shifts is not None
    assert scenario.planning.shifts["a"].starts_s == (10 * H,)


def test_an_override_replaces_coverage_of_another_kind() -> None:
    def covered(coverage: object, **keys: object) -> object:
        over = {"planning": {"coverage": keys}}
        base = small(planning={"coverage": coverage}, overrides={"other": over})
        planned = base.with_overrides(["other"]).planning
        return planned and planned.coverage.model_dump()  # type: ignore[union-attr]

    priced = {"under": 80, "over": 5}
    assert covered(priced, headcount=30) == {"headcount": 30, "budget": None}
    assert covered(priced, over=9) == {"under": 80, "over": 9}
    assert covered("full", under=9) == {"under": 9, "over": 0}


def test_off_phone_thins_agents_beside_absence() -> None:
    plan = centre(small(groups=front(agents=1, absence="10 %", off_phone="20 %"))).plan
    assert (plan.absence, plan.off_phone) == ((0.1,), (0.2,))
    assert plan.missing(plan.crews[0]) == (0.1, pytest.approx(1 - 0.9 * 0.8))
    alone = centre(small(groups=front(agents=1, off_phone="20 %"))).plan
    assert alone.missing(alone.crews[0]) == (0, pytest.approx(0.2))


@pytest.mark.parametrize("absence", [0.0, 0.05, 0.07, 0.1, 0.3, 0.613])
def test_without_off_phone_absence_is_what_it_was_to_the_bit(absence: float) -> None:
    assert centre(small(groups=front(agents=1, absence=absence))).plan.absence == (absence,)


def test_off_phone_is_paid() -> None:
    away = small(groups=front(agents=3, wage_per_h=1, off_phone="50 %"))
    assert duty.pay(away)[1].sum() == pytest.approx(72)


def shift(**keys: Any) -> dict[str, Any]:
    return {"start": "08:00", "end": "12:00", "agents": 2} | keys


def test_a_shifts_premium_is_over_all_its_paid_time_and_added_to_the_clocks() -> None:
    meal = {"start": "09:00", "length": "1 h", "paid": False}
    groups = front(
        wage_per_h=10,
        shifts={
            "plain": shift(),
            "dear": shift(premium="200 %", breaks=[meal]),
            "more": shift(premium=0.5),
        },
    )
    clock = {"premiums": [{"between": "11:00-13:00", "share": "50 %"}]}
    paid_s, wages = duty.pay(small(interval="1 h", groups=groups, costs=clock))
    assert paid_s[0, 8:12].tolist() == [6 * H, 4 * H, 6 * H, 6 * H]
    # Two agents each at 10, 30 and 15 an hour; at 9 nobody of the dear ones; from 11 on 5 more.
    assert wages[0, 8:12] == pytest.approx([110, 50, 110, 110 + 30])


def test_a_premium_of_nothing_changes_no_bit() -> None:
    clock = {"premiums": [{"between": "11:00-13:00", "share": "30 %"}]}

    def wages(**keys: Any) -> np.ndarray:
        groups = front(wage_per_h=38.7, shifts={"one": shift(**keys), "two": shift(end="16:20")})
        return duty.pay(small(groups=groups, costs=clock))[1]

    assert (wages() == wages(premium=0)).all()
