"""Handling: how long agents talk, queue by queue, as seen and as a simple distribution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scenarios.intake.calls import Calls
from scenarios.intake.fits import Fit, Sample, fit_all
from scenarios.intake.mapping import LogMapping

#: The shares at which the empirical distribution is written: every hundredth, finer in the tail.
_SHARES: Final = np.unique(
    np.round(np.concatenate([np.arange(0, 1, 0.01), np.arange(0.99, 1, 0.0025), [0.999, 1.0]]), 4)
)


@dataclass(frozen=True)
class TalkTimes:
    """Service times of one queue, seconds; `shares` and `values_s` are their quantiles.

    The quantiles are joined by straight lines, and stretched in the last hundredth so that the mean
    is that of the calls. `fits` has the best first. `capped` services were longer than the mapping
    allows, and left out.
    """

    n: int
    capped: int
    mean_s: float
    sd_s: float
    median_s: float
    shares: tuple[float, ...]
    values_s: tuple[float, ...]
    fits: tuple[Fit, ...]

    def as_scenario(self) -> dict[str, object]:
        """Return the distribution as a scenario file writes it."""
        return {
            "distribution": "empirical",
            "shares": list(self.shares),
            "values": [f"{value:g} s" for value in self.values_s],
        }


def talk_times(calls: Calls, mapping: LogMapping) -> TalkTimes:
    """Return the service times of the answered calls of one queue (all of `calls`).

    Raises ValueError when none was answered.
    """
    served_s = calls.table.loc[calls.table["answered"], "served_s"].to_numpy(np.float64)
    kept_s = served_s[served_s <= mapping.handling.at_most]
    if not len(kept_s):
        raise ValueError("no answered call")
    shares, values_s = quantile_points(kept_s)
    times, counts = np.unique(kept_s, return_counts=True)
    cdf = np.cumsum(counts) / len(kept_s)
    return TalkTimes(
        n=len(kept_s),
        capped=len(served_s) - len(kept_s),
        mean_s=float(kept_s.mean()),
        sd_s=float(kept_s.std()),
        median_s=float(np.median(kept_s)),
        shares=tuple(shares.tolist()),
        values_s=tuple(values_s.tolist()),
        fits=fit_all(Sample.of(kept_s), ("lognormal", "gamma", "exponential"), (times, cdf)),
    )


def quantile_points(
    times_s: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return (shares, values) of a curve of quantiles whose mean is the mean of `times_s`.

    Straight lines between quantiles lie above or below the steps they replace, most of all in the
    tail; the excess is taken from the values above the median, in proportion.
    """
    values = np.quantile(times_s, _SHARES)
    widths = np.zeros(len(values))
    widths[:-1] += np.diff(_SHARES) / 2
    widths[1:] += np.diff(_SHARES) / 2
    excess = float(widths @ values - times_s.mean())
    upper = np.maximum(values - np.median(times_s), 0)
    spread = float(widths @ upper)
    if spread > 0 and excess < spread:
        values = values - upper * excess / spread
    elif excess > 0:  # no tail to take it from
        values = values * (1 - excess / (widths @ values))
    return _SHARES, np.round(values, 3)
