"""Surges: the factor on volume over time that a disruption's shape gives."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scenarios.schema.disruption import Disruption

Times = NDArray[np.float64]


def mean_surge(disruption: Disruption, days: int, starts_s: Times, ends_s: Times) -> Times:
    """Return the mean factor on volume from each start to its end, all within the disruption.

    Times are seconds after the start of day 1; a start is before its end.
    """
    so_far = _integral(disruption, days, starts_s), _integral(disruption, days, ends_s)
    return np.asarray((so_far[1] - so_far[0]) / (ends_s - starts_s))


def _integral(disruption: Disruption, days: int, at_s: Times) -> Times:
    """Return the integral of the factor from the disruption's start on."""
    start, end = disruption.span_s(days)
    elapsed, more = at_s - start, disruption.volume - 1
    match disruption.shape:
        case "ramp":
            peak = start + (end - start) / 2 if disruption.peak is None else disruption.peak
            rising = np.minimum(elapsed, peak - start)
            return elapsed + more * (rising**2 / (2 * (peak - start)) + elapsed - rising)
        case "decaying":
            return elapsed + more * (elapsed - elapsed**2 / (2 * (end - start)))
    return elapsed * disruption.volume
