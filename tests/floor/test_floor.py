"""The tables of the floor, and the floors that are refused."""

import pytest

from sim.clock import NEVER
from sim.codes import Outcome
from sim.floor import SURE, Floor, Group, Queue, Skill, Transfer, below, refuse_loops


def passes(queue: str, to: str, *, warm: bool = False, share: float = 0.1) -> Skill:
    return Skill(queue, transfer=Transfer(share, to, warm=warm))


def lines(*names: str) -> list[Queue]:
    return [Queue(name) for name in names]


def test_a_queue_by_rank_then_group_order() -> None:
    groups = [
        Group("a", (Skill("calls", rank=2),)),
        Group("b", (Skill("calls", rank=1),)),
        Group("c", ()),
        Group("d", (Skill("calls", rank=1),)),
    ]
    assert Floor.of(lines("calls"), groups).groups_of == ((1, 3, 0),)


def test_a_group_by_pick_rank_then_priority_then_queue_order() -> None:
    queues = [Queue("a"), Queue("b", priority=1), Queue("c", priority=9), Queue("d"), Queue("e")]
    skills = (
        Skill("a", rank=1),
        Skill("b", rank=1),
        Skill("c", rank=1, pick_rank=2),
        Skill("d", rank=2, pick_rank=1),
    )
    assert Floor.of(queues, [Group("agents", skills)]).queues_of == ((1, 0, 3, 2),)


def test_rows_hold_what_was_described() -> None:
    queue = Queue(
        "calls",
        priority=3,
        weight=1.5,
        head_start_ms=2000,
        capacity=7,
        clears_at_close=True,
        repeat=0.5,
        redial={Outcome.BLOCKED: 1},
    )
    skill = Skill("calls", 2, 4, 5000, 1.25, Transfer(0.25, "expert", warm=True, handover_ms=300))
    floor = Floor.of([queue, Queue("expert")], [Group("agents", (skill,))])
    row = floor.queues[0]
    described = ("priority", "weight_milli", "head_start_ms", "capacity", "clears_at_close")
    assert [row[field] for field in described] == [3, 1500, 2000, 7, 1]
    assert row["repeat_below"] == SURE // 2
    assert row["redial_below"].tolist() == [SURE * (o == Outcome.BLOCKED) for o in Outcome]
    assert floor.queues["capacity"][1] == NEVER
    assert floor.skills[0, 0].tolist() == (1, 2, 4, 5000, 1250, SURE // 4, 1, 1, 300)
    assert floor.skills[0, 1]["serves"] == 0


@pytest.mark.parametrize(("share", "bound"), [(0, 0), (0.5, 1 << 30), (1, 1 << 31)])
def test_below(share: float, bound: int) -> None:
    assert below(share) == bound


def test_a_transfer_to_its_own_queue_is_refused() -> None:
    with pytest.raises(ValueError, match="transfers form a loop: calls -> calls"):
        Floor.of(lines("calls"), [Group("agents", (passes("calls", "calls"),))])


def test_a_loop_through_several_groups_is_refused() -> None:
    groups = [
        Group("one", (passes("a", "b"),)),
        Group("two", (passes("b", "c"),)),
        Group("three", (passes("c", "a"),)),
    ]
    with pytest.raises(ValueError, match="loop: a -> b -> c -> a"):
        Floor.of(lines("a", "b", "c"), groups)


def test_a_group_that_serves_its_own_warm_target_is_refused() -> None:
    groups = [Group("agents", (passes("calls", "expert", warm=True), Skill("expert")))]
    with pytest.raises(ValueError, match="wait for itself: agents -> agents"):
        Floor.of(lines("calls", "expert"), groups)


def test_groups_that_hold_for_each_other_are_refused() -> None:
    """All of one could hold lines for two, and all of two for one."""
    groups = [
        Group("one", (passes("a", "x", warm=True), Skill("y"))),
        Group("two", (passes("b", "y", warm=True), Skill("x"))),
    ]
    with pytest.raises(ValueError, match="wait for itself: one -> two -> one"):
        Floor.of(lines("a", "b", "x", "y"), groups)


def test_cold_transfers_hold_nobody_up() -> None:
    refuse_loops(
        lines("calls", "expert"), [Group("agents", (passes("calls", "expert"), Skill("expert")))]
    )


def test_a_transfer_that_never_happens_is_no_loop() -> None:
    refuse_loops(lines("calls"), [Group("agents", (passes("calls", "calls", share=0),))])


def test_two_ways_to_one_queue_are_no_loop() -> None:
    groups = [
        Group("one", (passes("a", "b"), passes("b", "d"))),
        Group("two", (passes("a", "c"), passes("c", "d"))),
    ]
    refuse_loops(lines("a", "b", "c", "d"), groups)
