"""Two estimates of different random days side by side: their difference as of independent means.

Pairs of the same days (`sim.kpis.compare`) tell far more; this is for what was simulated apart.
"""

from __future__ import annotations

import math

from scipy import special  # as in `sim.kpis.estimates`

from sim.kpis.compare import Difference, Direction
from sim.kpis.estimates import Estimate


def apart(base: Estimate, variant: Estimate, confidence: float = 0.95) -> Difference:
    """Return the difference of two independent estimates, with Welch's interval.

    Its degrees of freedom are Welch and Satterthwaite's (Welch, Biometrika 34, 1947). Where a
    standard error is unknown (a single replication) nothing but the values is told. Two figures
    without any error, such as wages, differ for sure where they differ.
    """
    value = variant.value - base.value
    reach = _reach(base, variant, confidence)
    relative = value / abs(base.value) if base.value else math.nan
    return Difference(
        base=base.value,
        variant=variant.value,
        value=value,
        low=value - reach,
        high=value + reach,
        relative=relative,
        relative_low=math.nan,
        relative_high=math.nan,
        n=min(base.n, variant.n),
        verdict=_direction(value, reach),
    )


def _reach(base: Estimate, variant: Estimate, confidence: float) -> float:
    """Return half the width of the interval; NaN where an error is unknown."""
    squares = [(each.se**2, each.n) for each in (base, variant)]
    total = sum(square for square, _ in squares)
    if total == 0 or math.isnan(total):
        return total
    freedom = total**2 / sum(square**2 / (n - 1) for square, n in squares if square)
    return float(special.stdtrit(freedom, (1 + confidence) / 2)) * math.sqrt(total)


def _direction(value: float, reach: float) -> Direction:
    if math.isnan(value):
        return Direction.UNDEFINED
    if value == 0 and reach == 0:
        return Direction.SAME
    if value - reach > 0:
        return Direction.HIGHER
    if value + reach < 0:
        return Direction.LOWER
    return Direction.CANNOT_TELL
