"""The knee of a frontier, worked out by hand."""

from __future__ import annotations

import pytest

from scenarios.planning.frontier.knee import knee
from scenarios.planning.frontier.points import Decision, Placed, Point, Series, placed


def among(*points: tuple[float, float]) -> tuple[Placed, ...]:
    """Return points that cost so much and serve so many in a hundred."""
    found = [
        Point(Decision(level=serves / 100), Series((cost,), (1.0,)), Series((serves,), (100.0,)))
        for cost, serves in points
    ]
    return placed(found, 0.95)


def test_the_knee_is_the_farthest_from_the_chord() -> None:
    # Scaled to the ends (100, 60) and (200, 90): (0.2, 0.5), (0.4, 0.8), (0.7, 0.9); above the
    # chord by 0.3, 0.4 and 0.2.
    points = among((100, 60), (120, 75), (140, 84), (170, 87), (200, 90))
    assert knee(points) == 2


def test_the_order_of_points_does_not_matter() -> None:
    points = among((200, 90), (140, 84), (100, 60), (170, 87), (120, 75))
    assert knee(points) == 1


def test_of_two_equally_far_the_cheaper_is_the_knee() -> None:
    # (0.25, 0.5) and (0.5, 0.75): both 0.25 above, and exact in binary.
    assert knee(among((100, 50), (200, 75), (150, 68.75), (125, 62.5))) == 3


def test_a_point_that_another_beats_is_no_knee() -> None:
    # (130, 70) is beaten by (120, 75) and has no say, and (120, 75) is the knee of the rest.
    assert knee(among((100, 60), (130, 70), (120, 75), (200, 90))) == 2


@pytest.mark.parametrize(
    "points",
    [
        [],
        [(100, 60)],
        [(100, 60), (200, 90)],
        [(100, 60), (150, 75), (200, 90)],  # straight
        [(100, 60), (180, 75), (200, 90)],  # bent the other way: service gets cheaper
    ],
)
def test_where_nothing_bends_there_is_no_knee(points: list[tuple[float, float]]) -> None:
    assert knee(among(*points)) is None


def test_what_has_no_schedule_is_no_knee() -> None:
    found = [*among((100, 60), (120, 75), (200, 90)), *placed([Point(Decision(level=0.99))], 0.95)]
    assert knee(found) == 1
