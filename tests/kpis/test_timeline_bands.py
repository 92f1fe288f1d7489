"""Bands of many timelines: against NumPy's own quantiles, and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.kpis.timeline import GroupState, QueueState, Timeline
from sim.kpis.timeline.bands import Gathered, band, bytes_of

NUMBERS = st.one_of(st.integers(0, 50).map(float), st.just(np.nan))


@settings(deadline=None)
@given(
    st.tuples(st.integers(1, 7), st.just(3)).flatmap(lambda s: arrays(float, s, elements=NUMBERS))
)
def test_undefined_values_are_left_out(values: np.ndarray) -> None:
    found = band(values)
    for column in range(values.shape[1]):
        defined = values[:, column][~np.isnan(values[:, column])]
        figures = [found.mean, found.p10, found.p50, found.p90]
        if not len(defined):
            assert all(np.isnan(each[column]) for each in figures)
            continue
        expected = [defined.mean(), *np.quantile(defined, [0.1, 0.5, 0.9])]
        assert [each[column] for each in figures] == pytest.approx(expected)


def a_timeline(in_time: float, ended: float, idle: float) -> Timeline:
    """Return a timeline of one instant, one queue and one group."""
    queues, groups = np.zeros((2, 1, len(QueueState))), np.zeros((2, 1, len(GroupState)))
    queues[1, 0, [QueueState.IN_TIME, QueueState.ENDED]] = in_time, ended
    groups[1, 0, GroupState.IDLE] = idle
    return Timeline(np.array([60_000]), queues, groups, np.zeros(0))


def test_the_mean_level_is_weighted_by_volume_and_the_deciles_are_of_days() -> None:
    """8 of 10, 0 of 90, and none that ended: 8 of 100, and between 0 and 80 % the median."""
    gathered = Gathered()
    for in_time, ended, idle in ((8, 10, 1), (0, 90, 2), (0, 0, 6)):
        gathered.add(a_timeline(in_time, ended, idle))
    level = gathered.service_level(1)
    assert level.mean.tolist() == [0.08]
    assert level.p50.tolist() == [0.4]
    assert np.isnan(gathered.service_level(0).mean).all()
    idle_ones = gathered.group(1, GroupState.IDLE)
    assert (idle_ones.mean.tolist(), idle_ones.p50.tolist()) == ([3], [2])


def test_what_is_kept_is_as_large_as_it_is_said_to_be() -> None:
    gathered = Gathered()
    gathered.add(a_timeline(0, 0, 0))
    kept = sum(each.nbytes for each in (*gathered._queues, *gathered._groups))
    assert kept == bytes_of(1, 1, 1)
