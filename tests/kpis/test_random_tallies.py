"""Any small centre: the fast counts equal the slow and obvious ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.centre import Centre
from sim.demand.contacts import Contacts
from sim.kpis.grid import Grid
from sim.kpis.tally import ServiceClock, tally
from tests.kpis.counted import with_intervals
from tests.kpis.slow_tally import SlowTally
from tests.strategies import HORIZON_S, centres_with_contacts


@settings(max_examples=60, deadline=None)
@given(centres_with_contacts(), st.sampled_from([(10, 0), (20, 20), (5, 10), (60, 0)]))
def test_fast_and_slow_agree(case: tuple[Centre, Contacts], intervals: tuple[int, int]) -> None:
    centre, contacts = with_intervals(case[0], *intervals), case[1]
    outcomes = centre.run(contacts)
    n_queues = len(centre.floor.queue_names)
    clock = ServiceClock((2_000, 0, 3_000)[:n_queues], (1_000, 0, 3_000)[:n_queues])
    fast = tally(outcomes, centre, contacts.absent, clock)
    slow = SlowTally(outcomes, centre, contacts.absent, clock)
    for row in range(1 + n_queues):
        counts = [list(cell.values()) for cell in slow.queue_row(row)]
        np.testing.assert_allclose(fast.queues[row], counts, rtol=0, atol=1e-9)
        peaks = [list(cell.values()) for cell in slow.peaks_row(row)]
        np.testing.assert_allclose(fast.peaks[row], peaks, rtol=0, atol=1e-9)
    for group in range(len(centre.floor.group_names)):
        counts = [list(cell.values()) for cell in slow.group_row(group)]
        np.testing.assert_allclose(fast.groups[1 + group], counts, rtol=0, atol=1e-9)
    np.testing.assert_allclose(fast.groups[0], fast.groups[1:].sum(axis=0), rtol=0, atol=1e-9)
    assert (fast.flows == slow.flows()).all()


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(-5, HORIZON_S), st.integers(0, HORIZON_S))),
    st.integers(1, 7),
    st.integers(0, 9),
)
def test_spans_are_split_exactly_at_the_borders(
    spans: list[tuple[int, int, int]], interval_ms: int, start_ms: int
) -> None:
    grid = Grid(start_ms, interval_ms, 5)
    rows, starts, lengths = (np.array(column, np.int64) for column in _columns(spans))
    areas = grid.area_ms(rows, starts, starts + lengths, 3)
    expected = np.zeros((3, 5))
    for row, start, length in spans:
        for number, first in enumerate(grid.starts_ms.tolist()):
            inside = min(start + length, first + interval_ms) - max(start, first)
            expected[row, number] += max(inside, 0)
    assert (areas == expected).all()


def test_a_span_over_three_intervals() -> None:
    # [90, 310) covers 10 ms of the first interval, all of the second and third, 10 of the fourth.
    grid = Grid(0, 100, 5)
    one, start, end = np.zeros(1, np.int64), np.array([90]), np.array([310])
    assert grid.area_ms(one, start, end, 1).tolist() == [[10, 100, 100, 10, 0]]
    doubled = grid.area_ms(one, start, end, 1, np.array([2.0]))
    assert doubled.tolist() == [[20, 200, 200, 20, 0]]


@pytest.mark.parametrize("end", [100, 200])
def test_a_span_that_ends_at_a_border_leaves_nothing_behind_it(end: int) -> None:
    grid = Grid(0, 100, 3)
    area = grid.area_ms(np.zeros(1, np.int64), np.array([0]), np.array([end]), 1)
    assert area.sum() == end
    assert area[0, end // 100] == 0


def _columns(spans: list[tuple[int, int, int]]) -> list[tuple[int, ...]]:
    return list(zip(*spans, strict=True)) if spans else [(), (), ()]
