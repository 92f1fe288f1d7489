"""Spans of time counted up: how much of each interval they fill, how many run at once.

Instants are seconds on any one axis. The number of spans that run is a step function; its area up
to an instant t is the sum of (t - start) over the spans begun less that of (t - end) over the spans
ended, which sorted arrays and their cumulative sums give for many instants at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Seconds = NDArray[np.float64]


@dataclass(frozen=True)
class Spans:
    """Spans [start, end), which may overlap; both arrays of one length, end >= start."""

    start_s: Seconds
    end_s: Seconds

    def area_until(self, instants_s: Seconds) -> Seconds:
        """Return the span-seconds before each instant."""
        return _begun(self.start_s, instants_s) - _begun(self.end_s, instants_s)

    def per_interval(self, edges_s: Seconds) -> Seconds:
        """Return the span-seconds between neighbouring edges, one value fewer than edges."""
        return np.diff(self.area_until(edges_s))

    def union(self, longest_gap_s: float = 0.0) -> Spans:
        """Return spans in order that cover the same time, gaps up to the given length filled."""
        order = np.argsort(self.start_s, kind="stable")
        start, end = self.start_s[order], self.end_s[order]
        if not len(start):
            return self
        covered = np.maximum.accumulate(end)
        begins = np.concatenate([[True], start[1:] > covered[:-1] + longest_gap_s])
        last = np.concatenate([np.flatnonzero(begins)[1:] - 1, [len(start) - 1]])
        return Spans(start[begins], covered[last])

    def cut(self, edges_s: Seconds) -> tuple[Spans, NDArray[np.int64]]:
        """Return the spans cut at the edges, and the interval that each piece lies in.

        Spans must be disjoint and in order, as `union` returns them; what lies outside the first
        and last edge is left out.
        """
        start = np.clip(self.start_s, edges_s[0], edges_s[-1])
        end = np.clip(self.end_s, edges_s[0], edges_s[-1])
        inside = edges_s[1:-1]
        within = inside[
            np.searchsorted(end, inside, side="right") < np.searchsorted(start, inside, side="left")
        ]
        starts = np.sort(np.concatenate([start, within]))
        ends = np.sort(np.concatenate([end, within]))
        kept = ends > starts
        pieces = Spans(starts[kept], ends[kept])
        return pieces, np.searchsorted(edges_s, pieces.start_s, side="right") - 1


def _begun(starts_s: Seconds, instants_s: Seconds) -> Seconds:
    """Return the sum of (t - start) over the starts before each instant t."""
    ordered = np.sort(starts_s)
    sums = np.concatenate([[0.0], np.cumsum(ordered)])
    counts = np.searchsorted(ordered, instants_s, side="left")
    return np.asarray(counts * instants_s - sums[counts])
