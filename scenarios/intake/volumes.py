"""Volumes: how many calls each queue gets in each interval of a weekday, and how days differ.

The number N of a queue's calls on a day with mean m is taken as Poisson with mean m F G, where F
is a day factor that all queues share and G the queue's own, both of mean 1. Then

    Var(N) = m + m^2 c^2,  1 + c^2 = (1 + cv_F^2)(1 + cv_G^2),   Cov(N_q, N_r) = m_q m_r cv_F^2,

and the method of moments takes the Poisson part m off before it reads the factors. The means of the
weekdays are estimated from the same days, so that squares carry n / (n - 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.intake.calls import Calls
from scenarios.intake.days import WEEKDAYS, Days
from scenarios.intake.mapping import Weekday

S_PER_DAY: Final = 86_400


@dataclass(frozen=True)
class Volumes:
    """Calls per interval: `counts` of shape (days, queues, intervals), in order of `days`."""

    queues: tuple[str, ...]
    days: Days
    interval_s: int
    counts: NDArray[np.int64] | NDArray[np.float64]

    def weekday_rows(self, weekday: Weekday) -> NDArray[np.int64]:
        """Return which of the days are that weekday."""
        number = WEEKDAYS.index(weekday)
        return np.flatnonzero([day.weekday() == number for day in self.days.used])

    def mean(self, weekday: Weekday) -> NDArray[np.float64]:
        """Return the mean calls of a weekday, shape (queues, intervals)."""
        return np.asarray(self.counts[self.weekday_rows(weekday)].mean(axis=0))

    @property
    def weekdays(self) -> tuple[Weekday, ...]:
        """The weekdays that were seen."""
        seen = {day.weekday() for day in self.days.used}
        return tuple(WEEKDAYS[number] for number in sorted(seen))


@dataclass(frozen=True)
class DayFactors:
    """Coefficients of variation of the day factor: shared by all queues, and each queue's own."""

    shared_cv: float
    own_cv: dict[str, float]


def count_volumes(calls: Calls, days: Days, queues: tuple[str, ...], interval_s: int) -> Volumes:
    """Return the calls of each used day, queue and interval, by the instant of queueing."""
    table = calls.on(days.timestamps).table
    day_places = days.timestamps.get_indexer(pd.DatetimeIndex(table["day"]))
    queue_places = pd.Index(queues).get_indexer(pd.Index(table["queue"]))
    slots = (table["queued_s"].to_numpy() // interval_s).astype(np.int64)
    counts = np.zeros((len(days.used), len(queues), S_PER_DAY // interval_s), np.int64)
    np.add.at(counts, (day_places, queue_places, slots), 1)
    return Volumes(queues, days, interval_s, counts)


def day_factors(volumes: Volumes) -> DayFactors:
    """Return the day factors' variation by the method of moments (see the module).

    Weekdays seen only once say nothing. A variance estimated below 0 is 0.
    """
    n_queues = len(volumes.queues)
    spread, squares = np.zeros((n_queues, n_queues)), np.zeros((n_queues, n_queues))
    for weekday in volumes.weekdays:
        totals = volumes.counts[volumes.weekday_rows(weekday)].sum(axis=2).astype(np.float64)
        n = len(totals)
        if n < 2:
            continue
        mean = totals.mean(axis=0)
        off = totals - mean
        spread += off.T @ off * n / (n - 1) - n * np.diag(mean)
        squares += n * np.outer(mean, mean)
    off_diagonal = ~np.eye(n_queues, dtype=bool)
    if n_queues > 1:
        shared = _ratio(spread[off_diagonal].sum(), squares[off_diagonal].sum())
    else:
        shared = _ratio(spread.sum(), squares.sum())
    own = {
        queue: _own_cv(_ratio(spread[place, place], squares[place, place]), shared)
        for place, queue in enumerate(volumes.queues)
    }
    return DayFactors(float(np.sqrt(shared)), own)


def dispersion(volumes: Volumes) -> float:
    """Return the variance over the mean of the whole centre's calls per interval.

    Interval by interval within weekdays, weighted by the mean; 1 for a Poisson process.
    """
    variance = mean = 0.0
    for weekday in volumes.weekdays:
        totals = volumes.counts[volumes.weekday_rows(weekday)].sum(axis=1)
        if len(totals) > 1:
            variance += float(totals.var(axis=0, ddof=1).sum())
            mean += float(totals.mean(axis=0).sum())
    return variance / mean if mean else 1.0


def _own_cv(whole: float, shared: float) -> float:
    return float(np.sqrt(max((1 + whole) / (1 + shared) - 1, 0.0)))


def _ratio(spread: float, squares: float) -> float:
    return max(float(spread) / float(squares), 0.0) if squares > 0 else 0.0
