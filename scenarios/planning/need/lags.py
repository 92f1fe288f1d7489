"""Lags: in which later interval those come who come back after a while."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

from scenarios.schema.distribution import (
    AnyTime,
    ConstantTime,
    EmpiricalTime,
    ExponentialTime,
    GammaTime,
    LognormalTime,
    WeibullTime,
)

Numbers = NDArray[np.float64]

#: A distribution is laid out as so many equally likely times.
_POINTS: Final = 512


@lru_cache(maxsize=1024)
def lags(delay: AnyTime, interval_s: float, after_s: float = 0.0) -> Numbers:
    """Return the shares of those who come back 0, 1, 2, ... intervals later.

    They leave at any instant of their interval alike, and come `after_s` and a `delay` later. The
    shares add up to 1, less what never comes. They are kept, for a page asks time and again: not
    to be written to.
    """
    later = (quantiles(delay) + after_s) / interval_s
    later = later[np.isfinite(later)]
    whole = np.floor(later).astype(np.int64)
    part = later - whole  # so many of them, leaving late in their interval, reach the next one
    weights = np.bincount(whole, 1 - part, minlength=int(whole.max(initial=0)) + 2)
    weights[1:] += np.bincount(whole, part, minlength=len(weights) - 1)[: len(weights) - 1]
    shares = np.asarray(weights / _POINTS, np.float64)
    shares.flags.writeable = False
    return shares


def moved(numbers: Numbers, shares: Numbers) -> Numbers:
    """Return numbers by interval when each of them comes with such lags; the rest is lost."""
    return np.convolve(numbers, shares)[: len(numbers)]


def quantiles(delay: AnyTime) -> Numbers:
    """Return equally likely times of a distribution, in seconds; infinite where it never comes."""
    at = (np.arange(_POINTS) + 0.5) / _POINTS
    zero = delay.zero_share
    inner = np.clip((at - zero) / (1 - zero), 0.0, 1.0) if zero < 1 else np.zeros(_POINTS)
    return np.where(at < zero, 0.0, _inverse(delay, inner))


def _inverse(delay: AnyTime, at: Numbers) -> Numbers:
    """Return the inverse of a distribution function, its share of zeros left out."""
    times = np.full(len(at), np.inf)
    match delay:
        case ConstantTime():
            times = np.full(len(at), delay.value)
        case ExponentialTime():
            times = -delay.mean * np.log1p(-np.minimum(at, 1 - 1e-12))
        case WeibullTime():
            scale = delay.mean / special.gamma(1 + 1 / delay.shape)
            times = scale * (-np.log1p(-np.minimum(at, 1 - 1e-12))) ** (1 / delay.shape)
        case LognormalTime():
            spread = np.sqrt(np.log1p(delay.cv**2))
            times = delay.mean * np.exp(spread * special.ndtri(at) - spread**2 / 2)
        case GammaTime():
            shape = 1 / delay.cv**2
            times = delay.mean / shape * special.gammaincinv(shape, at)
        case EmpiricalTime():
            times = np.interp(at, delay.shares, delay.values, right=np.inf)
    return np.asarray(times, np.float64)
