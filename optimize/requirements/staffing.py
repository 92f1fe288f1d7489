"""Staffing: the least agents, whole and fractional beside each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from optimize.requirements.goal import Goal
from optimize.requirements.required import required

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Staffing:
    """The least agents on the phone of each row, as whole people and as a fraction.

    A queue that is staffed alone needs whole agents. Queues and intervals that are added up do not:
    every rounding adds half an agent on average, so the sum of whole numbers overstates staff.
    """

    whole: Numbers
    fractional: Numbers

    def overstated(self, axis: int = 0) -> Numbers:
        """Return by how many agents adding up whole numbers along an axis overstates the whole.

        With queues along that axis this is what rounding each up costs, against rounding their sum.
        """
        together = np.ceil(self.fractional.sum(axis=axis) * (1 - 1e-9))
        return np.asarray(self.whole.sum(axis=axis) - together)


def staffed(
    calls_per_h: ArrayLike,
    handle_s: ArrayLike,
    goal: Goal,
    *,
    patience_s: ArrayLike | None = None,
) -> Staffing:
    """Return the least agents of each row, both ways; arguments are those of `required`."""
    whole, fractional = (
        required(calls_per_h, handle_s, goal, patience_s=patience_s, whole=whole)
        for whole in (True, False)
    )
    return Staffing(whole, fractional)
