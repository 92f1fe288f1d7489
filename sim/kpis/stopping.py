"""When to stop: as soon as the figures looked at are known as exactly as was asked.

The rule looks after every batch, so the interval at the end is reached by looking several times;
it covers slightly less often than it says (Law, Simulation Modeling and Analysis, section 9.4.1,
the sequential procedure). A first batch that is not too small keeps that loss small.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sim.kpis.estimates import Estimate
from sim.kpis.tally import Tally

#: Simulates so many replications, counted on from the number of those there are.
Simulate = Callable[[int, int], Iterable[Tally]]

#: Estimates the figures that are to be known well, at least one.
Look = Callable[[Sequence[Tally]], Sequence[Estimate]]


@dataclass(frozen=True)
class Precision:
    """Run until the half-width of every interval is at most `half_width`, or `cap` is reached.

    `batch` replications are run at the least between two looks, `first` before the first.
    """

    half_width: float
    first: int = 10
    batch: int = 5
    cap: int = 200

    def __post_init__(self) -> None:
        """Raise ValueError when the rule could not end, or could not look."""
        if not self.half_width > 0 or self.batch < 1 or not 2 <= self.first <= self.cap:
            raise ValueError(
                f"half-width {self.half_width}, first {self.first}, batch {self.batch}, cap"
                f" {self.cap}; expected a positive half-width and batch, and 2 <= first <= cap"
            )

    def is_reached_by(self, found: Estimate) -> bool:
        """Return whether an estimate is as exact as asked."""
        return found.half_width <= self.half_width

    def next_total(self, found: Estimate) -> int:
        """Return how many replications there should be at the next look.

        The half-width falls with the root of their number. A look too early costs little and one
        too late is waste, so at most twice as many are run before looking again.
        """
        needed = (
            math.ceil(found.n * (found.half_width / self.half_width) ** 2)
            if math.isfinite(found.half_width)
            else 2 * found.n
        )
        return min(max(found.n + self.batch, min(needed, 2 * found.n)), self.cap)


@dataclass(frozen=True)
class Stopped:
    """What the rule came to: all tallies, the least exact estimate, and whether that will do."""

    tallies: tuple[Tally, ...]
    widest: Estimate
    reached: bool


def run_until(
    precision: Precision,
    simulate: Simulate,
    look: Look,
    on_look: Callable[[Estimate], None] | None = None,
) -> Stopped:
    """Simulate batch by batch until all that `look` estimates is known well, or to the cap.

    `simulate(first, number)` gives the tallies of replications `first` and following. `on_look`
    hears the least exact estimate of every look.
    """
    tallies: list[Tally] = []
    total = precision.first
    while True:
        tallies.extend(simulate(len(tallies), total - len(tallies)))
        found = max(look(tallies), key=_width)
        if on_look is not None:
            on_look(found)
        reached = precision.is_reached_by(found)
        if reached or len(tallies) >= precision.cap:
            return Stopped(tuple(tallies), found, reached)
        total = precision.next_total(found)


def _width(found: Estimate) -> float:
    """Return the half-width; one that is unknown is wider than all others."""
    return math.inf if math.isnan(found.half_width) else found.half_width
