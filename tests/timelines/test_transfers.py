"""Rule 6: passing a contact on, cold and warm.

Calls are answered by agents, who pass all of them on to `expert`. Call 0 talks from 0 to 60; its
agent then has 10 of wrap-up, whenever that begins. With the expert it talks for 100.
"""

from typing import Any

import numpy as np

from sim.centre import Centre
from sim.floor import Group, Queue, Skill, Transfer
from tests.centres import Call, Later, small_centre
from tests.timelines.timeline import one_line, run, timeline

FIRST = Call(0, talk=60, wrap_up=10)
COLD = Transfer(1.0, "expert")
WARM = Transfer(1.0, "expert", warm=True, handover_ms=20_000)


def passing(
    transfer: Transfer, expert: Queue | None = None, patience: float = np.inf, **options: Any
) -> Centre:
    later = {"expert": Later(talk=100, wrap_up=0, patience=patience)}
    return small_centre(
        [Queue("calls"), expert or Queue("expert")],
        [
            Group("agents", (Skill("calls", transfer=transfer),)),
            Group("experts", (Skill("expert"),)),
        ],
        **{"staff": {"agents": 1, "experts": 1}, "later": later, **options},
    )


def test_cold() -> None:
    """The agent is free at 60 + 10; the expert talks from 60 to 160."""
    assert timeline(passing(COLD), FIRST) == [
        (0, "0 enters calls"),
        (0, "0 is answered by agents 0"),
        (60, "0 is passed on"),
        (60, "1 enters expert"),
        (60, "1 is answered by experts 0"),
        (70, "agents 0 is free of 0"),
        (160, "1 ends"),
        (160, "experts 0 is free of 1"),
    ]


def test_warm_and_answered_at_once() -> None:
    """Handed over from 60 to 80: the agent is free at 90, the expert at 180."""
    assert timeline(passing(WARM), FIRST) == [
        (0, "0 enters calls"),
        (0, "0 is answered by agents 0"),
        (60, "0 is passed on"),
        (60, "1 enters expert"),
        (60, "1 is answered by experts 0"),
        (90, "agents 0 is free of 0"),
        (180, "1 ends"),
        (180, "experts 0 is free of 1"),
    ]


def test_warm_and_held() -> None:
    """The expert comes at 100: held from 60, handed over until 120, free at 130, talk until 220.

    Call 1 of 65 finds the agent on the line, and gives up after 20.
    """
    centre = passing(WARM, staff={"agents": 1, "experts": [(1, (100, 900))]})
    calls = [FIRST, Call(65, patience=20)]
    assert timeline(centre, *calls) == [
        (0, "0 enters calls"),
        (0, "0 is answered by agents 0"),
        (60, "0 is passed on"),
        (60, "2 enters expert"),
        (65, "1 enters calls"),
        (85, "1 abandons"),
        (100, "2 is answered by experts 0"),
        (130, "agents 0 is free of 0"),
        (220, "2 ends"),
        (220, "experts 0 is free of 2"),
    ]
    legs = run(centre, *calls).legs
    assert legs["held_ms"].tolist() == [40_000, 0, 0]
    assert legs["handover_ms"].tolist() == [20_000, 0, 0]


def test_warm_and_abandoned() -> None:
    """Nobody comes; after 30 of holding the agent has 10 of wrap-up."""
    centre = passing(WARM, patience=30, staff={"agents": 1})
    assert timeline(centre, FIRST) == [
        (0, "0 enters calls"),
        (0, "0 is answered by agents 0"),
        (60, "0 is passed on"),
        (60, "1 enters expert"),
        (90, "1 abandons"),
        (100, "agents 0 is free of 0"),
    ]
    assert run(centre, FIRST).legs["held_ms"].tolist() == [30_000, 0]


def test_warm_and_blocked() -> None:
    """No place and no expert: the agent goes to wrap-up at once."""
    assert timeline(passing(WARM, Queue("expert", capacity=0), staff={"agents": 1}), FIRST) == [
        (0, "0 enters calls"),
        (0, "0 is answered by agents 0"),
        (60, "0 is passed on"),
        (60, "1 enters expert"),
        (60, "1 is blocked"),
        (70, "agents 0 is free of 0"),
    ]


def test_warm_and_closed() -> None:
    """The expert's line closed at 50."""
    assert timeline(passing(WARM, opening={"expert": [(0, 50)]}), FIRST) == [
        (0, "0 enters calls"),
        (0, "0 is answered by agents 0"),
        (60, "0 is passed on"),
        (60, "1 enters expert"),
        (60, "1 finds it closed"),
        (70, "agents 0 is free of 0"),
    ]


def test_warm_and_cleared() -> None:
    """The expert's line is cleared at 100, when the agent has held it for 40."""
    centre = passing(
        WARM,
        Queue("expert", clears_at_close=True),
        opening={"expert": [(0, 100)]},
        staff={"agents": 1},
    )
    assert timeline(centre, FIRST) == [
        (0, "0 enters calls"),
        (0, "0 is answered by agents 0"),
        (60, "0 is passed on"),
        (60, "1 enters expert"),
        (100, "1 is cleared"),
        (110, "agents 0 is free of 0"),
    ]
    assert run(centre, FIRST).legs["held_ms"].tolist() == [40_000, 0]


def test_still_held_at_the_end() -> None:
    """At the horizon of 90 nobody has come: the agent is free of it at no known time."""
    centre = passing(WARM, staff={"agents": 1}, horizon=90)
    assert timeline(centre, FIRST) == [
        (0, "0 enters calls"),
        (0, "0 is answered by agents 0"),
        (60, "0 is passed on"),
        (60, "1 enters expert"),
    ]
    assert run(centre, FIRST).legs["freed_ms"].tolist() == [-1, -1]


def test_a_talk_that_ends_at_the_horizon_is_not_passed_on() -> None:
    assert timeline(passing(WARM, horizon=60), FIRST) == [
        (0, "0 enters calls"),
        (0, "0 is answered by agents 0"),
    ]


def test_a_warm_chain() -> None:
    """Agents hand over to seniors (60-80), seniors (talk of 50 until 130) to experts (130-160).

    Agent free at 80 + 10, senior at 160 + 5, expert after 100 at 260.
    """
    to_senior = Transfer(1.0, "senior", warm=True, handover_ms=20_000)
    to_expert = Transfer(1.0, "expert", warm=True, handover_ms=30_000)
    centre = small_centre(
        [Queue("calls"), Queue("senior"), Queue("expert")],
        [
            Group("agents", (Skill("calls", transfer=to_senior),)),
            Group("seniors", (Skill("senior", transfer=to_expert),)),
            Group("experts", (Skill("expert"),)),
        ],
        {"agents": 1, "seniors": 1, "experts": 1},
        later={"senior": Later(talk=50, wrap_up=5), "expert": Later(talk=100)},
    )
    assert timeline(centre, FIRST) == [
        (0, "0 enters calls"),
        (0, "0 is answered by agents 0"),
        (60, "0 is passed on"),
        (60, "1 enters senior"),
        (60, "1 is answered by seniors 0"),
        (90, "agents 0 is free of 0"),
        (130, "1 is passed on"),
        (130, "2 enters expert"),
        (130, "2 is answered by experts 0"),
        (165, "seniors 0 is free of 1"),
        (260, "2 ends"),
        (260, "experts 0 is free of 2"),
    ]
    legs = run(centre, FIRST).legs
    assert legs["depth"].tolist() == [0, 1, 2]
    assert legs["attempt"].tolist() == [1, 1, 1]


def test_nothing_is_passed_on_without_a_share() -> None:
    assert len(run(one_line(), FIRST)) == 1
    assert len(run(passing(Transfer(0.0, "expert")), FIRST)) == 1
