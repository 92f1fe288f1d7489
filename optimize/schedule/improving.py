"""From a schedule to a better one: stretch by stretch, until it is near enough to the bound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from optimize.schedule.clock import Clock
from optimize.schedule.decomposition import Orders, stretches, with_followers
from optimize.schedule.problem import Numbers
from optimize.schedule.program import Numbering, Program
from optimize.schedule.solver import Effort, minimise

_TINY = 1e-7
_REACH = 3
_SECONDS = 4.0  # for one stretch

# How many columns make a stretch, and how dear a column may be beside the best fractional values
# (as a share of their objective) to be among them: ever more, since most gains come cheap.
_LEVELS = ((60, None), (120, None), (120, 1e-9), (240, 1e-6), (1000, 1e-4))


@dataclass(frozen=True)
class Guide:
    """What the best fractional values tell about where good schedules lie."""

    values: Numbers
    reduced: Numbers
    bound: float

    def candidates(self, program: Program, point: Numbers, dear: float | None) -> Numbering:
        """Return the whole columns in use, and those that cost hardly more, up to `dear`."""
        wanted = (self.values > _TINY) | (point > _TINY)
        if dear is not None:
            wanted |= self.reduced <= dear * abs(self.bound)
        return np.flatnonzero(program.whole & wanted)


def improved(
    program: Program,
    point: Numbers,
    guide: Guide,
    orders: Orders,
    *,
    clock: Clock,
    gap: float,
    strict: Program | None = None,
) -> Numbers:
    """Return values at least as good as `point`, ending by gap, time or want of success.

    Stretches are of the program's whole columns; with a `strict` program, in which more are whole,
    these stay whole.
    """
    for size, dear in _LEVELS:
        gained = True
        while gained:
            before = float(program.cost @ point)
            for stretch in _passes(guide.candidates(program, point, dear), orders, size):
                missing = float(program.cost @ point) - guide.bound
                if clock.left_s <= 0 or missing <= gap * abs(float(program.cost @ point)):
                    return point
                columns = with_followers(program, stretch)
                point = _better(strict or program, point, columns, missing, clock)
            gained = before - float(program.cost @ point) > 1e-9 * abs(before)
    return point


def _passes(candidates: Numbering, orders: Orders, size: int) -> Iterator[Numbering]:
    """Give the stretches of every order, then those that lie across their ends."""
    for order in orders:
        parts = stretches(order, candidates, size)
        yield from parts
        if len(parts) > 1:
            halves = [np.array_split(part, 2) for part in parts]
            for (_, late), (early, _) in zip(halves, halves[1:] + halves[:1], strict=True):
                yield np.concatenate([late, early])


def near(part: Program, values: Numbers, reach: float) -> tuple[Numbers, Numbers]:
    """Return bounds that keep whole columns within `reach` of their values."""
    lower = np.maximum(part.lower, values - reach)
    upper = np.minimum(part.upper, values + reach)
    return np.where(part.whole, lower, part.lower), np.where(part.whole, upper, part.upper)


def _better(
    program: Program, point: Numbers, columns: Numbering, missing: float, clock: Clock
) -> Numbers:
    """Return the values with some columns solved anew, where that is better."""
    part = program.part(columns, point)
    close = part.bounded(*near(part, point[columns], _REACH))
    effort = Effort(min(_SECONDS, clock.left_s), gap_of_objective=missing / 20)
    found = minimise(close, effort, start=point[columns]).values
    if found is None or part.cost @ found >= part.cost @ point[columns] - 1e-9:
        return point
    better = point.copy()
    better[columns] = found
    return better
