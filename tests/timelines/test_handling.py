"""Rule 5: talk and wrap-up, at the group's pace and the hour's."""

from sim.centre import Centre
from sim.floor import Group, Queue, Skill
from sim.steps import Steps
from tests.centres import Call, small_centre
from tests.timelines.timeline import one_line, run, timeline


def paced(factor: float, handling: Steps) -> Centre:
    return small_centre(
        [Queue("calls")],
        [Group("agents", (Skill("calls", handling_factor=factor),))],
        {"agents": 1},
        handling={"calls": handling},
    )


def test_the_agent_is_free_after_wrap_up() -> None:
    """Call 0 leaves at 60, its agent takes call 1 at 75."""
    assert timeline(one_line(), Call(0, talk=60, wrap_up=15), Call(10, talk=5)) == [
        (0, "0 enters calls"),
        (0, "0 is answered by agents 0"),
        (10, "1 enters calls"),
        (60, "0 ends"),
        (75, "agents 0 is free of 0"),
        (75, "1 is answered by agents 0"),
        (80, "1 ends"),
        (80, "agents 0 is free of 1"),
    ]


def test_a_slower_group_takes_longer() -> None:
    """40 x 1.5 = 60, 10 x 1.5 = 15."""
    assert timeline(paced(1.5, Steps.constant(1)), Call(0, talk=40, wrap_up=10)) == [
        (0, "0 enters calls"),
        (0, "0 is answered by agents 0"),
        (60, "0 ends"),
        (75, "agents 0 is free of 0"),
    ]


def test_a_disruption_slows_what_is_answered_in_it() -> None:
    """Twice as long between 50 and 200: not call 0 (from 0), but 1 (from 60), not 2 (from 200)."""
    centre = paced(1, Steps.between(50_000, 200_000, 2))
    calls = [Call(0, talk=55), Call(60, talk=20, wrap_up=5), Call(200, talk=20, wrap_up=5)]
    legs = run(centre, *calls).legs
    assert legs["left_ms"].tolist() == [55_000, 100_000, 220_000]
    assert legs["freed_ms"].tolist() == [55_000, 110_000, 225_000]


def test_factors_multiply() -> None:
    """20 x 1.5 x 2 = 60."""
    legs = run(paced(1.5, Steps.constant(2)), Call(0, talk=20)).legs
    assert legs["left_ms"].tolist() == [60_000]


def test_times_are_rounded_half_up_to_milliseconds() -> None:
    """1 ms x 0.5 is 1 ms; 3 ms x 0.5 is 2 ms; 1 ms x 0.4 is nothing."""
    half = run(paced(0.5, Steps.constant(1)), Call(0, talk=0.001), Call(1, talk=0.003)).legs
    assert (half["left_ms"] - half["answered_ms"]).tolist() == [1, 2]
    less = run(paced(0.4, Steps.constant(1)), Call(0, talk=0.001)).legs
    assert (less["left_ms"] - less["answered_ms"]).tolist() == [0]
