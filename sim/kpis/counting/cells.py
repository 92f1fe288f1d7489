"""Adding up by queue and interval, in the cell of a leg."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.kpis.counting.roles import Legs
from sim.kpis.grid import Floats, Grid, Integers


@dataclass(frozen=True)
class Cells:
    """The cell of each leg: its queue and the interval in which it queued, -1 for the warm-up."""

    of_legs: Integers
    queues: int
    intervals: int

    @classmethod
    def of(cls, legs: Legs, queues: int, grid: Grid) -> Cells:
        """Return the cells of `legs`."""
        interval = (legs["queued_ms"] - grid.start_ms) // grid.interval_ms
        counted = (interval >= 0) & (interval < grid.intervals)
        cell = np.where(counted, legs["queue"] * grid.intervals + interval, -1)
        return cls(cell, queues, grid.intervals)

    def sums(self, where: Integers, values: Integers | None = None) -> Floats:
        """Return how often the legs of `where` are named, or the sums of their `values`.

        The shape is (queues, intervals). Sums are exact below 2 ** 53.
        """
        cell = self.of_legs[where]
        counted = cell >= 0
        weights = None if values is None else values[counted]
        size = self.queues * self.intervals
        found = np.bincount(cell[counted], weights, size).astype(np.float64)
        return found.reshape(self.queues, self.intervals)
