"""Rule 2: an announcement turns some of those who wait to self-service.

It is made to those who have waited 30, and all of them follow it.
"""

from typing import Any

from sim.centre import Centre
from sim.codes import Outcome
from sim.floor import Announcement, CallBack, Group, Queue, Skill, Transfer
from tests.centres import Call, Later, small_centre
from tests.timelines.test_transfers import FIRST, WARM, passing
from tests.timelines.timeline import key_for, one_line, run, stays, timeline

AFTER_30 = Announcement(30_000, 1.0)


def announced(staff: Any = 0, **queue: Any) -> Centre:
    return one_line(staff, announcement=AFTER_30, **queue)


def test_who_waits_so_long_is_diverted() -> None:
    assert timeline(announced(), Call(0), Call(10, patience=25)) == [
        (0, "0 enters calls"),
        (10, "1 enters calls"),
        (30, "0 is diverted"),
        (35, "1 abandons"),
    ]


def test_a_share_of_them_is() -> None:
    """Call 0 draws below the share of 0.5, call 1 above it and waits on."""
    centre = one_line(0, announcement=Announcement(30_000, 0.5))
    follows, stays_on = key_for(announcement=(0, 0.5)), key_for(announcement=(0.5, 1))
    assert stays(centre, Call(0, key=follows), Call(0, key=stays_on)) == [
        "first in calls at 0, diverted at 30",
        "first in calls at 0, waiting",
    ]


def test_who_is_diverted_may_call_again() -> None:
    """Diverted at 30, again 30 later, at 60; the second try hears it at 90."""
    centre = small_centre(
        [Queue("calls", announcement=AFTER_30, redial={Outcome.DIVERTED: 1.0})],
        [],
        {},
        tries=2,
        later={"calls": Later(redial_delay=30)},
    )
    assert stays(centre, Call(0)) == [
        "first in calls at 0, diverted at 30",
        "redial in calls at 60, diverted at 90",
    ]


def test_at_one_instant_patience_is_out_first() -> None:
    assert stays(announced(), Call(0, patience=30)) == ["first in calls at 0, abandoned at 30"]


def test_at_one_instant_an_agent_is_free_first() -> None:
    """Call 1 of 10 would be diverted at 40, when call 0 is over."""
    assert stays(announced(1), Call(0, talk=40), Call(10, talk=5)) == [
        "first in calls at 0, agents 0 from 0, answered at 40, free at 40",
        "first in calls at 10, agents 0 from 40, answered at 45, free at 45",
    ]


def test_at_one_instant_an_overflow_is_first() -> None:
    """Helpers are eligible after 30 too."""
    centre = small_centre(
        [Queue("calls", announcement=AFTER_30)],
        [Group("helpers", (Skill("calls", delay_ms=30_000),))],
        {"helpers": 1},
    )
    assert stays(centre, Call(0, talk=10)) == [
        "first in calls at 0, helpers 0 from 30, answered at 40, free at 40"
    ]


def test_at_one_instant_a_call_back_is_offered_later() -> None:
    centre = announced(call_back=CallBack(30_000, 1.0))
    assert stays(centre, Call(0)) == ["first in calls at 0, diverted at 30"]


def test_at_one_instant_a_place_is_free_for_who_arrives() -> None:
    """One place: call 1 of 30 finds it empty, call 2 of 31 does not."""
    assert stays(announced(capacity=1), Call(0), Call(30), Call(31)) == [
        "first in calls at 0, diverted at 30",
        "first in calls at 30, diverted at 60",
        "first in calls at 31, blocked at 31",
    ]


def test_an_agent_who_holds_the_line_wraps_up() -> None:
    """Passed on at 60 and diverted from the expert's line at 90: held 30, wrapped up until 100."""
    centre = passing(WARM, Queue("expert", announcement=AFTER_30), staff={"agents": 1})
    assert stays(centre, FIRST) == [
        "first in calls at 0, agents 0 from 0, transferred at 60, free at 100",
        "transfer in expert at 60, diverted at 90",
    ]
    legs = run(centre, FIRST).legs
    assert legs["held_ms"].tolist() == [30_000, 0]
    assert legs["handover_ms"].tolist() == [0, 0]


def test_who_was_passed_on_cold_hears_it_too() -> None:
    centre = passing(
        Transfer(1.0, "expert"), Queue("expert", announcement=AFTER_30), staff={"agents": 1}
    )
    assert stays(centre, FIRST) == [
        "first in calls at 0, agents 0 from 0, transferred at 60, free at 70",
        "transfer in expert at 60, diverted at 90",
    ]
