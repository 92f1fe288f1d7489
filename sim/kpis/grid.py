"""The counted intervals of a run."""

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
