"""The least agents of each row who keep a goal."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from optimize.requirements import interim
from optimize.requirements.goal import Goal
from optimize.requirements.rows import rows

Numbers = NDArray[np.float64]


def required(
    calls_per_h: ArrayLike,
    handle_s: ArrayLike,
    goal: Goal,
    *,
    patience_s: ArrayLike | None = None,
    whole: bool = True,
) -> Numbers:
    """Return the least agents on the phone who keep the goal, of each row.

    Callers wait as long as it takes (Erlang C) where `patience_s` is None or infinite, else they
    have an exponential patience of that mean (Erlang A). With `whole` agents are whole people; else
    the result is the least real number at which the formula, continued between whole numbers, keeps
    the goal. No calls, or calls that take no time, need no agents. Without patience agents must
    outnumber the load, whatever the goal. Raises ValueError, naming argument, row and value, when
    an argument is not a finite number from 0 on or a patience is not above 0.
    """
    calls, handle, patience = rows(
        calls_per_h=calls_per_h,
        handle_s=handle_s,
        patience_s=np.inf if patience_s is None else patience_s,
    )
    flat = zip(calls.ravel(), handle.ravel(), patience.ravel(), strict=True)
    result = np.array([_least(*row, goal, whole) for row in flat])
    return result.reshape(calls.shape)


def _least(
    calls_per_h: float, handle_s: float, patience_s: float, goal: Goal, whole: bool
) -> float:
    load = calls_per_h * handle_s / 3600
    if load == 0:
        return 0.0
    patient = np.isinf(patience_s)
    low, high = (load if patient else 0.0), load + 1
    while not _holds(calls_per_h, handle_s, high, patience_s, goal):
        low, high = high, 2 * high
    while high - low > (0.01 if whole else 1e-10 * high):
        middle = (low + high) / 2
        if _holds(calls_per_h, handle_s, middle, patience_s, goal):
            high = middle
        else:
            low = middle
    if not whole:
        return high
    n = np.floor(low)
    while not ((n > load or not patient) and _holds(calls_per_h, handle_s, n, patience_s, goal)):
        n += 1
    return float(n)


def _holds(
    calls_per_h: float, handle_s: float, agents: float, patience_s: float, goal: Goal
) -> bool:
    line = interim.served(calls_per_h, handle_s, agents, goal.within_s, patience_s)
    short = interim.served(calls_per_h, handle_s, agents, goal.short_s, patience_s)
    in_t, lost_in_t, lost_in_t0 = (
        line.answered_within,
        line.abandoned_within,
        short.abandoned_within,
    )
    below = {
        "SL1": np.ones(()),
        "SL2": 1 - line.share_abandoned,
        "SL3": np.ones(()),
        "SL4": 1 - lost_in_t,
        "SL5": np.ones(()),
        "SL6": 1 - lost_in_t0,
    }[goal.counts]
    lost = {"SL1": lost_in_t, "SL5": lost_in_t0}
    above = in_t + lost.get(goal.counts, np.zeros(()))
    return bool(
        (goal.service_level is None or above >= goal.service_level * below)
        and (goal.asa_s is None or line.asa_s <= goal.asa_s)
        and (goal.abandonment is None or line.share_abandoned <= goal.abandonment)
        and (goal.occupancy is None or line.occupancy <= goal.occupancy)
        and (goal.waiting is None or line.share_waiting <= goal.waiting)
    )
