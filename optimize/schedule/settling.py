"""Making the last counts whole: of breaks, and of the shifts of tours."""

from __future__ import annotations

import numpy as np

from optimize.schedule.clock import Clock
from optimize.schedule.problem import Numbers
from optimize.schedule.program import Numbering, Program
from optimize.schedule.solver import Effort, minimise, relaxed

_WHOLE = 1e-6
_AT_LEAST_S = 2.0


def settled(
    program: Program,
    columns: Numbering,
    values: Numbers,
    clock: Clock,
    last: Numbers | None = None,
) -> Numbers | None:
    """Return values in which shifts, weeks and breaks are whole, near to those given.

    Shifts and weeks stay as they are where the `columns` (breaks, and shifts of tours) can be whole
    beside them; else a few agents more are allowed. Then the `last` values are taken where these
    are a schedule, and in the last resort everything is searched for anew. None where there is no
    schedule at all.
    """
    if np.all(np.abs(values[columns] - np.rint(values[columns])) < _WHOLE):
        return np.where(np.isin(np.arange(len(values)), columns), np.rint(values), values)
    strict = program.with_whole(columns)
    kept = np.where(program.whole, values, program.lower)
    fixed = np.where(program.whole, values, program.upper)
    more = np.where(program.whole, np.minimum(values + 1, program.upper), program.upper)
    for upper in (fixed, more):
        effort = Effort(max(clock.left_s, _AT_LEAST_S), gap=1e-4)
        found = minimise(strict.bounded(kept, upper), effort).values
        if found is not None:
            return found
    fallen_back = standing(strict, last)
    return minimise(strict, Effort(first=True)).values if fallen_back is None else fallen_back


def told_anew(program: Program, columns: Numbering, values: Numbers) -> Numbers:
    """Return the best values with the same whole counts, `columns` among them."""
    told = _held(program.with_whole(columns), values)
    return values if told is None else told


def standing(program: Program, values: Numbers | None) -> Numbers | None:
    """Return the best values with the same whole counts, None where these are no schedule."""
    return None if values is None else _held(program, values)


def _held(program: Program, values: Numbers) -> Numbers | None:
    lower = np.where(program.whole, values, program.lower)
    upper = np.where(program.whole, values, program.upper)
    return relaxed(program.bounded(lower, upper)).values
