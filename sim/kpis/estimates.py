"""What replications say: how well a mean is known, and, apart from that, how days differ.

An interval of the mean narrows with more replications; the spread of days does not. A planner who
asks "how sure are we?" wants the first, one who asks "how bad can it get?" the second.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import special  # of which scipy.stats is made, at a fourth of its start

from sim.kpis.definitions import Kpi, ratio
from sim.kpis.grid import Flags, Floats
from sim.kpis.periods import Period, parts
from sim.kpis.tally import Tally


@dataclass(frozen=True)
class Estimate:
    """A mean over `n` replications, its standard error and its confidence interval.

    With a single replication the error is unknown: `se`, `low` and `high` are NaN.
    """

    value: float
    se: float
    low: float
    high: float
    n: int

    @property
    def half_width(self) -> float:
        """Half the width of the interval, NaN where it is unknown."""
        return (self.high - self.low) / 2


@dataclass(frozen=True)
class Estimates:
    """Estimates of many figures at once: arrays of one shape, over the same `n` replications."""

    value: Floats
    se: Floats
    low: Floats
    high: Floats
    n: int

    def at(self, *index: int) -> Estimate:
        """Return one of them."""
        return Estimate(
            float(self.value[index]),
            float(self.se[index]),
            float(self.low[index]),
            float(self.high[index]),
            self.n,
        )


@dataclass(frozen=True)
class Spread:
    """How simulated days (or other periods) differ: deciles 1, 5 and 9 of `n` of them."""

    p10: float
    p50: float
    p90: float
    n: int


@dataclass(frozen=True)
class Share:
    """The share of `n` days with a property, and its Wilson interval."""

    value: float
    low: float
    high: float
    n: int


@lru_cache(maxsize=4096)
def t_quantile(confidence: float, n: int) -> float:
    """Return the two-sided quantile of Student's t for `n` observations, NaN for fewer than 2."""
    return float(special.stdtrit(n - 1, (1 + confidence) / 2)) if n > 1 else math.nan


def ratio_residuals(top: Floats, bottom: Floats) -> tuple[Floats, Floats]:
    """Return the ratio of means over replications (the first axis), and its residuals.

    To first order, the ratio's error is the mean of the residuals (top - value x bottom) / mean
    bottom: the delta method, as in Law, Simulation Modeling and Analysis, section 9.5. They have
    mean 0 and are NaN where the ratio is undefined.
    """
    mean_bottom = bottom.mean(axis=0)
    value = ratio(top.sum(axis=0), bottom.sum(axis=0))
    return value, ratio(top - value * bottom, np.broadcast_to(mean_bottom, top.shape))


def standard_error(residuals: Floats) -> Floats:
    """Return the standard error of the mean of independent residuals, NaN for a single one."""
    n = len(residuals)
    if n < 2:
        return np.full(residuals.shape[1:], np.nan)
    error: Floats = residuals.std(axis=0, ddof=1) / math.sqrt(n)
    return error


def ratio_of_means(top: Floats, bottom: Floats, confidence: float = 0.95) -> Estimates:
    """Estimate mean(top) / mean(bottom), each of shape (replications, ...), by a t interval."""
    value, residuals = ratio_residuals(top, bottom)
    se = standard_error(residuals)
    reach = t_quantile(confidence, len(top)) * se
    return Estimates(value, se, value - reach, value + reach, len(top))


def estimates(
    kpi: Kpi, tallies: Sequence[Tally], period: Period = Period.ALL, confidence: float = 0.95
) -> Estimates:
    """Estimate `kpi` for every row and period, shape (rows, periods)."""
    found = parts(kpi, tallies, period)
    return ratio_of_means(found.top, found.bottom, confidence)


def estimate(
    kpi: Kpi, tallies: Sequence[Tally], row: int = 0, confidence: float = 0.95
) -> Estimate:
    """Estimate `kpi` for one row over the whole counted horizon."""
    return estimates(kpi, tallies, Period.ALL, confidence).at(row, 0)


def spread(kpi: Kpi, tallies: Sequence[Tally], row: int = 0, period: Period = Period.DAY) -> Spread:
    """Return how the days of all replications differ, each day counting once."""
    return spread_of(parts(kpi, tallies, period).row(row).values)


def spread_of(values: Floats) -> Spread:
    """Return the deciles of values of any shape, leaving out those that are undefined."""
    defined = values[~np.isnan(values)]
    if not len(defined):
        return Spread(math.nan, math.nan, math.nan, 0)
    p10, p50, p90 = np.quantile(defined, [0.1, 0.5, 0.9]).tolist()
    return Spread(p10, p50, p90, len(defined))


def share_of(flags: Flags, confidence: float = 0.95) -> Share:
    """Return the share that is true, with its interval (Wilson, JASA 22, 1927)."""
    n = len(flags)
    if n == 0:
        return Share(math.nan, math.nan, math.nan, 0)
    value = float(flags.mean())
    z = _normal_quantile(confidence)
    centre = (value + z * z / (2 * n)) / (1 + z * z / n)
    reach = z / (1 + z * z / n) * math.sqrt(value * (1 - value) / n + z * z / (4 * n * n))
    # At the ends the bounds are exactly 0 and 1, which rounding must not miss.
    low = centre - reach if value > 0 else 0.0
    high = centre + reach if value < 1 else 1.0
    return Share(value, low, high, n)


@lru_cache(maxsize=4096)
def _normal_quantile(confidence: float) -> float:
    """Return the two-sided quantile of the normal distribution."""
    return float(special.ndtri((1 + confidence) / 2))
