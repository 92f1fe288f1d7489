"""From the best fractional values to whole ones: up with the nearest, and solve again.

In each round some counts are held at what they are rounded up to and the linear program is solved
again from where it stood, so that what is too many there is saved elsewhere. Where only
requirements have to be met, rounding up always leads to a schedule; where a limit forbids it, the
round is taken back and its counts are kept from growing instead.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from optimize.schedule.clock import Clock
from optimize.schedule.problem import Numbers
from optimize.schedule.program import Numbering, Program
from optimize.schedule.solver import Outcome, from_where_it_stands, loaded, start_at

_TINY = 1e-6
_SHARE = 0.3  # of the fractional counts in one round; of shifts fewer are seldom better
_IN_HASTE = 0.6
_STEPS = 10  # of a simplex in one round for each whole column, until it is begun anew


def dived(program: Program, best: Outcome, clock: Clock, share: float = _SHARE) -> Numbers | None:
    """Return whole values near the best fractional ones; None where limits leave none on the way.

    In one round a `share` of the counts that are not whole is rounded; when the clock has run out,
    more of them.
    """
    highs = loaded(program, relaxed=True)
    start_at(highs, best)
    columns = np.flatnonzero(program.whole)
    lower, upper = program.lower[columns].copy(), program.upper[columns].copy()
    outcome = best
    while outcome.values is not None:
        values = outcome.values[columns]
        near = _nearest_above(values, share if clock.left_s > 0 else _IN_HASTE)
        if not len(near):
            return np.where(program.whole, np.rint(outcome.values), outcome.values)
        floors = np.floor(values[near] + _TINY)
        held = lower[near].copy()
        lower[near] = floors + 1
        outcome = _again(highs, columns, lower, upper)
        if outcome.values is None:
            lower[near], upper[near] = held, floors
            outcome = _again(highs, columns, lower, upper)
    return None


def _nearest_above(values: Numbers, share: float) -> Numbering:
    """Return the fractional values that lack least to the next whole number."""
    over = values - np.floor(values + _TINY)
    fractional = np.flatnonzero(over > _TINY)
    count = int(np.ceil(len(fractional) * share))
    return fractional[np.argsort(-over[fractional], kind="stable")[:count]]


def _again(highs: Any, columns: Numbering, lower: Numbers, upper: Numbers) -> Outcome:
    """Solve again with other bounds; where that goes on for too long, from the beginning."""
    highs.changeColsBounds(len(columns), columns.astype(np.int32), lower, np.maximum(lower, upper))
    return from_where_it_stands(highs, len(lower) * _STEPS)
