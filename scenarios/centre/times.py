"""Times: the distributions that planners describe, as those that are drawn from."""

from __future__ import annotations

from scenarios.schema.distribution import (
    AnyTime,
    ConstantTime,
    EmpiricalTime,
    ExponentialTime,
    GammaTime,
    LognormalTime,
    WeibullTime,
)
from sim.demand import distributions


def time(described: AnyTime, factor: float = 1.0) -> distributions.Distribution:
    """Return the distribution that a planner described, in seconds, scaled by `factor`."""
    scaled = _scaled(described, factor)
    if described.zero_share > 0:
        return distributions.WithZero(described.zero_share, scaled)
    return scaled


def _scaled(described: AnyTime, factor: float) -> distributions.Distribution:
    made: distributions.Distribution = distributions.Never()
    match described:
        case ConstantTime():
            made = distributions.Constant(described.value * factor)
        case ExponentialTime():
            made = distributions.Exponential(described.mean * factor)
        case WeibullTime():
            made = distributions.Weibull(described.mean * factor, described.shape)
        case LognormalTime():
            made = distributions.Lognormal(described.mean * factor, described.cv)
        case GammaTime():
            made = distributions.Gamma(described.mean * factor, described.cv)
        case EmpiricalTime():
            values = tuple(value * factor for value in described.values)
            made = distributions.Empirical(described.shares, values)
    return made
