"""Rule 16: what is done, when it takes effect, and how it is taken back. Mostly by the clock."""

from dataclasses import replace
from typing import Any

from sim.centre import Centre
from sim.clock import NEVER, to_ms
from sim.codes import Kind, Outcome
from sim.floor import Announcement, CallBack, Group, Queue, SelfService, Skill
from sim.playbooks import (
    Action,
    Announce,
    BringBack,
    CallIn,
    CloseLine,
    Does,
    Move,
    OfferCallBack,
    Play,
    RaiseSelfService,
    SendHome,
    Serve,
    StopOverflow,
)
from sim.steps import Steps
from sim.watches import Figure, Trigger
from tests.centres import Call, Later, small_centre
from tests.timelines.timeline import deeds, one_line, run, stays


def timed(does: Does, *spans: tuple[float, float], lead: float = 0, at_least: float = 0) -> Play:
    """Return a play of one action, from 100 until 300 unless given."""
    return Play(
        "plan",
        (Action(does, to_ms(lead), to_ms(at_least)),),
        spans_ms=tuple((to_ms(start), to_ms(end)) for start, end in spans or [(100, 300)]),
    )


def line(staff: Any, *plays: Play, more: dict[str, Any] | None = None, **queue: Any) -> Centre:
    return one_line(staff, more={"plays": plays, **(more or {})}, **queue)


def two_groups(*plays: Play, staff: tuple[Any, Any] = (2, 0), slow: float = 1.0) -> Centre:
    """Return groups `agents` and `others` who answer calls; the others are slower."""
    return small_centre(
        [Queue("calls")],
        [
            Group("agents", (Skill("calls"),)),
            Group("others", (Skill("calls", rank=2, handling_factor=slow),)),
        ],
        {"agents": staff[0], "others": staff[1]},
        plays=plays,
    )


# People ------------------------------------------------------------------------------------------


def test_a_reserve_comes_after_its_lead_time_and_goes() -> None:
    """On from 100, there from 150 until 300. Agent 0 goes at 350, when call 2 of 250 is over."""
    centre = line(0, timed(CallIn(0, 2), lead=50))
    calls = [Call(0, talk=100), Call(0, talk=100), Call(0, talk=100), Call(310)]
    assert stays(centre, *calls) == [
        "first in calls at 0, agents 0 from 150, answered at 250, free at 250",
        "first in calls at 0, agents 1 from 150, answered at 250, free at 250",
        "first in calls at 0, agents 0 from 250, answered at 350, free at 350",
        "first in calls at 310, waiting",
    ]
    assert deeds(centre, *calls) == [
        (100, "plan is on"),
        (150, "plan 0 begins"),
        (150, "plan 0 has 2"),
        (150, "agents: 2"),
        (300, "plan is off"),
        (300, "plan 0 has 0"),
        (300, "agents: 0"),
        (300, "plan 0 ends"),
    ]


def test_what_has_not_come_when_all_is_over_does_not_come() -> None:
    assert deeds(line(0, timed(CallIn(0, 2), lead=250))) == [
        (100, "plan is on"),
        (300, "plan is off"),
    ]


def test_at_the_end_of_both_it_does_not_come() -> None:
    """Its lead time is over as the play is: what was set first is first, and that is the end."""
    assert deeds(line(0, timed(CallIn(0, 2), lead=200))) == [
        (100, "plan is on"),
        (300, "plan is off"),
    ]


def test_an_action_stays_at_least_so_long() -> None:
    """There from 150, for 300 at least: until 450."""
    assert deeds(line(0, timed(CallIn(0, 1), lead=50, at_least=300)))[-4:] == [
        (300, "plan is off"),
        (450, "plan 0 has 0"),
        (450, "agents: 0"),
        (450, "plan 0 ends"),
    ]


def test_who_is_needed_again_stays() -> None:
    """Until 300, at least until 450; needed again from 400 until 500, when all of it is over."""
    centre = line(0, timed(CallIn(0, 1), (100, 300), (400, 500), lead=50, at_least=300))
    assert deeds(centre) == [
        (100, "plan is on"),
        (150, "plan 0 begins"),
        (150, "plan 0 has 1"),
        (150, "agents: 1"),
        (300, "plan is off"),
        (400, "plan is on"),
        (500, "plan is off"),
        (500, "plan 0 has 0"),
        (500, "agents: 0"),
        (500, "plan 0 ends"),
    ]


def test_who_is_called_off_and_called_again_takes_the_lead_time_anew() -> None:
    """Called at 100 and off at 120, called at 130: there at 180 and not at 150."""
    centre = line(0, timed(CallIn(0, 1), (100, 120), (130, 200), lead=50))
    assert [deed for deed in deeds(centre) if deed[1] == "plan 0 begins"] == [
        (180, "plan 0 begins")
    ]


def test_people_come_over_a_ramp_by_the_minute() -> None:
    """Three over 150 from 100 on: 3 x 60 / 150 at 160, 3 x 120 / 150 at 220, all at 250."""
    centre = line(0, timed(CallIn(0, 3, ramp_ms=150_000)))
    assert [deed for deed in deeds(centre) if deed[1].startswith("agents")] == [
        (160, "agents: 1"),
        (220, "agents: 2"),
        (250, "agents: 3"),
        (300, "agents: 0"),
    ]


def test_a_ramp_that_is_taken_back_comes_no_further() -> None:
    centre = line(0, timed(CallIn(0, 3, ramp_ms=150_000), (100, 200)))
    assert [deed for deed in deeds(centre) if deed[1].startswith("agents")] == [
        (160, "agents: 1"),
        (200, "agents: 0"),
    ]


def test_people_move_between_groups_and_back() -> None:
    """Both agents are free at 100: one goes. A call of 110 and one of 120 find one in each."""
    centre = two_groups(timed(Move(0, 1, 1)), slow=2.0)
    assert stays(centre, Call(110, talk=30), Call(120, talk=30), Call(310)) == [
        "first in calls at 110, agents 1 from 110, answered at 140, free at 140",
        "first in calls at 120, others 0 from 120, answered at 180, free at 180",
        "first in calls at 310, agents 1 from 310, answered at 370, free at 370",
    ]
    assert deeds(centre) == [
        (100, "plan is on"),
        (100, "plan 0 begins"),
        (100, "plan 0 has 1"),
        (100, "agents: 1"),
        (100, "others: 1"),
        (300, "plan is off"),
        (300, "plan 0 has 0"),
        (300, "agents: 2"),
        (300, "others: 0"),
        (300, "plan 0 ends"),
    ]


def test_no_more_people_move_than_there_are() -> None:
    """Five are meant; agents are two until 200, then four come on duty."""
    staff = ([(2, (0, 1000)), (4, (200, 1000))], 0)
    assert deeds(two_groups(timed(Move(0, 1, 5)), staff=staff))[:8] == [
        (100, "plan is on"),
        (100, "plan 0 begins"),
        (100, "plan 0 has 2"),
        (100, "agents: 0"),
        (100, "others: 2"),
        (200, "plan 0 has 5"),
        (200, "agents: 1"),
        (200, "others: 5"),
    ]


def test_a_share_of_those_on_duty_works_from_home() -> None:
    """Half of three is two, rounded half up."""
    centre = two_groups(timed(SendHome(0, 1, 0.5)), staff=(3, 0))
    assert deeds(centre)[2:5] == [
        (100, "plan 0 has 2"),
        (100, "agents: 1"),
        (100, "others: 2"),
    ]


def test_a_share_of_the_lost_works_from_home() -> None:
    """Of five, 60 % are lost from 150 until 250: three, and 80 % of them rounded are two."""
    centre = two_groups(timed(SendHome(0, 1, 0.8, lost=True)), staff=(5, 0))
    factor = (Steps.between(150_000, 250_000, 0.4), Steps.constant(1))
    centre = replace(centre, plan=replace(centre.plan, staff_factor=factor))
    assert deeds(centre) == [
        (100, "plan is on"),
        (100, "plan 0 begins"),
        (150, "agents: 2"),
        (150, "plan 0 has 2"),
        (150, "others: 2"),
        (250, "agents: 5"),
        (250, "plan 0 has 0"),
        (250, "others: 0"),
        (300, "plan is off"),
        (300, "plan 0 ends"),
    ]


def test_who_is_off_the_phone_is_brought_back() -> None:
    """All four are in training; half of them answer from 100 until 300."""
    centre = line(4, timed(BringBack(0, 0.5)), more={"off_phone": (1.0,)})
    assert deeds(centre, Call(0)) == [
        (100, "plan is on"),
        (100, "plan 0 begins"),
        (100, "plan 0 has 2"),
        (100, "agents: 2"),
        (300, "plan is off"),
        (300, "plan 0 has 0"),
        (300, "agents: 0"),
        (300, "plan 0 ends"),
    ]


def test_who_is_absent_is_not_brought_back() -> None:
    """Nobody has come who could be in training."""
    away = {"absence": {"agents": 1.0}, "off_phone": (0.5,)}
    assert deeds(line(4, timed(BringBack(0, 1.0)), more=away), Call(0)) == [
        (100, "plan is on"),
        (100, "plan 0 begins"),
        (300, "plan is off"),
        (300, "plan 0 ends"),
    ]


# Skills ------------------------------------------------------------------------------------------


def helped(delay_ms: int, *plays: Play) -> Centre:
    """Return a line without agents, and two helpers who may serve it after a while."""
    return small_centre(
        [Queue("calls")],
        [Group("helpers", (Skill("calls", delay_ms=delay_ms),))],
        {"helpers": 2},
        plays=plays,
    )


def test_a_group_also_serves_a_queue() -> None:
    """Calls 0 and 1 wait at 100, call 2 comes at 150; call 3 of 310 is too late."""
    centre = helped(NEVER, timed(Serve(0, 0)))
    calls = [Call(10, talk=100), Call(20, talk=20), Call(150, talk=10), Call(310)]
    assert stays(centre, *calls) == [
        "first in calls at 10, helpers 0 from 100, answered at 200, free at 200",
        "first in calls at 20, helpers 1 from 100, answered at 120, free at 120",
        "first in calls at 150, helpers 1 from 150, answered at 160, free at 160",
        "first in calls at 310, waiting",
    ]


def test_the_overflow_stops_and_goes_on() -> None:
    """Helpers may after 30: call 0 from 40 on. Calls 1 and 2 wait until 300, when they have."""
    centre = helped(30_000, timed(StopOverflow(0, 0)))
    calls = [Call(10, talk=20), Call(80, talk=20), Call(150, talk=20)]
    assert run(centre, *calls).legs["answered_ms"].tolist() == [40_000, 300_000, 300_000]


def test_who_has_not_waited_long_enough_at_the_end_waits_on() -> None:
    """Call 0 of 290 has waited 10 at 300, and is answered at 320."""
    centre = helped(30_000, timed(StopOverflow(0, 0)))
    assert run(centre, Call(290)).legs["answered_ms"].tolist() == [320_000]


def test_who_is_stopped_serves_no_more_even_if_told_to() -> None:
    """Both from 100; the stop ends at 300, the other at 400."""
    centre = helped(NEVER, timed(Serve(0, 0), (100, 400)), timed(StopOverflow(0, 0)))
    assert run(centre, Call(150), Call(410)).legs["answered_ms"].tolist() == [300_000, -1]


# Lines and messages ------------------------------------------------------------------------------


def test_a_line_is_closed_to_those_who_come() -> None:
    """Call 1 waits and is answered at 120; call 2 of 150 finds it closed; call 3 does not."""
    calls = [Call(0, talk=120), Call(50, talk=10), Call(150), Call(300, talk=10)]
    assert stays(line(1, timed(CloseLine(0)), clears_at_close=True), *calls) == [
        "first in calls at 0, agents 0 from 0, answered at 120, free at 120",
        "first in calls at 50, agents 0 from 120, answered at 130, free at 130",
        "first in calls at 150, closed at 150",
        "first in calls at 300, agents 0 from 300, answered at 310, free at 310",
    ]


def test_deferrable_work_is_not_begun() -> None:
    """Piece 0 is done until 120; piece 1 waits until the desk is open again."""
    centre = line(1, timed(CloseLine(0)), kind=Kind.WORK)
    calls = [Call(0, talk=120), Call(50, talk=10)]
    assert run(centre, *calls).legs["answered_ms"].tolist() == [0, 300_000]


def test_a_call_back_is_offered_to_who_begins_to_wait() -> None:
    """Call 0 of 90 is not offered any, call 1 of 110 at 130; call 2 of 290 at 310: no more."""
    dormant = CallBack(NEVER, 0.0, appointment_ms=700_000)
    centre = line(0, timed(OfferCallBack(0, 20_000, 1.0)), call_back=dormant)
    assert stays(centre, Call(90), Call(110), Call(290)) == [
        "first in calls at 90, waiting",
        "first in calls at 110, called back at 130",
        "first in calls at 290, waiting",
        "call_back in calls at 830, waiting",
    ]


def test_an_announcement_is_made_to_who_begins_to_wait() -> None:
    """As with call-backs; and the usual announcement, after 100 to call 0 and 300, is made."""
    usual = Announcement(100_000, 1.0)
    centre = line(0, timed(Announce(0, 20_000, 1.0)), announcement=usual)
    assert stays(centre, Call(90), Call(110), Call(290), Call(300)) == [
        "first in calls at 90, diverted at 190",
        "first in calls at 110, diverted at 130",
        "first in calls at 290, diverted at 310",
        "first in calls at 300, diverted at 400",
    ]


def self_served(*plays: Play, contained: float = 0.0, **more: Any) -> Centre:
    """Return a line with self-service, which takes 10, and nobody else."""
    return small_centre(
        [Queue("calls", self_service=SelfService())],
        [Group("agents", (Skill("calls"),))],
        {"agents": 0},
        later={"calls": Later(self_service=10)},
        contained={"calls": contained},
        plays=plays,
        **more,
    )


def outcomes(centre: Centre, *calls: Call) -> list[Outcome]:
    return [Outcome(code) for code in run(centre, *calls).legs["outcome"].tolist()]


def test_self_service_is_raised() -> None:
    calls = [Call(99), Call(100), Call(299), Call(300)]
    assert outcomes(self_served(timed(RaiseSelfService(0, 1.0))), *calls) == [
        Outcome.WAITING,
        Outcome.CONTAINED,
        Outcome.CONTAINED,
        Outcome.WAITING,
    ]


def test_self_service_is_not_lowered() -> None:
    centre = self_served(timed(RaiseSelfService(0, 0.5)), contained=1.0)
    assert outcomes(centre, Call(99), Call(100)) == [Outcome.CONTAINED, Outcome.CONTAINED]


def test_self_service_that_is_down_contains_nobody() -> None:
    works = (Steps.between(150_000, 200_000, 0.0),)
    centre = self_served(timed(RaiseSelfService(0, 1.0)), works=works)
    assert outcomes(centre, Call(149), Call(150), Call(200)) == [
        Outcome.CONTAINED,
        Outcome.WAITING,
        Outcome.CONTAINED,
    ]


# Several at once ---------------------------------------------------------------------------------


def test_of_two_messages_the_one_that_began_last_holds() -> None:
    """After 20 from 100 until 300, after 50 from 200 until 400."""
    plays = (timed(Announce(0, 20_000, 1.0)), timed(Announce(0, 50_000, 1.0), (200, 400)))
    legs = run(line(0, *plays), Call(110), Call(210), Call(310), Call(410)).legs
    assert legs["left_ms"].tolist() == [130_000, 260_000, 360_000, -1]


def test_a_line_opens_when_both_who_close_it_are_over() -> None:
    """Closed 100-300 and 200-400, and by its hours 350-500."""
    plays = (timed(CloseLine(0)), timed(CloseLine(0), (200, 400)))
    hours = {"opening": {"calls": [(0, 350), (500, 900)]}}
    calls = [Call(at) for at in (99, 250, 320, 450, 500)]
    assert outcomes(line(9, *plays, more=hours), *calls) == [
        Outcome.ANSWERED,
        Outcome.CLOSED,
        Outcome.CLOSED,
        Outcome.CLOSED,
        Outcome.ANSWERED,
    ]


def test_self_service_is_as_high_as_the_highest() -> None:
    """A tenth until 300, all of it from 200 on until 250."""
    low, high = timed(RaiseSelfService(0, 0.0)), timed(RaiseSelfService(0, 1.0), (200, 250))
    assert outcomes(self_served(high, low), Call(150), Call(200), Call(250)) == [
        Outcome.WAITING,
        Outcome.CONTAINED,
        Outcome.WAITING,
    ]


def test_two_who_move_the_same_people_take_turns() -> None:
    """Of two agents the first play, from 100 until 300, moves one; the second, of two, the rest.

    When the first is over at 300, the second has both.
    """
    plays = (timed(Move(0, 1, 1)), timed(Move(0, 1, 2), (200, 400)))
    assert [deed for deed in deeds(two_groups(*plays)) if "has" in deed[1]] == [
        (100, "plan 0 has 1"),
        (200, "plan 0 has 1"),
        (300, "plan 0 has 0"),
        (300, "plan 0 has 2"),
        (400, "plan 0 has 0"),
    ]


def test_plays_that_set_each_other_off_do_so_a_limited_number_of_times() -> None:
    """One agent, always at work. With one more half of them are; without, all of them again."""
    busy = Trigger(Figure.OCCUPANCY, 1.0, 1.0, groups=(0,), over_ms=60_000)
    play = Play("more", (Action(CallIn(0, 1)),), busy, most=2)
    assert deeds(line(1, play), Call(0, talk=2000))[::4] == [
        (60, "more is on"),
        (120, "more is off"),
        (180, "more is on"),
        (240, "more is off"),
        (300, "more is declined"),
    ]


def test_a_play_sees_what_another_has_done_at_the_same_look() -> None:
    """One waits at 60. The first play calls somebody in, who answers: the second sees nobody."""
    waits = Trigger(Figure.QUEUE_LENGTH, 1, 1, (0,))
    first, second = (Play(name, (Action(CallIn(0, 1)),), waits) for name in ("first", "second"))
    assert deeds(line(0, first, second), Call(0, talk=900)) == [
        (60, "first is on"),
        (60, "first 0 begins"),
        (60, "first 0 has 1"),
        (60, "agents: 1"),
        (120, "first is off"),
        (120, "first 0 has 0"),
        (120, "agents: 0"),
        (120, "first 0 ends"),
    ]


def test_the_plan_comes_before_plays_and_these_before_looks() -> None:
    """At 120 an agent comes by the plan and answers; the line is closed, which who waits is not.

    At 60 the play was set off by who waited; 60 later it closes the line, before the look.
    """
    waits = Trigger(Figure.QUEUE_LENGTH, 1, 1, (0,))
    play = Play("stop", (Action(CloseLine(0), lead_ms=60_000),), waits)
    centre = line([(1, (120, 900))], play)
    assert deeds(centre, Call(0, talk=30), Call(120)) == [
        (60, "stop is on"),
        (120, "agents: 1"),
        (120, "stop 0 begins"),
        (120, "stop is off"),
        (120, "stop 0 ends"),
        (900, "agents: 0"),
    ]
