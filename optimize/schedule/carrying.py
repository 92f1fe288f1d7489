"""From fractional counts to whole ones at once: each carries what is left on to the next.

In an order in which near counts can stand in for each other, each is rounded together with what
those before it left over (a cumulative rounding), so that every stretch keeps its sum to within
one. Where counts are mostly below one, rounding each of them up would be far dearer: ten columns of
a tenth are one agent, not ten.
"""

from __future__ import annotations

import numpy as np

from optimize.schedule.problem import Numbers

_TINY = 1e-6


def carried(values: Numbers, order: Numbers) -> Numbers:
    """Return values of at least 0 made whole, their fractions carried along an order.

    None falls below what it is rounded down to.
    """
    floors = np.floor(values + _TINY)
    along = np.argsort(order, kind="stable")
    sums = np.cumsum(np.maximum(values - floors, 0.0)[along])
    whole = np.empty(len(values))
    whole[along] = np.diff(np.floor(sums + 0.5), prepend=0.0)
    return floors + whole


def mostly_fractions(values: Numbers) -> bool:
    """Return whether most of what counts sum up to are fractions of one."""
    return float(np.floor(values + _TINY).sum()) < 0.5 * float(values.sum())
