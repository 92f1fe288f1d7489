"""Rule 16: when a play is on, and when off. Figures are looked at every 60, at 60 first."""

from typing import Any

from sim.centre import Centre
from sim.clock import to_ms
from sim.codes import Kind, Outcome
from sim.floor import CallBack, Dial, Group, Queue, Skill
from sim.playbooks import Play
from sim.watches import Figure, Trigger
from tests.centres import Call, Later, small_centre
from tests.timelines.timeline import alarms, one_line

LENGTH, OLDEST, SERVICE = Figure.QUEUE_LENGTH, Figure.OLDEST_WAIT, Figure.SERVICE_LEVEL
LEFT, OCCUPANCY, LOAD = Figure.ABANDONMENT, Figure.OCCUPANCY, Figure.LOAD


def watched(
    figure: Figure,
    level: float,
    back: float | None = None,
    *,
    hold: float = 0,
    back_hold: float = 0,
    over: float = 60,
    staff: Any = 1,
    most: int = 20,
    more: Any = None,
    **queue: Any,
) -> Centre:
    """Return one line and a play that does nothing; in time is within 20, a contact's work 60."""
    trigger = Trigger(
        figure,
        level,
        level if back is None else back,
        (0,),
        (0,),
        to_ms(hold),
        to_ms(back_hold),
        to_ms(over),
        within_ms=20_000,
        handling_ms=(60_000,) if figure is LOAD else (),
    )
    plays = (Play("alarm", (), trigger, most=most),)
    return one_line(staff, more={"plays": plays, **(more or {})}, **queue)


def on_off(*at: float) -> list[tuple[float, str]]:
    """Return a play that is on and off by turns."""
    return [(when, "alarm is off" if place % 2 else "alarm is on") for place, when in enumerate(at)]


# Six figures -------------------------------------------------------------------------------------


def test_queue_length() -> None:
    """Two wait at 60 and 120; call 0 gives up at 140, so that one does at 180."""
    centre = watched(LENGTH, 2, staff=0)
    assert alarms(centre, Call(10, patience=130), Call(20)) == on_off(60, 180)


def test_who_comes_at_the_instant_of_looking_is_not_there_yet() -> None:
    assert alarms(watched(LENGTH, 2, staff=0), Call(10), Call(60)) == on_off(120)


def test_who_leaves_at_the_instant_of_looking_is_still_there() -> None:
    """Call 0 gives up at 60, after the look."""
    assert alarms(watched(LENGTH, 1, staff=0), Call(10, patience=50)) == on_off(60, 120)


def test_call_backs_are_part_of_the_length_and_not_on_the_line() -> None:
    """Accepted at 15; at 120 its customer is waiting for a call, and not on the line."""
    call_back = CallBack(5000, 1.0)
    assert alarms(watched(LENGTH, 1, staff=0, call_back=call_back), Call(10)) == on_off(60)
    assert alarms(watched(OLDEST, 1000, staff=0, call_back=call_back), Call(10)) == []


def test_oldest_wait() -> None:
    """Call 0 has waited 50 at 60 and 110 at 120; it gives up at 140."""
    centre = watched(OLDEST, 100_000, staff=0)
    assert alarms(centre, Call(10, patience=130)) == on_off(120, 180)


def test_the_level_itself_has_passed() -> None:
    """Waited 100 at 120, or one ms less."""
    centre = watched(OLDEST, 100_000, staff=0)
    assert alarms(centre, Call(20)) == on_off(120)
    assert alarms(centre, Call(20.001)) == on_off(180)


def test_service_level() -> None:
    """At 60 one of two waits was in time: call 1 waits for 30. Then none ends: it is back."""
    centre = watched(SERVICE, 0.8)
    assert alarms(centre, Call(0, talk=40), Call(10, talk=5)) == on_off(60, 120)


def test_service_at_its_level_is_good() -> None:
    calls = [Call(0, talk=40), Call(10, talk=5)]
    assert alarms(watched(SERVICE, 0.5), *calls) == []
    assert alarms(watched(SERVICE, 0.500001), *calls) == on_off(60, 120)


def test_service_has_its_own_way_back() -> None:
    """In time are 1 of 3 in the first minute, 1 of 2 in the second: not yet 60 %.

    Calls 1 and 2 wait until 30 and 35, call 4 from 75 until 100.
    """
    calls = [
        Call(0, talk=30),
        Call(1, talk=5),
        Call(2, talk=5),
        Call(70, talk=30),
        Call(75, talk=5),
    ]
    assert alarms(watched(SERVICE, 0.4), *calls) == on_off(60, 120)
    assert alarms(watched(SERVICE, 0.4, 0.6), *calls) == on_off(60, 180)


def test_abandonment() -> None:
    """Call 0 is answered at 0, call 1 gives up at 30: half of the waits. Then none ends."""
    calls = [Call(0, talk=300), Call(10, patience=20)]
    assert alarms(watched(LEFT, 0.5), *calls) == on_off(60, 120)
    assert alarms(watched(LEFT, 0.500001), *calls) == []


def test_a_window_of_two_minutes() -> None:
    """At 120 the first minute still counts, at 180 no more."""
    calls = [Call(0, talk=300), Call(10, patience=20)]
    assert alarms(watched(LEFT, 0.5, over=120), *calls) == on_off(60, 180)


def test_who_is_blocked_ends_a_wait_and_does_not_abandon() -> None:
    """Of three waits one is abandoned, one blocked: a third."""
    calls = [Call(0, talk=300), Call(10, patience=20), Call(20)]
    assert alarms(watched(LEFT, 0.34, capacity=1), *calls) == []
    assert alarms(watched(LEFT, 0.33, capacity=1), *calls) == on_off(60, 120)


def test_a_further_call_that_finds_no_place_is_no_wait() -> None:
    """A list with one place: customer 0 is not reached at 10 and to be called again at 15, when
    customer 2 has the place. All three waits that the centre did not cut short are in time.
    """
    dial = Dial(reached=0.0, time_ms=10_000, calls=2, retry_ms=5000)
    centre = watched(SERVICE, 0.9, kind=Kind.WORK, dial=dial, capacity=1)
    assert alarms(centre, Call(0), Call(11), Call(12)) == []


def test_occupancy() -> None:
    """One of two agents is at work at 60, none at 120."""
    assert alarms(watched(OCCUPANCY, 0.5, staff=2), Call(0, talk=100)) == on_off(60, 120)
    assert alarms(watched(OCCUPANCY, 0.6, staff=2), Call(0, talk=100)) == []


def test_occupancy_over_several_looks() -> None:
    """Of two agents one is at work at 60, two at 120, none later.

    Over two looks: 1 of 2, 3 of 4, 2 of 4, 0 of 4.
    """
    calls = [Call(0, talk=130), Call(70, talk=60)]
    assert alarms(watched(OCCUPANCY, 0.75, staff=2, over=120), *calls) == on_off(120, 180)


def test_nobody_present_is_no_occupancy() -> None:
    assert alarms(watched(OCCUPANCY, 0.01, staff=0), Call(0)) == []


def test_load() -> None:
    """One agent can do 60 a minute: 120 come in the first, 60 in the second, none in the third."""
    calls = [Call(0), Call(50), Call(60)]
    assert alarms(watched(LOAD, 1.5), *calls) == on_off(60, 120)
    assert alarms(watched(LOAD, 1.5, 1.0), *calls) == on_off(60, 180)


def test_load_over_two_minutes() -> None:
    """120 of 60, then 180 of 120, then 60 of 120."""
    assert alarms(watched(LOAD, 1.5, over=120), Call(0), Call(50), Call(60)) == on_off(60, 180)


def test_any_work_is_a_load_on_nobody() -> None:
    """Agents come at 100: at 120 there is somebody, and no work that came since 60."""
    centre = watched(LOAD, 50.0, staff=[(1, (100, 900))])
    assert alarms(centre, Call(0)) == on_off(60, 120)
    assert alarms(centre) == []


def test_who_finds_a_line_closed_is_no_load() -> None:
    """Open until 30: call 0 is load, call 1 of 40 is not."""
    centre = watched(LOAD, 1.5, more={"opening": {"calls": [(0, 30)]}})
    assert alarms(centre, Call(0), Call(40)) == []
    assert alarms(centre, Call(0), Call(29)) == on_off(60, 120)


def test_who_comes_back_is_load_and_a_call_back_is_not() -> None:
    """Call 1 gives up at 20 and redials at 40: three contacts. Called back instead: two."""
    redials = watched(
        LOAD,
        3.0,
        redial={Outcome.ABANDONED: 1.0},
        more={"later": {"calls": Later(redial_delay=20)}},
    )
    assert alarms(redials, Call(0, talk=300), Call(10, patience=10)) == on_off(60, 120)
    called = watched(LOAD, 3.0, call_back=CallBack(10_000, 1.0, appointment_ms=20_000))
    assert alarms(called, Call(0, talk=300), Call(10)) == []


# Holding -----------------------------------------------------------------------------------------


def test_a_level_is_held_from_the_first_look_to_the_last() -> None:
    """Somebody waits at 60, 120 and 180: for 60 at 120, for 120 at 180."""
    for hold, at in ((0, 60), (60, 120), (120, 180)):
        assert alarms(watched(LENGTH, 1, hold=hold, staff=0), Call(0)) == on_off(at)


def test_a_holding_time_between_two_looks_is_over_at_the_later() -> None:
    assert alarms(watched(LENGTH, 1, hold=61, staff=0), Call(0)) == on_off(180)


def test_a_figure_that_flickers_begins_anew() -> None:
    """Someone waits at 60 and 120, nobody at 180; again someone from 200 on: held at 360."""
    centre = watched(LENGTH, 1, hold=120, staff=0)
    assert alarms(centre, Call(0, patience=130), Call(200)) == on_off(360)


def test_a_figure_that_flickers_on_its_way_back_begins_anew() -> None:
    """On at 60. Nobody waits at 120, someone at 180, nobody from 240 on: back for 60 at 300."""
    centre = watched(LENGTH, 1, back_hold=60, staff=0)
    assert alarms(centre, Call(0, patience=70), Call(170, patience=30)) == on_off(60, 300)


def test_the_way_back_has_a_level_of_its_own() -> None:
    """Two wait at 60, one at 120 and 180, nobody at 240: between the levels nothing changes."""
    centre = watched(LENGTH, 2, 1, staff=0)
    assert alarms(centre, Call(0, patience=70), Call(10, patience=200)) == on_off(60, 240)


def test_between_the_levels_it_does_not_pass() -> None:
    """One waits at 60: not on. Two at 120: on. One at 180, two at 240: still on."""
    centre = watched(LENGTH, 2, 1, staff=0)
    calls = [Call(0), Call(70, patience=60), Call(200)]
    assert alarms(centre, *calls) == on_off(120)


def test_looks_may_be_closer() -> None:
    """Every 10: someone waits at 10, 20 and 30, and no more at 40."""
    centre = watched(LENGTH, 1, hold=20, back_hold=10, staff=0, more={"watch_ms": 10_000})
    assert alarms(centre, Call(5, patience=30)) == on_off(30, 50)


def test_what_has_been_done_often_enough_is_declined() -> None:
    """Someone waits at 60, 180 and 300."""
    calls = [Call(at, patience=20) for at in (50, 170, 290)]
    assert alarms(watched(LENGTH, 1, staff=0), *calls) == on_off(60, 120, 180, 240, 300, 360)
    assert alarms(watched(LENGTH, 1, staff=0, most=1), *calls) == [
        *on_off(60, 120),
        (180, "alarm is declined"),
        (300, "alarm is declined"),
    ]


def test_by_the_clock() -> None:
    """From 30 until 90, and from 90 until 100: on and off at once."""
    plays = (Play("alarm", (), spans_ms=((30_000, 90_000), (90_000, 100_000))),)
    assert alarms(one_line(more={"plays": plays}), Call(0)) == on_off(30, 90, 90, 100)


def test_queues_of_a_trigger_are_taken_together() -> None:
    """One call waits in each of two queues."""
    centre = small_centre(
        [Queue("calls"), Queue("other")],
        [Group("agents", (Skill("calls"),))],
        {"agents": 0},
        plays=(Play("alarm", (), Trigger(LENGTH, 2, 2, (0, 1))),),
    )
    assert alarms(centre, Call(0), Call(70, "other")) == on_off(120)


# Hours of the day --------------------------------------------------------------------------------


def test_a_figure_passes_in_its_hours_only() -> None:
    """One waits all the time, and is looked for from 100 to 200: at 120 and 180, not at 240."""
    centre = one_line(0, more={"plays": (Play("alarm", (), HOURS),)})
    assert alarms(centre, Call(10, patience=1000)) == on_off(120, 240)


#: One contact waits, between 100 and 200.
HOURS = Trigger(LENGTH, 1, 1, (0,), from_ms=100_000, lasts_ms=100_000)
