"""Rule 13: lists of customers to call, and their pauses. An agent dials for 10."""

from typing import Any

from sim.centre import Centre
from sim.codes import Kind
from sim.floor import CallBack, Dial, Group, Queue, Skill
from sim.watches import Pause
from tests.centres import Call, Later, small_centre
from tests.timelines.timeline import key_for, run, stays

DIAL = Dial(time_ms=10_000)


def customer(at: float = 0, talk: float = 25, **options: Any) -> Call:
    return Call(at, "list", talk, **options)


def blended(dial: Dial = DIAL, staff: Any = 1, **queue: Any) -> Centre:
    """Return agents who answer calls, and call customers when nobody waits."""
    return small_centre(
        [Queue("calls"), Queue("list", Kind.WORK, dial=dial, **queue)],
        [Group("agents", (Skill("list"), Skill("calls")))],
        {"agents": staff},
        later={"list": Later(talk=40)},
    )


def test_dialling_comes_before_talk() -> None:
    """10 and 25, one after the other; then wrap-up."""
    assert stays(blended(), customer(wrap_up=5), customer()) == [
        "first in list at 0, agents 0 from 0, answered at 35, free at 40",
        "first in list at 0, agents 0 from 40, answered at 75, free at 75",
    ]


def test_who_waits_on_the_line_comes_first() -> None:
    """At 35 the call of 20 is next; at 65 the list goes on."""
    assert stays(blended(), customer(), customer(), Call(20, talk=30)) == [
        "first in list at 0, agents 0 from 0, answered at 35, free at 35",
        "first in list at 0, agents 0 from 65, answered at 100, free at 100",
        "first in calls at 20, agents 0 from 35, answered at 65, free at 65",
    ]


def test_who_is_not_reached_is_called_again_behind_the_others() -> None:
    """Dialled 0-10, again due at 20, when customer 1 is dialled: 10-20, free at 20.

    Agents are free before anybody comes, so that customer 2, there since 0, is dialled at 20; the
    second calls of 20 and 30 follow at 30 and 40; those of customers 0 and 1 are their last.
    """
    dial = Dial(reached=0.0, time_ms=10_000, calls=2, retry_ms=10_000)
    assert stays(blended(dial), customer(), customer(), customer()) == [
        "first in list at 0, agents 0 from 0, not reached at 10, free at 10",
        "first in list at 0, agents 0 from 10, not reached at 20, free at 20",
        "first in list at 0, agents 0 from 20, not reached at 30, free at 30",
        "retry in list at 20, agents 0 from 30, not reached at 40, free at 40",
        "retry in list at 30, agents 0 from 40, not reached at 50, free at 50",
        "retry in list at 40, agents 0 from 50, not reached at 60, free at 60",
    ]


def test_a_second_call_may_reach() -> None:
    """With the talk of 40 from the pool, since it is another call than the one that was drawn."""
    dial = Dial(reached=0.5, time_ms=10_000, calls=2, retry_ms=100_000)
    key = key_for(reached=(0.5, 1), reached__1=(0, 0.5))
    assert stays(blended(dial), customer(key=key)) == [
        "first in list at 0, agents 0 from 0, not reached at 10, free at 10",
        "retry in list at 110, agents 0 from 110, answered at 160, free at 160",
    ]


def test_the_time_of_dialling_is_as_it_is() -> None:
    """The talk of 25 takes half as long again for this group: 37.5, dialling 10."""
    centre = small_centre(
        [Queue("list", Kind.WORK, dial=DIAL)],
        [Group("agents", (Skill("list", handling_factor=1.5),))],
        {"agents": 1},
    )
    assert stays(centre, customer()) == [
        "first in list at 0, agents 0 from 0, answered at 47.5, free at 47.5"
    ]


def test_who_was_reached_may_be_called_anew() -> None:
    """`repeat` of a list: reached until 35, a new attempt 30 later, with a talk of 40."""
    centre = blended(repeat=1.0)
    assert stays(centre, customer())[:2] == [
        "first in list at 0, agents 0 from 0, answered at 35, free at 35",
        "reopened in list at 65, agents 0 from 65, answered at 115, free at 115",
    ]
    assert run(centre, customer()).legs["attempt"].tolist() == [1, 2, 3, 4]


# Pauses ------------------------------------------------------------------------------------------


def pausing(
    over: int = 60, level: float = 0.8, phone: Queue | None = None, **options: Any
) -> Centre:
    """Return a line and a list with an agent each. The list is dialled in no time.

    It pauses while less than `level` of the waits on the line ended in 20, over the last minutes.
    """
    return small_centre(
        [phone or Queue("calls"), Queue("list", Kind.WORK, dial=Dial())],
        [Group("inbound", (Skill("calls"),)), Group("outbound", (Skill("list"),))],
        {"inbound": 1, "outbound": 1},
        watches=[Pause(1, (0,), level, within_ms=20_000, over_ms=over * 1000)],
        **options,
    )


#: Call 0 is answered at once, for longer than is looked at; call 1 gives up at 25.
BAD = (Call(0, talk=900), Call(10, patience=15))


def list_begun(centre: Centre, *calls: Call) -> list[float]:
    """Return when the first six customers of the list are called, in seconds."""
    together = sorted([*calls, *[customer() for _ in range(6)]], key=lambda call: call.at)
    legs = run(centre, *together).legs
    begun = legs["answered_ms"][legs["queue"] == 1] / 1000
    return sorted(begun.tolist())


def test_a_list_goes_on_while_service_is_good() -> None:
    assert list_begun(pausing()) == [0, 25, 50, 75, 100, 125]
    assert list_begun(pausing(), Call(0, talk=900)) == [0, 25, 50, 75, 100, 125]


def test_a_list_pauses_while_service_is_bad() -> None:
    """At 60 one of two waits was in time: paused, and the call of 50 goes on until 75.

    At 120 no wait has ended since 60, and the list goes on at once.
    """
    assert list_begun(pausing(), *BAD) == [0, 25, 50, 120, 145, 170]


def test_all_of_the_last_minutes_count() -> None:
    """Over two minutes the waits of the first still count at 120, and no more at 180."""
    assert list_begun(pausing(over=120), *BAD) == [0, 25, 50, 180, 205, 230]


def test_the_level_itself_is_good() -> None:
    """One of two is in time."""
    assert list_begun(pausing(level=0.5), *BAD) == [0, 25, 50, 75, 100, 125]
    assert list_begun(pausing(level=0.500001), *BAD) == [0, 25, 50, 120, 145, 170]


def test_a_wait_of_just_so_long_is_in_time() -> None:
    """Calls 0 (0-40) and 1, which waits from 20 on for 20; or from 19.999 on for 20.001."""
    assert list_begun(pausing(), Call(0, talk=40), Call(20)) == [0, 25, 50, 75, 100, 125]
    late = [Call(0, talk=40), Call(19.999, talk=900)]
    assert list_begun(pausing(), *late) == [0, 25, 50, 120, 145, 170]


def test_what_ends_at_the_instant_of_looking_counts_the_next_time() -> None:
    """Call 1 gives up at 60: at 60 all was good, at 120 it is bad until 180."""
    calls = [Call(0, talk=900), Call(10, patience=50)]
    assert list_begun(pausing(), *calls) == [0, 25, 50, 75, 100, 180]


def test_who_is_turned_away_counts_as_lost() -> None:
    """Blocked at 10."""
    centre = pausing(phone=Queue("calls", capacity=0))
    assert list_begun(centre, Call(0, talk=900), Call(10)) == [0, 25, 50, 120, 145, 170]


def test_who_accepts_a_call_back_does_not_count() -> None:
    """Neither the wait that it ends at 15 nor the call-back, answered at 40, is counted."""
    phone = Queue("calls", call_back=CallBack(5000, 1.0))
    assert list_begun(pausing(phone=phone), Call(0, talk=40), Call(10)) == [0, 25, 50, 75, 100, 125]


def test_a_paused_list_may_close_and_open_meanwhile() -> None:
    """Hours 0-80 and 140-900. Paused from 60 until 120, when it is closed: on at 140."""
    hours = {"list": [(0, 80), (140, 900)]}
    assert list_begun(pausing(opening=hours), *BAD) == [0, 25, 50, 140, 165, 190]


def test_a_list_that_opens_while_it_is_paused_stays_paused() -> None:
    """Hours 0-55 and 70-900: opens at 70, paused until 120."""
    hours = {"list": [(0, 55), (70, 900)]}
    assert list_begun(pausing(opening=hours), *BAD) == [0, 25, 50, 120, 145, 170]
