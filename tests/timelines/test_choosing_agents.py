"""Rule 3: which agent answers a contact."""

from collections.abc import Sequence

from sim.centre import Centre
from sim.floor import Group, Queue, Skill
from tests.centres import Call, Shift, small_centre
from tests.timelines.timeline import run, timeline


def two_groups(first: Skill, second: Skill) -> Centre:
    groups = [Group("first", (first,)), Group("second", (second,))]
    return small_centre([Queue("calls")], groups, {"first": 1, "second": 1})


def with_overflow(
    *delays: int, staff: dict[str, int | Sequence[Shift]] | None = None, first_busy: int = 100
) -> tuple[Centre, Call]:
    """Return a group `agents` that is busy, and groups that help it after delays (seconds)."""
    helpers = [
        Group(f"helpers {n}", (Skill("calls", delay_ms=delay * 1000), Skill("other")))
        for n, delay in enumerate(delays)
    ]
    centre = small_centre(
        [Queue("calls"), Queue("other")],
        [Group("agents", (Skill("calls"),)), *helpers],
        {"agents": 1, **{helper.name: 1 for helper in helpers}, **(staff or {})},
    )
    return centre, Call(0, talk=first_busy)


def test_the_group_of_better_rank_answers() -> None:
    """Second has rank 1; first has rank 2 and is asked only when second is busy."""
    centre = two_groups(Skill("calls", rank=2), Skill("calls", rank=1))
    assert timeline(centre, Call(0), Call(10)) == [
        (0, "0 enters calls"),
        (0, "0 is answered by second 0"),
        (10, "1 enters calls"),
        (10, "1 is answered by first 0"),
        (60, "0 ends"),
        (60, "second 0 is free of 0"),
        (70, "1 ends"),
        (70, "first 0 is free of 1"),
    ]


def test_rank_goes_before_idling() -> None:
    """At 20 first has idled for 20, second for 10, but second has the better rank."""
    centre = two_groups(Skill("calls", rank=2), Skill("calls", rank=1))
    assert run(centre, Call(0, talk=10), Call(20)).legs["group"].tolist() == [1, 1]


def test_of_one_rank_the_longest_idle_group_answers() -> None:
    """Both idle from 0: group order. At 20 second idles from 0, first from 10. At 30: first."""
    centre = two_groups(Skill("calls"), Skill("calls"))
    calls = [Call(0, talk=10), Call(20), Call(30)]
    assert run(centre, *calls).legs["group"].tolist() == [0, 1, 0]


def test_within_a_group_the_longest_idle_agent_answers() -> None:
    """Agent 0 talks from 0 to 10; at 20 agent 1 has idled from 0."""
    centre = small_centre([Queue("calls")], [Group("agents", (Skill("calls"),))], {"agents": 2})
    calls = [Call(0, talk=10), Call(20), Call(20)]
    assert run(centre, *calls).legs["agent"].tolist() == [0, 1, 0]


def test_an_overflow_group_answers_after_its_delay() -> None:
    """Call 1 waits from 10; helpers may from 40 on, though they idle all the time."""
    centre, first = with_overflow(30)
    assert timeline(centre, first, Call(10, talk=20)) == [
        (0, "0 enters calls"),
        (0, "0 is answered by agents 0"),
        (10, "1 enters calls"),
        (40, "1 is answered by helpers 0 0"),
        (60, "1 ends"),
        (60, "helpers 0 0 is free of 1"),
        (100, "0 ends"),
        (100, "agents 0 is free of 0"),
    ]


def test_the_own_group_may_be_quicker_than_the_overflow() -> None:
    """Call 0 ends at 25, before the helpers' 40."""
    centre, first = with_overflow(30, first_busy=25)
    legs = run(centre, first, Call(10)).legs
    assert (legs["answered_ms"][1], legs["group"][1]) == (25_000, 0)


def test_a_freed_agent_does_not_take_what_it_may_not_yet() -> None:
    """The helper is free at 20, when call 2 has waited 10 of 30: it idles until 40."""
    centre, first = with_overflow(30)
    legs = run(centre, first, Call(0, "other", talk=20), Call(10)).legs
    assert (legs["answered_ms"][2], legs["group"][2]) == (40_000, 1)


def test_a_freed_agent_takes_what_has_waited_long_enough() -> None:
    """The helper is free at 55, when call 2 has waited 45; its timer at 40 found nobody."""
    centre, first = with_overflow(30)
    legs = run(centre, first, Call(0, "other", talk=55), Call(10)).legs
    assert (legs["answered_ms"][2], legs["group"][2]) == (55_000, 1)


def test_delays_follow_each_other() -> None:
    """Call 1 waits from 0. Helpers 0 (after 20) are absent, helpers 1 (after 40) answer at 40."""
    centre, first = with_overflow(20, 40, staff={"helpers 0": 0})
    assert timeline(centre, first, Call(0, talk=10)) == [
        (0, "0 enters calls"),
        (0, "0 is answered by agents 0"),
        (0, "1 enters calls"),
        (40, "1 is answered by helpers 1 0"),
        (50, "1 ends"),
        (50, "helpers 1 0 is free of 1"),
        (100, "0 ends"),
        (100, "agents 0 is free of 0"),
    ]


def test_each_waiting_leg_has_timers_of_its_own() -> None:
    """Calls 1 and 2 wait from 0 and 10: helpers 0 take 1 at 20, helpers 1 take 2 at 50."""
    centre, first = with_overflow(20, 40)
    legs = run(centre, first, Call(0), Call(10)).legs
    assert legs["answered_ms"].tolist() == [0, 20_000, 50_000]
    assert legs["group"].tolist() == [0, 1, 2]


def test_who_comes_on_duty_serves_who_has_waited_long_enough() -> None:
    """Helpers come at 70: call 1 (since 10, after 30) is taken then, call 2 (since 50) at 80."""
    centre, first = with_overflow(30, staff={"helpers 0": [(2, (70, 200))]})
    legs = run(centre, first, Call(10), Call(50)).legs
    assert legs["answered_ms"].tolist() == [0, 70_000, 80_000]
    assert legs["agent"].tolist() == [0, 0, 1]
