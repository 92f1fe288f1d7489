"""Making the last counts whole: of breaks, and of the shifts of tours."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimize.schedule.clock import Clock
from optimize.schedule.decomposition import parts_of
from optimize.schedule.diving import dived
from optimize.schedule.problem import Numbers
from optimize.schedule.program import Numbering, Program
from optimize.schedule.solver import Effort, End, Outcome, minimise, relaxed

_WHOLE = 1e-6
_SMALL_STEPS = 0.05  # of the counts that are not whole yet: breaks do not only round up
_AT_LEAST_S = 2.0
_ROOM = 0.5  # agents

MANY = 10_000  # columns with which a dive's first rounds take too long


def settled(
    program: Program,
    columns: Numbering,
    values: Numbers,
    clock: Clock,
    *,
    order: Numbers,
    last: Numbers | None = None,
) -> Numbers | None:
    """Return values in which shifts, weeks and breaks are whole, near to those given.

    Shifts and weeks stay as they are where the `columns` (breaks, and shifts of tours) can be whole
    beside them; else a few agents come on top, or the `last` values are taken where these are a
    schedule and cheaper. In the last resort everything is searched for anew. None where there is no
    schedule at all.
    """
    if np.all(np.abs(values[columns] - np.rint(values[columns])) < _WHOLE):
        return np.where(np.isin(np.arange(len(values)), columns), np.rint(values), values)
    strict = program.with_whole(columns)
    free = np.flatnonzero(~program.whole & (program.kinds != "shifts"))
    found = _beside(
        strict, free, np.where(program.kinds == "shifts", np.rint(values), values), clock
    )
    if found is None:
        points = _with_more(program, strict, values, order, clock), standing(strict, last)
        whole = [point for point in points if point is not None]
        found = min(whole, key=lambda point: float(program.cost @ point), default=None)
    return minimise(strict, Effort(first=True)).values if found is None else found


def with_room(program: Program) -> Program:
    """Return the program with a little more required, so that breaks find room to become whole.

    Breaks that begin in fractions use up what is on duty to the last; made whole beside the same
    shifts they would leave part of an agent missing in many slots, and it takes whole ones to fill
    these.
    """
    required = (program.rules == "coverage") & (program.row_lower > 0)
    more = np.where(required, program.row_lower + _ROOM, program.row_lower)
    return replace(program, row_lower=more)


def takes_all(program: Program) -> bool:
    """Return whether all that is required has to be covered: nothing may be missing at a price."""
    return not np.isin(program.kinds, ("under", "undone", "elastic")).any()


def _with_more(
    program: Program, strict: Program, values: Numbers, order: Numbers, clock: Clock
) -> Numbers | None:
    """Return whole values near those given, with agents on top where breaks need them."""
    kept = strict.bounded(np.where(program.whole, values, program.lower), program.upper)
    time_s = max(clock.left_s / 4, _AT_LEAST_S)
    if len(program.cost) > MANY:
        given = Outcome(End.BEST, values, np.nan, np.nan)
        return dived(kept, given, order, Clock(time_s), jump=True)
    return dived(kept, relaxed(kept), order, Clock(time_s), share=_SMALL_STEPS)


def _beside(strict: Program, free: Numbering, values: Numbers, clock: Clock) -> Numbers | None:
    """Return the best values of the `free` columns beside the others; None where there are none.

    With the shifts standing still, days have nothing to do with each other: each is searched by
    itself.
    """
    told = values.copy()
    part = strict.part(free, np.where(np.isin(np.arange(len(values)), free), 0.0, values))
    pieces = parts_of(part)
    for number, piece in enumerate(pieces):
        share_s = max(clock.left_s, _AT_LEAST_S) / (len(pieces) - number)
        effort = Effort(max(share_s, _AT_LEAST_S), gap=1e-4)
        found = minimise(part.part(piece, np.zeros(len(free))), effort).values
        if found is None:
            return None
        told[free[piece]] = found
    return told


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
