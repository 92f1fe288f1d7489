"""Rule 9: opening and closing."""

from collections.abc import Sequence

from sim.centre import Centre
from sim.floor import Group, Queue, Skill
from tests.centres import Call, small_centre
from tests.timelines.timeline import timeline


def with_hours(clears: bool, hours: Sequence[tuple[int, int]]) -> Centre:
    return small_centre(
        [Queue("calls", clears_at_close=clears)],
        [Group("agents", (Skill("calls"),))],
        {"agents": 1},
        opening={"calls": hours},
    )


def test_outside_its_hours_a_line_is_closed() -> None:
    """Open from 100 on, until before 200."""
    centre = with_hours(False, [(100, 200)])
    assert timeline(centre, Call(99), Call(100, talk=10), Call(199, talk=10), Call(200)) == [
        (99, "0 enters calls"),
        (99, "0 finds it closed"),
        (100, "1 enters calls"),
        (100, "1 is answered by agents 0"),
        (110, "1 ends"),
        (110, "agents 0 is free of 1"),
        (199, "2 enters calls"),
        (199, "2 is answered by agents 0"),
        (200, "3 enters calls"),
        (200, "3 finds it closed"),
        (209, "2 ends"),
        (209, "agents 0 is free of 2"),
    ]


def test_what_waits_at_closing_is_served_out() -> None:
    """Closed at 50; call 1 waits on and is answered at 60."""
    assert timeline(with_hours(False, [(0, 50)]), Call(0, talk=60), Call(10, talk=5)) == [
        (0, "0 enters calls"),
        (0, "0 is answered by agents 0"),
        (10, "1 enters calls"),
        (60, "0 ends"),
        (60, "agents 0 is free of 0"),
        (60, "1 is answered by agents 0"),
        (65, "1 ends"),
        (65, "agents 0 is free of 1"),
    ]


def test_what_waits_at_closing_is_cleared() -> None:
    """Cleared at 50; call 0, who is being talked to, is not cut off."""
    assert timeline(with_hours(True, [(0, 50)]), Call(0, talk=60), Call(10), Call(20)) == [
        (0, "0 enters calls"),
        (0, "0 is answered by agents 0"),
        (10, "1 enters calls"),
        (20, "2 enters calls"),
        (50, "1 is cleared"),
        (50, "2 is cleared"),
        (60, "0 ends"),
        (60, "agents 0 is free of 0"),
    ]


def test_a_line_opens_again() -> None:
    """Two days of hours from 0 to 50 and from 100 to 150."""
    centre = with_hours(True, [(0, 50), (100, 150)])
    assert timeline(centre, Call(75), Call(120, talk=60), Call(140), Call(160)) == [
        (75, "0 enters calls"),
        (75, "0 finds it closed"),
        (120, "1 enters calls"),
        (120, "1 is answered by agents 0"),
        (140, "2 enters calls"),
        (150, "2 is cleared"),
        (160, "3 enters calls"),
        (160, "3 finds it closed"),
        (180, "1 ends"),
        (180, "agents 0 is free of 1"),
    ]


def test_hours_that_touch_are_one() -> None:
    """Open all day on two days: midnight clears nothing."""
    assert timeline(with_hours(True, [(0, 50), (50, 100)]), Call(0, talk=60), Call(10, talk=1)) == [
        (0, "0 enters calls"),
        (0, "0 is answered by agents 0"),
        (10, "1 enters calls"),
        (60, "0 ends"),
        (60, "agents 0 is free of 0"),
        (60, "1 is answered by agents 0"),
        (61, "1 ends"),
        (61, "agents 0 is free of 1"),
    ]


def test_a_line_that_never_opens() -> None:
    assert timeline(with_hours(False, []), Call(0)) == [
        (0, "0 enters calls"),
        (0, "0 finds it closed"),
    ]
