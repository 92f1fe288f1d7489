"""A KPI's numerators and denominators, gathered over replications and added up over periods."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from sim.kpis.definitions import Kpi, ratio
from sim.kpis.grid import Floats
from sim.kpis.tally import Tally


class Period(StrEnum):
    """The stretches of time that a KPI is looked at by."""

    INTERVAL = "interval"
    DAY = "day"
    WEEK = "week"  # seven days from the first counted one; the last may be shorter
    ALL = "all"  # the whole counted horizon


@dataclass(frozen=True)
class Parts:
    """Numerators and denominators, each of shape (replications, rows, periods)."""

    top: Floats
    bottom: Floats

    @property
    def values(self) -> Floats:
        """The KPI of each replication, row and period, NaN where undefined."""
        return ratio(self.top, self.bottom)

    def row(self, row: int) -> Parts:
        """Return one row alone, shape (replications, periods)."""
        return Parts(self.top[:, row], self.bottom[:, row])


def parts(kpi: Kpi, tallies: Iterable[Tally], period: Period = Period.ALL) -> Parts:
    """Return the parts of `kpi` by replication, row and period.

    Counts of a period are added up (a maximum's greatest is taken), so that its value is weighted
    by volume. Raises ValueError when there are no tallies.
    """
    tops, bottoms = [], []
    for tally in tallies:
        top, bottom = kpi.parts(tally)
        starts = np.arange(0, tally.intervals, _width(period, tally))
        gather = np.add if kpi.peak is None else np.maximum
        # What has no denominator counts once in a period, however many intervals it has.
        weighted = bool(kpi.bottom) and kpi.peak is None
        gather_bottom = np.add if weighted else np.maximum
        tops.append(gather.reduceat(top, starts, axis=1))
        bottoms.append(gather_bottom.reduceat(bottom, starts, axis=1))
    if not tops:
        raise ValueError("no replications; expected at least one")
    return Parts(np.stack(tops), np.stack(bottoms))


def _width(period: Period, tally: Tally) -> int:
    """Return how many intervals make the period."""
    return {
        Period.INTERVAL: 1,
        Period.DAY: tally.intervals_per_day,
        Period.WEEK: 7 * tally.intervals_per_day,
        Period.ALL: tally.intervals,
    }[period]
