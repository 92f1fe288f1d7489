"""Rule 2: self-service before the queue.

A stay in self-service takes 20. `HARDLY` contains a share that no draw here is below: self-service
is there, and all go on to people or give up.
"""

from typing import Any

from sim.centre import Centre
from sim.clock import to_ms
from sim.codes import Outcome
from sim.floor import Group, Queue, SelfService, Skill, Transfer
from sim.steps import Steps
from tests.centres import Call, Later, small_centre
from tests.timelines.timeline import run, stays, timeline

HARDLY = 1e-9
LATER = Later(talk=100, patience=15, self_service=20, redial_delay=30, repeat_delay=40)


def with_bot(
    contained: float | Steps, gives_up: float = 0, staff: int = 1, **options: Any
) -> Centre:
    queue = {name: options.pop(name) for name in ("redial", "repeat") if name in options}
    return small_centre(
        [Queue("calls", self_service=SelfService(gives_up), **queue)],
        [Group("agents", (Skill("calls"),))],
        {"agents": staff},
        later={"calls": LATER},
        contained={"calls": contained},
        **options,
    )


def test_all_are_contained() -> None:
    """Each for 20 from its own arrival; self-service serves any number at once."""
    assert timeline(with_bot(1.0), Call(0), Call(5)) == [
        (0, "0 enters calls"),
        (5, "1 enters calls"),
        (20, "0 is contained"),
        (25, "1 is contained"),
    ]


def test_without_a_share_there_is_none() -> None:
    """Nobody gives up there either."""
    assert stays(with_bot(0.0, gives_up=1.0), Call(0, talk=60)) == [
        "first in calls at 0, agents 0 from 0, answered at 60, free at 60",
    ]


def test_a_share_without_self_service_is_none() -> None:
    """The plan says that all are contained, where there is nothing that could."""
    centre = small_centre(
        [Queue("calls")],
        [Group("agents", (Skill("calls"),))],
        {"agents": 1},
        contained={"calls": 1.0},
    )
    assert stays(centre, Call(0, talk=60)) == [
        "first in calls at 0, agents 0 from 0, answered at 60, free at 60",
    ]


def test_who_goes_on_enters_the_queue_then() -> None:
    """At 20, with the talk of 60 that was drawn with the contact."""
    assert stays(with_bot(HARDLY), Call(0, talk=60, wrap_up=5)) == [
        "first in calls at 0, failed over at 20",
        "failover in calls at 20, agents 0 from 20, answered at 80, free at 85",
    ]


def test_patience_begins_in_the_queue() -> None:
    """Goes on at 20, and with its patience of 10 abandons at 30; redials at 60.

    The second try is in self-service until 80, and has a patience of 15 from the pool: until 95.
    """
    centre = with_bot(HARDLY, staff=0, tries=2, redial={Outcome.ABANDONED: 1.0})
    assert stays(centre, Call(0, patience=10)) == [
        "first in calls at 0, failed over at 20",
        "failover in calls at 20, abandoned at 30",
        "redial in calls at 60, failed over at 80",
        "failover in calls at 80, abandoned at 95",
    ]
    legs = run(centre, Call(0, patience=10)).legs
    assert legs["attempt"].tolist() == [1, 1, 2, 2]
    assert legs["depth"].tolist() == [0, 0, 0, 0]


def test_who_gives_up_in_self_service_may_call_again() -> None:
    """Left at 20, and again 30 later: in self-service until 70; two tries are all."""
    centre = with_bot(HARDLY, gives_up=0.999999, tries=2, redial={Outcome.LEFT_BOT: 1.0})
    assert stays(centre, Call(0)) == [
        "first in calls at 0, left bot at 20",
        "redial in calls at 50, left bot at 70",
    ]
    assert run(centre, Call(0)).legs["comes_back"].tolist() == [1, 1]


def test_what_is_contained_changes_with_time() -> None:
    """All of those who come from 100 until before 200."""
    centre = with_bot(Steps.between(to_ms(100), to_ms(200), 1.0, otherwise=0.0))
    calls = [Call(at, talk=10) for at in (99, 100, 199, 200)]
    assert stays(centre, *calls) == [
        "first in calls at 99, agents 0 from 99, answered at 109, free at 109",
        "first in calls at 100, contained at 120",
        "first in calls at 199, contained at 219",
        "first in calls at 200, agents 0 from 200, answered at 210, free at 210",
    ]


def test_self_service_never_closes_but_the_line_does() -> None:
    """Closed from 10 on: the call of 5 and that of 15 are in self-service, and then too late."""
    centre = with_bot(HARDLY, opening={"calls": [(0, 10)]})
    assert stays(centre, Call(5), Call(15)) == [
        "first in calls at 5, failed over at 25",
        "first in calls at 15, failed over at 35",
        "failover in calls at 25, closed at 25",
        "failover in calls at 35, closed at 35",
    ]


def test_who_would_go_on_after_the_end_does_not() -> None:
    assert stays(with_bot(HARDLY, horizon=20), Call(0)) == [
        "first in calls at 0, failed over at 20"
    ]


def test_who_comes_back_is_in_self_service_again() -> None:
    """Talk until 60, again 40 later: contained by then, until 120."""
    centre = with_bot(Steps.between(to_ms(50), to_ms(900), 1.0, otherwise=0.0), repeat=1.0)
    assert stays(centre, Call(0, talk=60)) == [
        "first in calls at 0, agents 0 from 0, answered at 60, free at 60",
        "repeat in calls at 100, contained at 120",
    ]


def test_who_is_passed_on_is_not() -> None:
    """Talk until 60, then at once with the expert for 100, whose line has a bot in front."""
    centre = small_centre(
        [Queue("calls"), Queue("expert", self_service=SelfService())],
        [
            Group("agents", (Skill("calls", transfer=Transfer(1.0, "expert")),)),
            Group("experts", (Skill("expert"),)),
        ],
        {"agents": 1, "experts": 1},
        later={"expert": LATER},
        contained={"expert": 1.0},
    )
    assert stays(centre, Call(0, talk=60), Call(70, "expert", talk=60)) == [
        "first in calls at 0, agents 0 from 0, transferred at 60, free at 60",
        "first in expert at 70, contained at 90",
        "transfer in expert at 60, experts 0 from 60, answered at 160, free at 160",
    ]


def test_who_comes_from_self_service_is_numbered_after_who_arrives() -> None:
    """Both enter at 20, where one agent is idle: the new contact is answered first."""
    centre = small_centre(
        [Queue("bot", self_service=SelfService()), Queue("calls")],
        [Group("agents", (Skill("bot"), Skill("calls")))],
        {"agents": 1},
        later={"bot": LATER},
        contained={"bot": HARDLY},
    )
    assert stays(centre, Call(0, "bot", talk=60), Call(20, talk=10)) == [
        "first in bot at 0, failed over at 20",
        "first in calls at 20, agents 0 from 20, answered at 30, free at 30",
        "failover in bot at 20, agents 0 from 30, answered at 90, free at 90",
    ]
