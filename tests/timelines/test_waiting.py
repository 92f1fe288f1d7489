"""Rules 1 and 2: arriving, waiting, giving up, being turned away."""

from sim.floor import Queue
from tests.centres import Call, small_centre
from tests.timelines.timeline import one_line, run, timeline


def test_an_idle_agent_answers_at_once() -> None:
    """Talk from 5 until 65, wrap-up until 75."""
    assert timeline(one_line(), Call(5, talk=60, wrap_up=10)) == [
        (5, "0 enters calls"),
        (5, "0 is answered by agents 0"),
        (65, "0 ends"),
        (75, "agents 0 is free of 0"),
    ]


def test_who_finds_nobody_free_waits() -> None:
    """Call 1 waits from 10 until the agent is free at 60."""
    assert timeline(one_line(), Call(0, talk=60), Call(10, talk=30)) == [
        (0, "0 enters calls"),
        (0, "0 is answered by agents 0"),
        (10, "1 enters calls"),
        (60, "0 ends"),
        (60, "agents 0 is free of 0"),
        (60, "1 is answered by agents 0"),
        (90, "1 ends"),
        (90, "agents 0 is free of 1"),
    ]


def test_first_come_first_served() -> None:
    """Calls 1, 2, 3 wait from 10, 20, 20 and are answered at 60, 70, 80."""
    centre = one_line()
    calls = [Call(0, talk=60), Call(10, talk=10), Call(20, talk=10), Call(20, talk=10)]
    assert run(centre, *calls).legs["answered_ms"].tolist() == [0, 60_000, 70_000, 80_000]


def test_patience_runs_out() -> None:
    """Call 1 has waited 20 at 30, call 2 is not kept by it."""
    assert timeline(
        one_line(), Call(0, talk=60), Call(10, patience=20), Call(15, talk=5, patience=50)
    ) == [
        (0, "0 enters calls"),
        (0, "0 is answered by agents 0"),
        (10, "1 enters calls"),
        (15, "2 enters calls"),
        (30, "1 abandons"),
        (60, "0 ends"),
        (60, "agents 0 is free of 0"),
        (60, "2 is answered by agents 0"),
        (65, "2 ends"),
        (65, "agents 0 is free of 2"),
    ]


def test_patience_is_for_waiting_only() -> None:
    """With patience 20 a talk of 60 is talked to its end."""
    assert timeline(one_line(), Call(0, talk=60, patience=20))[-2:] == [
        (60, "0 ends"),
        (60, "agents 0 is free of 0"),
    ]


def test_without_patience_one_is_answered_at_once_or_never() -> None:
    assert timeline(one_line(), Call(0, patience=0), Call(10, patience=0)) == [
        (0, "0 enters calls"),
        (0, "0 is answered by agents 0"),
        (10, "1 enters calls"),
        (10, "1 abandons"),
        (60, "0 ends"),
        (60, "agents 0 is free of 0"),
    ]


def test_endless_patience_waits_until_the_end() -> None:
    assert timeline(one_line(0), Call(0)) == [(0, "0 enters calls")]


def test_a_full_queue_blocks() -> None:
    """One place: call 1 has it from 10 to 60, so that 2 is blocked at 20; 3 has it from 70."""
    assert timeline(
        one_line(capacity=1), Call(0, talk=60), Call(10, talk=60), Call(20), Call(70, patience=9)
    ) == [
        (0, "0 enters calls"),
        (0, "0 is answered by agents 0"),
        (10, "1 enters calls"),
        (20, "2 enters calls"),
        (20, "2 is blocked"),
        (60, "0 ends"),
        (60, "agents 0 is free of 0"),
        (60, "1 is answered by agents 0"),
        (70, "3 enters calls"),
        (79, "3 abandons"),
        (120, "1 ends"),
        (120, "agents 0 is free of 1"),
    ]


def test_who_abandons_leaves_a_place() -> None:
    """Call 0 has the only place from 0 to 10, call 1 from 11 on, call 2 none at 12."""
    assert timeline(one_line(0, capacity=1), Call(0, patience=10), Call(11), Call(12)) == [
        (0, "0 enters calls"),
        (10, "0 abandons"),
        (11, "1 enters calls"),
        (12, "2 enters calls"),
        (12, "2 is blocked"),
    ]


def test_a_queue_without_places_answers_or_blocks() -> None:
    assert timeline(one_line(capacity=0), Call(0), Call(10)) == [
        (0, "0 enters calls"),
        (0, "0 is answered by agents 0"),
        (10, "1 enters calls"),
        (10, "1 is blocked"),
        (60, "0 ends"),
        (60, "agents 0 is free of 0"),
    ]


def test_a_queue_nobody_serves_is_not_answered() -> None:
    centre = small_centre([Queue("calls")], [], {})
    assert timeline(centre, Call(0, patience=30)) == [(0, "0 enters calls"), (30, "0 abandons")]


def test_nothing_happens_at_the_horizon_or_after() -> None:
    """At 60 the horizon ends: call 1 does not abandon, call 0 does not end."""
    centre = one_line(horizon=60)
    outcomes = run(centre, Call(0, talk=60), Call(10, patience=50))
    assert timeline(centre, Call(0, talk=60), Call(10, patience=50)) == [
        (0, "0 enters calls"),
        (0, "0 is answered by agents 0"),
        (10, "1 enters calls"),
    ]
    assert outcomes.legs["left_ms"].tolist() == [60_000, -1]
    assert outcomes.legs["freed_ms"].tolist() == [60_000, -1]
