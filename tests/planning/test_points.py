"""Points of a frontier: which are beaten, and what the next point of service costs."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest

from scenarios.planning.frontier.points import (
    Decision,
    Point,
    Series,
    choice,
    placed,
    price_at,
    steps,
)

#: Levels of service and costs, by replication, so that means are read off at once.
LEVEL = 0.95


def point(cost: float, *in_time: float, offered: float = 100.0) -> Point:
    """Return a point that costs the same in each replication and answers so many of 100 in time."""
    return Point(
        Decision(),
        cost=Series((cost,) * len(in_time), (1.0,) * len(in_time)),
        service=Series(in_time, (offered,) * len(in_time)),
        agents=1,
        status="optimal",
    )


def test_a_point_is_beaten_by_one_that_serves_better_for_less() -> None:
    # 0: 1000 for 70 %; 1: 1200 for 80 %; 2: 1300 for 75 % (1 is cheaper and better); 3: 1500 for
    # 90 %; 4: 1500 for 85 % (3 costs the same and serves better).
    points = [
        point(1000, 69, 71),
        point(1200, 80, 80),
        point(1300, 74, 76),
        point(1500, 90, 90),
        point(1500, 84, 86),
    ]
    found = placed(points, LEVEL)
    assert [each.beaten_by for each in found] == [None, None, 1, None, 3]
    assert [each.is_worth_taking for each in found] == [True, True, False, True, False]


def test_the_cheapest_of_those_that_beat_it_is_named() -> None:
    points = [point(900, 80, 80), point(800, 80, 80), point(1000, 70, 70)]
    assert [each.beaten_by for each in placed(points, LEVEL)] == [1, None, 1]


def test_of_two_alike_the_first_stands() -> None:
    assert [p.beaten_by for p in placed([point(10, 5, 5), point(10, 5, 5)], LEVEL)] == [None, 0]


def test_a_decision_without_a_schedule_neither_beats_nor_is_beaten() -> None:
    nothing = Point(Decision(level=0.99), status="infeasible", note="no shift at night")
    found = placed([nothing, point(10, 50, 50), point(20, 40, 40)], LEVEL)
    assert [each.beaten_by for each in found] == [None, None, 1]
    assert not found[0].is_worth_taking
    assert steps(found, LEVEL) == ()


def test_where_nobody_calls_nothing_is_beaten() -> None:
    empty = [point(10, 0, 0, offered=0.0), point(20, 0, 0, offered=0.0)]
    assert [each.beaten_by for each in placed(empty, LEVEL)] == [None, None]


def test_the_price_of_the_next_point_of_service() -> None:
    # From 70 % at 1000 to 80 % at 1200: 200 for ten points, 20 a point. From there to 90 % at
    # 1500: 300 for ten, 30 a point. Every replication differs by the same, so that the price is
    # sure.
    points = [point(1500, 89, 91), point(1000, 69, 71), point(1200, 79, 81)]
    found = steps(placed(points, LEVEL), LEVEL)
    assert [(step.start, step.end) for step in found] == [(1, 2), (2, 0)]
    assert [step.price for step in found] == pytest.approx([20, 30])
    assert [step.price_low for step in found] == pytest.approx([20, 30])
    assert [step.price_high for step in found] == pytest.approx([20, 30])


def test_a_price_is_no_surer_than_the_service_it_buys() -> None:
    # Differences 9 and 11 points: mean 10, standard error 1, t(0.975, 1 degree) = 12.706, so that
    # the interval is 10 +- 12.7 and reaches below 0: no upper bound.
    found = steps(placed([point(1000, 70, 70), point(1200, 79, 81)], LEVEL), LEVEL)
    assert found[0].price == pytest.approx(20)
    assert found[0].price_low == pytest.approx(200 / (10 + 12.7062), rel=1e-4)
    assert found[0].price_high == math.inf


def test_pairs_are_known_better_than_each_alone() -> None:
    """On the same random days both swing together, and the step between them does not."""
    swinging = [60.0, 70.0, 80.0, 90.0]
    found = placed([point(1000, *swinging), point(1100, *(x + 2 for x in swinging))], LEVEL)
    assert found[0].service is not None
    assert found[0].service.half_width > 0.1
    step = steps(found, LEVEL)[0]
    assert step.service_high - step.service_low == pytest.approx(0, abs=1e-12)


def test_service_is_priced_by_the_next_step_up_and_the_best_by_the_last() -> None:
    found = placed([point(1000, 70, 70), point(1200, 80, 80), point(1500, 90, 90)], LEVEL)
    between = steps(found, LEVEL)
    assert [price_at(between, number) for number in range(3)] == [
        between[0],
        between[1],
        between[1],
    ]
    assert price_at((), 0) is None


def test_the_cheapest_point_that_keeps_the_targets_is_chosen() -> None:
    levels = ((1000, 70, False), (1200, 80, True), (1500, 90, True))
    points = [replace(point(cost, s, s), keeps_own=keeps) for cost, s, keeps in levels]
    assert choice(placed(points, LEVEL)) == 1
    assert choice(placed([replace(each, keeps_own=False) for each in points], LEVEL)) == 2
    assert choice(placed([Point(Decision())], LEVEL)) is None


@pytest.mark.parametrize(
    "one",
    [
        Point(Decision(0.8, 100, ("full", "part")), status="unknown", note="no time"),
        Point(
            Decision(shifts=("full",)),
            cost=Series((1.5, 2.0), (1.0, 1.0)),
            service=Series((1.0, 2.0), (3.0, 4.0)),
            agents=3,
            paid_h=24.0,
            holds=True,
            keeps_own=True,
            status="optimal",
            gap=0.001,
            rounds=2,
        ),
    ],
)
def test_a_point_is_the_same_when_it_is_read_back(one: Point) -> None:
    again = Point.of_dict(json.loads(json.dumps(one.as_dict(), allow_nan=False)))
    assert repr(again) == repr(one)  # a gap that is not a number equals nothing


@pytest.mark.parametrize(
    ("decision", "label"),
    [
        (Decision(), "as it is"),
        (Decision(level=0.8), "80 %"),
        (Decision(headcount=120, shifts=("full", "part")), "120 agents, full+part"),
    ],
)
def test_a_decision_is_said_in_words(decision: Decision, label: str) -> None:
    assert decision.label == label
