"""Rule 15: lines that are down, contacts that are cut off, and what else goes wrong."""

from typing import Any

import pytest

from sim.centre import Centre
from sim.clock import to_ms
from sim.codes import Kind, Outcome
from sim.floor import CallBack, Dial, Group, Queue, SelfService, Silence, Skill, Transfer
from sim.plan import Drop
from sim.steps import Steps
from tests.centres import Call, Later, small_centre
from tests.timelines.timeline import one_line, run, stays

DOWN = ((to_ms(100), to_ms(300)),)


def down(staff: Any = 1, later: Later | None = None, **queue: Any) -> Centre:
    """Return a line that is down from 100 until 300."""
    more = {"down_ms": (DOWN,), "later": {"calls": later or Later()}}
    return one_line(staff, more=more, **queue)


# Lines that are down -----------------------------------------------------------------------------


def test_who_waits_is_cleared_and_who_comes_is_blocked() -> None:
    """Call 0 is in progress and goes on; the agent idles from 150 until call 3 of 300."""
    calls = [Call(0, talk=150), Call(50), Call(100), Call(300, talk=10)]
    assert stays(down(), *calls) == [
        "first in calls at 0, agents 0 from 0, answered at 150, free at 150",
        "first in calls at 50, cleared at 100",
        "first in calls at 100, blocked at 100",
        "first in calls at 300, agents 0 from 300, answered at 310, free at 310",
    ]


def test_who_does_not_get_through_may_redial() -> None:
    """Cleared at 100 and blocked at 130, 160, 190: four tries."""
    redial = {Outcome.CLEARED: 1.0, Outcome.BLOCKED: 1.0}
    assert stays(down(0, Later(redial_delay=30), redial=redial), Call(50)) == [
        "first in calls at 50, cleared at 100",
        "redial in calls at 130, blocked at 130",
        "redial in calls at 160, blocked at 160",
        "redial in calls at 190, blocked at 190",
    ]


def test_call_backs_wait_until_the_line_is_up() -> None:
    """Promised at 30; the agent is free at 120 and could call, but for the line."""
    call_back = CallBack(10_000, 1.0, dial=Dial(time_ms=5000))
    assert stays(down(call_back=call_back), Call(0, talk=120), Call(20, talk=10)) == [
        "first in calls at 0, agents 0 from 0, answered at 120, free at 120",
        "first in calls at 20, called back at 30",
        "call_back in calls at 30, agents 0 from 300, answered at 315, free at 315",
    ]


def test_a_call_back_by_appointment_waits_too() -> None:
    """Promised at 30 for 130, when the agent is idle."""
    call_back = CallBack(10_000, 1.0, appointment_ms=100_000)
    legs = run(down(call_back=call_back), Call(0, talk=50), Call(20, talk=10)).legs
    assert legs["queued_ms"].tolist() == [0, 20_000, 130_000]
    assert legs["answered_ms"].tolist() == [0, -1, 300_000]


def test_a_closed_line_may_be_down() -> None:
    """Its hours end at 200: blocked until then and after, closed once it is up."""
    more = {"down_ms": (DOWN,), "opening": {"calls": [(0, 200)]}}
    legs = run(one_line(more=more), Call(150), Call(250), Call(300)).legs
    assert legs["outcome"].tolist() == [Outcome.BLOCKED, Outcome.BLOCKED, Outcome.CLOSED]


def test_nobody_is_passed_on_to_a_line_that_is_down() -> None:
    """At 150: the agent, who would hold the line, wraps up at once."""
    handed = Transfer(1.0, "expert", warm=True)
    centre = small_centre(
        [Queue("calls"), Queue("expert")],
        [Group("agents", (Skill("calls", transfer=handed),)), Group("experts", (Skill("expert"),))],
        {"agents": 1, "experts": 1},
        down_ms=((), DOWN),
    )
    assert stays(centre, Call(0, talk=150, wrap_up=10)) == [
        "first in calls at 0, agents 0 from 0, transferred at 150, free at 160",
        "transfer in expert at 150, blocked at 150",
    ]


def test_a_line_that_is_down_has_no_self_service() -> None:
    """It is on the same line; who is in it as the line breaks down, until 105, is done."""
    centre = small_centre(
        [Queue("calls", self_service=SelfService())],
        [Group("agents", (Skill("calls"),))],
        {"agents": 1},
        contained={"calls": Steps.between(95_000, 200_000, 1.0)},
        later={"calls": Later(self_service=10)},
        down_ms=(DOWN,),
    )
    legs = run(centre, Call(95), Call(150)).legs
    assert legs["outcome"].tolist() == [Outcome.CONTAINED, Outcome.BLOCKED]


def test_deferrable_work_is_not_lost() -> None:
    """Piece 1 waits for the line, and piece 2 comes meanwhile."""
    centre = down(kind=Kind.WORK)
    legs = run(centre, Call(0, talk=150), Call(50, talk=10), Call(200, talk=10)).legs
    assert legs["answered_ms"].tolist() == [0, 300_000, 310_000]


# Contacts that are cut off -----------------------------------------------------------------------


def dropping(*drops: Drop, staff: int = 4, later: Later | None = None, **queue: Any) -> Centre:
    """Return two lines, each with a group of its own, and contacts cut off at 50."""
    return small_centre(
        [Queue("calls", **queue), Queue("other")],
        [Group("agents", (Skill("calls"),)), Group("others", (Skill("other"),))],
        {"agents": staff, "others": 1},
        drops=drops,
        later={"calls": later or Later()},
    )


AT_50 = Drop(50_000)


def test_who_is_cut_off_is_gone_and_the_agent_free() -> None:
    """Call 0 is cut off without a wrap-up; call 1, who waits, is answered at once."""
    centre = dropping(AT_50, staff=1)
    assert stays(centre, Call(0, talk=90, wrap_up=20), Call(10, talk=5)) == [
        "first in calls at 0, agents 0 from 0, dropped at 50, free at 50",
        "first in calls at 10, agents 0 from 50, answered at 55, free at 55",
    ]


def test_who_is_cut_off_may_redial() -> None:
    """By a share of its own, and does not repeat what was not done."""
    later = Later(redial_delay=30, talk=5)
    centre = dropping(AT_50, later=later, redial={Outcome.DROPPED: 1.0}, repeat=1.0)
    assert stays(centre, Call(0))[:2] == [
        "first in calls at 0, agents 0 from 0, dropped at 50, free at 50",
        "redial in calls at 80, agents 1 from 80, answered at 85, free at 85",
    ]


def test_a_line_alone_may_be_cut_off() -> None:
    calls = [Call(0), Call(0, "other")]
    for queue, cut in ((0, [True, False]), (1, [False, True]), (-1, [True, True])):
        legs = run(dropping(Drop(50_000, queue=queue)), *calls).legs
        assert (legs["outcome"] == Outcome.DROPPED).tolist() == cut


def test_a_group_alone_may_be_cut_off() -> None:
    calls = [Call(0), Call(0, "other")]
    legs = run(dropping(Drop(50_000, group=1)), *calls).legs
    assert (legs["outcome"] == Outcome.DROPPED).tolist() == [False, True]


@pytest.mark.parametrize(
    ("share", "agents"),
    [(1.0, [0, 1, 2, 3]), (0.5, [1, 3]), (0.25, [3]), (0.75, [1, 2, 3]), (0.0, [])],
)
def test_a_share_of_the_agents_is_cut_off(share: float, agents: list[int]) -> None:
    """The first n agents hold n times the share, rounded down: the 2nd and 4th make halves."""
    legs = run(dropping(Drop(50_000, 0, 0, share)), *[Call(0)] * 4).legs
    assert legs["agent"][legs["outcome"] == Outcome.DROPPED].tolist() == agents


def test_what_is_over_at_that_instant_is_not_cut_off() -> None:
    """Call 0 ends at 50 and is wrapped up; call 1 ends a ms later."""
    calls = [Call(0, talk=50, wrap_up=20), Call(0, talk=50.001, wrap_up=20)]
    assert stays(dropping(AT_50), *calls) == [
        "first in calls at 0, agents 0 from 0, answered at 50, free at 70",
        "first in calls at 0, agents 1 from 0, dropped at 50, free at 50",
    ]


def test_work_goes_on_and_who_waits_waits_on() -> None:
    work = dropping(AT_50, kind=Kind.WORK)
    assert run(work, Call(0)).legs["outcome"].tolist() == [Outcome.ANSWERED]
    assert run(dropping(AT_50, staff=0), Call(0)).legs["outcome"].tolist() == [Outcome.WAITING]


def test_who_has_fallen_silent_is_not_cut_off() -> None:
    silence = Silence(share=1.0, timeout_ms=90_000)
    legs = run(dropping(AT_50, kind=Kind.CHAT, silence=silence), Call(0)).legs
    assert legs["outcome"].tolist() == [Outcome.FELL_SILENT]


def test_who_hands_over_goes_on_when_the_expert_is_cut_off() -> None:
    """Passed on at 40 and handed over until 60, wrapped up until 70; the expert is free at 50."""
    handed = Transfer(1.0, "expert", warm=True, handover_ms=20_000)
    centre = small_centre(
        [Queue("calls"), Queue("expert")],
        [Group("agents", (Skill("calls", transfer=handed),)), Group("experts", (Skill("expert"),))],
        {"agents": 1, "experts": 1},
        drops=(AT_50,),
    )
    assert stays(centre, Call(0, talk=40, wrap_up=10)) == [
        "first in calls at 0, agents 0 from 0, transferred at 40, free at 70",
        "transfer in expert at 40, experts 0 from 40, dropped at 50, free at 50",
    ]


def test_a_line_may_be_cut_off_and_down_at_once() -> None:
    """Call 0 is cut off at 100; its redial of 130 is blocked."""
    centre = one_line(
        more={"down_ms": (DOWN,), "drops": (Drop(100_000),)},
        redial={Outcome.DROPPED: 1.0},
    )
    assert stays(centre, Call(0, talk=200), Call(50)) == [
        "first in calls at 0, agents 0 from 0, dropped at 100, free at 100",
        "first in calls at 50, cleared at 100",
        "redial in calls at 130, blocked at 130",
    ]


# What else goes wrong ----------------------------------------------------------------------------


def test_self_service_that_is_down_sends_all_to_people() -> None:
    """From 100 until 200."""
    centre = small_centre(
        [Queue("calls", self_service=SelfService())],
        [],
        {},
        contained={"calls": 1.0},
        later={"calls": Later(self_service=10)},
        works=(Steps.between(100_000, 200_000, 0.0),),
    )
    legs = run(centre, Call(99), Call(100), Call(199), Call(200)).legs
    assert legs["outcome"].tolist() == [
        Outcome.CONTAINED,
        Outcome.WAITING,
        Outcome.WAITING,
        Outcome.CONTAINED,
    ]


def test_more_come_back_of_those_who_are_answered_meanwhile() -> None:
    """All of them, between 100 and 200, once more each: what comes of a call is known at 100."""
    more = (Steps.between(100_000, 200_000, 1.0, otherwise=0.0),)
    later = {"calls": Later(talk=5, repeat_delay=200)}
    centre = one_line(4, more={"repeat_more": more, "later": later})
    legs = run(centre, Call(99, talk=50), Call(100, talk=150), Call(200)).legs
    assert legs["comes_back"].tolist() == [0, 1, 0, 0]


def test_what_may_be_cut_off_is_settled_when_its_talk_ends() -> None:
    """As above, with a drop at 120 of others: call 0 ends at 149, call 1 at 250."""
    more = (Steps.between(100_000, 200_000, 1.0, otherwise=0.0),)
    later = {"calls": Later(talk=5, repeat_delay=200)}
    drops = (Drop(120_000, share=0.25),)  # of agent 3
    centre = one_line(4, more={"repeat_more": more, "later": later, "drops": drops})
    legs = run(centre, Call(99, talk=50), Call(100, talk=150), Call(200)).legs
    assert legs["comes_back"].tolist() == [1, 0, 0, 0]


def test_fewer_may_come_back() -> None:
    fewer = (Steps.between(100_000, 200_000, -1.0, otherwise=0.0),)
    later = {"calls": Later(talk=5, repeat_delay=900)}
    centre = one_line(4, more={"repeat_more": fewer, "later": later}, repeat=1.0)
    legs = run(centre, Call(99), Call(100), Call(200)).legs
    assert legs["comes_back"].tolist() == [1, 0, 1]
