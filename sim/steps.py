"""Step functions of time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Steps:
    """A value over time that changes at instants: `values[i]` holds from `starts_ms[i]` on.

    `starts_ms` is int64, strictly increasing, and begins at 0; the last value holds for ever.
    """

    starts_ms: NDArray[np.int64]
    values: NDArray[np.float64]

    @classmethod
    def constant(cls, value: float) -> Steps:
        """Return the function that is `value` at all times."""
        return cls(np.zeros(1, np.int64), np.full(1, float(value)))

    @classmethod
    def every(cls, interval_ms: int, values: NDArray[np.float64]) -> Steps:
        """Return the function that takes the next of `values` every `interval_ms`."""
        starts = np.arange(len(values), dtype=np.int64) * interval_ms
        return cls(starts, np.asarray(values, np.float64))

    @classmethod
    def between(cls, start_ms: int, end_ms: int, value: float, otherwise: float = 1.0) -> Steps:
        """Return the function that is `value` from `start_ms` until `end_ms`, else `otherwise`."""
        if start_ms <= 0:
            return cls(np.array([0, end_ms], np.int64), np.array([value, otherwise]))
        return cls(
            np.array([0, start_ms, end_ms], np.int64), np.array([otherwise, value, otherwise])
        )

    def at(self, times_ms: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the value at each of `times_ms` (from 0 on)."""
        return self.values[np.searchsorted(self.starts_ms, times_ms, side="right") - 1]

    def __mul__(self, other: Steps) -> Steps:
        """Return the product of two functions of time."""
        starts = np.union1d(self.starts_ms, other.starts_ms)
        return Steps(starts, self.at(starts) * other.at(starts))

    def __sub__(self, other: Steps) -> Steps:
        """Return the difference of two functions of time."""
        starts = np.union1d(self.starts_ms, other.starts_ms)
        return Steps(starts, self.at(starts) - other.at(starts))
