"""Rule 8: agents come and go."""

from dataclasses import replace

import numpy as np

from sim.floor import Group, Queue, Skill
from sim.steps import Steps
from tests.auditor import audit
from tests.centres import Call, by_hand, small_centre
from tests.timelines.timeline import one_line, run, timeline


def test_a_break() -> None:
    """On duty from 0 to 50 and from 80: call 1 waits from 60 to 80."""
    assert timeline(one_line([(1, (0, 50), (80, 200))]), Call(10, talk=20), Call(60, talk=30)) == [
        (10, "0 enters calls"),
        (10, "0 is answered by agents 0"),
        (30, "0 ends"),
        (30, "agents 0 is free of 0"),
        (60, "1 enters calls"),
        (80, "1 is answered by agents 1"),
        (110, "1 ends"),
        (110, "agents 1 is free of 1"),
    ]


def test_the_end_of_a_shift_lets_the_call_finish() -> None:
    """The shift ends at 50; call 0 is talked and wrapped up until 80, call 1 is not taken."""
    centre = one_line([(1, (0, 50))])
    assert timeline(centre, Call(10, talk=60, wrap_up=10), Call(20, patience=100)) == [
        (10, "0 enters calls"),
        (10, "0 is answered by agents 0"),
        (20, "1 enters calls"),
        (70, "0 ends"),
        (80, "agents 0 is free of 0"),
        (120, "1 abandons"),
    ]


def test_the_idle_leave_before_the_busy() -> None:
    """At 50 one of two goes: agent 1, who idles; agent 0 takes call 1 at 60."""
    centre = one_line([(1, (0, 200)), (1, (0, 50))])
    assert timeline(centre, Call(0, talk=60), Call(55, talk=10)) == [
        (0, "0 enters calls"),
        (0, "0 is answered by agents 0"),
        (55, "1 enters calls"),
        (60, "0 ends"),
        (60, "agents 0 is free of 0"),
        (60, "1 is answered by agents 0"),
        (70, "1 ends"),
        (70, "agents 0 is free of 1"),
    ]


def test_the_longest_idle_leave_first() -> None:
    """At 50 agent 0 idles from 10, agent 1 from 0: agent 1 goes."""
    centre = one_line([(1, (0, 200)), (1, (0, 50))])
    assert run(centre, Call(0, talk=10), Call(60)).legs["agent"].tolist() == [0, 0]


def test_of_the_busy_the_first_to_be_free_leaves() -> None:
    """One of two goes at 50: agent 1, free at 60. Call 2 waits for agent 0 until 70."""
    centre = one_line([(1, (0, 200)), (1, (0, 50))])
    legs = run(centre, Call(0, talk=70), Call(0, talk=60), Call(55)).legs
    assert legs["answered_ms"].tolist() == [0, 0, 70_000]
    assert legs["agent"].tolist() == [0, 1, 0]


def test_who_was_to_leave_stays_when_numbers_rise_again() -> None:
    """To leave from 50, needed again from 80, free at 100: agent 0 goes on."""
    centre = one_line([(1, (0, 50), (80, 300))])
    assert timeline(centre, Call(0, talk=100), Call(90, talk=10)) == [
        (0, "0 enters calls"),
        (0, "0 is answered by agents 0"),
        (90, "1 enters calls"),
        (100, "0 ends"),
        (100, "agents 0 is free of 0"),
        (100, "1 is answered by agents 0"),
        (110, "1 ends"),
        (110, "agents 0 is free of 1"),
    ]


def test_new_agents_take_who_waits() -> None:
    """Two come at 30, to three who wait."""
    calls = [Call(0, talk=10), Call(10, talk=10), Call(20, talk=10)]
    legs = run(one_line([(2, (30, 100))]), *calls).legs
    assert legs["answered_ms"].tolist() == [30_000, 30_000, 40_000]
    assert legs["agent"].tolist() == [0, 1, 0]


def test_the_absent_do_not_come() -> None:
    """Of two seats the second is empty: call 1 waits for agent 0."""
    centre = one_line(2)
    contacts = by_hand(centre, [Call(0, talk=60), Call(0, talk=60)])
    contacts = replace(contacts, absent=np.array([False, True]))
    outcomes = centre.run(contacts)
    audit(centre, contacts, outcomes)
    assert outcomes.legs["answered_ms"].tolist() == [0, 60_000]


def test_all_absent() -> None:
    centre = small_centre(
        [Queue("calls")], [Group("agents", (Skill("calls"),))], {"agents": 3}, absence={"agents": 1}
    )
    assert timeline(centre, Call(0)) == [(0, "0 enters calls")]


def test_half_a_group_is_lost_for_a_while() -> None:
    """Half of 3 is 1.5, so 2 (half up) from 50 to 100: agent 0 goes, idle longest by its number.

    Of three calls at 60 the last waits until the third agent is back, as agent 3.
    """
    centre = small_centre(
        [Queue("calls")],
        [Group("agents", (Skill("calls"),))],
        {"agents": 3},
        staff_factor={"agents": Steps.between(50_000, 100_000, 0.5)},
    )
    legs = run(centre, Call(60), Call(60), Call(60)).legs
    assert legs["answered_ms"].tolist() == [60_000, 60_000, 100_000]
    assert legs["agent"].tolist() == [1, 2, 3]
