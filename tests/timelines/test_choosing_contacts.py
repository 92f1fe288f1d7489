"""Rule 4: which contact a freed agent takes.

Throughout, the only agent talks to call 0 from 0 to 60; call 1 waits in `early` from 10 (50 at
60), call 2 in `late` from 40 (20 at 60); who is taken at 60 talks until 70.
"""

import pytest

from sim.centre import Centre
from sim.floor import Group, Queue, Skill
from tests.centres import Call, small_centre
from tests.timelines.timeline import run, timeline

CALLS = [
    Call(0, "early", talk=60),
    Call(10, "early", talk=10),
    Call(40, "late", talk=10),
]


def two_queues(early: Queue, late: Queue, early_skill: Skill, late_skill: Skill) -> Centre:
    return small_centre([early, late], [Group("agents", (early_skill, late_skill))], {"agents": 1})


def plain(**late: float) -> Centre:
    queue = Queue("late", **late)  # type: ignore[arg-type]
    return two_queues(Queue("early"), queue, Skill("early"), Skill("late"))


def taken_first(centre: Centre) -> str:
    answered_ms = run(centre, *CALLS).legs["answered_ms"].tolist()
    assert sorted(answered_ms) == [0, 60_000, 70_000]
    return "early" if answered_ms[1] == 60_000 else "late"


def test_the_longest_wait() -> None:
    assert timeline(plain(), *CALLS) == [
        (0, "0 enters early"),
        (0, "0 is answered by agents 0"),
        (10, "1 enters early"),
        (40, "2 enters late"),
        (60, "0 ends"),
        (60, "agents 0 is free of 0"),
        (60, "1 is answered by agents 0"),
        (70, "1 ends"),
        (70, "agents 0 is free of 1"),
        (70, "2 is answered by agents 0"),
        (80, "2 ends"),
        (80, "agents 0 is free of 2"),
    ]


def test_pick_rank_goes_first() -> None:
    """Even before priority; the rank at which a contact chooses the group plays no part."""
    centre = two_queues(
        Queue("early", priority=9),
        Queue("late"),
        Skill("early", rank=1, pick_rank=2),
        Skill("late", rank=2, pick_rank=1),
    )
    assert taken_first(centre) == "late"


def test_rank_is_pick_rank_unless_given() -> None:
    centre = two_queues(
        Queue("early"), Queue("late"), Skill("early", rank=2), Skill("late", rank=1)
    )
    assert taken_first(centre) == "late"


def test_priority_goes_before_waiting() -> None:
    assert taken_first(plain(priority=1)) == "late"


@pytest.mark.parametrize(
    ("weight", "first"),
    [
        (2.4, "early"),  # 48 against 50
        (2.5, "early"),  # 50 against 50: queue order
        (2.6, "late"),  # 52 against 50
    ],
)
def test_weighted_longest_wait(weight: float, first: str) -> None:
    assert taken_first(plain(weight=weight)) == first


@pytest.mark.parametrize(
    ("head_start_ms", "first"),
    [
        (29_999, "early"),
        (30_000, "early"),  # 20 + 30 against 50: queue order
        (30_001, "late"),
    ],
)
def test_a_head_start_counts_as_waited(head_start_ms: int, first: str) -> None:
    assert taken_first(plain(head_start_ms=head_start_ms)) == first


@pytest.mark.parametrize(
    ("head_start_ms", "first"),
    [(4_999, "early"), (5_001, "late")],  # 2 x (20 + 5) = 50
)
def test_a_head_start_is_weighted_too(head_start_ms: int, first: str) -> None:
    assert taken_first(plain(weight=2, head_start_ms=head_start_ms)) == first


def test_a_head_start_does_not_make_a_group_eligible_sooner() -> None:
    """Alone in a queue with a delay of 30, waiting from 0: answered at 30."""
    centre = small_centre(
        [Queue("calls", head_start_ms=20_000)],
        [Group("agents", (Skill("calls", delay_ms=30_000),))],
        {"agents": 1},
    )
    assert run(centre, Call(0)).legs["answered_ms"].tolist() == [30_000]
