"""Rule 10: at one instant director, agent free, talk end, abandonment, overflow, arrival, leg."""

from sim.centre import Centre
from sim.codes import Outcome
from sim.floor import Group, Queue, Skill, Transfer
from tests.centres import Call, Later, small_centre
from tests.timelines.timeline import one_line, run, timeline


def outcomes_of(centre: Centre, *calls: Call) -> list[Outcome]:
    return [Outcome(code) for code in run(centre, *calls).legs["outcome"].tolist()]


def test_the_director_goes_before_an_agent_who_is_free() -> None:
    """At 60 the shift ends and agent 0 is free: call 1 is not taken."""
    centre = one_line([(1, (0, 60))])
    assert outcomes_of(centre, Call(0, talk=60), Call(10)) == [Outcome.ANSWERED, Outcome.WAITING]


def test_an_agent_who_comes_goes_before_one_who_is_free() -> None:
    """At 60 agent 1 comes and agent 0 is free: agent 1 takes call 1."""
    centre = one_line([(1, (0, 200)), (1, (60, 200))])
    assert run(centre, Call(0, talk=60), Call(10)).legs["agent"].tolist() == [0, 1]


def test_the_director_goes_before_patience() -> None:
    """At 60 an agent comes and patience is out: answered. So with closing: cleared."""
    centre = one_line([(1, (60, 200))])
    assert outcomes_of(centre, Call(0, patience=60)) == [Outcome.ANSWERED]
    clearing = small_centre(
        [Queue("calls", clears_at_close=True)], [], {}, opening={"calls": [(0, 60)]}
    )
    assert outcomes_of(clearing, Call(0, patience=60)) == [Outcome.CLEARED]


def test_lines_change_before_staff() -> None:
    """At 60 the line is cleared and an agent comes: nobody is left to answer."""
    centre = small_centre(
        [Queue("calls", clears_at_close=True)],
        [Group("agents", (Skill("calls"),))],
        {"agents": [(1, (60, 200))]},
        opening={"calls": [(0, 60)]},
    )
    assert outcomes_of(centre, Call(0)) == [Outcome.CLEARED]


def passing(expert: Queue) -> Centre:
    """Return a centre whose agents pass all calls on to `expert`; no group has a wrap-up."""
    return small_centre(
        [Queue("calls"), expert],
        [
            Group("agents", (Skill("calls", transfer=Transfer(1.0, "expert")),)),
            Group("experts", (Skill("expert"),)),
        ],
        {"agents": 1, "experts": 1},
        later={"expert": Later(talk=10)},
    )


def test_an_agent_is_free_before_a_talk_ends() -> None:
    """At 60 the expert is free and call 0 is passed on: there is no place, but it needs none."""
    centre = passing(Queue("expert", capacity=0))
    assert timeline(centre, Call(0, talk=60), Call(0, "expert", talk=60)) == [
        (0, "0 enters calls"),
        (0, "0 is answered by agents 0"),
        (0, "1 enters expert"),
        (0, "1 is answered by experts 0"),
        (60, "0 is passed on"),
        (60, "agents 0 is free of 0"),
        (60, "1 ends"),
        (60, "experts 0 is free of 1"),
        (60, "2 enters expert"),
        (60, "2 is answered by experts 0"),
        (70, "2 ends"),
        (70, "experts 0 is free of 2"),
    ]


def test_a_talk_ends_before_patience() -> None:
    """At 60 call 0 is passed on while call 2, out of patience, still has the only place."""
    centre = passing(Queue("expert", capacity=1))
    calls = [Call(0, talk=60), Call(0, "expert", talk=90), Call(0, "expert", patience=60)]
    assert outcomes_of(centre, *calls) == [
        Outcome.TRANSFERRED,
        Outcome.ANSWERED,
        Outcome.ABANDONED,
        Outcome.BLOCKED,
    ]


def test_an_agent_is_free_before_patience() -> None:
    """At 60 the agent is free and call 1's patience is out: answered, after all of it."""
    legs = run(one_line(), Call(0, talk=60), Call(10, patience=50)).legs
    assert legs["answered_ms"].tolist() == [0, 60_000]


def test_patience_goes_before_overflow() -> None:
    """Both after 30: abandons, though a helper would be there."""
    centre = small_centre(
        [Queue("calls")], [Group("helpers", (Skill("calls", delay_ms=30_000),))], {"helpers": 1}
    )
    assert outcomes_of(centre, Call(0, patience=30)) == [Outcome.ABANDONED]


def test_patience_goes_before_arrivals() -> None:
    """At 30 call 0 leaves the only place and call 1 takes it."""
    centre = one_line(0, capacity=1)
    assert outcomes_of(centre, Call(0, patience=30), Call(30)) == [
        Outcome.ABANDONED,
        Outcome.WAITING,
    ]


def with_helper(delay_ms: int) -> Centre:
    return small_centre(
        [Queue("calls"), Queue("other")],
        [Group("helpers", (Skill("calls", delay_ms=delay_ms), Skill("other")))],
        {"helpers": 1},
    )


def test_overflow_goes_before_arrivals() -> None:
    """At 30 the helper may take call 0 and call 1 arrives: call 0 is first."""
    legs = run(with_helper(30_000), Call(0, talk=20), Call(30, "other")).legs
    assert legs["answered_ms"].tolist() == [30_000, 50_000]


def test_an_agent_is_free_before_overflow() -> None:
    """At 30 the helper is free and both may be taken: the longest wait, not the timer, decides.

    Call 1 has waited 30 at 30, call 2 in `other` 31 (from -1 by a head start): call 2.
    """
    centre = small_centre(
        [Queue("calls"), Queue("other", head_start_ms=1000)],
        [Group("helpers", (Skill("calls", delay_ms=30_000), Skill("other")))],
        {"helpers": 1},
    )
    legs = run(centre, Call(0, "other", talk=30), Call(0), Call(0, "other", talk=30)).legs
    assert legs["answered_ms"].tolist() == [0, 60_000, 30_000]


def test_an_agent_is_free_before_arrivals() -> None:
    """At 60 call 1, who waits, is taken; call 2 arrives too late."""
    legs = run(one_line(), Call(0, talk=60), Call(10, talk=20), Call(60)).legs
    assert legs["answered_ms"].tolist() == [0, 60_000, 80_000]


def test_a_talk_ends_before_arrivals() -> None:
    """At 60 call 0 is passed on and call 1 arrives: leg 2 is before leg 1 in the queue."""
    centre = passing(Queue("expert"))
    legs = run(centre, Call(0, talk=60), Call(60, "expert")).legs
    assert legs["answered_ms"].tolist() == [0, 70_000, 60_000]


def test_of_one_kind_the_smaller_leg_goes_first() -> None:
    """Three arrive at 0 and share two places: the last is blocked."""
    centre = one_line(0, capacity=2)
    assert outcomes_of(centre, Call(0), Call(0), Call(0))[-1] == Outcome.BLOCKED


def test_first_attempts_go_before_returns() -> None:
    """At 50 call 1 arrives and call 0 redials, as leg 2: call 1 has the place."""
    centre = one_line(0, capacity=1, redial={Outcome.ABANDONED: 1.0})
    assert outcomes_of(centre, Call(0, patience=20), Call(50)) == [
        Outcome.ABANDONED,
        Outcome.WAITING,
        Outcome.BLOCKED,
    ]


def test_legs_are_made_in_the_order_of_events() -> None:
    """Both give up at 30, call 0 first: its redial is leg 2."""
    centre = one_line(0, redial={Outcome.ABANDONED: 1.0})
    legs = run(centre, Call(0, patience=30), Call(10, patience=20)).legs
    assert legs["parent"].tolist() == [-1, -1, 0, 1]


def test_timers_that_are_swapped_leave_nobody_behind() -> None:
    """At 60 leg 2 is passed on to `expert` and then leg 1 arrives there.

    Both may overflow to two helpers at 70, leg 1's timer first: it serves the queue's head, leg 2,
    and must serve leg 1 as well.
    """
    centre = small_centre(
        [Queue("calls"), Queue("expert")],
        [
            Group("agents", (Skill("calls", transfer=Transfer(1.0, "expert")),)),
            Group("helpers", (Skill("expert", delay_ms=10_000),)),
        ],
        {"agents": 1, "helpers": 2},
    )
    legs = run(centre, Call(0, talk=60), Call(60, "expert")).legs
    assert legs["answered_ms"].tolist() == [0, 70_000, 70_000]
    assert legs["agent"].tolist() == [0, 1, 0]


def test_what_takes_no_time_is_over_before_the_next_arrival() -> None:
    """Call 0 talks for nothing at 0: its agent is free for call 1 of the same instant."""
    legs = run(one_line(capacity=0), Call(0, talk=0), Call(0, talk=5)).legs
    assert legs["answered_ms"].tolist() == [0, 0]
    assert legs["agent"].tolist() == [0, 0]
