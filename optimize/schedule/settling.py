"""Making counts of breaks whole, when those of shifts are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimize.schedule.problem import Numbers
from optimize.schedule.program import Program
from optimize.schedule.solver import minimise

_WHOLE = 1e-6


def settled(program: Program, values: Numbers, time_s: float) -> Numbers | None:
    """Return values in which shifts, weeks and breaks are whole, near to those given.

    Shifts and weeks stay as they are where breaks can be placed whole beside them; else agents
    are added, and in the last resort everything is searched for anew.
    """
    near = values.copy()
    near[program.whole] = np.rint(values[program.whole])
    breaks = program.chosen("breaks")
    strict = _with_whole(program, breaks)
    for lower, upper in _attempts(program, near):
        found = minimise(strict.bounded(lower, upper), time_s, gap=0.0).values
        if found is not None:
            found[strict.whole] = np.rint(found[strict.whole])
            return found
    return minimise(strict, time_s, first=True).values


def _attempts(program: Program, near: Numbers) -> list[tuple[Numbers, Numbers]]:
    kept = np.where(program.whole, near, program.lower)
    fixed = np.where(program.whole, near, program.upper)
    more = np.where(program.whole, np.minimum(near + 1, program.upper), program.upper)
    return [(kept, fixed), (kept, more)]


def _with_whole(program: Program, columns: np.ndarray) -> Program:
    whole = program.whole.copy()
    whole[columns] = True
    return replace(program, whole=whole)
