"""Any small centre: the fast counts equal the slow and obvious ones."""

from __future__ import annotations

from itertools import cycle, islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from sim.centre import Centre
from sim.codes import Outcome
from sim.demand.contacts import Contacts
from sim.engines.choice import Engine
from sim.floor import Group, Queue, Skill
from sim.kpis.counting import kernel
from sim.kpis.tally import QueueCount, ServiceClock, prepare, tally
from tests.centres import small_centre
from tests.kpis.counted import Legs, with_intervals
from tests.kpis.slow_tally import SlowTally
from tests.strategies import HORIZON_S, centres_with_contacts


@settings(max_examples=60, deadline=None)
@given(centres_with_contacts(), st.sampled_from([(10, 0), (20, 20), (5, 10), (60, 0)]))
def test_fast_and_slow_agree(case: tuple[Centre, Contacts], intervals: tuple[int, int]) -> None:
    centre, contacts = with_intervals(case[0], *intervals), case[1]
    outcomes = centre.run(contacts, Engine.REFERENCE)
    n_queues = len(centre.floor.queue_names)
    times = ((2_000, 0, 3_000), (1_000, 0, 3_000), (0, 0, 1_000))
    clock = ServiceClock(*(tuple(islice(cycle(each), n_queues)) for each in times))
    fast = tally(outcomes, centre, contacts.absent, clock)
    slow = SlowTally(outcomes, centre, contacts.absent, clock)
    for row in range(1 + n_queues):
        counts = [list(cell.values()) for cell in slow.queue_row(row)]
        np.testing.assert_allclose(fast.queues[row], counts, rtol=0, atol=1e-9)
        if fast.channels is not None:
            counts = [list(cell.values()) for cell in slow.channel_row(row)]
            np.testing.assert_allclose(fast.channels[row], counts, rtol=0, atol=1e-9)
        peaks = [list(cell.values()) for cell in slow.peaks_row(row)]
        np.testing.assert_allclose(fast.peaks[row], peaks, rtol=0, atol=1e-9)
    for group in range(len(centre.floor.group_names)):
        counts = [list(cell.values()) for cell in slow.group_row(group)]
        np.testing.assert_allclose(fast.groups[1 + group], counts, rtol=0, atol=1e-9)
    np.testing.assert_allclose(fast.groups[0], fast.groups[1:].sum(axis=0), rtol=0, atol=1e-9)
    assert (fast.flows == slow.flows()).all()


Spans = list[tuple[int, int, int]]


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, HORIZON_S), st.integers(0, HORIZON_S))),
    st.integers(1, 7),
    st.integers(0, 3),
)
def test_spans_are_split_exactly_at_the_borders(
    spans: Spans, interval_s: int, warm_up_intervals: int
) -> None:
    start = warm_up_intervals * interval_s
    expected = np.zeros((3, 5))
    for queue, begin, length in spans:
        for number in range(5):
            first = start + number * interval_s
            inside = min(begin + length, first + interval_s) - max(begin, first)
            expected[queue, number] += max(inside, 0)
    assert _waiting_s(spans, interval_s, start).tolist() == expected.tolist()


def test_a_span_over_three_intervals() -> None:
    # [90, 310) covers 10 s of the first interval, all of the second and third, 10 of the fourth.
    assert _waiting_s([(0, 90, 220)], 100)[0].tolist() == [10, 100, 100, 10, 0]
    assert _waiting_s([(0, 90, 220)] * 2, 100)[0].tolist() == [20, 200, 200, 20, 0]


@pytest.mark.parametrize("end", [100, 200])
def test_a_span_that_ends_at_a_border_leaves_nothing_behind_it(end: int) -> None:
    waiting_s = _waiting_s([(0, 0, end)], 100)
    assert waiting_s.sum() == end
    assert waiting_s[0, end // 100] == 0


def _waiting_s(spans: Spans, interval_s: int, start_s: int = 0) -> NDArray[np.float64]:
    """Return the area under the number waiting in three queues in the five intervals from a start.

    A span is a queue, when somebody begins to wait, and how long that one waits.
    """
    legs = Legs()
    for queue, begin, length in spans:
        legs.add(queue, begin, Outcome.ABANDONED, left=begin + length)
    horizon_s = start_s + 5 * interval_s
    queues = [Queue(name) for name in ("first", "second", "third")]
    centre = with_intervals(small_centre(queues, [], {}, horizon=horizon_s), interval_s, start_s)
    clock = ServiceClock((0,) * 3, (0,) * 3)
    counts = tally(legs.outcomes(horizon_s), centre, np.zeros(0, np.bool_), clock).queues
    waiting_s: NDArray[np.float64] = counts[1:, :, QueueCount.QUEUE_LENGTH_S]
    return waiting_s


@pytest.mark.parametrize("seed", range(20))
def test_overtime_of_any_legs(seed: int) -> None:
    """Legs of no engine, which work as they like: any number at once, whoever is on duty.

    Busy and calm stretches alternate, so that some stretches are counted and others passed over.
    """
    rng = np.random.default_rng(seed)
    legs = Legs()
    for _ in range(int(rng.integers(0, 60))):
        begin = float(rng.choice([rng.integers(0, 20), rng.integers(40, 45), rng.integers(0, 90)]))
        end = begin + float(rng.integers(0, 12))
        legs.add(
            0,
            begin,
            Outcome.ANSWERED,
            answered=begin,
            left=end,
            freed=end + float(rng.integers(0, 4)),
            group=int(rng.integers(0, 2)),
        )
    shifts = [(int(rng.integers(0, 5)), (start, start + 15)) for start in range(0, 90, 10)]
    groups = [Group(name, (Skill("calls"),)) for name in ("few", "many")]
    centre = with_intervals(
        small_centre([Queue("calls")], groups, {"few": 1, "many": shifts}, horizon=90), 10, 20
    )
    outcomes, absent = legs.outcomes(90), np.zeros(centre.plan.seats, np.bool_)
    fast = tally(outcomes, centre, absent, ServiceClock((0,), (0,)))
    slow = SlowTally(outcomes, centre, absent, ServiceClock((0,), (0,)))
    for group in range(2):
        counts = [list(cell.values()) for cell in slow.group_row(group)]
        np.testing.assert_allclose(fast.groups[1 + group], counts, rtol=0, atol=1e-9)


def test_the_kernels_are_ready_once_prepared() -> None:
    """Counting compiles nothing more: threads may begin at once."""
    prepare()
    compiled = [kernel.count_legs, kernel.longest_queues, kernel.cover_duty, kernel.cover_overtime]
    before = [len(getattr(one, "signatures", ())) for one in compiled]
    _waiting_s([(0, 90, 220)], 100)
    assert [len(getattr(one, "signatures", ())) for one in compiled] == before
    assert before in ([1] * 4, [0] * 4)  # none where NUMBA_DISABLE_JIT is set
