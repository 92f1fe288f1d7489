"""The counted intervals of a run, and areas split exactly at their borders."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.plan import Plan

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Grid:
    """`intervals` equal intervals of `interval_ms` from `start_ms` on, where the warm-up ends."""

    start_ms: int
    interval_ms: int
    intervals: int

    @classmethod
    def of(cls, plan: Plan) -> Grid:
        """Return the counted intervals of `plan`.

        Raises ValueError when warm-up or horizon is not a whole number of intervals.
        """
        counted_ms = plan.horizon_ms - plan.warm_up_ms
        if counted_ms <= 0 or counted_ms % plan.interval_ms or plan.warm_up_ms % plan.interval_ms:
            raise ValueError(
                f"horizon {plan.horizon_ms} ms and warm-up {plan.warm_up_ms} ms; expected whole"
                f" intervals of {plan.interval_ms} ms, and at least one that counts"
            )
        return cls(plan.warm_up_ms, plan.interval_ms, counted_ms // plan.interval_ms)

    @property
    def end_ms(self) -> int:
        """The end of the last interval."""
        return self.start_ms + self.interval_ms * self.intervals

    @property
    def starts_ms(self) -> Integers:
        """The start of each interval, shape (intervals,)."""
        return self.start_ms + self.interval_ms * np.arange(self.intervals, dtype=np.int64)

    def interval_of(self, times_ms: Integers) -> Integers:
        """Return the interval that each instant lies in; instants outside give nonsense."""
        return (times_ms - self.start_ms) // self.interval_ms

    def area_ms(
        self,
        rows: Integers,
        starts_ms: Integers,
        ends_ms: Integers,
        n_rows: int,
        heights: Floats | None = None,
    ) -> Floats:
        """Return the time that spans cover in each interval, shape (n_rows, intervals).

        Span i belongs to row `rows[i]`, lasts from `starts_ms[i]` until `ends_ms[i]` and counts
        `heights[i]` times (once unless given). What lies outside the counted intervals does not
        count. Sums of whole milliseconds are exact (below 2**53).
        """
        since_start = self._elapsed_ms(rows, starts_ms, n_rows, heights)
        return since_start - self._elapsed_ms(rows, ends_ms, n_rows, heights)

    def _elapsed_ms(
        self, rows: Integers, times_ms: Integers, n_rows: int, heights: Floats | None
    ) -> Floats:
        """Return the time in each interval after each instant, summed by row."""
        offsets = np.clip(times_ms, self.start_ms, self.end_ms) - self.start_ms
        intervals = offsets // self.interval_ms
        remaining: Floats = ((intervals + 1) * self.interval_ms - offsets).astype(np.float64)
        if heights is not None:
            remaining *= heights
        # One column more takes what lies at or after the end.
        shape = (n_rows, self.intervals + 1)
        cells = rows * shape[1] + intervals
        size = shape[0] * shape[1]
        partial = np.bincount(cells, remaining, minlength=size).reshape(shape)
        begun = np.bincount(cells, heights, minlength=size).reshape(shape).astype(np.float64)
        earlier = np.cumsum(begun, axis=1) - begun
        area: Floats = (partial + earlier * self.interval_ms)[:, : self.intervals]
        return area
