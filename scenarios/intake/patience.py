"""Patience: how long callers wait before they give up.

Who was answered would have waited longer, nobody knows how much: those waits are censored. The
Kaplan-Meier estimate uses them as such (Kaplan and Meier, 1958; for call centres Brown et al.,
*Statistical analysis of a telephone call center*, 2005). Both it and the fits suppose that how long
a caller would wait has nothing to do with how long this caller would have had to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from scenarios.intake.calls import Calls
from scenarios.intake.fits import Family, Fit, Sample, fit_all
from scenarios.intake.mapping import LogMapping
from scenarios.units import write_duration

#: Where fewer callers than this are still waiting, the curve ends: its steps would be chance.
FEWEST_AT_RISK: Final = 10

#: How many points of the curve a scenario keeps, spread evenly over what it falls by.
_POINTS: Final = 100

#: How many points its tail gets, and what share of callers is left at the last one.
_TAIL_POINTS: Final = 12
_LAST_LEFT: Final = 0.001


@dataclass(frozen=True)
class PatienceTimes:
    """Patience of one queue. `times_s` and `survival` are the Kaplan-Meier curve's steps.

    The fits are of those who wait beyond the mapping's `zero_within`. `waited_s` is how long all
    callers together waited, answered or not. `few` gave up for the curve to mean anything: fewer
    than the mapping's `fewest_abandoned`.
    """

    abandoned: int
    censored: int
    times_s: NDArray[np.float64]
    survival: NDArray[np.float64]
    fits: tuple[Fit, ...]
    waited_s: float = 0.0
    few: bool = False

    @property
    def mean_s(self) -> float:
        """The mean of an exponential of the same hazard: all time waited over those who gave up."""
        return self.waited_s / self.abandoned

    def survival_at(self, time_s: float) -> float:
        """Return the share of callers who wait at least a moment longer than `time_s`."""
        place = int(np.searchsorted(self.times_s, time_s, side="right")) - 1
        return float(self.survival[place]) if place >= 0 else 1.0

    @property
    def curve(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """The (shares, values) that a scenario keeps of the curve, its tail completed.

        Where callers are left at its end, it goes on as an exponential with the curve's mean hazard
        (Brown, Hollander and Korwar, 1974): S(t) = S(e) ** (t / e) after the end e.
        """
        gone = 1 - self.survival
        places = np.unique(np.searchsorted(gone, np.linspace(0, gone[-1], _POINTS + 1)[1:] - 1e-12))
        times, left = self.times_s[places], self.survival[places]
        if left[-1] > _LAST_LEFT:
            tail = np.geomspace(left[-1], _LAST_LEFT, _TAIL_POINTS + 1)[1:]
            times = np.append(times, times[-1] * np.log(tail) / np.log(left[-1]))
            left = np.append(left, tail)
        shares = np.round(1 - left, 6)
        shares[-1] = 1.0
        rising = np.unique(shares, return_index=True)[1]
        return (
            (0.0, *shares[rising].tolist()),
            (0.0, *np.round(times[rising], 1).tolist()),
        )

    def as_scenario(self, mapping: LogMapping) -> dict[str, object]:
        """Return the distribution as a scenario file writes it: empirical, or the best fit.

        Where few gave up it is exponential, the likeliest by their number and the time waited.
        """
        if self.few and self.waited_s > 0:
            return {"distribution": "exponential", "mean": write_duration(round(self.mean_s, 1))}
        if mapping.patience.use == "fitted" and self.fits:
            return {**self.fits[0].as_scenario()}
        shares, values = self.curve
        return {
            "distribution": "empirical",
            "shares": list(shares),
            "values": [f"{value:g} s" for value in values],
        }


def kaplan_meier(
    waited_s: NDArray[np.float64], answered: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the times at which callers gave up, and the share still waiting after each.

    The curve ends where fewer than FEWEST_AT_RISK callers are left; what they do is not known.
    """
    data = stats.CensoredData(uncensored=waited_s[~answered], right=waited_s[answered])
    survival = stats.ecdf(data).sf
    at_risk = len(waited_s) - np.searchsorted(np.sort(waited_s), survival.quantiles)
    steps = np.isin(survival.quantiles, waited_s[~answered]) & (at_risk >= FEWEST_AT_RISK)
    steps |= survival.quantiles == np.min(waited_s[~answered])
    return survival.quantiles[steps], survival.probabilities[steps]


def patience_times(calls: Calls, mapping: LogMapping) -> PatienceTimes:
    """Return the patience of one queue (all of `calls`).

    Raises ValueError when nobody gave up.
    """
    waited_s = calls.table["waited_s"].to_numpy(np.float64)
    answered = calls.table["answered"].to_numpy(np.bool_)
    if answered.all():
        raise ValueError("nobody gave up")
    times_s, survival = kaplan_meier(waited_s, answered)
    later = waited_s > mapping.patience.zero_within
    sample = Sample.of(
        waited_s[later & ~answered], waited_s[later & answered], mapping.patience.zero_within
    )
    fits: tuple[Fit, ...] = ()
    if len(sample.seen_s) >= 2:
        families: tuple[Family, ...] = ("exponential", "weibull", "lognormal")
        fits = fit_all(sample, families, (times_s, 1 - survival))
    abandoned = int((~answered).sum())
    return PatienceTimes(
        abandoned,
        int(answered.sum()),
        times_s,
        survival,
        fits,
        float(waited_s.sum()),
        abandoned < mapping.patience.fewest_abandoned,
    )
