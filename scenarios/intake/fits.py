"""Simple distributions fitted to times, some of them censored, by maximum likelihood.

A fit is in the scenario's own terms (mean, and cv or shape), so that it can be written down as it
is. The likelihood of a time that was seen is its density; of a censored one, the chance to exceed
it (Lawless, *Statistical Models and Methods for Lifetime Data*, 2003, chapter 2).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

Family = Literal["exponential", "weibull", "lognormal", "gamma"]

#: Zero has no density in these families; times below this count as this.
LEAST_S: Final = 0.5

#: A mean longer than this is none.
_LONGEST_S: Final = 1e7

_HUGE: Final = 1e15


@dataclass(frozen=True)
class Sample:
    """Times: `seen_s` ended there, `censored_s` lasted longer than that. Values with weights.

    All are above `beyond_s`; times below it are in no such sample (left truncation).
    """

    seen_s: NDArray[np.float64]
    seen_n: NDArray[np.int64]
    censored_s: NDArray[np.float64]
    censored_n: NDArray[np.int64]
    beyond_s: float = 0.0

    @classmethod
    def of(
        cls,
        seen_s: NDArray[np.float64],
        censored_s: NDArray[np.float64] | None = None,
        beyond_s: float = 0.0,
    ) -> Sample:
        """Return the sample; times equal to a tenth of a second are counted together."""
        seen, censored = (
            np.unique(np.maximum(np.round(times, 1), LEAST_S), return_counts=True)
            for times in (seen_s, np.zeros(0) if censored_s is None else censored_s)
        )
        return cls(*seen, *censored, beyond_s)


@dataclass(frozen=True)
class Fit:
    """A fitted distribution. `aic` = 2 parameters - 2 log likelihood; smaller is better.

    `distance` is the largest distance to the empirical distribution function (Kolmogorov-Smirnov).
    Where the sample is of times beyond a limit, `zero_share` are those within it that the
    distribution does not explain; they are taken to be zero.
    """

    family: Family
    mean_s: float
    shape: float | None
    cv: float | None
    aic: float
    distance: float
    zero_share: float = 0.0

    def as_scenario(self) -> dict[str, str | float]:
        """Return the distribution as a scenario file writes it."""
        written: dict[str, str | float] = {
            "distribution": self.family,
            "mean": f"{self.mean_s:.6g} s",
        }
        if self.shape is not None:
            written["shape"] = float(f"{self.shape:.4g}")
        if self.cv is not None:
            written["cv"] = float(f"{self.cv:.4g}")
        if self.zero_share:
            written["zero_share"] = round(self.zero_share, 6)
        return written


def fit_all(
    sample: Sample, families: tuple[Family, ...], empirical: tuple[NDArray[np.float64], ...]
) -> tuple[Fit, ...]:
    """Return the fits of the families that fit at all, best (least AIC) first.

    `empirical` are the steps (times, distribution function) that `distance` is measured at.
    """
    fits = [_fit(sample, family, *empirical) for family in families]
    return tuple(sorted(filter(_sensible, fits), key=lambda fit: fit.aic))


def _sensible(fit: Fit) -> bool:
    """Tell whether a fit is one that a scenario can hold: equal times, say, have none."""
    in_bounds = all(low <= one <= 100 for low, one in ((0.05, fit.shape), (0.01, fit.cv)) if one)
    return in_bounds and 0 < fit.mean_s <= _LONGEST_S and fit.zero_share < 1


def _fit(
    sample: Sample, family: Family, times_s: NDArray[np.float64], cdf: NDArray[np.float64]
) -> Fit:
    distribution, arguments = _FAMILIES[family]
    n = sample.seen_n.sum() + sample.censored_n.sum()

    def minus_log_likelihood(logs: Any) -> float:
        shapes, scale = arguments(np.exp(logs))
        value = sample.seen_n @ distribution.logpdf(sample.seen_s, *shapes, scale=scale)
        value += sample.censored_n @ distribution.logsf(sample.censored_s, *shapes, scale=scale)
        value -= n * distribution.logsf(sample.beyond_s, *shapes, scale=scale)
        return -float(value) if np.isfinite(value) else _HUGE

    start = np.log(_start(sample, family))
    found = optimize.minimize(
        minus_log_likelihood,
        start,
        method="Nelder-Mead",
        options={
            # SciPy's own first steps are minute where a logarithm is 0, and stop short.
            "initial_simplex": np.vstack([start, start + 0.5 * np.eye(len(start))]),
            "xatol": 1e-5,
            "fatol": 1e-4,
            "maxiter": 400,
        },
    )
    parameters = np.exp(found.x)
    shapes, scale = arguments(parameters)
    best = distribution(*shapes, scale=scale)
    zero_share = _zero_share(best, sample.beyond_s, times_s, cdf)
    written = zero_share + (1 - zero_share) * best.cdf(times_s)
    distance = float(np.max(np.abs(written - cdf))) if len(times_s) else math.nan
    mean, variance = (float(value) for value in best.stats("mv"))
    return Fit(
        family,
        mean,
        float(parameters[1]) if family == "weibull" else None,
        math.sqrt(variance) / mean if family in ("lognormal", "gamma") else None,
        2 * len(parameters) + 2 * float(found.fun),
        distance,
        zero_share,
    )


def _zero_share(
    best: Any, beyond_s: float, times_s: NDArray[np.float64], cdf: NDArray[np.float64]
) -> float:
    """Return the share of times up to `beyond_s` that the distribution does not explain."""
    place = int(np.searchsorted(times_s, beyond_s, side="right")) - 1
    if beyond_s <= 0 or place < 0:
        return 0.0
    return max(1 - (1 - float(cdf[place])) / float(best.sf(beyond_s)), 0.0)


def _start(sample: Sample, family: Family) -> NDArray[np.float64]:
    """Return where to begin: the time borne for each one that ended, and a shape of 1."""
    exposure = sample.seen_s @ sample.seen_n + sample.censored_s @ sample.censored_n
    scale = float(exposure / max(sample.seen_n.sum(), 1))
    return np.array([scale] if family == "exponential" else [scale, 1.0])


Arguments: TypeAlias = Callable[[NDArray[np.float64]], tuple[tuple[float, ...], float]]

#: For each family SciPy's distribution, and its (shapes, scale) from (scale, shape) searched over.
_FAMILIES: Final[Mapping[Family, tuple[Any, Arguments]]] = {
    "exponential": (stats.expon, lambda p: ((), p[0])),
    "weibull": (stats.weibull_min, lambda p: ((p[1],), p[0])),
    "lognormal": (stats.lognorm, lambda p: ((p[1],), p[0])),
    "gamma": (stats.gamma, lambda p: ((p[1],), p[0] / p[1])),
}
