"""Rule 13: call-backs, which those who have waited 20 accept; the agent dials for 5."""

from typing import Any

from sim.centre import Centre
from sim.floor import Announcement, CallBack, Dial, Group, Queue, Skill
from tests.centres import Call, Later, small_centre
from tests.timelines.test_transfers import FIRST, WARM, passing
from tests.timelines.timeline import key_for, one_line, run, stays, timeline

DIAL = Dial(time_ms=5000)
PLACE = CallBack(20_000, 1.0, dial=DIAL)
NOBODY = Dial(reached=0.0, time_ms=5000, calls=3, retry_ms=100_000)


def by_appointment(after: int, dial: Dial = DIAL) -> CallBack:
    return CallBack(20_000, 1.0, appointment_ms=after * 1000, dial=dial)


def offering(call_back: CallBack = PLACE, staff: Any = 1, **queue: Any) -> Centre:
    return one_line(staff, call_back=call_back, **queue)


def test_a_place_is_kept() -> None:
    """Call 1 of 10 accepts at 30. At 60 its call-back goes before call 2, who waits since 45.

    Dialled until 65, talk of 50 until 115, wrap-up of 3 until 118. Call 2 accepts at 65, keeps the
    place of 45, and is dialled from 118 to 123.
    """
    calls = [Call(0, talk=60), Call(10, talk=50, wrap_up=3), Call(45, talk=7)]
    assert timeline(offering(), *calls) == [
        (0, "0 enters calls"),
        (0, "0 is answered by agents 0"),
        (10, "1 enters calls"),
        (30, "1 accepts a call-back"),
        (30, "3 enters calls"),
        (45, "2 enters calls"),
        (60, "0 ends"),
        (60, "agents 0 is free of 0"),
        (60, "3 is answered by agents 0"),
        (65, "2 accepts a call-back"),
        (65, "4 enters calls"),
        (115, "3 ends"),
        (118, "agents 0 is free of 3"),
        (118, "4 is answered by agents 0"),
        (130, "4 ends"),
        (130, "agents 0 is free of 4"),
    ]
    legs = run(offering(), *calls).legs
    assert legs["parent"].tolist() == [-1, -1, -1, 1, 2]
    assert legs["attempt"].tolist() == [1, 1, 1, 1, 1]


def test_of_equal_places_the_one_on_the_line_is_first() -> None:
    """Calls 1 and 2 wait since 50; 1 accepts at 70, 2 does not, and is answered at 80."""
    centre = offering(CallBack(20_000, 0.5, dial=DIAL))
    accepts, waits_on = key_for(call_back=(0, 0.5)), key_for(call_back=(0.5, 1))
    calls = [Call(0, talk=80), Call(50, talk=10, key=accepts), Call(50, talk=10, key=waits_on)]
    assert stays(centre, *calls) == [
        "first in calls at 0, agents 0 from 0, answered at 80, free at 80",
        "first in calls at 50, called back at 70",
        "first in calls at 50, agents 0 from 80, answered at 90, free at 90",
        "call_back in calls at 70, agents 0 from 90, answered at 105, free at 105",
    ]


def test_a_kept_place_counts_as_waiting() -> None:
    """Helpers are eligible after 50: at 60, though the call-back itself is of 30."""
    centre = small_centre(
        [Queue("calls", call_back=PLACE)],
        [Group("helpers", (Skill("calls", delay_ms=50_000),))],
        {"helpers": 1},
    )
    assert stays(centre, Call(10, talk=10)) == [
        "first in calls at 10, called back at 30",
        "call_back in calls at 30, helpers 0 from 60, answered at 75, free at 75",
    ]


def test_a_kept_place_is_weighed_against_other_queues() -> None:
    """At 60 the call-back has waited 50, and call 2 on the other line 45."""
    centre = small_centre(
        [Queue("others"), Queue("calls", call_back=PLACE)],
        [Group("agents", (Skill("others"), Skill("calls")))],
        {"agents": 1},
    )
    calls = [Call(0, talk=60), Call(10, talk=10), Call(15, "others", talk=10)]
    assert stays(centre, *calls) == [
        "first in calls at 0, agents 0 from 0, answered at 60, free at 60",
        "first in calls at 10, called back at 30",
        "first in others at 15, agents 0 from 75, answered at 85, free at 85",
        "call_back in calls at 30, agents 0 from 60, answered at 75, free at 75",
    ]


def test_an_appointment_joins_the_queue_when_it_is_due() -> None:
    """Accepted at 30, due at 130 behind call 2 of 125, whose turn is at 135.

    Numbered when it is accepted: 4, after calls 0 to 3. Call 3 comes at 130 too, before it.
    """
    centre = one_line(1, call_back=CallBack(20_000, 0.5, appointment_ms=100_000, dial=DIAL))
    accepts, waits_on = key_for(call_back=(0, 0.5)), key_for(call_back=(0.5, 1))
    calls = [
        Call(0, talk=135, key=waits_on),
        Call(10, talk=10, key=accepts),
        Call(125, talk=10, key=waits_on),
        Call(130, talk=10, key=waits_on),
    ]
    assert stays(centre, *calls) == [
        "first in calls at 0, agents 0 from 0, answered at 135, free at 135",
        "first in calls at 10, called back at 30",
        "first in calls at 125, agents 0 from 135, answered at 145, free at 145",
        "first in calls at 130, agents 0 from 145, answered at 155, free at 155",
        "call_back in calls at 130, agents 0 from 155, answered at 170, free at 170",
    ]


def test_an_appointment_finds_an_idle_agent() -> None:
    centre = offering(by_appointment(100), [(1, (50, 900))])
    assert stays(centre, Call(0, talk=10)) == [
        "first in calls at 0, called back at 20",
        "call_back in calls at 120, agents 0 from 120, answered at 135, free at 135",
    ]


def test_an_appointment_after_the_end_is_not_kept() -> None:
    assert stays(offering(by_appointment(80), 0, horizon=100), Call(0)) == [
        "first in calls at 0, called back at 20"
    ]


def test_a_call_back_waits_for_ever_and_takes_no_place() -> None:
    """Patience of 25; the place is free for call 1 of 30, call 2 of 31 is blocked."""
    calls = [Call(0, patience=25), Call(30, patience=5), Call(31)]
    assert stays(offering(staff=0, capacity=1), *calls) == [
        "first in calls at 0, called back at 20",
        "first in calls at 30, abandoned at 35",
        "first in calls at 31, blocked at 31",
        "call_back in calls at 20, waiting",
    ]


def test_an_appointment_is_neither_blocked_nor_closed() -> None:
    """Due at 60, when the line has been closed for 10 and all agents are busy until 70."""
    centre = small_centre(
        [Queue("calls", capacity=1, clears_at_close=True, call_back=by_appointment(30))],
        [Group("agents", (Skill("calls"),))],
        {"agents": 1},
        opening={"calls": [(0, 50)]},
    )
    assert stays(centre, Call(0, talk=70), Call(10, talk=10), Call(40), Call(60)) == [
        "first in calls at 0, agents 0 from 0, answered at 70, free at 70",
        "first in calls at 10, called back at 30",
        "first in calls at 40, cleared at 50",
        "first in calls at 60, closed at 60",
        "call_back in calls at 60, agents 0 from 70, answered at 85, free at 85",
    ]


def test_a_call_back_is_not_cleared() -> None:
    """The line closes at 50 and clears call 2; the call-back of call 1 is made at 60."""
    centre = small_centre(
        [Queue("calls", clears_at_close=True, call_back=PLACE)],
        [Group("agents", (Skill("calls"),))],
        {"agents": 1},
        opening={"calls": [(0, 50)]},
    )
    assert stays(centre, Call(0, talk=60), Call(10, talk=10), Call(40)) == [
        "first in calls at 0, agents 0 from 0, answered at 60, free at 60",
        "first in calls at 10, called back at 30",
        "first in calls at 40, cleared at 50",
        "call_back in calls at 30, agents 0 from 60, answered at 75, free at 75",
    ]


def test_who_is_not_reached_is_called_again() -> None:
    """Dialled 30-35, 135-140, 240-245: three calls are all.

    Nothing of a talk follows: the customer does not call again, and does not become answered.
    """
    centre = offering(CallBack(20_000, 1.0, dial=NOBODY), [(1, (30, 900))], repeat=1.0)
    assert stays(centre, Call(0)) == [
        "first in calls at 0, called back at 20",
        "call_back in calls at 20, agents 0 from 30, not reached at 35, free at 35",
        "retry in calls at 135, agents 0 from 135, not reached at 140, free at 140",
        "retry in calls at 240, agents 0 from 240, not reached at 245, free at 245",
    ]
    legs = run(centre, Call(0)).legs
    assert legs["depth"].tolist() == [0, 0, 1, 2]
    assert legs["attempt"].tolist() == [1, 1, 1, 1]


def test_a_second_call_may_reach() -> None:
    """The first draws above a share of 0.5, the second below; its talk is from the pool: 40."""
    centre = small_centre(
        [
            Queue(
                "calls",
                call_back=CallBack(20_000, 1.0, dial=Dial(0.5, 5000, calls=3, retry_ms=100_000)),
            )
        ],
        [Group("agents", (Skill("calls"),))],
        {"agents": [(1, (30, 900))]},
        later={"calls": Later(talk=40)},
    )
    key = key_for(reached=(0.5, 1), reached__1=(0, 0.5))
    assert stays(centre, Call(0, talk=60, key=key)) == [
        "first in calls at 0, called back at 20",
        "call_back in calls at 20, agents 0 from 30, not reached at 35, free at 35",
        "retry in calls at 135, agents 0 from 135, answered at 180, free at 180",
    ]


def test_a_further_call_waits_with_the_call_backs() -> None:
    """Not reached 30-35, due again at 45, when call 1 keeps the agent until 90.

    It is first among call-backs: those of calls 2 and 3 join at 60 and 70, behind it, though the
    place that call 2 keeps is that of 40.
    """
    dial = Dial(reached=0.0, time_ms=5000, calls=2, retry_ms=10_000)
    centre = one_line([(1, (30, 900))], call_back=CallBack(20_000, 1.0, dial=dial))
    assert stays(centre, Call(0), Call(36, talk=54), Call(40, talk=6), Call(50)) == [
        "first in calls at 0, called back at 20",
        "first in calls at 36, agents 0 from 36, answered at 90, free at 90",
        "first in calls at 40, called back at 60",
        "first in calls at 50, called back at 70",
        "call_back in calls at 20, agents 0 from 30, not reached at 35, free at 35",
        "retry in calls at 45, agents 0 from 90, not reached at 95, free at 95",
        "call_back in calls at 60, agents 0 from 95, not reached at 100, free at 100",
        "call_back in calls at 70, agents 0 from 100, not reached at 105, free at 105",
        "retry in calls at 110, agents 0 from 110, not reached at 115, free at 115",
        "retry in calls at 115, agents 0 from 115, not reached at 120, free at 120",
    ]


def test_a_further_call_after_the_end_is_not_made() -> None:
    """Not reached at 35, again at 135: the horizon."""
    centre = offering(CallBack(20_000, 1.0, dial=NOBODY), [(1, (30, 130))], horizon=135)
    assert len(run(centre, Call(0))) == 2


def test_a_call_back_is_offered_nothing_else() -> None:
    """Neither another call-back nor an announcement."""
    centre = offering(staff=0, announcement=Announcement(30_000, 1.0))
    assert stays(centre, Call(0, patience=60)) == [
        "first in calls at 0, called back at 20",
        "call_back in calls at 20, waiting",
    ]


def test_at_one_instant_an_agent_is_free_first() -> None:
    assert stays(offering(), Call(0, talk=30), Call(10, talk=5)) == [
        "first in calls at 0, agents 0 from 0, answered at 30, free at 30",
        "first in calls at 10, agents 0 from 30, answered at 35, free at 35",
    ]


def test_an_agent_who_holds_the_line_wraps_up() -> None:
    """Passed on at 60; the expert's customer accepts at 80: held 20, wrapped up until 90.

    The expert comes at 150, dials, and has the talk of 100 without a hand-over.
    """
    centre = passing(
        WARM,
        Queue("expert", call_back=PLACE),
        staff={"agents": 1, "experts": [(1, (150, 900))]},
    )
    assert stays(centre, FIRST) == [
        "first in calls at 0, agents 0 from 0, transferred at 60, free at 90",
        "transfer in expert at 60, called back at 80",
        "call_back in expert at 80, experts 0 from 150, answered at 255, free at 255",
    ]
    legs = run(centre, FIRST).legs
    assert legs["held_ms"].tolist() == [20_000, 0, 0]
    assert legs["handover_ms"].tolist() == [0, 0, 0]


def test_who_is_reached_may_come_back() -> None:
    """Called back 30-35, talk of 10 until 45, again 50 later as a second try."""
    centre = small_centre(
        [Queue("calls", repeat=1.0, call_back=PLACE)],
        [Group("agents", (Skill("calls"),))],
        {"agents": [(1, (30, 900))]},
        tries=2,
        later={"calls": Later(talk=8, repeat_delay=50)},
    )
    assert stays(centre, Call(0, talk=10)) == [
        "first in calls at 0, called back at 20",
        "call_back in calls at 20, agents 0 from 30, answered at 45, free at 45",
        "repeat in calls at 95, agents 0 from 95, answered at 103, free at 103",
    ]
