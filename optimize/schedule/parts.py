"""The search of a prepared problem, part by part."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from optimize.schedule.carrying import mostly_fractions
from optimize.schedule.clock import Clock
from optimize.schedule.decomposition import Orders
from optimize.schedule.diving import dived
from optimize.schedule.improving import Guide, improved
from optimize.schedule.prepared import Prepared
from optimize.schedule.problem import Numbers
from optimize.schedule.program import Numbering, Program
from optimize.schedule.settling import MANY, settled, standing, takes_all, with_room
from optimize.schedule.solver import Effort, End, Outcome, minimise, relaxed
from optimize.schedule.warm import Warm

_MIDDLING = 1000  # whole columns with which branch and bound may still prove a bound
_TRY_S = 1.0  # in which branch and bound by itself is done with what is small
_LOOSE = 0.2  # of the time, for schedules whose breaks need not be whole yet
_EXACT = 0.5  # of the time at most, for schedules that cover exactly, where types have a price
_IMPROVING = 0.8  # of what is left then, before branch and bound has the rest

Found = tuple[Numbers | None, float]  # values, and a bound: infinite where there can be none


@dataclass(frozen=True)
class Search:
    """A search for whole values, within a gap and a time."""

    ready: Prepared
    gap: float
    clock: Clock
    warm: Warm | None = None
    last: Numbers | None = None  # whole values that may be a schedule, to fall back upon

    def run(self) -> Found:
        """Return the best values found and their bound, each part searched by itself."""
        ready = self.ready
        point, bound = np.zeros(len(ready.program.cost)), 0.0
        for n, columns in enumerate(ready.parts):
            share = Clock(self.clock.left_s * len(columns) / sum(map(len, ready.parts[n:])))
            values, part_bound = self.part(n).search(share)
            if values is None:
                return None, part_bound
            point[columns] = values
            bound += part_bound
        if self.warm is not None:
            self.warm.values = point
        return point, bound

    def bound(self) -> float:
        """Return the objective of the best fractional values."""
        return sum(self.part(n).best().bound for n in range(len(self.ready.parts)))

    def part(self, number: int) -> Part:
        """Return one of the parts that nothing connects."""
        ready, columns = self.ready, self.ready.parts[number]
        last = self.last if self.warm is None else self.warm.values
        return Part(
            number,
            ready.program.part(columns, np.zeros(len(ready.program.cost))),
            np.flatnonzero(np.isin(columns, ready.settling)),
            tuple(order[columns] for order in ready.orders),
            self.gap,
            None if last is None else last[columns],
            self.warm,
        )


@dataclass(frozen=True)
class Part:
    """A part of a program that nothing connects to the others."""

    number: int
    program: Program
    settling: Numbering
    orders: Orders
    gap: float
    last: Numbers | None
    warm: Warm | None

    def best(self) -> Outcome:
        """Return the best fractional values, begun where the last search's ended."""
        bases = {} if self.warm is None else self.warm.bases
        outcome = relaxed(self.program, basis=bases.get(self.number))
        bases[self.number] = outcome.basis
        return outcome

    def search(self, clock: Clock) -> Found:
        """Return the best values found, breaks of every window whole, and the bound proved."""
        values, bound = self._search(clock)
        if values is None:
            return None, bound
        dealt = standing(self.program.with_whole(self.settling), values)
        return values if dealt is None else dealt, bound

    def _search(self, clock: Clock) -> Found:
        best = self.best()
        if best.values is None or best.reduced is None:
            return None, best.bound
        strict = self.program.with_whole(self.settling)
        tried = minimise(strict, Effort(min(clock.left_s / 10, _TRY_S), self.gap))
        bound = max(best.bound, tried.bound)
        if tried.end is not End.STOPPED:
            return tried.values, bound
        point, bound = self._loose(best, bound, clock)
        if point is None:
            return None, math.inf
        final = settled(
            self.program, self.settling, point, clock, order=self.orders[0], last=self.last
        )
        if final is None:
            return None, math.inf
        guide = Guide(best.values, best.reduced, bound)
        most = Clock(clock.left_s * _IMPROVING)
        final = improved(
            self.program, final, guide, self.orders, clock=most, gap=self.gap, strict=strict
        )
        return self._proved(strict, final, bound, clock.left_s)

    def _loose(self, best: Outcome, bound: float, clock: Clock) -> Found:
        """Return values near the relaxation in which breaks need not be whole yet."""
        assert best.values is not None
        assert best.reduced is not None
        many = len(self.program.cost) > MANY
        jump = many and mostly_fractions(best.values[self.program.whole])
        if jump and takes_all(self.program) and len(self.settling):
            roomy = dived(with_room(self.program), best, self.orders[-1], clock, jump=True)
            if roomy is not None:
                return self._better_of(roomy, standing(self.program, self.last)), bound
        point = dived(self.program, best, self.orders[-1], clock, jump=jump)
        points = [point, standing(self.program, self.last)]
        point = self._better_of(*points, self.exact(clock))
        if point is None:
            return self._branched(clock.left_s, bound)
        guide = Guide(best.values, best.reduced, bound)
        some = Clock(clock.left_s * _LOOSE)
        point = improved(self.program, point, guide, self.orders, clock=some, gap=self.gap)
        return self._proved(self.program, point, bound, some.left_s)

    def exact(self, clock: Clock) -> Numbers | None:
        """Return values with nobody missing and nobody to spare, where types in use have a price.

        That leaves so few ways that branch and bound soon finds the fewest types, which are hard to
        find one stretch at a time: a type that is dropped has to be dropped on all days.
        """
        kinds = self.program.kinds
        if not np.any(kinds == "used"):
            return None
        upper = np.where(np.isin(kinds, ("under", "over")), 0.0, self.program.upper)
        exact = self.program.bounded(self.program.lower, upper)
        return minimise(exact, Effort(_EXACT * clock.left_s, self.gap)).values

    def _better_of(self, *points: Numbers | None) -> Numbers | None:
        found = [point for point in points if point is not None]
        return min(found, key=lambda point: float(self.program.cost @ point), default=None)

    def _proved(
        self, program: Program, point: Numbers, bound: float, time_s: float
    ) -> tuple[Numbers, float]:
        """Return what branch and bound makes of a schedule not yet near enough to its bound."""
        objective = float(program.cost @ point)
        near = objective - bound <= self.gap * abs(objective)
        if near or self.program.whole.sum() > _MIDDLING or time_s <= 0:
            return point, bound
        outcome = minimise(program, Effort(time_s, self.gap), point)
        better = self._better_of(outcome.values, point)
        return point if better is None else better, max(bound, outcome.bound)

    def _branched(self, time_s: float, bound: float) -> Found:
        """Return what branch and bound finds by itself, if not in time then its first values."""
        outcome = minimise(self.program, Effort(time_s, self.gap))
        if outcome.values is None and outcome.end is End.STOPPED:
            outcome = minimise(self.program, Effort(first=True))
        return outcome.values, max(bound, outcome.bound)
