"""Rule 14: stages of service, and fatigue."""

from typing import Any

import pytest

from sim.centre import Centre
from sim.floor import Group, Queue, Skill, Stage, Transfer
from sim.watches import Fatigue
from tests.centres import Call, Later, small_centre
from tests.timelines.timeline import run, stays

NOVICES_AND_OLD_HANDS = (Stage(0.5, handling_factor=1.5), Stage(0.5))


def staged(*stages: Stage, staff: Any = 2, repeat: float = 0, **skill: Any) -> Centre:
    return small_centre(
        [Queue("calls", repeat=repeat), Queue("expert")],
        [Group("agents", (Skill("calls", **skill),), stages=stages)],
        {"agents": staff},
        tries=2,
        later={"calls": Later(talk=10, repeat_delay=50)},
        horizon=5000,
    )


def test_a_novice_takes_longer() -> None:
    """Agent 0 is a novice: 90 of talk, 15 of wrap-up; agent 1 is not."""
    calls = [Call(0, talk=60, wrap_up=10), Call(0, talk=60, wrap_up=10)]
    assert stays(staged(*NOVICES_AND_OLD_HANDS), *calls) == [
        "first in calls at 0, agents 0 from 0, answered at 90, free at 105",
        "first in calls at 0, agents 1 from 0, answered at 60, free at 70",
    ]


def test_stages_come_as_evenly_as_can_be() -> None:
    """A quarter and three quarters. Of n agents n / 4 and 3 n / 4 are due, one is given each time:

    (0.25, 0.75) the second; (0.5, 1.5 - 1): equal, the first; (0.75 - 1, 2.25 - 1) the second;
    (1 - 1, 3 - 2) the second; and over again.
    """
    centre = staged(Stage(0.25, 1.5), Stage(0.75), staff=8)
    legs = run(centre, *[Call(0, talk=60)] * 8).legs
    assert (legs["left_ms"] / 1000).tolist() == [60, 90, 60, 60, 60, 90, 60, 60]


def test_who_comes_later_has_the_next_place() -> None:
    """Agents 0 and 1 go at 50; the next to come are number 2, a novice, and number 3."""
    centre = staged(*NOVICES_AND_OLD_HANDS, staff=[(2, (0, 50)), (2, (100, 900))])
    assert stays(centre, Call(100, talk=60), Call(100, talk=60)) == [
        "first in calls at 100, agents 2 from 100, answered at 190, free at 190",
        "first in calls at 100, agents 3 from 100, answered at 160, free at 160",
    ]


def test_factors_are_multiplied_in_thousandths() -> None:
    """1.333 of the skill times 1.5 of the stage is 1.9995, rounded half up to 2.

    A talk of 1000 takes 2000, and not 1999.5.
    """
    centre = staged(Stage(1.0, 1.5), handling_factor=1.333)
    assert run(centre, Call(0, talk=1000)).legs["left_ms"].tolist() == [2_000_000]


def test_a_novice_passes_on_more() -> None:
    """Half of a share of 0.5 and twice as much: none at all, and all."""
    transfer = Transfer(0.5, "expert")
    mix = (Stage(0.5, transfer_factor=2.0), Stage(0.5, transfer_factor=0.0))
    calls = [Call(0, talk=60, key=key // 2) for key in range(40)]
    legs = run(staged(*mix, staff=40, transfer=transfer), *calls).legs[:40]
    assert legs["agent"].tolist() == list(range(40))
    assert legs["outcome"].tolist() == [2, 1] * 20


def test_fewer_of_a_novices_contacts_are_resolved() -> None:
    """A share of 0.5 becomes all and none; twice 0.7 is all and no more."""
    for share, factor in ((0.5, 2.0), (0.7, 2.0)):
        mix = (Stage(0.5, repeat_factor=factor), Stage(0.5, repeat_factor=0.0))
        calls = [Call(0, talk=60, key=key // 2) for key in range(40)]
        legs = run(staged(*mix, staff=40, repeat=share), *calls).legs[:40]
        assert legs["comes_back"].tolist() == [1, 0] * 20


# Fatigue -----------------------------------------------------------------------------------------


def tiring(staff: Any = 1, above: float = 0.8, over: int = 120) -> Centre:
    """Return agents who take twice as long after `over` at an occupancy of `above` or more."""
    return small_centre(
        [Queue("calls")],
        [Group("agents", (Skill("calls"),))],
        {"agents": staff},
        watches=[Fatigue(0, above, over * 1000, 2.0)],
    )


def test_who_was_at_work_for_long_is_tired() -> None:
    """At work at 60 and 120: tired from 120 on, and call 1 takes 120 for 60, from 130 until 250.

    Call 2 of 260 finds an agent still tired: 20 for 10. At 300 nobody is at work, which makes 1 of
    2 over the last two minutes: rested, and call 3 takes 10.
    """
    calls = [Call(0, talk=130), Call(10, talk=60), Call(260, talk=10), Call(310, talk=10)]
    assert stays(tiring(), *calls) == [
        "first in calls at 0, agents 0 from 0, answered at 130, free at 130",
        "first in calls at 10, agents 0 from 130, answered at 250, free at 250",
        "first in calls at 260, agents 0 from 260, answered at 280, free at 280",
        "first in calls at 310, agents 0 from 310, answered at 320, free at 320",
    ]


def test_a_call_in_progress_keeps_its_pace() -> None:
    """Begun at 119.999, or at 120."""
    centre = tiring(2, above=0.5)
    before, after = Call(119.999, talk=60), Call(120, talk=60)
    assert stays(centre, Call(0, talk=500), before)[1].endswith(
        "answered at 179.999, free at 179.999"
    )
    assert stays(centre, Call(0, talk=500), after)[1].endswith("answered at 240, free at 240")


@pytest.mark.parametrize(("above", "left_s"), [(0.5, 250), (0.501, 190)])
def test_the_level_itself_tires(above: float, left_s: float) -> None:
    """One of two agents is at work at 60 and at 120; the call of 130 takes 60 or 120."""
    legs = run(tiring(2, above), Call(0, talk=500), Call(130, talk=60)).legs
    assert legs["left_ms"][1] == left_s * 1000


def test_work_at_all_samples_together_counts() -> None:
    """Two of two at 60 and none at 120 make a half of those present."""
    calls = [Call(0, talk=70), Call(0, talk=70), Call(130, talk=60)]
    assert stays(tiring(2, 0.5), *calls)[2].endswith("answered at 250, free at 250")
    assert stays(tiring(2, 0.6), *calls)[2].endswith("answered at 190, free at 190")


def test_a_stretch_must_have_passed() -> None:
    """At 60 only one sample is there of two."""
    assert stays(tiring(), Call(0, talk=70), Call(10, talk=45)) == [
        "first in calls at 0, agents 0 from 0, answered at 70, free at 70",
        "first in calls at 10, agents 0 from 70, answered at 115, free at 115",
    ]


def test_nobody_is_not_tired() -> None:
    """No agent until 125: nothing at work, and nobody present, at both samples."""
    assert stays(tiring([(1, (125, 900))], above=0.0), Call(0, talk=10)) == [
        "first in calls at 0, agents 0 from 125, answered at 135, free at 135"
    ]


def test_at_one_instant_who_comes_on_duty_begins_before_the_look() -> None:
    """Agent 1 comes at 120 and takes call 1 at the old pace; call 2 follows at 130 at the new."""
    calls = [Call(0, talk=500), Call(10, talk=10), Call(20, talk=10)]
    assert stays(tiring([(1, (0, 900)), (1, (120, 900))]), *calls) == [
        "first in calls at 0, agents 0 from 0, answered at 500, free at 500",
        "first in calls at 10, agents 1 from 120, answered at 130, free at 130",
        "first in calls at 20, agents 1 from 130, answered at 150, free at 150",
    ]


def test_who_is_to_leave_is_still_present() -> None:
    """Two agents; the number falls to 1 at 50 while both are at work until 70 and 900.

    At 60 two of two are at work, at 120 one of one: tired.
    """
    centre = tiring([(1, (0, 900)), (1, (0, 50)), (1, (130, 900))], above=1.0)
    calls = [Call(0, talk=900), Call(0, talk=70), Call(130, talk=10)]
    assert stays(centre, *calls)[2].endswith("agents 2 from 130, answered at 150, free at 150")
