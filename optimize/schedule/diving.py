"""From the best fractional values to whole ones: up with the nearest, and solve again.

In each round some counts are held at what they are rounded up to and the linear program is solved
again from where it stood, so that what is too many there is saved elsewhere. Where only
requirements have to be met, rounding up always leads to a schedule; where a limit forbids it, the
round is taken back and its counts are kept from growing instead.

The first rounds are dear, since all counts are still free. When time is over they are jumped over:
fractions are carried along an order (see `carrying`), which leaves little to be solved again.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from optimize.schedule.carrying import carried
from optimize.schedule.clock import Clock
from optimize.schedule.problem import Numbers
from optimize.schedule.program import Numbering, Program
from optimize.schedule.solver import (
    End,
    Outcome,
    anew,
    from_where_it_stands,
    loaded,
    start_at,
    while_time_is_left,
)

_TINY = 1e-6
_SHARE = 0.3  # of the fractional counts in one round; of shifts fewer are seldom better
_IN_HASTE = 0.6
_STEPS = 10  # of a simplex in one round for each whole column, until it is begun anew


def dived(
    program: Program,
    best: Outcome,
    order: Numbers,
    clock: Clock,
    *,
    share: float = _SHARE,
    jump: bool = False,
) -> Numbers | None:
    """Return whole values near the best fractional ones; None where limits leave none on the way.

    In one round a `share` of the counts that are not whole is rounded up. When the clock has run
    out they are carried along the `order` instead, of the program's columns, and more are rounded
    up in a round from then on. With a `jump` they are carried to begin with.
    """
    return _Dive(program, best, order, clock, share).run(jump=jump)


class _Dive:
    """The rounds of one dive, with the bounds they have come to."""

    def __init__(
        self, program: Program, best: Outcome, order: Numbers, clock: Clock, share: float
    ) -> None:
        self._program, self._best, self._clock, self._share = program, best, clock, share
        self._highs: Any = loaded(program, relaxed=True)
        start_at(self._highs, best)
        self._columns = np.flatnonzero(program.whole)
        self._order = order[self._columns]
        self._lower = program.lower[self._columns].copy()
        self._upper = program.upper[self._columns].copy()
        self._in_haste = self._jumped = False

    def run(self, *, jump: bool) -> Numbers | None:
        outcome = self._best
        if jump and outcome.values is not None:
            outcome = self._carry(outcome.values[self._columns]) or outcome
        while outcome.values is not None:
            values = outcome.values[self._columns]
            if not np.any(_over(values) > _TINY):
                whole = self._program.whole
                return np.where(whole, np.rint(outcome.values), outcome.values)
            outcome = self._round(values)
        return None

    def _round(self, values: Numbers) -> Outcome:
        self._in_haste = self._in_haste or self._clock.left_s <= 0
        if self._in_haste:
            return self._carry(values) or self._up(values, max(_IN_HASTE, self._share))
        lower = self._lower.copy()
        outcome = self._up(values, self._share)
        if outcome.end is End.STOPPED:
            self._lower, self._in_haste = lower, True
            return self._round(values)
        return outcome

    def _carry(self, values: Numbers) -> Outcome | None:
        """Carry fractions, once, and solve again; None where that adds nothing, or is too much."""
        least = np.clip(carried(values, self._order), self._lower, self._upper)
        if self._jumped or not np.any(least > self._lower):
            return None
        self._jumped = True
        lower, self._lower = self._lower, least
        self._bound()
        outcome = anew(self._highs)
        if outcome.values is None:
            self._lower = lower
            return None
        return outcome

    def _up(self, values: Numbers, share: float) -> Outcome:
        near = _nearest_above(values, share)
        floors = np.floor(values[near] + _TINY)
        held = self._lower[near].copy()
        self._lower[near] = floors + 1
        outcome = self._solved()
        if outcome.values is None and outcome.end is not End.STOPPED:
            self._lower[near], self._upper[near] = held, floors
            outcome = self._solved()
        return outcome

    def _solved(self) -> Outcome:
        """Solve again with the bounds that are: while time is left, in haste to the end."""
        self._bound()
        steps = len(self._columns) * _STEPS
        if self._in_haste:
            return from_where_it_stands(self._highs, steps)
        return while_time_is_left(self._highs, steps, self._clock.left_s)

    def _bound(self) -> None:
        upper = np.maximum(self._lower, self._upper)
        columns = self._columns.astype(np.int32)
        self._highs.changeColsBounds(len(columns), columns, self._lower, upper)


def _over(values: Numbers) -> Numbers:
    return values - np.floor(values + _TINY)


def _nearest_above(values: Numbers, share: float) -> Numbering:
    """Return the fractional values that lack least to the next whole number."""
    over = _over(values)
    fractional = np.flatnonzero(over > _TINY)
    count = int(np.ceil(len(fractional) * share))
    return fractional[np.argsort(-over[fractional], kind="stable")[:count]]
