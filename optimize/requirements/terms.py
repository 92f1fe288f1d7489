"""A goal in the terms of the kernels: a record of numbers, where what is not asked always holds."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from optimize import erlang
from optimize.requirements.goal import SERVICE_LEVELS, Goal
from sim.compilation import stamped

#: An array of one record a goal; `counts` is the place in SERVICE_LEVELS, `looks_at`
#: is what of the formulas is looked at. Its type makes Numba compile the kernels anew after an edit
#: of their parts, here or among the formulas.
Terms = NDArray[np.void]

# What a goal makes a search look at: who waits and is answered in time; all but the distribution of
# the wait; or all there is.
IN_TIME: Final = 0
OVERALL: Final = 1
EVERYTHING: Final = 2
_PLAIN: Final = ("SL2", "SL3")

TERMS: Final = stamped(
    [
        ("service_level", np.float64),
        ("within_s", np.float64),
        ("short_s", np.float64),
        ("asa_s", np.float64),
        ("abandonment", np.float64),
        ("occupancy", np.float64),
        ("waiting", np.float64),
        ("counts", np.int64),
        ("looks_at", np.int64),
    ],
    [erlang, sys.modules["optimize.requirements"]],
)


def terms(goals: Sequence[Goal]) -> Terms:
    """Return the goals as records."""
    records = np.recarray(len(goals), TERMS)
    for place, goal in enumerate(goals):
        records.service_level[place] = -np.inf if goal.service_level is None else goal.service_level
        records.counts[place] = SERVICE_LEVELS.index(goal.counts)
        records.within_s[place], records.short_s[place] = goal.within_s, goal.short_s
        for name in ("asa_s", "abandonment", "occupancy", "waiting"):
            most = getattr(goal, name)
            records[name][place] = np.inf if most is None else most
        records.looks_at[place] = _looks_at(goal)
    return records


def _looks_at(goal: Goal) -> int:
    if goal.service_level is None:
        return OVERALL
    others = (goal.asa_s, goal.abandonment, goal.occupancy)
    is_plain = goal.counts in _PLAIN and all(most is None for most in others)
    return IN_TIME if is_plain else EVERYTHING
