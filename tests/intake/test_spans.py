"""Spans of time: areas and unions by hand, and against counting second by second."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scenarios.intake.spans import Spans

SPANS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 20)).map(lambda pair: (pair[0], sum(pair))),
    min_size=1,
    max_size=12,
)
EDGES = np.array([0.0, 15.0, 30.0, 45.0, 60.0])


def _spans(pairs: list[tuple[int, int]]) -> Spans:
    return Spans(np.array([s for s, _ in pairs], float), np.array([e for _, e in pairs], float))


def _running(pairs: list[tuple[int, int]]) -> np.ndarray:  # type: ignore[type-arg]
    """Return how many spans run in each second from 0 to 60."""
    return np.array([sum(start <= t < end for start, end in pairs) for t in range(60)])


def test_by_hand() -> None:
    spans = _spans([(0, 20), (10, 40), (50, 55)])
    assert spans.per_interval(EDGES).tolist() == [20, 20, 10, 5]
    assert spans.union().start_s.tolist() == [0, 50]
    assert spans.union().end_s.tolist() == [40, 55]
    assert spans.union(longest_gap_s=10).end_s.tolist() == [55]
    pieces, interval = spans.union().cut(EDGES)
    assert pieces.start_s.tolist() == [0, 15, 30, 50]
    assert pieces.end_s.tolist() == [15, 30, 40, 55]
    assert interval.tolist() == [0, 1, 2, 3]


@given(SPANS)
def test_areas_are_those_counted_by_the_second(pairs: list[tuple[int, int]]) -> None:
    found = _spans(pairs).per_interval(EDGES)
    assert found.tolist() == _running(pairs).reshape(4, 15).sum(axis=1).tolist()


@given(SPANS)
def test_union_covers_the_same_seconds_once(pairs: list[tuple[int, int]]) -> None:
    union = _spans(pairs).union()
    assert np.all(union.start_s[1:] > union.end_s[:-1])
    covered = (_running(pairs) > 0).reshape(4, 15).sum(axis=1)
    assert union.per_interval(EDGES).tolist() == covered.tolist()
    pieces, interval = union.cut(EDGES)
    lengths = np.bincount(interval, pieces.end_s - pieces.start_s, 4)
    assert lengths.tolist() == covered.tolist()


def test_no_spans() -> None:
    nothing = Spans(np.zeros(0), np.zeros(0))
    assert nothing.union().per_interval(EDGES).tolist() == [0, 0, 0, 0]
    assert nothing.cut(EDGES)[1].tolist() == []
