"""The run's intervals: those of the warm-up, then the counted ones, and what holds in each."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from scenarios import duty
from scenarios.schema.opening import Spans
from scenarios.schema.scenario import Scenario
from sim.clock import to_ms
from sim.steps import Steps

Numbers = NDArray[np.float64]

#: A factor that changes within an interval is looked at so often in it.
_LOOKS: Final = 60


def intervals(scenario: Scenario) -> int:
    """Return how many intervals a run has, warm-up included."""
    return scenario.warm_up_intervals + scenario.intervals


def counted(scenario: Scenario, numbers: Numbers) -> Numbers:
    """Return what falls into the counted days, of numbers by interval along the last axis."""
    return numbers[..., scenario.warm_up_intervals :]


def open_share(scenario: Scenario, hours: Spans | None) -> Numbers:
    """Return for how much of each interval a line with such hours is open, 0 to 1."""
    n, length_ms = intervals(scenario), to_ms(scenario.interval)
    spans = duty.open_spans(scenario, hours)
    if spans is None:
        return np.ones(n)
    starts = np.arange(n) * length_ms
    open_ms = np.zeros(n)
    for start, end in spans:
        open_ms += np.clip(np.minimum(end, starts + length_ms) - np.maximum(start, starts), 0, None)
    return np.asarray(open_ms / length_ms)


def mean_factor(scenario: Scenario, factor: Steps) -> Numbers:
    """Return a factor of disruptions, its mean over each interval."""
    length_ms = to_ms(scenario.interval)
    looks = (np.arange(intervals(scenario) * _LOOKS) + 0.5) * (length_ms / _LOOKS)
    values = factor.at(looks.astype(np.int64))
    return np.asarray(values.reshape(-1, _LOOKS).mean(axis=1))
