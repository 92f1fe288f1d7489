"""The floor by the minute over many replications: their mean, and how they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.kpis.grid import Floats
from sim.kpis.kpi import ratio
from sim.kpis.timeline.states import GroupState, QueueState
from sim.kpis.timeline.timeline import Timeline

#: Those of ten replications that lie below: one, half, nine.
DECILES: Final = (0.1, 0.5, 0.9)

Singles = NDArray[np.float32]


@dataclass(frozen=True)
class Band:
    """Of one figure at each instant: the mean, and the deciles 1, 5 and 9 of the replications.

    The mean of a ratio is the ratio of means. NaN where no replication has a value.
    """

    mean: Floats
    p10: Floats
    p50: Floats
    p90: Floats


class Gathered:
    """The states of many replications, in half the digits: 4 bytes a number (`bytes_of`).

    Numbers up to 16 million are exact; a wait of a day is so to a hundredth of a second. Mutable
    while replications are added.
    """

    def __init__(self) -> None:
        self._queues: list[Singles] = []
        self._groups: list[Singles] = []

    def add(self, timeline: Timeline) -> None:
        """Add a replication."""
        self._queues.append(timeline.queues.astype(np.float32))
        self._groups.append(timeline.groups.astype(np.float32))

    def queue(self, row: int, state: QueueState) -> Band:
        """Return the band of a state of a queue; row 0 is the centre."""
        return band(_gathered(self._queues, row, state))

    def group(self, row: int, state: GroupState) -> Band:
        """Return the band of a state of a group; row 0 is all groups."""
        return band(_gathered(self._groups, row, state))

    def service_level(self, row: int) -> Band:
        """Return the band of a queue's rolling service level."""
        in_time, ended = (
            _gathered(self._queues, row, state) for state in (QueueState.IN_TIME, QueueState.ENDED)
        )
        mean = ratio(in_time.sum(axis=0), ended.sum(axis=0))
        return replace(band(ratio(in_time, ended)), mean=mean)


def bytes_of(n_queues: int, n_groups: int, instants: int) -> int:
    """Return how much memory a replication's states take."""
    series = (1 + n_queues) * len(QueueState) + (1 + n_groups) * len(GroupState)
    return 4 * series * instants


def band(values: Floats) -> Band:
    """Return the band of values of shape (replications, instants), NaN where there is none."""
    ordered = np.sort(values, axis=0)  # what is undefined comes last
    n = (~np.isnan(values)).sum(axis=0)
    mean = ratio(np.nansum(values, axis=0), n.astype(np.float64))
    p10, p50, p90 = (_quantile(ordered, n, share) for share in DECILES)
    return Band(mean, p10, p50, p90)


def _quantile(ordered: Floats, n: NDArray[np.int64], share: float) -> Floats:
    """Return a quantile of the first `n` values of each column, between neighbours evenly."""
    place = share * np.maximum(n - 1, 0)
    below = np.floor(place).astype(np.int64)
    above = np.minimum(below + 1, np.maximum(n - 1, 0))
    low, high = (np.take_along_axis(ordered, at[None], axis=0)[0] for at in (below, above))
    quantile: Floats = low + (high - low) * (place - below)
    return quantile


def _gathered(states: Sequence[Singles], row: int, state: int) -> Floats:
    """Return one state of all replications, shape (replications, instants)."""
    return np.stack([each[row, :, state] for each in states]).astype(np.float64)
