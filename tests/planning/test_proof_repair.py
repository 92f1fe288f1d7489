"""How a requirement is steered by what a simulation shows, on figures made up for it."""

from __future__ import annotations

import numpy as np
import pytest

from scenarios.planning.proof.repair import Seen, Steering
from scenarios.planning.schedule.supply import shared_out


def seen(gap: list[list[float]], **changed: object) -> Seen:
    """Return what was seen of lines with these gaps; all else is alike everywhere."""
    gaps = np.array(gap, float)
    plain: dict[str, object] = {
        "gap": gaps,
        "required": np.full(gaps.shape, 10.0),
        "spare": np.zeros(gaps.shape),
        "value": np.full(gaps.shape, 0.8),
        "calls": np.full(gaps.shape, 100.0),
        "slope": np.ones(gaps.shape),
        "carried": np.zeros(gaps.shape),
        "is_work": np.zeros(len(gaps), bool),
        "mates": np.eye(len(gaps), dtype=bool),
    }
    return Seen(**(plain | changed))  # type: ignore[arg-type]


def straight(it: Seen) -> Steering:
    return Steering.straight(it.gap.shape)


def test_what_is_missed_is_raised_by_its_gap_and_what_is_wasted_lowered_by_less() -> None:
    it = seen([[0.5, 0.5], [-0.5, -0.5], [0.0, 0.0]])
    turned = straight(it).turned(it)
    assert turned.shift == pytest.approx(np.array([[0.5, 0.5], [-0.3, -0.3], [0, 0]]))


def test_nothing_is_lowered_where_that_is_asked() -> None:
    it = seen([[0.5, 0.5], [-0.5, -0.5]])
    turned = straight(it).turned(it, lowers=False)
    assert turned.shift == pytest.approx(np.array([[0.5, 0.5], [0, 0]]))


def test_a_turn_goes_only_so_far() -> None:
    it = seen([[9.0], [-9.0]])
    assert straight(it).turned(it).shift[:, 0].tolist() == pytest.approx([2.0, -0.8])


def test_who_went_too_far_goes_half_as_far_back_and_then_further_again() -> None:
    down, up = seen([[-0.5]]), seen([[0.4]])
    first = straight(down).turned(down)
    second = first.turned(up)
    assert second.shift[0, 0] - first.shift[0, 0] == pytest.approx(0.2)
    third = second.turned(up)
    assert third.shift[0, 0] - second.shift[0, 0] == pytest.approx(0.4 * 0.8)


def test_a_period_of_which_nothing_is_known_leaves_the_damping_alone() -> None:
    down, none = seen([[-0.5]]), seen([[0.0]])
    turned = straight(down).turned(down).turned(none)
    assert turned.last[0, 0] == -0.5
    assert turned.shift[0, 0] == pytest.approx(-0.3)


def test_only_requirements_that_bind_are_moved_and_for_the_others_too() -> None:
    spare = np.array([[0.0, 5.0, 0.0, 5.0]])
    it = seen([[0.4] * 4], spare=spare)
    assert straight(it).turned(it).shift[0].tolist() == pytest.approx([0.8, 0, 0.8, 0])


def test_agents_are_added_where_one_brings_most_in_time_and_taken_where_one_brings_least() -> None:
    calls = np.array([[150.0, 50.0]])
    up, down = seen([[0.4, 0.4]], calls=calls), seen([[-0.4, -0.4]], calls=calls)
    raised = straight(up).turned(up).shift[0]
    lowered = straight(down).turned(down).shift[0]
    assert raised[0] > raised[1] > 0
    assert 0 > lowered[0] > lowered[1]


def test_where_the_staff_suffices_the_interval_before_is_raised() -> None:
    it = seen([[0.0, 0.0, 0.4]], carried=np.array([[0.0, 0.0, 0.75]]))
    shift = straight(it).turned(it).shift[0]
    assert shift.tolist() == pytest.approx([0, 0.3, 0.1])


def test_work_is_steered_by_its_worst_period_whatever_the_intervals() -> None:
    it = seen([[-0.5, 0.3]], is_work=np.array([True]), spare=np.full((1, 2), 9.0))
    turned = straight(it).turned(it)
    assert turned.work[0] == pytest.approx(np.exp(0.3))


def test_work_is_never_moved_further_than_it_falls_short() -> None:
    """A line that misses thrice is moved by 0.3 and 1.6 and 2.56 times as much; work is not."""
    short = [[0.3, 0.3]]
    line, work = seen(short), seen(short, is_work=np.array([True]))
    steered = straight(line), straight(work)
    for _ in range(3):
        steered = steered[0].turned(line), steered[1].turned(work)
    assert steered[0].shift[0] == pytest.approx(0.3 * (1 + 1.6 + 2.56))
    assert steered[1].shift[0] == pytest.approx(0.9)


def test_other_days_begin_with_as_much_keenness_as_the_first() -> None:
    """Lowered, raised by half as much: on days of which nothing is known it is all again."""
    down, up = seen([[-0.5]]), seen([[0.4]])
    once = straight(down).turned(down).turned(up)
    assert once.anew().turned(up).shift - once.shift == pytest.approx(0.4)
    assert (once.anew().shift == once.shift).all()


def test_an_agent_who_can_do_both_is_shared_out_and_counts_once() -> None:
    agents = np.array([[12.0]])
    required = np.array([[4.0], [8.0]])
    shared = shared_out(agents, np.array([[1.0, 1.0]]), required)
    assert shared[:, 0] == pytest.approx([4, 8])
    assert shared.sum() == pytest.approx(12)


def test_those_who_can_do_one_thing_free_the_others() -> None:
    # 4 do the first line only, 8 either: 12 agents for 6 and 6 cover both.
    shared = shared_out(
        np.array([[4.0], [8.0]]), np.array([[1.0, 0.0], [1.0, 1.0]]), np.array([[6.0], [6.0]])
    )
    assert shared[:, 0] == pytest.approx([6, 6], abs=1e-3)


def test_slower_hands_count_for_what_they_do() -> None:
    shared = shared_out(np.array([[10.0]]), np.array([[0.8]]), np.array([[8.0]]))
    assert shared[0, 0] == pytest.approx(8)


def test_a_line_that_misses_with_agents_to_spare_everywhere_is_lifted_to_be_felt() -> None:
    it = seen([[0.4, 0.4], [-0.4, -0.4]], spare=np.full((2, 2), 6.0))
    lifted = straight(it).turned(it)
    assert lifted.added.tolist() == [[3, 3], [0, 0]]
    wasted = lifted.turned(seen([[-0.4, -0.4], [-0.4, -0.4]], spare=np.full((2, 2), 6.0)))
    assert wasted.added.tolist() == [[1.5, 1.5], [0, 0]]
    binding = np.array([[0.0, 6.0]])
    felt = seen([[0.4, 0.4]], spare=binding)
    assert not straight(felt).turned(felt).added.any()


def test_nothing_is_lowered_while_one_of_its_pool_misses_by_much() -> None:
    together = np.ones((2, 2), bool)
    much = seen([[0.5, 0.1, -0.5], [-0.5, -0.5, -0.5]], mates=together)
    assert straight(much).turned(much).shift[1] == pytest.approx([0, -0.15, -0.3])
