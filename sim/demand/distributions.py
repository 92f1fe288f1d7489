"""Distributions of times, in seconds.

Each is drawn from a standard variate (exponential, normal, uniform, gamma) and then scaled, so that
a change of its mean re-draws nothing: the same customer just talks longer. Drawing more variates of
one stream leaves the first ones as they were.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Distribution(Protocol):
    """A non-negative random time."""

    @property
    def mean_s(self) -> float:
        """The mean, seconds; infinite for a time that never comes."""

    def draw(self, rng: np.random.Generator, size: int) -> NDArray[np.float64]:
        """Return `size` draws, seconds."""


@dataclass(frozen=True)
class Constant:
    """Always the same time."""

    value_s: float

    @property
    def mean_s(self) -> float:
        return self.value_s

    def draw(self, rng: np.random.Generator, size: int) -> NDArray[np.float64]:
        return np.full(size, self.value_s)


@dataclass(frozen=True)
class Never:
    """A time that never comes: unlimited patience."""

    @property
    def mean_s(self) -> float:
        return math.inf

    def draw(self, rng: np.random.Generator, size: int) -> NDArray[np.float64]:
        return np.full(size, math.inf)


@dataclass(frozen=True)
class Exponential:
    """Exponential with the given mean."""

    mean_s: float

    def draw(self, rng: np.random.Generator, size: int) -> NDArray[np.float64]:
        return self.mean_s * rng.standard_exponential(size)


@dataclass(frozen=True)
class Weibull:
    """Weibull with the given mean; `shape` below 1 means a falling, above 1 a rising hazard."""

    mean_s: float
    shape: float

    @property
    def scale_s(self) -> float:
        return self.mean_s / math.gamma(1 + 1 / self.shape)

    def draw(self, rng: np.random.Generator, size: int) -> NDArray[np.float64]:
        return self.scale_s * rng.standard_exponential(size) ** (1 / self.shape)


@dataclass(frozen=True)
class Lognormal:
    """Lognormal with the given mean and coefficient of variation (sd / mean)."""

    mean_s: float
    cv: float

    def draw(self, rng: np.random.Generator, size: int) -> NDArray[np.float64]:
        variance = math.log1p(self.cv**2)
        normal = rng.standard_normal(size)
        return self.mean_s * np.exp(math.sqrt(variance) * normal - variance / 2)


@dataclass(frozen=True)
class Gamma:
    """Gamma with the given mean and coefficient of variation (Erlang-k has cv 1 / sqrt(k))."""

    mean_s: float
    cv: float

    def draw(self, rng: np.random.Generator, size: int) -> NDArray[np.float64]:
        shape = 1 / self.cv**2
        return self.mean_s / shape * rng.standard_gamma(shape, size)


@dataclass(frozen=True)
class Empirical:
    """The inverse of an observed distribution function, linear between its points.

    `shares` rises from 0 to at most 1; `values_s`, as long, never falls. Where the last share is
    below 1, the rest never comes (the customers whose patience was not seen to end).
    """

    shares: tuple[float, ...]
    values_s: tuple[float, ...]

    @property
    def mean_s(self) -> float:
        if self.shares[-1] < 1:
            return math.inf
        shares, values = np.array(self.shares), np.array(self.values_s)
        return float(np.sum(np.diff(shares) * (values[1:] + values[:-1]) / 2))

    def draw(self, rng: np.random.Generator, size: int) -> NDArray[np.float64]:
        return np.interp(rng.random(size), self.shares, self.values_s, right=math.inf)


@dataclass(frozen=True)
class WithZero:
    """Another distribution, but zero with a share: customers who hang up rather than wait."""

    zero_share: float
    other: Distribution

    @property
    def mean_s(self) -> float:
        return (1 - self.zero_share) * self.other.mean_s if self.zero_share < 1 else 0.0

    def draw(self, rng: np.random.Generator, size: int) -> NDArray[np.float64]:
        zero = rng.spawn(1)[0].random(size) < self.zero_share
        return np.where(zero, 0.0, self.other.draw(rng, size))
