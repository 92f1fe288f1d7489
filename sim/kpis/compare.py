"""Two variants side by side, on common random numbers.

Replication r of both variants draws the same customers, so their errors largely cancel: what
counts is the spread of the difference, replication by replication, not that of each variant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from sim.kpis.definitions import Kpi
from sim.kpis.estimates import ratio_residuals, standard_error, t_quantile
from sim.kpis.grid import Flags, Floats
from sim.kpis.periods import Parts, Period, parts
from sim.kpis.tally import Tally


class Direction(StrEnum):
    """What can be said of a variant beside its base."""

    HIGHER = "higher"
    LOWER = "lower"
    SAME = "the same"
    CANNOT_TELL = "cannot tell apart"
    UNDEFINED = "undefined"  # of one of them, or of both


@dataclass(frozen=True)
class Difference:
    """A variant's KPI less its base's, with the interval of the difference.

    `relative` is the difference as a share of the base, with an interval of its own. `n` is the
    number of replications that both have; of the longer series only those are used. Bounds are
    NaN where the error is unknown (one replication), all is NaN where a KPI is undefined.
    """

    base: float
    variant: float
    value: float
    low: float
    high: float
    relative: float
    relative_low: float
    relative_high: float
    n: int
    verdict: Direction


@dataclass(frozen=True)
class Differences:
    """Differences of many figures: arrays of one length, over the same `n` replications.

    The reaches are half the widths of the intervals; `same` says whether no replication differs.
    """

    base: Floats
    variant: Floats
    value: Floats
    reach: Floats
    relative: Floats
    relative_reach: Floats
    same: Flags
    n: int

    def at(self, index: int) -> Difference:
        """Return one of them."""
        value, reach = float(self.value[index]), float(self.reach[index])
        relative, relative_reach = float(self.relative[index]), float(self.relative_reach[index])
        return Difference(
            base=float(self.base[index]),
            variant=float(self.variant[index]),
            value=value,
            low=value - reach,
            high=value + reach,
            relative=relative,
            relative_low=relative - relative_reach,
            relative_high=relative + relative_reach,
            n=self.n,
            verdict=self.verdict(index),
        )

    def verdict(self, index: int) -> Direction:
        """Return what can be said of one of them."""
        value, reach = float(self.value[index]), float(self.reach[index])
        return _verdict(value, reach, bool(self.same[index]))


def compare(
    kpi: Kpi,
    base: Sequence[Tally],
    variant: Sequence[Tally],
    row: int = 0,
    confidence: float = 0.95,
) -> Difference:
    """Return how `variant` differs from `base` in `kpi` of one row over the counted horizon.

    Replications are paired by position, so both must start with the same one. Where the two floors
    number their queues differently, use `difference` with the row of each.
    """
    n = min(len(base), len(variant))
    return difference(
        parts(kpi, base[:n], Period.ALL).row(row),
        parts(kpi, variant[:n], Period.ALL).row(row),
        confidence,
    )


def difference(base: Parts, variant: Parts, confidence: float = 0.95) -> Difference:
    """Return the difference of two ratios of means, paired by replication.

    Both have parts of shape (replications, 1). The error is that of the paired residuals of the
    delta method (see `sim.kpis.estimates.ratio_residuals`).
    """
    return differences(base, variant, confidence).at(0)


def differences(base: Parts, variant: Parts, confidence: float = 0.95) -> Differences:
    """Return what `difference` does of many figures at once, parts of shape (replications, n)."""
    old, old_residuals = ratio_residuals(base.top, base.bottom)
    new, new_residuals = ratio_residuals(variant.top, variant.bottom)
    t = t_quantile(confidence, len(base.top))
    # Residuals of new / old, to first order.
    quotient = _over(new, old)
    relative_residuals = _over(new_residuals - quotient * old_residuals, old)
    alike = (base.top == variant.top) & (base.bottom == variant.bottom)
    same: Flags = np.logical_and.reduce(alike, axis=0)
    return Differences(
        base=old,
        variant=new,
        value=new - old,
        reach=t * standard_error(new_residuals - old_residuals),
        relative=quotient - 1,
        relative_reach=t * standard_error(relative_residuals),
        same=same,
        n=len(base.top),
    )


def _over(values: Floats, base: Floats) -> Floats:
    """Return `values` over the size of `base`, NaN where it is 0."""
    quotient: Floats = values / np.where(base == 0, np.nan, base)
    return quotient


def _verdict(value: float, reach: float, same: bool) -> Direction:
    if np.isnan(value):
        return Direction.UNDEFINED
    if same or (value == 0 and reach == 0):
        return Direction.SAME
    if value - reach > 0:
        return Direction.HIGHER
    if value + reach < 0:
        return Direction.LOWER
    return Direction.CANNOT_TELL
